package dev.livelet.test.browser;

import tools.jackson.databind.JsonNode;

/** Columns: the values of one slot for several rows. */
final class Columns {
    private Columns() {}

    /** The value of row {@code index} out of {@code count}. */
    static JsonNode value(JsonNode column, int index, int count) {
        if (count == 1 || !column.isArray()) return column;
        if (column.size() != count)
            throw new Mismatch(
                    "A column of " + column.size() + " values for " + count + " rows: " + column);
        return column.get(index);
    }
}
