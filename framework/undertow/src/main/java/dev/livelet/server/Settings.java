package dev.livelet.server;

import dev.livelet.LiveletException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The effective settings, each with where it came from. Read once, at the start; a wrong value or
 * an unknown name stops it, with all mistakes in one message. Immutable.
 */
final class Settings {
    /** What Livelet's own tests are told in the same way, in processes that start servers. */
    private static final Set<String> OF_TESTS =
            Set.of("require-chromium", "require-haproxy", "seed", "cases", "browserCases");

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private record Value(String text, String source) {}

    private final Map<Setting, Value> values;

    private Settings(Map<Setting, Value> values) {
        this.values = values;
    }

    /**
     * @param code what the builder was told, by short name
     * @param properties the system properties, or a part of them
     * @param environment the environment, or a part of it
     */
    static Settings of(
            Map<String, String> code,
            Map<String, String> properties,
            Map<String, String> environment) {
        List<String> wrong = new ArrayList<>();
        for (String name : code.keySet()) known(name, name, "set in code", wrong);
        for (String name : properties.keySet())
            if (name.startsWith("livelet.") && !name.startsWith("livelet.cluster."))
                known(name.substring(8), name, "system property", wrong);
        for (String name : environment.keySet())
            if (name.startsWith("LIVELET_") && !name.startsWith("LIVELET_CLUSTER_"))
                known(
                        name.substring(8).toLowerCase(Locale.ROOT).replace('_', '-'),
                        name,
                        "environment",
                        wrong);

        Map<Setting, Value> values = new LinkedHashMap<>();
        for (Setting setting : Setting.known()) {
            String property = properties.get(setting.property());
            String variable = environment.get(setting.variable());
            String told = code.get(setting.name());
            // What is empty is not given: scripts pass on variables that nobody has set.
            Value value;
            if (property != null && !property.isBlank())
                value = new Value(property, "system property");
            else if (variable != null && !variable.isBlank())
                value = new Value(variable, "environment");
            else if (told != null) value = new Value(told, "code");
            else value = new Value(setting.fallback(), "default");
            check(setting, value, wrong);
            values.put(setting, value);
        }
        if (!wrong.isEmpty())
            throw new LiveletException("The settings are wrong:\n  " + String.join("\n  ", wrong));
        return new Settings(values);
    }

    private static void known(String shortName, String name, String source, List<String> wrong) {
        if (Setting.named(shortName).isPresent() || OF_TESTS.contains(shortName)) return;
        // The cluster reads its own, and says itself what is wrong with them.
        if (shortName.startsWith("cluster.") || shortName.startsWith("cluster-")) return;
        Setting nearest = Setting.nearest(shortName);
        String meant =
                switch (source) {
                    case "system property" -> nearest.property();
                    case "environment" -> nearest.variable();
                    default -> nearest.name();
                };
        wrong.add(
                name
                        + " ("
                        + source
                        + ") is no setting of Livelet; the nearest is "
                        + meant
                        + " ("
                        + nearest.meaning()
                        + ")");
    }

    private static void check(Setting setting, Value value, List<String> wrong) {
        String text = value.text;
        String expected =
                switch (setting.kind()) {
                    case NUMBER ->
                            text.matches("\\d{1,9}")
                                    ? ""
                                    : "a whole number, as " + setting.fallback();
                    case FLAG -> text.equals("true") || text.equals("false") ? "" : "true or false";
                    case DURATION ->
                            DURATION.matcher(text).matches()
                                    ? ""
                                    : "a time, as "
                                            + setting.fallback()
                                            + " (units ms, s, m, h, d)";
                    case TEXT, LIST, SECRETS -> "";
                };
        if (setting.equals(Setting.PORT) && expected.isEmpty() && Integer.parseInt(text) > 65535)
            expected = "a port, 0 to 65535";
        if (setting.equals(Setting.KEYS) && split(text).stream().anyMatch(key -> key.length() < 32))
            wrong.add(
                    "livelet.keys ("
                            + value.source
                            + ") has a key of fewer than 32 characters; make one with: openssl rand"
                            + " -base64 32");
        if (!expected.isEmpty())
            wrong.add(
                    setting.property()
                            + " = "
                            + text
                            + " ("
                            + value.source
                            + ") is not "
                            + expected);
    }

    String text(Setting setting) {
        Value value = values.get(setting);
        if (value == null) throw new IllegalStateException(setting.property());
        return value.text;
    }

    int number(Setting setting) {
        return Integer.parseInt(text(setting));
    }

    boolean flag(Setting setting) {
        return Boolean.parseBoolean(text(setting));
    }

    List<String> list(Setting setting) {
        return split(text(setting));
    }

    Duration duration(Setting setting) {
        Matcher matcher = DURATION.matcher(text(setting));
        if (!matcher.matches()) throw new IllegalStateException(setting.property());
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** One line a setting, with its source; secrets are not shown. */
    String describe() {
        StringBuilder lines = new StringBuilder("Livelet's settings:");
        values.forEach(
                (setting, value) -> {
                    String shown =
                            setting.kind() == Setting.Kind.SECRETS && !value.text.isEmpty()
                                    ? "(secret)"
                                    : value.text;
                    lines.append("\n  ")
                            .append(setting.property())
                            .append(" = ")
                            .append(shown)
                            .append("  [")
                            .append(value.source)
                            .append(']');
                });
        return lines.toString();
    }
}
