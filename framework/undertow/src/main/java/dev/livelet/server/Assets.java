package dev.livelet.server;

import dev.livelet.LiveletException;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Static files of an application: read once, compressed once, held in memory. {@link #url} gives an
 * address that contains the hash of the content and is cached forever; the plain address works too
 * and is asked about each time. Only what was found when this was created is ever served, so no
 * address leads out of the folder. Immutable.
 */
public final class Assets {
    private static final int LARGEST = 16 * 1024 * 1024;

    private final String prefix;
    private final Map<String, Asset> byName = new TreeMap<>();
    private final Map<String, Asset> byHashedName = new HashMap<>();

    private Assets(String prefix) {
        if (!prefix.startsWith("/")
                || prefix.endsWith("/")
                || prefix.equals("/livelet")
                || prefix.startsWith("/livelet/"))
            throw new LiveletException(
                    "Assets cannot be served at \""
                            + prefix
                            + "\": give a path like /assets, not below /livelet.");
        this.prefix = prefix;
    }

    /**
     * The files in a folder of the class path, to be served below {@code prefix}.
     *
     * @param anchor a class from the same jar or module
     * @param folder as in {@code "static"}
     */
    public static Assets fromClasspath(String prefix, Class<?> anchor, String folder) {
        URL url =
                anchor.getClassLoader() == null
                        ? null
                        : anchor.getClassLoader().getResource(folder);
        if (url == null)
            throw new LiveletException(
                    "There is no folder \""
                            + folder
                            + "\" on the class path of "
                            + anchor.getName()
                            + ".");
        Assets assets = new Assets(prefix);
        try {
            URI uri = url.toURI();
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar =
                        FileSystems.newFileSystem(
                                Path.of(
                                        URI.create(
                                                uri.getSchemeSpecificPart().split("!", 2)[0])))) {
                    assets.load(jar.getPath(folder));
                }
            } else {
                assets.load(Path.of(uri));
            }
        } catch (IOException | URISyntaxException e) {
            throw new LiveletException("The folder \"" + folder + "\" cannot be read: " + url, e);
        }
        return assets;
    }

    /** The files in a folder, to be served below {@code prefix}. */
    public static Assets fromFolder(String prefix, Path folder) {
        if (!Files.isDirectory(folder))
            throw new LiveletException(
                    "The folder of assets " + folder.toAbsolutePath() + " does not exist.");
        Assets assets = new Assets(prefix);
        try {
            assets.load(folder);
        } catch (IOException e) {
            throw new LiveletException(
                    "The folder of assets " + folder.toAbsolutePath() + " cannot be read.", e);
        }
        return assets;
    }

    private void load(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(
                            file ->
                                    add(
                                            folder.relativize(file).toString().replace('\\', '/'),
                                            file));
        }
    }

    private void add(String name, Path file) {
        try {
            if (Files.size(file) > LARGEST)
                throw new LiveletException(
                        "The asset "
                                + file
                                + " is larger than 16 MiB, too large to hold in memory. Serve it by"
                                + " a handler(…).");
            Asset asset = new Asset(Files.readAllBytes(file), MediaTypes.of(name));
            byName.put(name, asset);
            byHashedName.put(hashed(name, asset), asset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code css/app.css} as {@code css/app-HASH.css}. */
    private static String hashed(String name, Asset asset) {
        int dot = name.lastIndexOf('.');
        int cut = dot > name.lastIndexOf('/') + 1 ? dot : name.length();
        return name.substring(0, cut) + "-" + asset.hash() + name.substring(cut);
    }

    /**
     * The address of a file, with the hash of its content.
     *
     * @param name as in {@code "css/app.css"}
     * @throws LiveletException when there is no such file
     */
    public String url(String name) {
        Asset asset = byName.get(name);
        if (asset == null)
            throw new LiveletException(
                    "There is no asset \"" + name + "\"; there are " + byName.keySet() + ".");
        return prefix + "/" + hashed(name, asset);
    }

    String prefix() {
        return prefix;
    }

    HttpHandler handler(ErrorPages errors) {
        return exchange -> serve(exchange, errors);
    }

    private void serve(HttpServerExchange exchange, ErrorPages errors) {
        String path = exchange.getRelativePath();
        String name = path.startsWith("/") ? path.substring(1) : path;
        @Nullable Asset forever = byHashedName.get(name);
        @Nullable Asset asset = forever == null ? byName.get(name) : forever;
        if (asset == null) errors.send(exchange, StatusCodes.NOT_FOUND, "There is nothing here.");
        else asset.serve(exchange, forever != null);
    }
}
