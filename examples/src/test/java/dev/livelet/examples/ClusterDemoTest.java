package dev.livelet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The processes of the demo: who starts them, and that none is left behind. */
class ClusterDemoTest {
    @TempDir Path folder;

    @Test
    void itSaysWhereItsNodesAreAndWhenOneDiesAndEndsTheOthersWhenItIsAskedTo() throws Exception {
        try (RunningCluster cluster = RunningCluster.start(folder)) {
            Map<String, Long> pids = cluster.pids();
            assertEquals(Set.of("n1", "n2", "n3"), pids.keySet());
            for (long pid : pids.values()) assertTrue(RunningCluster.isAlive(pid));

            ProcessHandle.of(pids.get("n2")).orElseThrow().destroyForcibly();
            cluster.await(
                    "the death to be printed",
                    () -> cluster.printed().contains("node n2 died by itself, with code 137"));

            cluster.launcher.destroy();
            assertTrue(cluster.launcher.waitFor(60, TimeUnit.SECONDS));
            for (long pid : pids.values()) assertTrue(!RunningCluster.isAlive(pid));
            assertEquals(pids, cluster.pids(), "nobody started the dead one again");
        }
    }

    @Test
    void nodesEndWhenTheirLauncherIsKilled() throws Exception {
        try (RunningCluster cluster = RunningCluster.start(folder)) {
            Map<String, Long> pids = cluster.pids();
            cluster.launcher.destroyForcibly();
            cluster.await(
                    "the nodes to end",
                    () -> pids.values().stream().noneMatch(RunningCluster::isAlive));
        }
    }
}
