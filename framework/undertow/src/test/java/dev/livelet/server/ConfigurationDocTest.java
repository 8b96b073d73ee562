package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code docs/configuration.md} says is what there is. */
class ConfigurationDocTest {

    @Test
    void everySettingStandsInTheTableWithItsDefault() throws Exception {
        Map<String, String> told = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("../../docs/configuration.md"))) {
            if (!line.startsWith("| `")) continue;
            String[] cells = line.split("\\|", -1);
            List<String> names = new ArrayList<>();
            Matcher name = Pattern.compile("`([a-z-]+)`").matcher(cells[1]);
            while (name.find()) names.add(name.group(1));
            String[] defaults = cells[2].strip().split(", ");
            for (int i = 0; i < names.size(); i++)
                told.put(names.get(i), defaults.length > 1 ? defaults[i] : cells[2].strip());
        }
        Map<String, String> real = new LinkedHashMap<>();
        for (Setting setting : Setting.known()) real.put(setting.name(), setting.fallback());
        assertEquals(real, told);
    }
}
