package dev.livelet.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.cluster.replication.Count;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code docs/clustering.md} says is what there is. */
class ClusteringDocTest {
    private static String guide() throws IOException {
        return Files.readString(Path.of("../../docs/clustering.md"));
    }

    @Test
    void everySettingStandsInTheTable() throws Exception {
        Set<String> told = new TreeSet<>();
        for (String line : guide().lines().filter(row -> row.startsWith("| `livelet.")).toList()) {
            String cell = line.split("\\|", -1)[1].replace("livelet.cluster.", "");
            Matcher name = Pattern.compile("`([a-z-]+)`").matcher(cell);
            while (name.find()) told.add(name.group(1));
        }
        assertEquals(ClusterSettings.NAMES, told);
    }

    @Test
    void everyFigureOfReplicationThatItNamesIsCounted() throws Exception {
        Matcher named = Pattern.compile("`cluster_replication_([a-z_]+)`").matcher(guide());
        int count = 0;
        while (named.find()) {
            count++;
            Count.valueOf(named.group(1).toUpperCase(Locale.ROOT));
        }
        assertTrue(count >= 3, "the figures of the guide");
    }
}
