package dev.livelet.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveletException;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;

/** What an application says about its cluster, and what it is told when that is wrong. */
class JGroupsTest {
    private static JGroups chat(Map<String, String> properties, Map<String, String> variables) {
        return JGroups.tcp("chat", properties, variables)
                .bind("127.0.0.1")
                .discovery(Discovery.fixed("127.0.0.1:7800"));
    }

    private static String mistake(JGroups jgroups) {
        return String.valueOf(assertThrows(LiveletException.class, jgroups::link).getMessage());
    }

    @Test
    void thePropertyComesBeforeTheVariableAndThatBeforeCode() {
        Map<String, String> property = Map.of("livelet.cluster.node", "of-property");
        Map<String, String> variable = Map.of("LIVELET_CLUSTER_NODE", "of-variable");
        assertEquals("of-property", chat(property, variable).node("of-code").link().self().name());
        assertEquals("of-variable", chat(Map.of(), variable).node("of-code").link().self().name());
        assertEquals("of-code", chat(Map.of(), Map.of()).node("of-code").link().self().name());
    }

    @Test
    void allMistakesAreToldAtOnceWithTheirSources() {
        String told =
                mistake(
                        chat(
                                Map.of(
                                        "livelet.cluster.port", "70000",
                                        "livelet.cluster.nodes", "n1"),
                                Map.of(
                                        "LIVELET_CLUSTER_NODE", "node one",
                                        "LIVELET_CLUSTER_DISCOVERY", "gossip:here")));
        assertTrue(told.contains("livelet.cluster.port = 70000 (system property)"), told);
        assertTrue(told.contains("livelet.cluster.nodes is no setting of the cluster"), told);
        assertTrue(told.contains("livelet.cluster.node = node one (environment)"), told);
        assertTrue(told.contains("gossip:here"), told);
        assertTrue(told.contains("multicast"), told);
    }

    @Test
    void aClusterWithoutDiscoveryIsToldHowToSetIt() {
        String told = mistake(JGroups.tcp("chat", Map.of(), Map.of()).bind("127.0.0.1").node("n"));
        assertTrue(told.contains("livelet.cluster.discovery"), told);
        assertTrue(told.contains("LIVELET_CLUSTER_DISCOVERY"), told);
        assertTrue(told.contains("Discovery.fixed"), told);
    }

    @Test
    void addressesOfOtherNodesNeedAPort() {
        LiveletException e =
                assertThrows(LiveletException.class, () -> Discovery.fixed("127.0.0.1"));
        assertTrue(String.valueOf(e.getMessage()).contains("10.0.0.1:7800"), e.getMessage());
    }

    @Test
    void theLogSaysEachSettingWithItsSourceAndNoPassword() {
        ClusterSettings settings =
                new ClusterSettings(
                        Map.of("livelet.cluster.tls-password", "secret"),
                        Map.of("LIVELET_CLUSTER_NODE", "n1"));
        settings.text("node", "host");
        settings.text("tls-password", "");
        settings.port("port", 7800);
        settings.given("bind", "10.0.0.1", "this machine");
        assertEquals(
                """
                The cluster's settings:
                  livelet.cluster.bind = 10.0.0.1  [this machine]
                  livelet.cluster.node = n1  [environment]
                  livelet.cluster.port = 7800  [default]
                  livelet.cluster.tls-password = (secret)  [system property]\
                """,
                settings.describe());
    }

    @Test
    void aKeystoreThatIsNotThereIsNamed() {
        String told =
                mistake(
                        chat(Map.of(), Map.of())
                                .tls(Path.of("no-key.p12"), Path.of("no-trust.p12"), "secret"));
        assertTrue(told.contains("livelet.cluster.tls-keystore = no-key.p12"), told);
        assertTrue(!told.contains("secret"), told);
    }
}
