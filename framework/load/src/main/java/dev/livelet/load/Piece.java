package dev.livelet.load;

import dev.livelet.load.Fragment.Content;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.function.Consumer;

/**
 * A fragment that is on the page, with what its slots hold: a text or null, a piece or null, or
 * {@link Rows}.
 */
final class Piece {
    private final Definitions definitions;
    private final Fragment fragment;
    private final @Nullable Object[] held;

    Piece(Definitions definitions, Fragment fragment) {
        this.definitions = definitions;
        this.fragment = fragment;
        this.held = new @Nullable Object[fragment.slots().size()];
    }

    int size() {
        return held.length;
    }

    private static Piece full(
            Definitions definitions, Fragment fragment, JsonNode values, int from) {
        Piece piece = new Piece(definitions, fragment);
        for (int i = 0; i < piece.size(); i++) piece.full(i, values.get(from + i));
        return piece;
    }

    /** Gives a slot a full value. */
    void full(int slot, JsonNode value) {
        held[slot] =
                switch (fragment.slots().get(slot)) {
                    case Content.Leaf() -> text(value);
                    case Content.Conditional(List<Fragment> branches) ->
                            value.isArray()
                                    ? full(
                                            definitions,
                                            branches.get(-value.get(0).asInt() - 1),
                                            value,
                                            1)
                                    : null;
                    case Content.Rows(Fragment row) -> new Rows(definitions, row, value);
                    case Content.Component(int id) ->
                            full(definitions, definitions.template(id), value, 0);
                    case Content.Dynamic() ->
                            value.isArray()
                                    ? full(
                                            definitions,
                                            definitions.template(-value.get(0).asInt()),
                                            value,
                                            1)
                                    : null;
                };
    }

    /** Takes {@code slot, patch, …} from this index on; effects are left out. */
    void patch(JsonNode changes, int from) {
        for (int i = from; i + 1 < changes.size(); i += 2)
            if (changes.get(i).asInt() >= 0) patch(changes.get(i).asInt(), changes.get(i + 1));
    }

    void patch(int slot, JsonNode patch) {
        switch (fragment.slots().get(slot)) {
            case Content.Leaf() ->
                    held[slot] = patch.isArray() ? splice((String) held[slot], patch) : text(patch);
            case Content.Rows rows -> {
                if (held[slot] instanceof Rows list) list.patch(patch);
            }
            case Content.Component component -> inside(slot, patch);
            case Content.Conditional conditional -> {
                if (replaces(patch)) full(slot, patch);
                else inside(slot, patch);
            }
            case Content.Dynamic dynamic -> {
                if (patch.isObject() || replaces(patch)) full(slot, patch);
                else inside(slot, patch);
            }
        }
    }

    private static boolean replaces(JsonNode patch) {
        return !patch.isArray() || patch.get(0).asInt() < 0;
    }

    private void inside(int slot, JsonNode patch) {
        if (!(held[slot] instanceof Piece piece))
            throw new IllegalStateException("A patch " + patch + " of nothing");
        piece.patch(patch, 0);
    }

    private static @Nullable String text(JsonNode value) {
        if (value.isNull() || value.isObject()) return null;
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static String splice(@Nullable String base, JsonNode splice) {
        String before = base == null ? "" : base;
        int size = splice.size();
        int at = size == 1 ? before.length() : splice.get(0).asInt();
        int cut = size == 3 ? splice.get(1).asInt() : 0;
        return before.substring(0, at)
                + splice.get(size - 1).stringValue()
                + before.substring(at + cut);
    }

    void forEach(Consumer<String> text) {
        for (Object one : held) {
            switch (one) {
                case null -> {
                    // nothing is there
                }
                case String own -> text.accept(own);
                case Piece piece -> piece.forEach(text);
                case Rows rows -> rows.forEach(text);
                default -> throw new IllegalStateException("no content: " + one);
            }
        }
    }
}
