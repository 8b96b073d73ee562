package dev.livelet.test.property;

import dev.livelet.state.RecordShape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Values as Java expressions. */
final class JavaSource {
    private JavaSource() {}

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> quoted(text);
            case Long number -> number == Long.MIN_VALUE ? "Long.MIN_VALUE" : number + "L";
            case Double number when number.isNaN() -> "Double.NaN";
            case Double number when number.isInfinite() ->
                    number > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
            case Enum<?> constant ->
                    constant.getDeclaringClass().getSimpleName() + "." + constant.name();
            case List<?> list ->
                    "List.of("
                            + list.stream().map(JavaSource::of).collect(Collectors.joining(", "))
                            + ")";
            case Record record -> {
                RecordShape shape = RecordShape.of(record.getClass());
                List<String> components = new ArrayList<>();
                for (int i = 0; i < shape.size(); i++) components.add(of(shape.get(record, i)));
                yield "new "
                        + record.getClass().getSimpleName()
                        + "("
                        + String.join(", ", components)
                        + ")";
            }
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (c >= 0x20 && c < 0x7f) quoted.append(c);
                    else quoted.append(String.format("\\u%04X", (int) c));
                }
            }
        }
        return quoted.append('"').toString();
    }
}
