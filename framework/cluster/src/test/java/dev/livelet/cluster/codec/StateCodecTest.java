package dev.livelet.cluster.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Async;
import dev.livelet.EntityId;
import dev.livelet.Form;
import dev.livelet.Html;
import dev.livelet.LiveletException;
import dev.livelet.Presence;
import dev.livelet.Shared;
import dev.livelet.Template;
import dev.livelet.state.Structure;
import dev.livelet.template.CompiledTemplate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

class StateCodecTest {
    record Row(int id, String label) {}

    record Card(String title) {}

    record Meta(String colour) {}

    record Signup(String email, int age) {}

    private static final CompiledTemplate<Card> CARD =
            (CompiledTemplate<Card>) Template.of(Card.class, "<b>{title}</b>");

    private final Codecs codecs =
            new Codecs(
                    Set.of(Meta.class), id -> id == CARD.id() ? CARD : null, SharedCodec.BY_VALUE);

    private <T> T again(Class<T> type, T state) {
        StateCodec codec = codecs.state(type);
        StateParts parts = StateParts.of(codec.encode(state, Carried.NOTHING).toBytes());
        return type.cast(codec.decode(parts).state());
    }

    record Page(int count, String text, List<Row> rows) {}

    @Test
    void aChangeIsTheComponentsThatChanged() {
        StateCodec codec = codecs.state(Page.class);
        Page before = new Page(1, "a", List.of(new Row(1, "x")));
        Page after = new Page(2, "a", List.of(new Row(1, "x")));
        StateParts full = codec.encode(before, Carried.NOTHING);
        StateParts changes = codec.changes(before, after, Carried.NOTHING);
        assertEquals(Set.of("count"), changes.blobs().keySet());
        assertEquals(after, codec.decode(full.with(changes)).state());
        assertTrue(codec.changes(after, after, Carried.NOTHING).isEmpty());
    }

    @Test
    void namesAreWrittenOnceForAllRows() {
        Page page = new Page(300, "a", List.of(new Row(1, "x"), new Row(2, "y")));
        Map<String, byte[]> blobs = codecs.state(Page.class).encode(page, Carried.NOTHING).blobs();
        assertEquals("8019012c", HexFormat.of().formatHex(blobs.get("count")));
        assertEquals(
                // [["id", "label"]] [[0, 1, "x"], [0, 2, "y"]]
                "81826269646 56c6162656c 82 83 00 01 6178 83 00 02 6179".replace(" ", ""),
                HexFormat.of().formatHex(blobs.get("rows")));
    }

    record Rich(
            Html filled,
            Html trusted,
            Form<Signup> form,
            List<Presence.Entry> online,
            @Nullable Html none) {}

    @Test
    void templatesFormsAndPresencesComeBack() {
        Rich rich =
                new Rich(
                        CARD.with(new Card("t")),
                        Html.trusted("<p>hello"),
                        Form.of(new Signup("a@b", 3)).withError("age", "too young"),
                        List.of(new Presence.Entry("k", "s", new Meta("red"))),
                        null);
        assertTrue(Structure.same(rich, again(Rich.class, rich)));
    }

    @Test
    void aTemplateThatNoViewHereReachesIsUnknown() {
        record Other(String text) {}
        record Holder(Html html) {}
        Holder holder = new Holder(Template.of(Other.class, "{text}").with(new Other("x")));
        CodecException e = assertThrows(CodecException.class, () -> again(Holder.class, holder));
        assertEquals(CodecException.Kind.UNKNOWN, e.kind());
    }

    record Counted(Shared<List<Row>> rows) {}

    @Test
    void aSharedValueKeepsItsVersion() {
        Shared<List<Row>> shared =
                Shared.of(List.<Row>of()).with(new ArrayList<>(List.of(new Row(1, "x"))));
        Shared<List<Row>> read = again(Counted.class, new Counted(shared)).rows();
        assertEquals(2, read.version());
        assertEquals(shared.value(), read.value());
    }

    @Test
    void anEntitysValueTravelsByNameAndVersion() {
        EntityId room = new EntityId("Room", "lobby");
        Shared<List<Row>> shared = Shared.of(room, List.of(new Row(1, "x")), 7);
        Shared<List<Row>> newer = Shared.of(room, List.of(), 8);
        SharedCodec naming =
                new SharedCodec() {
                    @Override
                    public boolean isNamed(Shared<?> value) {
                        return value.entity().isPresent();
                    }

                    @Override
                    public @Nullable Shared<?> find(EntityId entity, long version, Use use) {
                        assertEquals(room, entity);
                        if (use == Use.NEXT) return newer;
                        return version == 7 ? shared : null;
                    }
                };
        StateCodec codec = new Codecs(List.of(), id -> null, naming).state(Counted.class);
        StateParts parts = codec.encode(new Counted(shared), Carried.NOTHING);
        assertEquals(14, parts.size());
        assertSame(shared, ((Counted) codec.decode(parts).state()).rows());
        assertSame(newer, ((Counted) codec.restore(parts).state()).rows());
        StateParts gone = codec.encode(new Counted(newer), Carried.NOTHING);
        SharedAbsent absent = assertThrows(SharedAbsent.class, () -> codec.decode(gone));
        assertEquals(Map.of(room, Set.of(8L)), absent.versions());
        Shared<List<Row>> own = Shared.of(List.of(new Row(1, "x")));
        StateParts byValue = codec.encode(new Counted(own), Carried.NOTHING);
        assertEquals(own.value(), ((Counted) codec.decode(byValue).state()).rows().value());
    }

