package dev.livelet.cluster.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.Alias;
import dev.livelet.cluster.codec.StateCodec.Decoded;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** States that nodes of two releases hand to each other, as two sets of record classes. */
class RollingReleaseTest {
    private final Codecs codecs = new Codecs(List.of(), id -> null, SharedCodec.BY_VALUE);
    private final StateCodec old = codecs.state(Old.State.class);
    private final StateCodec next = codecs.state(New.State.class);

    interface Old {
        enum Status {
            OPEN,
            DONE
        }

        sealed interface Shape {}

        record Circle(double radius) implements Shape {}

        record Row(int id, String label) {}

        record State(String text, int count, List<Row> rows, Status status, Shape shape) {}
    }

    interface New {
        enum Status {
            OPEN,
            @Alias("DONE")
            CLOSED,
            PAUSED
        }

        sealed interface Shape {}

        @Alias("Circle")
        record Disc(double radius) implements Shape {}

        record Square(double side) implements Shape {}

        record Row(int id, @Alias("label") String title, boolean done) {}

        /** count is gone; tags, filter and best are new; text has another name. */
        record State(
                @Alias({"text", "body"}) String draft,
                List<Row> rows,
                Status status,
                Shape shape,
                List<String> tags,
                @Nullable String filter,
                Optional<Row> best,
                int page) {
            public State {
                if (page == 0) page = 1;
            }
        }
    }

    private final Old.State older =
            new Old.State(
                    "hello",
                    7,
                    List.of(new Old.Row(1, "one"), new Old.Row(2, "two")),
                    Old.Status.DONE,
                    new Old.Circle(1.5));

    private final New.State newer =
            new New.State(
                    "hello",
                    List.of(new New.Row(1, "one", true), new New.Row(2, "two", false)),
                    New.Status.CLOSED,
                    new New.Disc(1.5),
                    List.of("tag"),
                    "filter",
                    Optional.of(new New.Row(3, "three", true)),
                    4);

    @Test
    void aNewReleaseReadsTheOld() {
        Decoded read = next.decode(old.encode(older, Carried.NOTHING));
        assertEquals(
                new New.State(
                        "hello",
                        List.of(new New.Row(1, "one", false), new New.Row(2, "two", false)),
                        New.Status.CLOSED,
                        new New.Disc(1.5),
                        List.of(),
                        null,
                        Optional.empty(),
                        1),
                read.state());
    }

    @Test
    void anOldReleaseReadsTheNew() {
        assertEquals(
                new Old.State("hello", 0, older.rows(), Old.Status.DONE, new Old.Circle(1.5)),
                old.decode(next.encode(newer, Carried.NOTHING)).state());
    }

    @Test
    void aVisitToTheOldReleaseLosesNothing() {
        Decoded there = old.decode(next.encode(newer, Carried.NOTHING));
        assertEquals(newer, next.decode(old.encode(there.state(), there.carried())).state());
    }

    @Test
    void whatTheOldReleaseChangesIsNewAndTheRestStays() {
        StateParts first = next.encode(newer, Carried.NOTHING);
        Decoded there = old.decode(first);
        Old.State before = (Old.State) there.state();
        Old.State after =
                new Old.State("edited", 3, before.rows(), Old.Status.OPEN, before.shape());
        StateParts changes = old.changes(before, after, there.carried());
        assertEquals(java.util.Set.of("text", "count", "status"), changes.blobs().keySet());
        New.State expected =
                new New.State(
                        "edited",
                        newer.rows(),
                        New.Status.OPEN,
                        newer.shape(),
                        newer.tags(),
                        newer.filter(),
                        newer.best(),
                        newer.page());
        assertEquals(expected, next.decode(first.with(changes)).state());
        assertEquals(expected, next.decode(old.encode(after, there.carried())).state());
    }

    @Test
    void aVisitToTheNewReleaseKeepsWhatItGaveUp() {
        Decoded there = next.decode(old.encode(older, Carried.NOTHING));
        assertEquals(older, old.decode(next.encode(there.state(), there.carried())).state());
    }

    @Test
    void rowsThatWereChangedLoseWhatOnlyTheirOwnReleaseKnows() {
        Decoded there = old.decode(next.encode(newer, Carried.NOTHING));
        Old.State before = (Old.State) there.state();
        Old.State after =
                new Old.State(
                        before.text(),
                        before.count(),
                        List.of(new Old.Row(1, "changed"), before.rows().get(1)),
                        before.status(),
                        before.shape());
        New.State back = (New.State) next.decode(old.encode(after, there.carried())).state();
        assertEquals(
                List.of(new New.Row(1, "changed", false), new New.Row(2, "two", false)),
                back.rows());
    }

    @Test
    void aConstantOrSubtypeThatIsOnlyNewIsUnknownToTheOld() {
        New.State paused =
                new New.State(
                        "",
                        List.of(),
                        New.Status.PAUSED,
                        newer.shape(),
                        List.of(),
                        null,
                        Optional.empty(),
                        1);
        CodecException constant =
                assertThrows(
                        CodecException.class,
                        () -> old.decode(next.encode(paused, Carried.NOTHING)));
        assertEquals(CodecException.Kind.UNKNOWN, constant.kind());
        assertEquals(
                "State.status: no constant PAUSED in"
                    + " dev.livelet.cluster.codec.RollingReleaseTest$Old$Status of this release",
                constant.getMessage());
        New.State square =
                new New.State(
                        "",
                        List.of(),
                        New.Status.OPEN,
                        new New.Square(1),
                        List.of(),
                        null,
                        Optional.empty(),
                        1);
        assertEquals(
                CodecException.Kind.UNKNOWN,
                assertThrows(
                                CodecException.class,
                                () -> old.decode(next.encode(square, Carried.NOTHING)))
                        .kind());
    }

    @Test
    void aNameThatTwoComponentsEverHadIsRefused() {
        record Torn(@Alias("b") int a, int b) {}
        assertEquals(
                "Two of the components of "
                        + Torn.class.getName()
                        + " would be 'b' to other nodes:"
                        + " b and b. Give one an @Alias with another name, which it is then known"
                        + " by",
                assertThrows(RuntimeException.class, () -> codecs.state(Torn.class)).getMessage());
    }

    @Test
    void anUnknownPartIsGivenOnByteByByte() {
        StateParts parts = next.encode(newer, Carried.NOTHING);
        Decoded there = old.decode(parts);
        Map<String, byte[]> back = old.encode(there.state(), there.carried()).blobs();
        for (String name : List.of("tags", "filter", "best", "page", "rows"))
            assertArrayEquals(parts.blobs().get(name), back.get(name), name);
    }
}
