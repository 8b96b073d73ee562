package dev.livelet.test.browser;

import dev.livelet.test.browser.NodeDefinition.Rows;

import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Node;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A list: a marker, then its rows, with separators between them where the definition says so. */
final class ListPart implements Part.Range {
    private final Comment marker;
    private final Rows definition;
    private final Namespaces.Space space;
    private final Builder builder;
    private List<Piece> rows;
    private List<Piece> shown;
    private List<Comment> separators;

    ListPart(
            Comment marker,
            Rows definition,
            List<Piece> rows,
            List<Comment> separators,
            Namespaces.Space space,
            Builder builder) {
        this.marker = marker;
        this.definition = definition;
        this.space = space;
        this.builder = builder;
        this.rows = List.copyOf(rows);
        this.shown = this.rows;
        this.separators = separators;
    }

    @Override
    public void patch(JsonNode commands, Writes writes) {
        if (!commands.isArray()) throw new Mismatch("The patch of a list is no array: " + commands);
        List<Piece> next = new ArrayList<>(rows);
        int i = 0;
        while (i < commands.size()) i = command(commands, i, next, writes);
        if (next.equals(rows)) return;
        List<Piece> result = List.copyOf(next);
        rows = result;
        writes.add(() -> show(result));
    }

    /** Does the command at {@code i} on {@code next}; gives the index after it. */
    private int command(JsonNode commands, int i, List<Piece> next, Writes writes) {
        switch (commands.get(i).asInt(-1)) {
            case 0 -> {
                int at = number(commands, i + 1, next.size());
                int count = number(commands, i + 2, next.size() - at);
                next.subList(at, at + count).clear();
                return i + 3;
            }
            case 1 -> {
                int at = number(commands, i + 1, next.size());
                int count = number(commands, i + 2, Integer.MAX_VALUE);
                int end = i + 3 + Builder.slots(definition.row());
                next.addAll(at, builder.rows(definition.row(), count, commands, i + 3, space));
                return end;
            }
            case 2 -> {
                int from = number(commands, i + 1, next.size() - 1);
                int to = number(commands, i + 2, next.size() - 1);
                next.add(to, next.remove(from));
                return i + 3;
            }
            case 3 -> {
                Piece row = next.get(number(commands, i + 1, next.size() - 1));
                row.part(number(commands, i + 2, Integer.MAX_VALUE))
                        .patch(commands.get(i + 3), writes);
                return i + 4;
            }
            case 4 -> {
                column(commands, i, next, writes);
                return i + 4;
            }
            case 5 -> {
                permute(commands.get(i + 1), next);
                return i + 2;
            }
            case 6 -> {
                int count = number(commands, i + 1, Integer.MAX_VALUE);
                next.clear();
                next.addAll(builder.rows(definition.row(), count, commands, i + 2, space));
                return i + 2 + Builder.slots(definition.row());
            }
            default -> throw new Mismatch("No list command " + commands.get(i) + " in " + commands);
        }
    }

    private static void column(JsonNode commands, int i, List<Piece> next, Writes writes) {
        int slot = number(commands, i + 1, Integer.MAX_VALUE);
        JsonNode deltas = commands.get(i + 2);
        int row = 0;
        for (int k = 0; k < deltas.size(); k++) {
            row += deltas.get(k).asInt();
            if (row < 0 || row >= next.size())
                throw new Mismatch("No row " + row + " of " + next.size() + " in " + commands);
            next.get(row)
                    .part(slot)
                    .patch(Columns.value(commands.get(i + 3), k, deltas.size()), writes);
        }
    }

    private static void permute(JsonNode order, List<Piece> next) {
        BitSet named = new BitSet();
        List<Piece> result = new ArrayList<>();
        for (JsonNode index : order) {
            int old = index.asInt(-1);
            if (old < 0 || old >= next.size() || named.get(old))
                throw new Mismatch("No permutation of " + next.size() + " rows: " + order);
            named.set(old);
            result.add(next.get(old));
        }
        if (result.size() != next.size())
            throw new Mismatch(
                    "A permutation of " + result.size() + " for " + next.size() + " rows");
        next.clear();
        next.addAll(result);
    }

    private static int number(JsonNode commands, int at, int max) {
        JsonNode found = commands.path(at);
        if (!found.isInt() || found.intValue() < 0 || found.intValue() > max)
            throw new Mismatch(
                    "Expected a number up to "
                            + max
                            + " at "
                            + at
                            + ", found "
                            + found
                            + " in "
                            + commands);
        return found.intValue();
    }

    private void show(List<Piece> next) {
        List<Node> old = content();
        shown = next;
        separators = new ArrayList<>();
        if (definition.separated())
            for (int i = 1; i < next.size(); i++) separators.add(new Comment(""));
        Writes.replace(marker, old, content());
    }

    private List<Node> content() {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            if (i > 0 && definition.separated()) nodes.add(separators.get(i - 1));
            nodes.addAll(shown.get(i).nodes());
        }
        return nodes;
    }

    @Override
    public List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        nodes.add(marker);
        nodes.addAll(content());
        return nodes;
    }

    @Override
    public List<Piece> pieces() {
        return rows;
    }
}
