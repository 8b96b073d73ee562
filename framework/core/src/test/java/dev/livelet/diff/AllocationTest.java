package dev.livelet.diff;

import static dev.livelet.diff.HandMade.ROW;
import static dev.livelet.diff.HandMade.component;
import static dev.livelet.diff.HandMade.fragment;
import static dev.livelet.diff.HandMade.frame;
import static dev.livelet.diff.HandMade.list;
import static dev.livelet.diff.HandMade.text;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import dev.livelet.expression.Reads;
import dev.livelet.template.Fragment;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Garbage per patch. The bounds hold for interpreted code too, which allocates more than compiled
 * code.
 */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 200;

    record Counter(int count) {}

    record Item(int id, String label) {}

    record Page(List<Item> items) {}

    @Test
    void aWarmWriterAllocatesNothing() {
        PatchWriter out = new PatchWriter();
        assertAllocates(
                16,
                () -> {
                    out.clear();
                    out.beginArray();
                    for (int i = 0; i < 20; i++)
                        out.number(i * 1000L).string("text \" ä 😀").bool(true).none();
                    out.endArray();
                });
    }

    @Test
    void aClickOnACounterLeavesLittle() {
        Fragment counter = fragment("<p>", text(0), "</p>");
        PatchWriter out = new PatchWriter();
        Counter before = new Counter(1_000);
        Counter after = new Counter(1_001);
        assertAllocates(
                1_500,
                () -> {
                    out.clear();
                    Differ.diff(counter, frame(before), frame(after), out.beginArray());
                });
    }

    @Test
    void oneChangedRowLeavesTwoReferencesForEachRow() {
        Fragment rows =
                fragment(
                        list(
                                0,
                                component(ROW, 0),
                                fragment(text(Reads.variable(ROW), component(ROW, 1)))));
        List<Item> items =
                IntStream.range(0, 1000).mapToObj(i -> new Item(i, "label" + i)).toList();
        List<Item> next = new ArrayList<>(items);
        next.set(500, new Item(500, "x"));
        PatchWriter out = new PatchWriter();
        assertAllocates(
                2 * 4 * 1000 + 4_000,
                () -> {
                    out.clear();
                    Differ.diff(
                            rows,
                            frame(new Page(items.subList(0, 1000))),
                            frame(new Page(next.subList(0, 1000))),
                            out.beginArray());
                });
    }

    /** The least of several rounds: other things may allocate on this thread now and then. */
    private static void assertAllocates(long bytes, Runnable work) {
        for (int i = 0; i < ROUNDS; i++) work.run();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            work.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        long found = least;
        assertTrue(found <= bytes, () -> found + " bytes, not " + bytes);
    }
}
