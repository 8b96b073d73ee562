package dev.livelet.cluster.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.Alias;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class MessageCodecTest {
    record Said(String who, String text) {}

    sealed interface Change {}

    record Added(Said said) implements Change {}

    @Alias("Dropped")
    record Removed(int id) implements Change {}

    enum Tick {
        TICK {}
    }

    record Generic<T>(T value) {}

    private final MessageCodec codec = of(Said.class, Change.class, Tick.class, Generic.class);

    private static MessageCodec of(Class<?>... types) {
        return new Codecs(List.of(types), id -> null, SharedCodec.BY_VALUE).messages();
    }

    @Test
    void registeredTypesTheirSubtypesAndValuesOfTheJdkTravel() {
        for (Object message :
                List.of(
                        new Said("a", "b"),
                        new Added(new Said("a", "b")),
                        new Removed(1),
                        Tick.TICK,
                        "text",
                        7,
                        Instant.EPOCH)) assertEquals(message, codec.decode(codec.encode(message)));
    }

    @Test
    void anUnregisteredTypeIsAnErrorThatSaysHowToRegister() {
        assertEquals(
                "A message of type java.util.ArrayList cannot go to other nodes: only types that an"
                        + " @OnMessage handler of a view takes, and the subtypes of sealed ones,"
                        + " may. Add such a handler, or register the type at the cluster:"
                        + " JGroups.tcp(…).message(ArrayList.class)",
                assertThrows(CodecException.class, () -> codec.encode(new ArrayList<>()))
                        .getMessage());
    }

    @Test
    void aRegisteredTypeThatCannotTravelSaysWhyWhenItIsPublished() {
        assertEquals(
                "A message of type dev.livelet.cluster.codec.MessageCodecTest$Generic cannot go to"
                        + " other nodes: Generic cannot travel between nodes\n"
                        + "  Generic: dev.livelet.cluster.codec.MessageCodecTest$Generic cannot be"
                        + " in a state: say what it holds, as in Generic<Row>",
                assertThrows(CodecException.class, () -> codec.encode(new Generic<>("x")))
                        .getMessage());
    }

    @Test
    void anUnknownNameIsRefusedAndLoadsNothing() {
        byte[] bytes = codec.encode(new Said("a", "b"));
        CodecException e =
                assertThrows(CodecException.class, () -> of(Removed.class).decode(bytes));
        assertEquals(CodecException.Kind.UNKNOWN, e.kind());
        assertEquals(
                "no message 'MessageCodecTest.Said' is registered in this release", e.getMessage());
    }
}
