package dev.livelet.examples.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where the nodes' pages ask for a node to be killed, paused, resumed or restarted, and how all of
 * them are: on the loopback address only, and only for those who know the token, which the nodes
 * are given. {@code POST /n1/kill}, {@code GET /}.
 */
final class Control implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    private final List<Node> nodes;
    private final String token;
    private final HttpServer server;

    /** The last orders' ids. Guarded by itself. */
    private final Set<String> obeyed = Collections.newSetFromMap(new LastOnes());

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private static final class LastOnes extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > 1_000;
        }
    }

    private Control(List<Node> nodes, String token, HttpServer server) {
        this.nodes = nodes;
        this.token = token;
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * @param nodes may be added later
     */
    static Control start(List<Node> nodes, String token) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        return new Control(nodes, token, HttpServer.create(new InetSocketAddress(loopback, 0), 0));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!known(exchange.getRequestHeaders().getFirst("Authorization")))
                send(exchange, 403, "");
            else if (exchange.getRequestMethod().equals("GET")) send(exchange, 200, lives());
            else if (isNew(exchange.getRequestHeaders().getFirst(Launcher.ID)))
                send(exchange, obey(exchange.getRequestURI().getPath()), "");
            else send(exchange, 204, "");
        }
    }

    private boolean known(@Nullable String authorization) {
        return authorization != null
                && MessageDigest.isEqual(
                        authorization.getBytes(StandardCharsets.UTF_8),
                        ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A node that gives an order may be gone before it has noted so; then another gives it again.
     */
    private boolean isNew(@Nullable String id) {
        if (id == null) return true;
        synchronized (obeyed) {
            return obeyed.add(id);
        }
    }

    /** A line for each node: its name and how it is. */
    private String lives() {
        StringBuilder lines = new StringBuilder();
        for (Node node : nodes)
            lines.append(node.name()).append(' ').append(node.life().word()).append('\n');
        return lines.toString();
    }

    private int obey(String path) throws IOException {
        String[] parts = path.split("/", -1);
        if (parts.length != 3) return 404;
        for (Node node : nodes) if (node.name().equals(parts[1])) return obey(node, parts[2]);
        return 404;
    }

    private int obey(Node node, String order) throws IOException {
        switch (order) {
            case "kill" -> node.kill();
            case "pause" -> node.pause();
            case "resume" -> node.resume();
            case "restart" -> {
                // It takes as long as the node's pages take to move.
                threads.execute(() -> restart(node));
                return 202;
            }
            default -> {
                return 404;
            }
        }
        return 204;
    }

    private static void restart(Node node) {
        try {
            node.restart();
        } catch (IOException e) {
            LOG.error("Node {} could not be restarted", node.name(), e);
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
