package dev.livelet.cluster.codec;

import dev.livelet.cluster.codec.CodecException.Kind;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.cbor.CBORFactory;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a blob that {@link Output} has written, or anything: what is none is refused with a {@link
 * CodecException}, and no more memory is taken than the bytes are worth. Used by one thread.
 */
final class Input {
    static final CBORFactory FACTORY = CBORFactory.builder().build();

    private final JsonParser parser;
    private final boolean restoring;
    private final List<List<String>> table = new ArrayList<>();
    private final List<@Nullable Positions> positions = new ArrayList<>();
    private JsonToken token = JsonToken.NOT_AVAILABLE;
    private int depth;
    private boolean lossy;

    /** Where the components in a blob go in a record. */
    private record Positions(RecordCodec codec, int[] of) {}

    /** What a blob was. */
    record Read(@Nullable Object value, boolean lossy) {}

    private Input(JsonParser parser, boolean restoring) {
        this.parser = parser;
        this.restoring = restoring;
    }

    /**
     * @param restoring whether the value goes on here after its node was lost: what was on its way
     *     there will not come
     */
    static Read read(byte[] blob, ValueCodec codec, boolean restoring) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), blob)) {
            Input in = new Input(parser, restoring);
            in.table();
            in.next();
            Object value = codec.read(in);
            if (parser.nextToken() != null) throw CodecException.malformed("something follows");
            return new Read(value, in.lossy);
        } catch (CodecException e) {
            throw e;
        } catch (JacksonException e) {
            throw new CodecException(Kind.MALFORMED, e.getOriginalMessage(), e);
        } catch (RuntimeException | StackOverflowError e) {
            throw new CodecException(Kind.MALFORMED, "not a value: " + e, e);
        }
    }

    private void table() {
        next();
        begin();
        while (more()) {
            List<String> names = new ArrayList<>();
            begin();
            while (more()) names.add(text());
            depth--;
            table.add(names);
            positions.add(null);
        }
        depth--;
    }

    private void next() {
        JsonToken next = parser.nextToken();
        if (next == null) throw CodecException.malformed("the end comes too early");
        token = next;
    }

    boolean restoring() {
        return restoring;
    }

    boolean isNone() {
        return token == JsonToken.VALUE_NULL;
    }

    boolean isText() {
        return token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_EMBEDDED_OBJECT;
    }

    /** The current token begins an array. */
    void begin() {
        if (token != JsonToken.START_ARRAY) throw expected("several values");
        if (++depth > Output.DEPTH + 2)
            throw CodecException.malformed("nested deeper than " + Output.DEPTH);
    }

    /** Goes to the next element, if there is one, else out of the array. */
    boolean more() {
        next();
        return token != JsonToken.END_ARRAY;
    }

    void leave() {
        depth--;
    }

    /** Goes to the next element, which must be. */
    Input element() {
        if (!more()) throw CodecException.malformed("too few values");
        return this;
    }

    /** The array ends after the current element. */
    void end() {
        if (more()) throw CodecException.malformed("too many values");
        depth--;
    }

    /** Leaves out the current value, which this release does not know. */
    void skip() {
        parser.skipChildren();
        token = JsonToken.NOT_AVAILABLE;
        lossy = true;
    }

    boolean bool() {
        if (token == JsonToken.VALUE_TRUE) return true;
        if (token == JsonToken.VALUE_FALSE) return false;
        throw expected("true or false");
    }

    int integer() {
        if (token != JsonToken.VALUE_NUMBER_INT) throw expected("a whole number");
        return parser.getIntValue();
    }

    int integer(int least, int most) {
        int value = integer();
        if (value < least || value > most)
            throw CodecException.malformed(value + " is not within " + least + " and " + most);
        return value;
    }

    long longInteger() {
        if (token != JsonToken.VALUE_NUMBER_INT) throw expected("a whole number");
        return parser.getLongValue();
    }

    /** Also of what was a whole number, or a float, in another release. */
    double real() {
        if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT)
            throw expected("a number");
        return parser.getDoubleValue();
    }

    byte[] bytes() {
        if (token != JsonToken.VALUE_EMBEDDED_OBJECT) throw expected("bytes");
        return parser.getBinaryValue();
    }

    String text() {
        if (token == JsonToken.VALUE_STRING) return parser.getString();
        return Output.text(bytes());
    }

    /** The names that the current number refers to. */
    List<String> names() {
        return table.get(integer(0, table.size() - 1));
    }

    /** The single name that the current number refers to. */
    String name() {
        List<String> names = names();
        if (names.size() != 1) throw CodecException.malformed("one name was expected");
        return names.getFirst();
    }

    /** Where the components named by the current number go in a record, -1 for unknown ones. */
    int[] positions(RecordCodec codec) {
        int number = integer(0, table.size() - 1);
        Positions known = positions.get(number);
        if (known != null && known.codec == codec) return known.of;
        int[] of = codec.positions(table.get(number));
        positions.set(number, new Positions(codec, of));
        return of;
    }

    private CodecException expected(String what) {
        return CodecException.malformed(what + " was expected, found " + token);
    }
}
