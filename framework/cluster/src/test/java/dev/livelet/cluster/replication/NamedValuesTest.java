package dev.livelet.cluster.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.EntityId;
import dev.livelet.RenderContext;
import dev.livelet.Shared;
import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.codec.SharedAbsent;
import dev.livelet.cluster.codec.SharedCodec;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Copies of pages that show an entity: what of it is in them, and how it is found again. */
class NamedValuesTest {
    private static final EntityId LOBBY = new EntityId("Room", "lobby");

    record Line(long id, String author, String text) {}

    record Room(List<Line> lines) {}

    record Page(String me, Shared<Room> room, @Nullable Shared<Room> other) {}

    /** A node's values, some of which must be fetched. */
    private static final class Values implements SharedCodec {
        final Map<Long, Shared<?>> here = new HashMap<>();
        final List<Map<EntityId, Set<Long>>> fetched = new ArrayList<>();
        final CompletableFuture<Void> answer = new CompletableFuture<>();
        @Nullable Shared<?> newest;

        @Override
        public boolean isNamed(Shared<?> shared) {
            return shared.entity().isPresent();
        }

        @Override
        public @Nullable Shared<?> find(EntityId entity, long version, Use use) {
            Shared<?> exact = here.get(version);
            return exact == null && use == Use.NEXT ? newest : exact;
        }

        @Override
        public CompletableFuture<Void> fetch(Map<EntityId, Set<Long>> versions) {
            fetched.add(versions);
            return answer;
        }
    }

    private final Values values = new Values();
    private final CborCopies named = copies(values);
    private final CborCopies byValue = copies(SharedCodec.BY_VALUE);

    private static CborCopies copies(SharedCodec sharing) {
        Codecs codecs = new Codecs(List.of(), id -> null, sharing);
        return new CborCopies(codecs, sharing, codecs.messages());
    }

    private static Shared<Room> room(int lines, long version) {
        List<Line> all = new ArrayList<>();
        for (int i = 1; i <= lines; i++)
            all.add(new Line(i, "Ada Lovelace", "a message as they are said, number " + i));
        return Shared.of(LOBBY, new Room(List.copyOf(all)), version);
    }

    /** A page at its patch number 2, of which its browser may still show number 1. */
    private static SessionCopy copy(Shared<Room> before, Shared<Room> now) {
        return new SessionCopy(
                1,
                new Page("me", now, null),
                RenderContext.DEFAULT,
                0,
                2,
                1,
                List.of(
                        new SessionCopy.Version(
                                1, new Page("me", before, null), RenderContext.DEFAULT),
                        new SessionCopy.Version(
                                2, new Page("me", now, null), RenderContext.DEFAULT)),
                List.of(),
                List.of("room/lobby"),
                List.of());
    }

    private static byte[] bytes(CborCopies codec, SessionCopy copy, @Nullable SessionCopy base) {
        Stamp stamp = new Stamp(new Epoch(1, "a", 1), 2);
        Out out = new Out();
        new Snapshot("a session's id of some length", stamp, false, List.of(), copy, null)
                .write(out, codec, base == null ? null : new Base(base, stamp, List.of()));
        return out.toBytes();
    }

    private CompletableFuture<CopyCodec.Decoded> decoding(SessionCopy copy) {
        Encoded kept = CopyReader.of(new In(bytes(named, copy, null))).onto(null);
        return named.decoding(Page.class, kept.head().rest(), kept.window(), kept.state(), false);
    }

    @Test
    void aMessageCostsEachPageItsEntitysNameAndNotItsHistory() {
        SessionCopy before = copy(room(98, 1_000_000_001), room(99, 1_000_000_002));
        SessionCopy after = copy(room(99, 1_000_000_002), room(100, 1_000_000_003));
        int name = bytes(named, after, before).length;
        int value = bytes(byValue, after, before).length;
        int whole = bytes(named, after, null).length;
        System.out.println(
                "a message in a room of 100: "
                        + name
                        + " bytes of changes for each page's copy, by value "
                        + value
                        + "; the whole copy "
                        + whole);
        assertTrue(name < 200, () -> name + " bytes");
        assertTrue(whole < 250, () -> whole + " bytes");
        assertTrue(value > 5_000, () -> value + " bytes");
    }

    @Test
    void valuesThatAreHereAreTakenAsTheyAre() {
        Shared<Room> before = room(1, 1);
        Shared<Room> now = room(2, 2);
        values.here.put(1L, before);
        values.here.put(2L, now);
        SessionCopy read = decoding(copy(before, now)).join().copy();
        assertSame(before, ((Page) read.window().getFirst().state()).room());
        assertSame(now, ((Page) read.state()).room());
        assertSame(read.window().getLast().state(), read.state());
        assertEquals(List.of(), values.fetched);
    }

    @Test
    void whatIsMissingIsFetchedInOneQuestionBeforeTheCopyIsRead() {
        Shared<Room> before = room(1, 1);
        Shared<Room> now = room(2, 2);
        var reading = decoding(copy(before, now));
        assertFalse(reading.isDone());
        assertEquals(List.of(Map.of(LOBBY, Set.of(1L, 2L))), values.fetched);
        values.here.put(1L, before);
        values.here.put(2L, now);
        values.answer.complete(null);
        assertSame(now, ((Page) reading.join().copy().state()).room());
        assertEquals(1, values.fetched.size());
    }

    @Test
    void aVersionThatNobodyHasIsLeftOutOfTheWindowAndThePageGoesOnWithANewerOne() {
        values.newest = room(5, 5);
        values.here.put(2L, room(2, 2));
        var reading = decoding(copy(room(1, 1), room(2, 2)));
        values.answer.complete(null);
        SessionCopy read = reading.join().copy();
        assertEquals(List.of(2), read.window().stream().map(SessionCopy.Version::number).toList());
        values.here.clear();
        read = decoding(copy(room(1, 1), room(2, 2))).join().copy();
        assertEquals(List.of(), read.window());
        assertEquals(5, ((Page) read.state()).room().version());
    }

    @Test
    void aCopyWhoseValuesAreNowhereCannotBeRead() {
        values.answer.complete(null);
        var reading = decoding(copy(room(1, 1), room(2, 2)));
        CompletionException failure = assertThrows(CompletionException.class, reading::join);
        assertTrue(failure.getCause() instanceof SharedAbsent, failure.toString());
        assertEquals(1, values.fetched.size(), "each version is asked for once");
    }

    @Test
    void allValuesOfAPageAreFetchedAtOnce() {
        EntityId other = new EntityId("Room", "garden");
        Page page = new Page("me", room(1, 1), Shared.of(other, new Room(List.of()), 9));
        Encoded.State state = new Encoded.State(new String[0], new byte[0][]);
        Map<String, byte[]> parts = named.changes(null, page, null);
        state =
                new Encoded.State(
                        parts.keySet().stream().sorted().toArray(String[]::new),
                        parts.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(Map.Entry::getValue)
                                .toArray(byte[][]::new));
        byte[] head = named.head(copy(room(1, 1), room(1, 1)));
        named.decoding(Page.class, head, List.of(), state, false);
        assertEquals(List.of(Map.of(LOBBY, Set.of(1L), other, Set.of(9L))), values.fetched);
    }
}
