package dev.livelet.form;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** Reads what a payload says of one field. */
final class FieldValue {
    private FieldValue() {}

    /**
     * @param base what the field holds now, for splices; null when that is not known
     * @return the field's values; none when it is gone
     */
    static List<String> read(JsonNode node, @Nullable List<String> base) {
        if (node.isNull()) return List.of();
        if (node.isString()) return List.of(node.stringValue());
        if (node.isBoolean()) return List.of(String.valueOf(node.booleanValue()));
        if (node.isArray()) return List.of(splice(node, base));
        JsonNode several = node.get("v");
        if (several == null || !several.isArray() || node.size() != 1) {
            throw new MalformedForm(
                    "A field's value is a string, null, a splice or {\"v\":[…]}, this is "
                            + node.getNodeType());
        }
        List<String> values = new ArrayList<>(several.size());
        for (JsonNode value : several) {
            if (!value.isString())
                throw new MalformedForm(
                        "One of several values is a string, this is " + value.getNodeType());
            values.add(value.stringValue());
        }
        return List.copyOf(values);
    }

    /**
     * {@code ["x"]} appends, {@code [p,"x"]} inserts, {@code [p,d,"x"]} replaces. A known form's
     * missing field is known to be empty.
     */
    private static String splice(JsonNode splice, @Nullable List<String> base) {
        if (base == null || base.size() > 1)
            throw new UnknownBase("A splice of a field whose one value is not known");
        String text = base.isEmpty() ? "" : base.get(0);
        int numbers = splice.size() - 1;
        if (numbers < 0 || numbers > 2 || !splice.get(numbers).isString())
            throw new MalformedForm("Not a splice: " + splice.size() + " elements");
        int from = numbers == 0 ? text.length() : index(splice.get(0));
        int deleted = numbers == 2 ? index(splice.get(1)) : 0;
        if (from > text.length() || deleted > text.length() - from) {
            throw new UnknownBase(
                    "A splice at "
                            + from
                            + "+"
                            + deleted
                            + " of a value with "
                            + text.length()
                            + " characters");
        }
        return text.substring(0, from)
                + splice.get(numbers).stringValue()
                + text.substring(from + deleted);
    }

    private static int index(JsonNode node) {
        if (!node.isInt() || node.intValue() < 0)
            throw new MalformedForm("A splice's place is a number from 0");
        return node.intValue();
    }
}
