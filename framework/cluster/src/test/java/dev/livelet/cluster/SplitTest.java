package dev.livelet.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A network that splits between real processes, and a page on the smaller side. */
class SplitTest {
    @TempDir Path directory;

    @Test
    void aPageThatLeavesTheSmallerSideTakesItsEventsAlong() throws Exception {
        try (NodeProcesses nodes = new NodeProcesses(directory, new Random(1));
                PageClient page = new PageClient("/sync", nodes::anyPort)) {
            page.await(PageClient::isConnected, "the first join");
            int typed = 0;
            for (int i = 0; i < 10; i++) page.type(Integer.toString(++typed));
            page.await(p -> p.unanswered() == 0, "answers");
            NodeProcess alone = nodes.serving(page);
            List<NodeProcess> others = nodes.all().stream().filter(node -> node != alone).toList();
            nodes.split(List.of(alone), others);
            nodes.awaitMembers(alone, 1);
            for (NodeProcess other : others) nodes.awaitMembers(other, 2);
            page.cut(others.getFirst());
            page.type(Integer.toString(++typed));
            int last = typed;
            page.await(p -> p.unanswered() == 0 && p.entries().size() == last, "the other side");
            nodes.heal();
            nodes.awaitAll();
            page.cut(alone);
            page.type(Integer.toString(++typed));
            int end = typed;
            page.await(p -> p.unanswered() == 0 && p.entries().size() == end, "the way back");
            assertEquals(
                    IntStream.rangeClosed(1, typed).mapToObj(Integer::toString).toList(),
                    page.entries());
            assertEquals(0, page.history().refused());
        }
    }
}
