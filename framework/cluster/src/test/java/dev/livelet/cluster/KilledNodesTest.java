package dev.livelet.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Pages whose node dies, with real processes: nothing that was typed is lost or doubled, and a
 * synchronous page never shows less than it has shown. {@code -Dlong=true} kills 200 times, {@code
 * -Dkills=N -Dlivelet.seed=N} set how often in each mode and when.
 */
class KilledNodesTest {
    private static final int KILLS =
            Integer.getInteger("kills", Boolean.getBoolean("long") ? 100 : 10);

    /** What an asynchronous page had shown so long before it lost its node is in a copy. */
    private static final long TICK_MILLIS = 1_000;

    @TempDir Path directory;
    private final Random random = new Random(Long.getLong("livelet.seed", 42));

    /** All that a page shows, judged after each frame: called with the page locked. */
    private static final class Reading implements Consumer<PageClient> {
        /** When each entry was shown first, or again. */
        private final List<Long> shown = new ArrayList<>();

        private final List<String> faults = new ArrayList<>();
        private int stepsBack;
        private long longestMillis;
        private volatile long killed;

        @Override
        public void accept(PageClient page) {
            List<String> entries = page.entries();
            long now = System.nanoTime();
            for (int i = 0; i < entries.size(); i++)
                if (!entries.get(i).equals(Integer.toString(i + 1)))
                    faults.add("entry " + i + " of " + entries);
            if (entries.size() < shown.size()) {
                stepsBack++;
                long first = shown.get(entries.size());
                longestMillis = Math.max(longestMillis, (killed - first) / 1_000_000);
                shown.subList(entries.size(), shown.size()).clear();
            }
            while (shown.size() < entries.size()) shown.add(now);
        }
    }

    @Test
    void whatWasTypedIsWrittenOnceAndInOrder() throws Exception {
        Reading reading = killWhileTyping("/sync");
        assertEquals(0, reading.stepsBack, "times that the page showed less than before");
    }

    @Test
    void withoutWaitingForBackupsToo() throws Exception {
        Reading reading = killWhileTyping("/async");
        assertTrue(reading.longestMillis <= TICK_MILLIS, reading.longestMillis + " ms back");
    }

    private Reading killWhileTyping(String path) throws Exception {
        long[] millis = new long[KILLS];
        int typed = 0;
        Reading reading = new Reading();
        try (NodeProcesses nodes = new NodeProcesses(directory, random);
                PageClient page = new PageClient(path, nodes::anyPort)) {
            page.await(PageClient::isConnected, "the first join");
            page.watch(reading);
            for (int kill = 0; kill < KILLS; kill++) {
                for (int i = 0; i < 10; i++) page.type(Integer.toString(++typed));
                int soFar = typed;
                if (random.nextBoolean())
                    page.await(p -> p.unanswered() == 0, "answers to " + soFar);
                reading.killed = System.nanoTime();
                nodes.killNodeOf(page);
                page.type(Integer.toString(++typed));
                int last = typed;
                millis[kill] =
                        page.await(
                                p -> p.unanswered() == 0 && p.entries().size() == last,
                                "a page that goes on after kill " + kill);
                nodes.awaitAll();
            }
            assertEquals(
                    IntStream.rangeClosed(1, typed).mapToObj(Integer::toString).toList(),
                    page.entries());
            assertEquals(List.of(), reading.faults);
            assertEquals(0, page.history().refused());
            System.out.println(
                    path
                            + ": kill to usable page, ms: "
                            + Arrays.toString(Arrays.stream(millis).sorted().toArray())
                            + ", full renders "
                            + page.history().fullRenders()
                            + ", joins "
                            + page.history().joins()
                            + ", went back "
                            + reading.stepsBack
                            + " times, "
                            + reading.longestMillis
                            + " ms at most");
        }
        return reading;
    }
}
