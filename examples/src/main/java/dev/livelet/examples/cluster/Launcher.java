package dev.livelet.examples.cluster;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a node knows of the process that started it: how the other nodes are, and how to have one
 * killed. Thread-safe.
 */
public final class Launcher {
    /** Of the environment: where the launcher listens, and what opens it. */
    static final String ADDRESS = "DEMO_CONTROL";

    static final String TOKEN = "DEMO_CONTROL_TOKEN";

    /** A header: which order it is. */
    static final String ID = "Order-Id";

    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final URI address;
    private final String token;
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Map<String, String> lives = Map.of();

    private Launcher(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /** Empty for a node that was not started by {@link ClusterDemo}. */
    public static Optional<Launcher> fromEnvironment() {
        String address = System.getenv(ADDRESS);
        String token = System.getenv(TOKEN);
        return address == null || token == null
                ? Optional.empty()
                : Optional.of(at(URI.create(address), token));
    }

    static Launcher at(URI address, String token) {
        return new Launcher(address, token);
    }

    /** How the nodes were when last asked: their names, with running, paused or dead. */
    Map<String, String> lives() {
        return lives;
    }

    /** Asks how they are. Blocks. */
    void ask() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(request("/").build(), HttpResponse.BodyHandlers.ofString());
        Map<String, String> now = new TreeMap<>();
        answer.body()
                .lines()
                .map(line -> line.split(" ", 2))
                .filter(words -> words.length == 2)
                .forEach(words -> now.put(words[0], words[1]));
        lives = now;
    }

    /**
     * Does this to a node. Blocks.
     *
     * @param id orders of the same id are one
     * @return whether it was done
     */
    boolean order(String node, String order, String id) throws IOException, InterruptedException {
        HttpRequest request =
                request("/" + node + "/" + order)
                        .header(ID, id)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status >= 300) LOG.warn("The launcher answers {} to {} {}", status, order, node);
        return status < 300;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }
}
