package dev.livelet.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Livelet's own files below {@code /livelet}: runtime, its style sheet, and the bundle of
 * definitions, each by the hash of its content.
 */
final class FrameworkFiles implements HttpHandler {
    private static final String JS = "text/javascript; charset=utf-8";
    private final Map<String, Asset> byPath = new HashMap<>();
    private final ErrorPages errors;
    private final String head;

    FrameworkFiles(Bundle bundle, ErrorPages errors) {
        this.errors = errors;
        String css =
                hashed(
                        "livelet",
                        ".css",
                        new Asset(resource("livelet.css"), "text/css; charset=utf-8"));
        String runtime = hashed("livelet", ".js", new Asset(resource("livelet.js"), JS));
        Asset script = new Asset(bundle.script().getBytes(StandardCharsets.UTF_8), JS);
        String definitions = add("bundle-" + bundle.hash() + ".js", script);
        // Deferred scripts run in the order of their tags: the runtime is there when the bundle
        // defines.
        this.head =
                "<link rel=\"stylesheet\" href=\""
                        + css
                        + "\"><script defer src=\""
                        + runtime
                        + "\"></script><script defer src=\""
                        + definitions
                        + "\"></script>";
    }

    private String hashed(String name, String ending, Asset asset) {
        return add(name + "-" + asset.hash() + ending, asset);
    }

    private String add(String name, Asset asset) {
        byPath.put("/" + name, asset);
        return "/livelet/" + name;
    }

    private static byte[] resource(String name) {
        try (InputStream in = FrameworkFiles.class.getResourceAsStream("/dev/livelet/js/" + name)) {
            if (in == null)
                throw new IllegalStateException(
                        "dev/livelet/js/"
                                + name
                                + " is not on the class path: dev.livelet:livelet-js is missing");
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tags for a document's head. */
    String head() {
        return head;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        Asset asset = byPath.get(exchange.getRelativePath());
        if (asset == null) errors.send(exchange, StatusCodes.NOT_FOUND, "There is nothing here.");
        else asset.serve(exchange, true);
    }
}
