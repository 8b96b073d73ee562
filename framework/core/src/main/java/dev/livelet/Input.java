package dev.livelet;

import java.util.List;

/**
 * What a single field holds, for {@code on:input} and {@code on:change} on the field itself.
 *
 * @param values one for most fields, several for a multiple select
 */
public record Input(List<String> values) {
    public Input {
        values = List.copyOf(values);
    }

    /** The first value, "" when there is none. */
    public String value() {
        return values.isEmpty() ? "" : values.get(0);
    }

    /** Whether a checkbox is checked. */
    public boolean checked() {
        return value().equals("true");
    }
}
