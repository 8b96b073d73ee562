package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Who does a piece of work: the thread that brings it, or the executor. */
class MailboxTest {
    private final Deque<Runnable> executor = new ArrayDeque<>();
    private final List<Work> done = new ArrayList<>();
    private final Mailbox mailbox = new Mailbox("test", 10, executor::add, done::add);
    private final Work first = new Work.Message("first");
    private final Work second = new Work.Message("second");

    @BeforeEach
    void release() {
        mailbox.release();
    }

    @Test
    void whatMayRunHereRunsHereWhenNothingIsUnderWay() {
        mailbox.runOrPut(first, () -> true);
        assertEquals(List.of(first), done);
        assertEquals(0, executor.size());
    }

    @Test
    void whatMayNotRunHereGoesToTheExecutor() {
        mailbox.runOrPut(first, () -> false);
        assertEquals(List.of(), done);
        executor.remove().run();
        assertEquals(List.of(first), done);
        mailbox.put(second);
        assertEquals(1, executor.size());
    }

    @Test
    void behindOtherWorkItWaitsItsTurn() {
        mailbox.put(first);
        mailbox.runOrPut(second, () -> true);
        assertEquals(List.of(), done);
        executor.remove().run();
        assertEquals(List.of(first, second), done);
        assertEquals(0, executor.size());
    }
}
