package dev.livelet.session;

import dev.livelet.Input;
import dev.livelet.Key;
import dev.livelet.Pointer;
import dev.livelet.protocol.Frames;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What events carry, from their payloads ({@code docs/protocol.md}). */
final class Carried {
    private static final int LONGEST_KEY = 64;

    private Carried() {}

    static Key key(@Nullable JsonNode payload) throws EventRefused {
        if (payload == null
                || !payload.isArray()
                || payload.size() < 2
                || payload.size() > 3
                || !payload.get(0).isString()) {
            throw malformed("a key's payload is [\"key\", \"csam\", 1?]");
        }
        String name = payload.get(0).stringValue();
        if (name.length() > LONGEST_KEY)
            throw malformed("a key's name is at most " + LONGEST_KEY + " characters long");
        return new Key(
                name, held(payload.get(1)), payload.size() == 3 && payload.get(2).asInt(0) == 1);
    }

    static Pointer pointer(@Nullable JsonNode payload) throws EventRefused {
        boolean fits =
                payload != null
                        && payload.isArray()
                        && payload.size() == 4
                        && payload.get(0).isNumber()
                        && payload.get(1).isNumber()
                        && payload.get(2).isInt();
        if (payload == null || !fits)
            throw malformed("a pointer's payload is [x, y, button, \"csam\"]");
        double x = payload.get(0).doubleValue();
        double y = payload.get(1).doubleValue();
        if (!Double.isFinite(x) || !Double.isFinite(y))
            throw malformed("a pointer's place is finite");
        return new Pointer(x, y, payload.get(2).intValue(), held(payload.get(3)));
    }

    static Input input(@Nullable JsonNode payload) throws EventRefused {
        List<String> values = new ArrayList<>();
        if (payload != null && payload.isArray())
            for (JsonNode value : payload) values.add(text(value));
        else values.add(text(payload));
        return new Input(values);
    }

    private static String text(@Nullable JsonNode value) throws EventRefused {
        if (value != null && value.isString()) return value.stringValue();
        if (value != null && value.isBoolean()) return String.valueOf(value.booleanValue());
        throw malformed("a field's payload is its value, a string");
    }

    private static Set<Key.Held> held(JsonNode letters) throws EventRefused {
        if (!letters.isString() || letters.stringValue().length() > 4)
            throw malformed("the keys held are letters of \"csam\"");
        EnumSet<Key.Held> held = EnumSet.noneOf(Key.Held.class);
        for (char letter : letters.stringValue().toCharArray()) {
            held.add(
                    switch (letter) {
                        case 'c' -> Key.Held.CTRL;
                        case 's' -> Key.Held.SHIFT;
                        case 'a' -> Key.Held.ALT;
                        case 'm' -> Key.Held.META;
                        default -> throw malformed("the keys held are letters of \"csam\"");
                    });
        }
        return held;
    }

    private static EventRefused malformed(String rule) {
        return new EventRefused(Frames.MALFORMED, rule);
    }
}