    record Loaded(Async<String> first, Async<String> second, List<Async<Integer>> more) {}

    @Test
    void whatWasLoadingHasFailedAfterARestoreOnly() {
        Loaded loaded =
                new Loaded(
                        new Async.Loading<>(), new Async.Ok<>("x"), List.of(new Async.Loading<>()));
        StateCodec codec = codecs.state(Loaded.class);
        StateParts parts = codec.encode(loaded, Carried.NOTHING);
        assertEquals(loaded, codec.decode(parts).state());
        assertEquals(
                new Loaded(
                        new Async.Failed<>("the node was lost"),
                        new Async.Ok<>("x"),
                        List.of(new Async.Failed<>("the node was lost"))),
                codec.restore(parts).state());
    }

    record Positive(int number) {
        Positive {
            if (number < 0) throw new IllegalArgumentException("negative");
        }
    }

    record Any(int number) {}

    @Test
    void aConstructorThatThrowsIsNamed() {
        StateParts parts = codecs.state(Any.class).encode(new Any(-1), Carried.NOTHING);
        CodecException e =
                assertThrows(
                        CodecException.class, () -> codecs.state(Positive.class).decode(parts));
        assertEquals(CodecException.Kind.REFUSED, e.kind());
        assertEquals(
                "the constructor of dev.livelet.cluster.codec.StateCodecTest$Positive threw"
                        + " java.lang.IllegalArgumentException: negative",
                e.getMessage());
    }

    record Sorted(SortedSet<String> names) {}

    @Test
    void aComparatorOfOnesOwnIsRefusedWithAWayOut() {
        SortedSet<String> set = new TreeSet<>(Comparator.comparing(String::length));
        CodecException e =
                assertThrows(
                        CodecException.class,
                        () -> codecs.state(Sorted.class).encode(new Sorted(set), Carried.NOTHING));
        assertTrue(
                String.valueOf(e.getMessage())
                        .startsWith("Sorted.names: a collection sorted by a comparator of yours ("),
                e.getMessage());
        SortedSet<String> reversed = new TreeSet<>(Comparator.reverseOrder());
        reversed.addAll(List.of("a", "b"));
        assertEquals("[b, a]", again(Sorted.class, new Sorted(reversed)).names().toString());
    }

    record Chain(Optional<Chain> next) {}

    @Test
    void nestingHasALimitAtBothEnds() {
        Chain chain = new Chain(Optional.empty());
        for (int i = 0; i < 31; i++) chain = new Chain(Optional.of(chain));
        Chain deepest = chain;
        assertEquals(deepest, again(Chain.class, deepest));
        Chain tooDeep = new Chain(Optional.of(new Chain(Optional.of(deepest))));
        CodecException e = assertThrows(CodecException.class, () -> again(Chain.class, tooDeep));
        assertTrue(String.valueOf(e.getMessage()).contains("nested deeper than 64"));
        byte[] arrays = new byte[100_000];
        java.util.Arrays.fill(arrays, (byte) 0x81);
        assertThrows(
                CodecException.class,
                () -> codecs.state(Chain.class).decode(new StateParts(Map.of("next", arrays))));
    }

    @Test
    void aSizeThatTheBytesDoNotHoldTakesNoMemory() {
        for (String size : List.of("5bffffffffffffff", "7b7fffffffffffff", "9b7fffffffffffffff")) {
            byte[] bytes =
                    HexFormat.of().parseHex("80" + size + "0".repeat(16 - size.length() % 2));
            assertThrows(
                    CodecException.class,
                    () ->
                            codecs.state(Page.class)
                                    .decode(new StateParts(Map.of("text", bytes, "rows", bytes))));
        }
        assertThrows(
                CodecException.class,
                () -> StateParts.of(HexFormat.of().parseHex("bb7fffffffffffffff6161")));
    }

    sealed interface Ambiguous {}

    interface First {
        record Same() implements Ambiguous {}
    }

    interface Second {
        record Same() implements Ambiguous {}
    }

    record Held(Ambiguous value) {}

    @Test
    void subtypesOfOneNameAreRefusedAtStart() {
        assertEquals(
                "Held.value: Two of the subtypes of"
                    + " dev.livelet.cluster.codec.StateCodecTest$Ambiguous would be 'Same' to other"
                    + " nodes: Same and Same. Give one an @Alias with another name, which it is"
                    + " then known by",
                assertThrows(LiveletException.class, () -> codecs.state(Held.class)).getMessage());
    }

    @Test
    void bytesOfPartsAreTheSameAfterATrip() {
        StateParts parts =
                codecs.state(Page.class).encode(new Page(1, "a", List.of()), Carried.NOTHING);
        StateParts read = StateParts.of(parts.toBytes());
        assertEquals(parts.blobs().keySet(), read.blobs().keySet());
        assertArrayEquals(parts.blobs().get("text"), read.blobs().get("text"));
    }
}
