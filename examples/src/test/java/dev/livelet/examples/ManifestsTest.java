package dev.livelet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.cluster.JGroups;
import dev.livelet.server.LiveServer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The manifests in {@code deploy}: what can be known of them without a Kubernetes. */
@SuppressWarnings("unchecked")
class ManifestsTest {
    private static final Path MANIFESTS = Path.of("deploy", "kubernetes", "livelet.yaml");
    private static final Path UNIT = Path.of("deploy", "livelet.service");

    private final Map<String, Map<String, Object>> objects = new LinkedHashMap<>();
    private Map<String, Object> container;

    @BeforeEach
    void read() throws Exception {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        for (Object document : yaml.loadAll(Files.readString(MANIFESTS))) {
            Map<String, Object> object = (Map<String, Object>) document;
            assertTrue(object.containsKey("apiVersion"), object::toString);
            objects.put(object.get("kind") + " " + at(object, "metadata", "name"), object);
        }
        List<Object> containers =
                (List<Object>) at(nodes(), "spec", "template", "spec", "containers");
        container = (Map<String, Object>) containers.getFirst();
    }

    private Map<String, Object> nodes() {
        return objects.get("StatefulSet livelet");
    }

    private static Object at(Object object, String... path) {
        for (String step : path) {
            object = ((Map<String, Object>) object).get(step);
            assertTrue(object != null, () -> "There is no " + String.join(".", path));
        }
        return object;
    }

    private static List<Map<String, Object>> list(Object object, String... path) {
        return (List<Map<String, Object>>) at(object, path);
    }

    @Test
    void thereIsAllThatAClusterNeeds() {
        assertEquals(
                "[Service livelet, Service livelet-nodes, StatefulSet livelet,"
                        + " PodDisruptionBudget livelet, NetworkPolicy livelet]",
                objects.keySet().toString());
    }

    @Test
    void everyObjectMeansTheNodes() {
        Object labels = at(nodes(), "spec", "template", "metadata", "labels");
        assertEquals(labels, at(nodes(), "spec", "selector", "matchLabels"));
        for (String service : List.of("Service livelet", "Service livelet-nodes"))
            assertEquals(labels, at(objects.get(service), "spec", "selector"));
        assertEquals(
                labels,
                at(objects.get("PodDisruptionBudget livelet"), "spec", "selector", "matchLabels"));
        assertEquals(
                labels,
                at(objects.get("NetworkPolicy livelet"), "spec", "podSelector", "matchLabels"));
    }

    @Test
    void nodesFindEachOtherByTheHeadlessServiceAlsoWhileTheyStart() {
        Map<String, Object> service = objects.get("Service livelet-nodes");
        assertEquals("None", at(service, "spec", "clusterIP"));
        assertEquals(true, at(service, "spec", "publishNotReadyAddresses"));
        assertEquals("livelet-nodes", at(nodes(), "spec", "serviceName"));
        assertTrue(variable("LIVELET_CLUSTER_DISCOVERY").startsWith("dns:livelet-nodes."));
    }

    @Test
    void portsAreThoseThatTheProgramListensOn() throws Exception {
        assertEquals(variable("LIVELET_PORT"), port("http"));
        assertEquals(variable("LIVELET_CLUSTER_PORT"), port("cluster"));
        assertEquals(constant(JGroups.class, "PORT").toString(), port("cluster"));
        for (Map<String, Object> object : objects.values()) {
            if (!object.get("kind").equals("Service")) continue;
            for (Map<String, Object> port : list(object, "spec", "ports"))
                port(String.valueOf(port.get("targetPort")));
        }
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe"))
            assertEquals("http", at(container, probe, "httpGet", "port"));
    }

    @Test
    void aNodeIsGivenTheTimeThatItTakesToLeave() throws Exception {
        long needed =
                ((Duration) constant(LiveServer.class, "HAND_OVER")).toSeconds()
                        + Long.parseLong(variable("LIVELET_STOP_TIMEOUT").replace("s", ""));
        List<String> sleep =
                (List<String>) at(container, "lifecycle", "preStop", "exec", "command");
        assertEquals("sleep", sleep.getFirst());
        int grace =
                (Integer) at(nodes(), "spec", "template", "spec", "terminationGracePeriodSeconds");
        assertTrue(grace >= Long.parseLong(sleep.getLast()) + needed + 10, grace + " s");
        Matcher unit =
                Pattern.compile("(?m)^TimeoutStopSec=(\\d+)$").matcher(Files.readString(UNIT));
        assertTrue(unit.find());
        assertTrue(Long.parseLong(unit.group(1)) >= needed + 10, unit.group());
    }

    /** Settings that nobody knows stop the start, so this knows them all. */
    @Test
    void aNodeStartsWithTheseSettingsAndAnswersTheProbes() throws Exception {
        int port = freePort();
        int clusterPort = freePort();
        Map<String, String> here =
                Map.of(
                        "LIVELET_HOST", "127.0.0.1",
                        "LIVELET_PORT", Integer.toString(port),
                        "LIVELET_KEYS", "a key of at least thirty-two characters",
                        "CHAT_JDBC", "jdbc:h2:mem:manifests",
                        "LIVELET_CLUSTER_NODE", "livelet-0",
                        "LIVELET_CLUSTER_BIND", "127.0.0.1",
                        "LIVELET_CLUSTER_PORT", Integer.toString(clusterPort),
                        "LIVELET_CLUSTER_DISCOVERY", "fixed:127.0.0.1:" + clusterPort);
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-classpath",
                                System.getProperty("java.class.path"),
                                "dev.livelet.examples.Demo")
                        .redirectErrorStream(true);
        for (Map<String, Object> variable : list(container, "env")) {
            String name = String.valueOf(variable.get("name"));
            Object value = here.containsKey(name) ? here.get(name) : variable.get("value");
            assertTrue(value != null, () -> "The test gives no " + name);
            builder.environment().put(name, String.valueOf(value));
        }
        builder.environment().putAll(here);
        Process node = builder.start();
        try (BufferedReader output =
                        new BufferedReader(
                                new InputStreamReader(
                                        node.getInputStream(), StandardCharsets.UTF_8));
                HttpClient client = HttpClient.newHttpClient()) {
            List<String> said = new ArrayList<>();
            String line = output.readLine();
            while (line != null && !line.startsWith("Livelet ready")) {
                said.add(line);
                line = output.readLine();
            }
            assertTrue(line != null, said::toString);
            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                URI address =
                        URI.create(
                                "http://127.0.0.1:"
                                        + port
                                        + at(container, probe, "httpGet", "path"));
                assertEquals(
                        200,
                        client.send(
                                        HttpRequest.newBuilder(address).build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode(),
                        probe);
            }
        } finally {
            node.destroyForcibly();
        }
    }

    private String variable(String name) {
        return list(container, "env").stream()
                .filter(variable -> variable.get("name").equals(name))
                .map(variable -> String.valueOf(variable.get("value")))
                .findFirst()
                .orElseThrow();
    }

    private String port(String name) {
        return list(container, "ports").stream()
                .filter(port -> port.get("name").equals(name))
                .map(port -> String.valueOf(port.get("containerPort")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The container has no port " + name));
    }

    private static Object constant(Class<?> type, String name) throws Exception {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
