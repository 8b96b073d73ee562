package dev.livelet.cluster.soak;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a node's process writes down, a line each, with the time by the machine's clock, which all
 * processes share. A line that is written survives the process's death. Thread-safe.
 */
final class Journal {
    private final OutputStream file;

    Journal(Path directory, String node) throws IOException {
        file =
                new FileOutputStream(
                        directory.resolve(node + "." + ProcessHandle.current().pid()).toFile());
    }

    synchronized void write(String kind, Object... words) {
        StringBuilder line = new StringBuilder().append(System.nanoTime()).append(' ').append(kind);
        for (Object word : words) line.append(' ').append(word);
        try {
            file.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
