package dev.livelet.session;

import dev.livelet.protocol.Frames;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes from a browser to a {@link ClientFrame}, in one pass and within bounds. Whatever is not a
 * frame of {@code docs/protocol.md} is a {@link ProtocolException}; nothing else is thrown for any
 * input. No class is ever named from outside: payloads become plain JSON trees.
 */
public final class FrameReader {
    /** The largest frame, in bytes (in characters for text that is already decoded). */
    public static final int MAX_BYTES = 64 * 1024;

    static final int MAX_DEPTH = 32;
    static final int MAX_ELEMENTS = 1_000;
    static final int MAX_PATH = 128;
    static final int MAX_QUEUE = 100;
    private static final int MAX_NAME = 200;

    /** Far beyond what a page reaches, and far from overflowing. */
    private static final int MAX_NUMBER = 1_000_000_000;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(40)
                                    .maxNameLength(1_000)
                                    .maxStringLength(MAX_BYTES)
                                    .maxDocumentLength(MAX_BYTES)
                                    .build())
                    .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser in;

    private FrameReader(JsonParser in) {
        this.in = in;
    }

    /**
     * @throws ProtocolException when it is not a frame
     */
    public static ClientFrame read(byte[] utf8) {
        if (utf8.length > MAX_BYTES) throw tooLarge(utf8.length);
        return read(() -> JSON.createParser(ObjectReadContext.empty(), utf8));
    }

    /**
     * @throws ProtocolException when it is not a frame
     */
    public static ClientFrame read(String text) {
        if (text.length() > MAX_BYTES) throw tooLarge(text.length());
        return read(() -> JSON.createParser(ObjectReadContext.empty(), text));
    }

    private interface Opening {
        JsonParser open();
    }

    private static ClientFrame read(Opening source) {
        try (JsonParser in = source.open()) {
            FrameReader reader = new FrameReader(in);
            ClientFrame frame = reader.frame();
            if (in.nextToken() != null) throw malformed("there is something after the frame");
            return frame;
        } catch (JacksonException e) {
            throw new ProtocolException(
                    Frames.CLOSE_POLICY,
                    "The frame is not JSON within the limits: " + e.getOriginalMessage(),
                    e);
        }
    }

    private ClientFrame frame() {
        in.nextToken();
        begin("a frame is an array");
        int kind = integer("kind", 0);
        ClientFrame frame =
                switch (kind) {
                    case Frames.JOIN -> join();
                    case Frames.EVENT -> event(integer("patches", 0));
                    case Frames.ACK -> new ClientFrame.Ack(integer("patches", 0));
                    case Frames.LEAVE -> new ClientFrame.Leave();
                    case Frames.PING -> new ClientFrame.Ping();
                    case Frames.HEAL -> new ClientFrame.Heal(integer("patches", 0), path());
                    default -> throw malformed("there is no frame of kind " + kind);
                };
        if (kind != Frames.EVENT && kind != Frames.JOIN) end("frame");
        return frame;
    }

    private ClientFrame.Join join() {
        String session = string("session", MAX_NAME);
        String token = string("token", 4_096);
        int seen = integer("seen", 0);
        String bundle = string("bundle", MAX_NAME);
        int attempt = integer("attempt", 0);
        int first = integer("first", 1);
        in.nextToken();
        begin("the queue is an array");
        List<ClientFrame.Queued> queue = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (queue.size() == MAX_QUEUE)
                throw malformed("the queue holds more than " + MAX_QUEUE + " events");
            begin("a queued event is an array");
            int eventSeen = integer("seen", 0);
            queue.add(new ClientFrame.Queued(eventSeen, event(0)));
        }
        if (in.nextToken() != JsonToken.START_OBJECT) throw malformed("the context is an object");
        JsonNode context = new Payload().object();
        String where = "";
        int answered = first - 1;
        if (in.nextToken() != JsonToken.END_ARRAY) {
            where = where();
            answered = integer("answered", answered);
            end("join");
        }
        return new ClientFrame.Join(
                session,
                token,
                seen,
                bundle,
                attempt,
                first,
                List.copyOf(queue),
                context.path("tz").asString(""),
                context.path("dark").asBoolean(false),
                where,
                answered);
    }

    private String where() {
        if (in.currentToken() == JsonToken.VALUE_NULL) return "";
        if (in.currentToken() != JsonToken.VALUE_STRING || in.getStringLength() > 4_096)
            throw malformed("where the session is, is a string");
        return in.getString();
    }

    /** The rest of an event from its path on, the closing bracket included. */
    private ClientFrame.Event event(int patches) {
        int[] path = path();
        if (path.length == 0) throw malformed("an event's path is empty");
        JsonNode payload = null;
        String target = null;
        if (in.nextToken() != JsonToken.END_ARRAY) {
            payload = new Payload().value();
            if (in.nextToken() != JsonToken.END_ARRAY) {
                target = target();
                end("event");
            }
        }
        return new ClientFrame.Event(
                patches, path, payload == null || payload.isNull() ? null : payload, target);
    }

    private @Nullable String target() {
        if (in.currentToken() == JsonToken.VALUE_NULL) return null;
        if (in.currentToken() != JsonToken.VALUE_STRING || in.getStringLength() > MAX_NAME) {
            throw malformed("an event's target is the name of a field");
        }
        return in.getString();
    }

    private int[] path() {
        in.nextToken();
        begin("a path is an array");
        int[] path = new int[8];
        int length = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (length == MAX_PATH) throw malformed("a path has more than " + MAX_PATH + " steps");
            if (length == path.length) path = Arrays.copyOf(path, length * 2);
            path[length++] = current("step of the path", 0);
        }
        return Arrays.copyOf(path, length);
    }

    private int integer(String what, int least) {
        in.nextToken();
        return current(what, least);
    }

    private int current(String what, int least) {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT)
            throw malformed(what + " is a whole number");
        long value =
                in.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? -1 : in.getLongValue();
        if (value < least || value > MAX_NUMBER) {
            throw malformed(what + " is between " + least + " and " + MAX_NUMBER);
        }
        return (int) value;
    }

    private String string(String what, int longest) {
        if (in.nextToken() != JsonToken.VALUE_STRING) throw malformed(what + " is a string");
        if (in.getStringLength() > longest)
            throw malformed(what + " is at most " + longest + " characters long");
        return in.getString();
    }

    private void begin(String rule) {
        if (in.currentToken() != JsonToken.START_ARRAY) throw malformed(rule);
    }

    private void end(String what) {
        if (in.nextToken() != JsonToken.END_ARRAY)
            throw malformed("the " + what + " has too many elements");
    }

    private static ProtocolException malformed(String rule) {
        return new ProtocolException(Frames.CLOSE_POLICY, "Malformed frame: " + rule);
    }

    private static ProtocolException tooLarge(int size) {
        return new ProtocolException(
                Frames.CLOSE_TOO_LARGE,
                "The frame has " + size + " bytes, " + MAX_BYTES + " are allowed");
    }

    /** A payload as a tree; all its keys and elements together are counted. */
    private final class Payload {
        private int elements;

        JsonNode value() {
            return switch (in.currentToken()) {
                case START_OBJECT -> object();
                case START_ARRAY -> array();
                case VALUE_STRING -> NODES.stringNode(in.getString());
                case VALUE_TRUE -> NODES.booleanNode(true);
                case VALUE_FALSE -> NODES.booleanNode(false);
                case VALUE_NULL -> NODES.nullNode();
                case VALUE_NUMBER_INT ->
                        NODES.numberNode(current("a whole number in a payload", -MAX_NUMBER));
                case VALUE_NUMBER_FLOAT -> NODES.numberNode(in.getDoubleValue());
                case null, default -> throw malformed("a payload is a JSON value");
            };
        }

        JsonNode object() {
            var node = NODES.objectNode();
            String name;
            while ((name = in.nextName()) != null) {
                count();
                in.nextToken();
                node.set(name, value());
            }
            return node;
        }

        private JsonNode array() {
            var node = NODES.arrayNode();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                count();
                node.add(value());
            }
            return node;
        }

        private void count() {
            if (++elements > MAX_ELEMENTS)
                throw malformed("a payload has more than " + MAX_ELEMENTS + " keys and elements");
        }
    }
}
