package dev.livelet.diff;

import static dev.livelet.diff.HandMade.NUMBER;
import static dev.livelet.diff.HandMade.ROW;
import static dev.livelet.diff.HandMade.component;
import static dev.livelet.diff.HandMade.fragment;
import static dev.livelet.diff.HandMade.list;
import static dev.livelet.diff.HandMade.patch;
import static dev.livelet.diff.HandMade.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.Shared;
import dev.livelet.expression.Expression;
import dev.livelet.expression.Reads;
import dev.livelet.template.Fragment;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** What many pages show is diffed and encoded once. */
class PatchMemoTest {
    record Message(int id, String text) {}

    record Me(String name) {}

    record Room(Shared<List<Message>> messages, String filter, Me me) {}

    record Own(List<Message> messages) {}

    private static final Expression MESSAGES =
            frame ->
                    ((Shared<?>) java.util.Objects.requireNonNull(component(0).eval(frame)))
                            .value();

    private final PatchMemo memo = Differ.memo();
    private final long hits = memo.hits();
    private final long diffs = memo.diffs();

    private static Fragment room(long reads, Expression value) {
        return fragment(
                list(
                        Reads.component(0),
                        MESSAGES,
                        ROW,
                        NUMBER,
                        component(ROW, 0),
                        fragment(text(reads | Reads.variable(ROW), value))));
    }

    private static Shared<List<Message>> messages(int count) {
        return Shared.of(
                IntStream.range(0, count).mapToObj(i -> new Message(i, "text" + i)).toList());
    }

    private static Shared<List<Message>> with(Shared<List<Message>> messages, Message more) {
        List<Message> next = new ArrayList<>(messages.value());
        next.add(more);
        return messages.with(List.copyOf(next));
    }

    @Test
    void oneMessageToTwoHundredPagesIsDiffedAndEncodedOnce() throws Exception {
        AtomicInteger evaluated = new AtomicInteger();
        Fragment room =
                room(
                        0,
                        frame -> {
                            evaluated.incrementAndGet();
                            return component(ROW, 1).eval(frame);
                        });
        Shared<List<Message>> before = messages(5);
        Shared<List<Message>> after = with(before, new Message(9, "new"));
        CountDownLatch together = new CountDownLatch(1);
        Set<String> patches = ConcurrentHashMap.newKeySet();
        try (ExecutorService pages = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Me me = new Me("user" + i);
                running.add(
                        pages.submit(
                                () -> {
                                    together.await();
                                    patches.add(
                                            patch(
                                                    room,
                                                    new Room(before, "", me),
                                                    new Room(after, "", me)));
                                    return null;
                                }));
            }
            together.countDown();
            for (Future<?> page : running) page.get();
        }
        assertEquals(Set.of("[0,[1,5,1,\"new\"]]"), patches);
        assertEquals(1, evaluated.get());
        assertEquals(1, memo.diffs() - diffs);
        assertEquals(199, memo.hits() - hits);
    }

    @Test
    void whatElseTheListReadsIsPartOfTheKey() {
        Fragment room = room(Reads.component(1), component(1));
        Shared<List<Message>> before = messages(1);
        Shared<List<Message>> after = with(before, new Message(9, "new"));
        Me me = new Me("me");
        for (int page = 0; page < 3; page++)
            for (String filter : List.of("a", "b"))
                assertEquals(
                        "[0,[1,1,1,\"" + filter + "\"]]",
                        patch(
                                room,
                                new Room(before, filter, me),
                                new Room(after, new String(filter), me)));
        assertEquals(2, memo.diffs() - diffs);
        assertEquals(4, memo.hits() - hits);
    }

    @Test
    void rowsThatReadWhatOnlyOnePageHasAreNotRemembered() {
        Fragment room = room(Reads.component(2), component(2));
        Shared<List<Message>> before = messages(1);
        Shared<List<Message>> after = with(before, new Message(9, "new"));
        for (int page = 0; page < 3; page++) {
            Me me = new Me("me");
            patch(room, new Room(before, "", me), new Room(after, "", me));
        }
        assertEquals(0, memo.diffs() - diffs);
    }

    @Test
    void aLongListThatWasPublishedToManyPagesIsRememberedFromTheSecondPageOn() {
        Fragment rows =
                fragment(
                        list(
                                0,
                                component(ROW, 0),
                                fragment(text(Reads.variable(ROW), component(ROW, 1)))));
        List<Message> before = messages(100).value();
        List<Message> after = messages(101).value();
        for (int page = 0; page < 10; page++)
            assertEquals("[0,[1,100,1,\"text100\"]]", patch(rows, new Own(before), new Own(after)));
        assertEquals(1, memo.diffs() - diffs);
        assertEquals(8, memo.hits() - hits);
    }

    @Test
    void aFailureIsNotRemembered() {
        AtomicInteger evaluated = new AtomicInteger();
        Fragment room =
                room(
                        0,
                        frame -> {
                            if (evaluated.incrementAndGet() == 1)
                                throw new IllegalStateException("broken once");
                            return "fine";
                        });
        Me me = new Me("me");
        Room before = new Room(messages(1), "", me);
        Room after = new Room(with(before.messages(), new Message(9, "new")), "", me);
        assertThrows(IllegalStateException.class, () -> patch(room, before, after));
        assertEquals("[0,[1,1,1,\"fine\"]]", patch(room, before, after));
        assertEquals("[0,[1,1,1,\"fine\"]]", patch(room, before, after));
        assertEquals(2, evaluated.get());
    }

    @Test
    void nothingChangedIsRememberedToo() {
        Fragment room = room(0, frame -> "same");
        Me me = new Me("me");
        Shared<List<Message>> before = messages(1);
        Shared<List<Message>> after = before.with(List.of(new Message(0, "other")));
        assertEquals("[]", patch(room, new Room(before, "", me), new Room(after, "", me)));
        assertEquals("[]", patch(room, new Room(before, "", me), new Room(after, "", me)));
        assertEquals(1, memo.hits() - hits);
    }
}
