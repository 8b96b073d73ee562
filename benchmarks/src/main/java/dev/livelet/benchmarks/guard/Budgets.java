package dev.livelet.benchmarks.guard;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The file {@code budgets.txt}: a name, {@code =}, the most that it may be; {@code #} comments. */
final class Budgets {
    private static final Pattern LINE = Pattern.compile("\\s*=\\s*");

    private final Map<String, Long> limits;

    private Budgets(Map<String, Long> limits) {
        this.limits = limits;
    }

    static Budgets load() throws IOException {
        try (InputStream in = Budgets.class.getResourceAsStream("budgets.txt")) {
            return parse(new String(Objects.requireNonNull(in, "budgets.txt").readAllBytes()));
        }
    }

    /**
     * @throws IllegalArgumentException that names the line that is none
     */
    static Budgets parse(String text) {
        return new Budgets(
                text.lines()
                        .map(line -> line.replaceAll("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .collect(
                                Collectors.toMap(
                                        line -> parts(line)[0],
                                        line -> Long.valueOf(parts(line)[1].replace("_", "")),
                                        (a, b) -> {
                                            throw new IllegalArgumentException(
                                                    "A budget is there twice: " + a + ", " + b);
                                        },
                                        TreeMap::new)));
    }

    /** Those whose names end in this kind, or only the others. */
    Budgets ofKind(String kind, boolean these) {
        Map<String, Long> some = new TreeMap<>(limits);
        some.keySet().removeIf(name -> name.endsWith("." + kind) != these);
        return new Budgets(some);
    }

    private static String[] parts(String line) {
        String[] parts = LINE.split(line);
        if (parts.length != 2 || !parts[1].matches("[0-9_]+"))
            throw new IllegalArgumentException("No budget, as in click.bytes = 20: " + line);
        return parts;
    }

    /**
     * What is too much, or missing on one of the sides, a line each; empty when all is well.
     *
     * @param measured by the same names
     */
    String exceeded(Map<String, Long> measured) {
        StringBuilder out = new StringBuilder();
        limits.forEach(
                (name, limit) -> {
                    Long found = measured.get(name);
                    if (found == null) out.append(name).append(" was not measured\n");
                    else if (found > limit)
                        out.append(name)
                                .append(" is ")
                                .append(found)
                                .append(", more than ")
                                .append(limit)
                                .append('\n');
                });
        for (String name : measured.keySet())
            if (!limits.containsKey(name)) out.append(name).append(" has no budget\n");
        return out.toString();
    }
}
