package dev.livelet.diff;

import dev.livelet.template.Fragment;
import dev.livelet.template.TemplateSlot;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/**
 * What a browser knows of a fragment: the values of its slots. Written from {@code
 * docs/protocol.md} alone, it shares no code with the differ; it reads full values, applies
 * patches, and is compared as text.
 */
final class PageModel {
    private final Fragment fragment;
    private final List<Part> parts = new ArrayList<>();

    /** A slot's content. */
    private sealed interface Part {
        record Value(@Nullable String text) implements Part {}

        record Branch(int number, @Nullable PageModel body) implements Part {}

        record Rows(List<PageModel> rows) implements Part {}
    }

    private PageModel(Fragment fragment) {
        this.fragment = fragment;
    }

    /**
     * @param values the full values of the slots, from {@code index} on
     */
    static PageModel of(Fragment fragment, JsonNode values, int index) {
        PageModel page = new PageModel(fragment);
        for (TemplateSlot slot : fragment.slots()) page.parts.add(full(slot, values.get(index++)));
        return page;
    }

    private static Part full(TemplateSlot slot, JsonNode value) {
        return switch (slot) {
            case TemplateSlot.Conditional conditional -> {
                if (!value.isArray()) yield new Part.Branch(0, null);
                int number = -value.get(0).asInt();
                yield new Part.Branch(
                        number, of(conditional.branches().get(number - 1).body(), value, 1));
            }
            case TemplateSlot.Loop loop -> {
                List<PageModel> rows = new ArrayList<>();
                columns(loop, value, 1, value.get(0).asInt(), rows, 0);
                yield new Part.Rows(rows);
            }
            default ->
                    new Part.Value(
                            value.isNull()
                                    ? null
                                    : value.isString() ? value.asString() : value.toString());
        };
    }

    /** Inserts rows from columns. Gives the index behind them. */
    private static int columns(
            TemplateSlot.Loop loop,
            JsonNode values,
            int index,
            int count,
            List<PageModel> into,
            int at) {
        if (count == 0) return index;
        int slots = loop.row().slots().size();
        for (int row = 0; row < count; row++) {
            PageModel page = new PageModel(loop.row());
            for (int slot = 0; slot < slots; slot++)
                page.parts.add(
                        full(
                                loop.row().slots().get(slot),
                                cell(values.get(index + slot), row, count)));
            into.add(at + row, page);
        }
        return index + slots;
    }

    private static JsonNode cell(JsonNode column, int row, int count) {
        return count > 1 && column.isArray() ? column.get(row) : column;
    }

    /**
     * @param patch {@code slot, patch, …} from {@code index} on
     */
    void apply(JsonNode patch, int index) {
        for (int i = index; i < patch.size(); i += 2) apply(patch.get(i).asInt(), patch.get(i + 1));
    }

    private void apply(int slot, JsonNode patch) {
        TemplateSlot kind = fragment.slots().get(slot);
        Part now = parts.get(slot);
        if (now instanceof Part.Rows rows && kind instanceof TemplateSlot.Loop loop)
            commands(loop, rows.rows(), patch);
        else if (now instanceof Part.Branch branch
                && branch.body() != null
                && patch.isArray()
                && patch.get(0).asInt() >= 0) branch.body().apply(patch, 0);
        else if (now instanceof Part.Value(String text) && patch.isArray())
            parts.set(slot, new Part.Value(spliced(text == null ? "" : text, patch)));
        else parts.set(slot, full(kind, patch));
    }

    private static String spliced(String text, JsonNode splice) {
        String piece = splice.get(splice.size() - 1).asString();
        int at = splice.size() == 1 ? text.length() : splice.get(0).asInt();
        int deleted = splice.size() == 3 ? splice.get(1).asInt() : 0;
        return text.substring(0, at) + piece + text.substring(at + deleted);
    }

    private static void commands(TemplateSlot.Loop loop, List<PageModel> rows, JsonNode commands) {
        for (int i = 0; i < commands.size(); ) {
            int command = commands.get(i).asInt();
            int first = i + 1 < commands.size() ? commands.get(i + 1).asInt(0) : 0;
            switch (command) {
                case 0 -> {
                    rows.subList(first, first + commands.get(i + 2).asInt()).clear();
                    i += 3;
                }
                case 1 ->
                        i =
                                columns(
                                        loop,
                                        commands,
                                        i + 3,
                                        commands.get(i + 2).asInt(),
                                        rows,
                                        first);
                case 2 -> {
                    rows.add(commands.get(i + 2).asInt(), rows.remove(first));
                    i += 3;
                }
                case 3 -> {
                    rows.get(first).apply(commands.get(i + 2).asInt(), commands.get(i + 3));
                    i += 4;
                }
                case 4 -> {
                    JsonNode deltas = commands.get(i + 2);
                    int row = 0;
                    for (int d = 0; d < deltas.size(); d++) {
                        row += deltas.get(d).asInt();
                        rows.get(row).apply(first, cell(commands.get(i + 3), d, deltas.size()));
                    }
                    i += 4;
                }
                case 5 -> {
                    List<PageModel> old = List.copyOf(rows);
                    JsonNode order = commands.get(i + 1);
                    if (order.size() != old.size())
                        throw new IllegalStateException("not a permutation: " + order);
                    rows.clear();
                    for (JsonNode from : order) rows.add(old.get(from.asInt()));
                    i += 2;
                }
                case 6 -> {
                    rows.clear();
                    i = columns(loop, commands, i + 2, first, rows, 0);
                }
                default -> throw new IllegalStateException("command " + command);
            }
        }
    }

    /**
     * Makes a mess of the part at a path, from its element at {@code at} on.
     *
     * @return false where there is no such part
     */
    boolean damage(int[] path, int at) {
        boolean last = at == path.length - 1;
        if (path[at] >= parts.size()) return false;
        return switch (parts.get(path[at])) {
            case Part.Value value -> {
                parts.set(path[at], new Part.Value("damaged"));
                yield true;
            }
            case Part.Branch branch -> {
                if (last) parts.set(path[at], new Part.Branch(99, null));
                yield last || branch.body() != null && branch.body().damage(path, at + 1);
            }
            case Part.Rows(List<PageModel> rows) -> {
                if (!last && path[at + 1] >= rows.size()) yield false;
                if (!last && at + 2 < path.length)
                    yield rows.get(path[at + 1]).damage(path, at + 2);
                rows.clear();
                yield true;
            }
        };
    }

    @Override
    public String toString() {
        return parts.toString();
    }
}
