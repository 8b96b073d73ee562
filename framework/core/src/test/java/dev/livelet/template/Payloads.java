package dev.livelet.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The attacks of {@code payloads.txt}, by context. */
public final class Payloads {
    private Payloads() {}

    public static Map<String, List<String>> all() {
        Map<String, List<String>> found = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : text().lines().toList()) {
            if (line.startsWith("# ") || line.isEmpty()) continue;
            boolean title = line.matches("\\[[a-z ]+]");
            if (title) found.put(line.substring(1, line.length() - 1), current = new ArrayList<>());
            else
                current.add(
                        line.replace("\\r", "\\015").translateEscapes().transform(Payloads::units));
        }
        return found;
    }

    static List<String> of(String context) {
        return Objects.requireNonNull(all().get(context), context);
    }

    private static String units(String line) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            if (line.startsWith("\u0001u", i)) {
                out.append((char) Integer.parseInt(line.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                out.append(line.charAt(i));
            }
        }
        return out.toString();
    }

    private static String text() {
        try (InputStream in = Payloads.class.getResourceAsStream("payloads.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\\u", "\\001u");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
