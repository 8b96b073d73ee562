package dev.livelet.server;

import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A route's path: literal segments and parameters, as {@code /chat/{room}}. Immutable. */
final class PathPattern {
    private record Segment(String text, boolean parameter) {}

    private final String source;
    private final List<Segment> segments = new ArrayList<>();

    private PathPattern(String source) {
        this.source = source;
    }

    static PathPattern parse(String source) {
        PathPattern pattern = new PathPattern(source);
        Set<String> names = new HashSet<>();
        if (!source.startsWith("/")) throw wrong(source, "it does not begin with /");
        if (source.equals("/livelet") || source.startsWith("/livelet/"))
            throw wrong(source, "/livelet is Livelet's own");
        if (source.indexOf('?') >= 0 || source.indexOf('#') >= 0)
            throw wrong(source, "it is matched without ? and #; read a query by socket.params()");
        for (String part : source.substring(1).split("/", -1)) {
            boolean parameter = part.startsWith("{") && part.endsWith("}") && part.length() > 2;
            String text = parameter ? part.substring(1, part.length() - 1) : part;
            if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0)
                throw wrong(source, "a parameter is a whole segment, as in /chat/{room}");
            if (parameter && !names.add(text))
                throw wrong(source, "the parameter '" + text + "' stands twice");
            pattern.segments.add(new Segment(text, parameter));
        }
        return pattern;
    }

    private static LiveletException wrong(String source, String why) {
        return new LiveletException("The path \"" + source + "\" cannot be a route: " + why + ".");
    }

    /** The parameters when {@code raw}, a path as in the request line, is this one; else null. */
    @Nullable Map<String, String> match(String raw) {
        if (!raw.startsWith("/")) return null;
        String[] parts = raw.substring(1).split("/", -1);
        if (parts.length != segments.size()) return null;
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < parts.length; i++) {
            Segment segment = segments.get(i);
            String text = decode(parts[i]);
            if (text == null) return null;
            if (segment.parameter) {
                if (text.isEmpty()) return null;
                parameters.put(segment.text, text);
            } else if (!segment.text.equals(text)) return null;
        }
        return parameters;
    }

    /**
     * The text of a percent-encoded segment; null when the encoding is broken, is not UTF-8, or
     * hides a control character.
     */
    private static @Nullable String decode(String part) {
        if (part.indexOf('%') < 0) return part;
        ByteBuffer bytes = ByteBuffer.allocate(part.length() * 3);
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c != '%') {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int high = i + 2 < part.length() ? Character.digit(part.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(part.charAt(i + 2), 16) : -1;
            if (low < 0) return null;
            int value = high * 16 + low;
            if (value < 0x20 || value == 0x7f) return null;
            bytes.put((byte) value);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }

    /**
     * Whether this one is tried before {@code other}: literal segments before parameters, from the
     * left.
     */
    boolean before(PathPattern other) {
        for (int i = 0; i < Math.min(segments.size(), other.segments.size()); i++)
            if (segments.get(i).parameter != other.segments.get(i).parameter)
                return other.segments.get(i).parameter;
        return false;
    }

    boolean isAtOrBelow(String path) {
        return source.equals(path) || source.startsWith(path.endsWith("/") ? path : path + "/");
    }

    /** Whether both match the same paths. */
    boolean same(PathPattern other) {
        if (segments.size() != other.segments.size()) return false;
        for (int i = 0; i < segments.size(); i++) {
            Segment mine = segments.get(i);
            Segment theirs = other.segments.get(i);
            if (mine.parameter != theirs.parameter
                    || !mine.parameter && !mine.text.equals(theirs.text)) return false;
        }
        return true;
    }

    @Override
    public String toString() {
        return source;
    }
}
