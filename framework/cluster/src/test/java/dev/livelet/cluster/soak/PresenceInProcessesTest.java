package dev.livelet.cluster.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.cluster.PageClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Who is here, as three real nodes see it, while they are killed and cut off from each other. */
class PresenceInProcessesTest {
    private static final long PATIENCE = 30_000_000_000L;

    @TempDir Path directory;
    private SoakNodes nodes;
    private final List<PageClient> lookouts = new ArrayList<>();
    private final Map<String, PageClient> pages = new TreeMap<>();

    @BeforeEach
    void start() throws Exception {
        nodes = new SoakNodes(directory, 3, 1, "NOTHING");
        for (int i = 0; i < 3; i++) {
            int node = i;
            PageClient lookout = new PageClient("/lookout/l" + i, () -> nodes.port(node));
            lookout.await(PageClient::isConnected, "a lookout");
            lookouts.add(lookout);
        }
    }

    @AfterEach
    void end() {
        lookouts.forEach(PageClient::close);
        pages.values().forEach(PageClient::close);
        nodes.close();
    }

    private void enter(String name, int first) throws Exception {
        boolean[] entered = new boolean[1];
        PageClient page =
                new PageClient(
                        "/sync/" + name, () -> entered[0] ? nodes.port() : nodes.port(first));
        page.await(PageClient::isConnected, name);
        entered[0] = true;
        pages.put(name, page);
    }

    private static long until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < PATIENCE, () -> "never: " + what);
            LockSupport.parkNanos(2_000_000);
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    private boolean show(int lookout, Iterable<String> names) {
        TreeSet<String> expected = new TreeSet<>();
        names.forEach(expected::add);
        return lookouts.get(lookout).isConnected()
                && List.copyOf(expected).equals(lookouts.get(lookout).entries());
    }

    private long untilAllShow(Iterable<String> names) {
        return until(
                "all nodes show " + names,
                () -> show(0, names) && show(1, names) && show(2, names));
    }

    /** Between the first node that told of it and the last one, in milliseconds. */
    private List<Long> spreads(String kind) throws IOException {
        Map<String, List<Long>> told =
                nodes.journals().of(kind).stream()
                        .collect(
                                Collectors.groupingBy(
                                        note -> note.words().getFirst(),
                                        Collectors.mapping(
                                                Journals.Note::nanos, Collectors.toList())));
        return told.values().stream()
                .filter(times -> times.size() == 3)
                .map(times -> (times.getLast() - times.getFirst()) / 1_000_000)
                .sorted()
                .toList();
    }

    @Test
    void nodesThatSeeEachOtherAgreeSoon() throws Exception {
        for (int i = 0; i < 20; i++) enter("p" + i, i % 3);
        untilAllShow(pages.keySet());
        pages.values().forEach(PageClient::leave);
        untilAllShow(List.of());
        List<Long> joined = spreads("joined");
        List<Long> left = spreads("left");
        System.out.println("joins, first node to last, ms: " + joined);
        System.out.println("leaves, first node to last, ms: " + left);
        assertEquals(20, joined.size());
        assertEquals(20, left.size());
        // A share: the machine has other things to do.
        assertTrue(joined.get(10) <= 200, joined::toString);
        assertTrue(left.get(10) <= 200, left::toString);
    }

    @Test
    void pagesOfAKilledNodeStayAndThoseThatWentWithItLeave() throws Exception {
        for (int i = 0; i < 4; i++) enter("stays" + i, 0);
        for (int i = 0; i < 4; i++) enter("goes" + i, 0);
        untilAllShow(pages.keySet());
        List<String> stay = pages.keySet().stream().filter(n -> n.startsWith("stays")).toList();
        List<String> go = pages.keySet().stream().filter(n -> n.startsWith("goes")).toList();
        long killed = System.nanoTime();
        go.forEach(name -> pages.get(name).close());
        nodes.kill(0);
        long moved =
                until(
                        "the pages are elsewhere",
                        () ->
                                stay.stream()
                                        .map(pages::get)
                                        .allMatch(p -> p.isConnected() && p.history().joins() > 1));
        until("the ghosts are gone", () -> show(1, stay) && show(2, stay));
        List<Journals.Note> left = nodes.journals().of("left");
        List<Long> millis =
                left.stream()
                        .filter(note -> note.words().getFirst().startsWith("goes"))
                        .map(note -> (note.nanos() - killed) / 1_000_000)
                        .toList();
        System.out.println(
                "pages elsewhere after "
                        + moved
                        + " ms; ghosts gone, from the kill, ms: "
                        + millis);
        assertEquals(8, millis.size());
        // The grace is four seconds; the rest is the detection's.
        assertTrue(millis.getFirst() >= 3_500, millis::toString);
        if (moved < 3_500)
            assertEquals(
                    List.of(),
                    left.stream()
                            .filter(note -> note.words().getFirst().startsWith("stays"))
                            .toList());
        nodes.start(0);
        nodes.awaitWhole();
        System.out.println("the node that is back shows all after " + untilAllShow(stay) + " ms");
    }

    @Test
    void afterASplitAllAgreeAgain() throws Exception {
        for (int i = 0; i < 3; i++) enter("p" + i, i);
        untilAllShow(pages.keySet());
        nodes.cut(List.of(0), List.of(1, 2));
        nodes.cut(List.of(1, 2), List.of(0));
        until("n1 sees nobody", () -> nodes.sees(0) == 1 && nodes.sees(1) == 2);
        enter("alone", 0);
        enter("among", 1);
        until("others' entries went", () -> show(0, List.of("alone", "p0")));
        until("and n1's", () -> show(1, List.of("among", "p1", "p2")));
        nodes.heal();
        until(
                "all see each other",
                () -> nodes.sees(0) == 3 && nodes.sees(1) == 3 && nodes.sees(2) == 3);
        System.out.println("healed, all agree after " + untilAllShow(pages.keySet()) + " ms");
    }
}
