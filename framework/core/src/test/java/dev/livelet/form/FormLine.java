package dev.livelet.form;

import dev.livelet.Form;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Forms written as a line of text. */
final class FormLine {
    private FormLine() {}

    /** The form that a class makes of such a line. */
    static Form<?> decode(
            Class<?> type,
            String fields,
            @Nullable String target,
            boolean submitted,
            String... touched) {
        FormFields known = fields(fields);
        return FormDecoder.of(type)
                .decode(
                        new FormFields(true, known.values(), Set.of(touched), false, ""),
                        target,
                        submitted);
    }

    /** {@code a=1,b=2;3}: b has two values. */
    static FormFields fields(String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String field : text.split(",")) {
            if (field.isEmpty()) continue;
            String[] parts = field.split("=", -1);
            values.put(parts[0], Arrays.asList(parts[1].split(";", -1)));
        }
        return new FormFields(true, values, Set.of(), false, "");
    }

    /** The first problem of each field, as {@code field: code, …}. */
    static String codes(Form<?> form) {
        return String.join(
                ", ",
                form.problems().entrySet().stream()
                        .map(e -> e.getKey() + ": " + e.getValue().getFirst().code())
                        .toList());
    }
}
