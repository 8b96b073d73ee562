package dev.livelet.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** Pages whose node dies, with real processes: nothing that was typed is lost or doubled. */
class KilledNodesTest {
    private static final int KILLS = Integer.getInteger("kills", 10);

    @TempDir Path directory;
    private final Random random = new Random(Long.getLong("livelet.seed", 42));

    @Test
    void whatWasTypedIsWrittenOnceAndInOrder() throws Exception {
        killWhileTyping("/sync");
    }

    @Test
    void withoutWaitingForBackupsToo() throws Exception {
        killWhileTyping("/async");
    }

    private void killWhileTyping(String path) throws Exception {
        long[] millis = new long[KILLS];
        int typed = 0;
        try (NodeProcesses nodes = new NodeProcesses(directory, random);
                PageClient page = new PageClient(path, nodes::anyPort)) {
            page.await(PageClient::isConnected, "the first join");
            for (int kill = 0; kill < KILLS; kill++) {
                for (int i = 0; i < 10; i++) page.type(Integer.toString(++typed));
                int soFar = typed;
                if (random.nextBoolean())
                    page.await(p -> p.unanswered() == 0, "answers to " + soFar);
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
            assertEquals(0, page.history().refused());
            System.out.println(
                    path
                            + ": kill to usable page, ms: "
                            + Arrays.toString(Arrays.stream(millis).sorted().toArray())
                            + ", full renders "
                            + page.history().fullRenders()
                            + ", joins "
                            + page.history().joins());
        }
    }
}
