import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks that every Java file under the given root is formatted ({@code check ROOT}), or formats
 * them ({@code apply ROOT}). A program of its own because the formatter parses with the compiler of
 * the JVM it runs in, and Maven's own JVM may be older than the language of the sources.
 */
class Format {
    private static final Formatter FORMATTER =
            new Formatter(
                    JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());

    static void main(String[] args) throws Exception {
        boolean apply = args[0].equals("apply");
        Path root = Path.of(args[1]);
        List<Path> wrong = new ArrayList<>();
        for (Path file : sources(root)) {
            String text = Files.readString(file);
            String formatted = formatted(file, text);
            if (formatted.equals(text)) continue;
            wrong.add(root.relativize(file));
            if (apply) Files.writeString(file, formatted);
        }
        if (apply) IO.println("Formatted " + wrong.size() + " files");
        else if (!wrong.isEmpty()) {
            wrong.forEach(file -> System.err.println("Not formatted: " + file));
            System.err.println("Run: mvn -N -Pformat");
            System.exit(1);
        }
    }

    private static String formatted(Path file, String text) {
        try {
            return FORMATTER.formatSourceAndFixImports(text);
        } catch (Exception e) {
            throw new IllegalStateException(file + " cannot be parsed: " + e.getMessage(), e);
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !root.relativize(file).toString().contains("target/"))
                    .sorted()
                    .toList();
        }
    }
}
