package dev.livelet.load;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;

/** What an event says besides its place, as JSON of the protocol. */
public record Payload(String json) {
    /** Of a click. */
    public static final Payload NONE = new Payload("");

    /** The value of the field that an {@code input} or {@code change} is bound to. */
    public static Payload value(String text) {
        return new Payload(JsonMapper.shared().writeValueAsString(text));
    }

    /** All fields of a form that are neither empty nor unchecked. */
    public static Payload form(Map<String, String> fields) {
        return new Payload(JsonMapper.shared().writeValueAsString(List.of(fields)));
    }

    /**
     * As {@link #form(Map)}, of an {@code input} or {@code change}.
     *
     * @param target the field that caused it
     */
    public static Payload form(Map<String, String> fields, String target) {
        if (fields.size() == 1 && fields.containsKey(target)) return form(fields);
        return new Payload(
                form(fields).json() + "," + JsonMapper.shared().writeValueAsString(target));
    }
}
