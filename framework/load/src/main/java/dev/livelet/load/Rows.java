package dev.livelet.load;

import dev.livelet.protocol.Frames;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The rows of a list, by the list commands of the protocol. */
final class Rows {
    private final Definitions definitions;
    private final Fragment row;
    private List<Piece> rows = new ArrayList<>();

    /**
     * @param full {@code n, column…}
     */
    Rows(Definitions definitions, Fragment row, JsonNode full) {
        this.definitions = definitions;
        this.row = row;
        insert(0, full.get(0).asInt(), full, 1);
    }

    /** Inserts rows; gives the index after their columns. */
    private int insert(int at, int count, JsonNode columns, int from) {
        if (count == 0) return columns.size();
        List<Piece> more = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Piece piece = new Piece(definitions, row);
            for (int slot = 0; slot < piece.size(); slot++)
                piece.full(slot, cell(columns.get(from + slot), i, count));
            more.add(piece);
        }
        rows.addAll(at, more);
        return from + row.slots().size();
    }

    private static JsonNode cell(JsonNode column, int index, int count) {
        return count > 1 && column.isArray() ? column.get(index) : column;
    }

    void patch(JsonNode commands) {
        int i = 0;
        while (i < commands.size()) i = command(commands, i);
    }

    private int command(JsonNode c, int i) {
        switch (c.get(i).asInt()) {
            case Frames.LIST_REMOVE -> {
                int at = c.get(i + 1).asInt();
                rows.subList(at, at + c.get(i + 2).asInt()).clear();
                return i + 3;
            }
            case Frames.LIST_INSERT -> {
                return insert(c.get(i + 1).asInt(), c.get(i + 2).asInt(), c, i + 3);
            }
            case Frames.LIST_MOVE -> {
                rows.add(c.get(i + 2).asInt(), rows.remove(c.get(i + 1).asInt()));
                return i + 3;
            }
            case Frames.LIST_ROW -> {
                rows.get(c.get(i + 1).asInt()).patch(c.get(i + 2).asInt(), c.get(i + 3));
                return i + 4;
            }
            case Frames.LIST_COLUMN -> {
                column(c.get(i + 1).asInt(), c.get(i + 2), c.get(i + 3));
                return i + 4;
            }
            case Frames.LIST_PERMUTE -> {
                List<Piece> old = rows;
                rows = new ArrayList<>(old.size());
                for (JsonNode index : c.get(i + 1)) rows.add(old.get(index.asInt()));
                return i + 2;
            }
            case Frames.LIST_RESET -> {
                rows.clear();
                return insert(0, c.get(i + 1).asInt(), c, i + 2);
            }
            default -> throw new IllegalStateException("no list command at " + i + ": " + c);
        }
    }

    private void column(int slot, JsonNode deltas, JsonNode column) {
        int at = 0;
        for (int i = 0; i < deltas.size(); i++) {
            at += deltas.get(i).asInt();
            rows.get(at).patch(slot, cell(column, i, deltas.size()));
        }
    }

    void forEach(Consumer<String> text) {
        for (Piece piece : rows) piece.forEach(text);
    }
}
