package dev.livelet.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.protocol.Frames;
import dev.livelet.server.LiveServer;
import dev.livelet.server.Livelet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The load client against a real server. */
class LoadClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LoadClient client = LoadClient.start();
    private LiveServer server;
    private URI address;

    @BeforeEach
    void start() {
        server = server();
        address = URI.create(server.url());
    }

    private static LiveServer server() {
        return Livelet.create()
                .live("/", new Basket())
                .keys("the same for both servers and long enough")
                .set("events-per-second", "10000")
                .set("event-burst", "10000")
                .set("stop-timeout", "1s")
                .set("connections-per-address", "5000")
                .set("pending-per-address", "5000")
                .set("detached-per-address", "5000")
                .host("127.0.0.1")
                .start(0);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private LoadPage open() throws InterruptedException {
        LoadPage page = client.open(address, "/");
        client.await("a live page", PATIENCE, page::isLive);
        return page;
    }

    private void say(LoadPage page, String text) {
        page.send(page.locate("input", "[name=say]"), Payload.value(text));
    }

    @Test
    void aPageJoinsAndItsEventsAreAnswered() throws Exception {
        LoadPage page = open();
        List<Integer> codes = client.ask(ArrayList::new);
        client.execute(
                () -> {
                    page.send(page.locate("click", ".eat").row(1), Payload.NONE, codes::add);
                    page.send(page.locate("input", "[name=say]"), Payload.value("hm"), codes::add);
                });
        client.await("two answers", PATIENCE, () -> codes.size() == 2);
        assertEquals(List.of(0, 0), codes);
        LoadCounts counts = client.counts();
        assertEquals(1, counts.live());
        assertEquals(2, counts.events());
        assertEquals(2, counts.answers());
        assertEquals(0, counts.refusals());
        assertEquals(2, counts.patches());
    }

    @Test
    void whatIsRefusedIsTold() throws Exception {
        LoadPage page = open();
        List<Integer> codes = client.ask(ArrayList::new);
        client.execute(
                () -> page.send(page.locate("click", ".eat").row(7), Payload.NONE, codes::add));
        client.await("an answer", PATIENCE, () -> codes.size() == 1);
        assertTrue(codes.getFirst() > 0, () -> codes.toString());
        assertEquals(1, client.counts().refusals());
    }

    @Test
    void anEventForWhichThereIsNoRoomDoesNotLeave() throws Exception {
        LoadPage page = open();
        List<Integer> codes = client.ask(ArrayList::new);
        client.execute(
                () -> {
                    Locator say = page.locate("input", "[name=say]");
                    // without a socket all are kept
                    page.cut();
                    for (int i = 0; i < LoadPage.MOST_KEPT + 39; i++)
                        page.send(say, Payload.value("hm"), codes::add);
                });
        client.await("all answers", PATIENCE, () -> codes.size() == LoadPage.MOST_KEPT + 39);
        assertEquals(Collections.nCopies(39, LoadPage.UNSENT), codes.subList(0, 39));
        assertEquals(Set.of(0), Set.copyOf(codes.subList(39, codes.size())));
        assertEquals(LoadPage.MOST_KEPT, client.counts().events());
        assertEquals(0, client.counts().refusals());
    }

    @Test
    void aLoadCountsRefusalsByCode() throws Exception {
        List<Integer> answers =
                List.of(0, Frames.LIMIT, LoadPage.UNSENT, 0, Frames.STALE, Frames.LIMIT);
        AtomicInteger asked = new AtomicInteger();
        EventLoad.Sender sender =
                answered -> {
                    int number = asked.getAndIncrement();
                    answered.accept(number < answers.size() ? answers.get(number) : 0);
                };
        EventLoad load = EventLoad.start(client, List.of(sender), 10_000, 42);
        client.await("all answers", PATIENCE, () -> asked.get() >= answers.size());
        Latencies latencies = load.stop();
        assertEquals(Map.of(LoadPage.UNSENT, 1, Frames.STALE, 1, Frames.LIMIT, 2), load.refusals());
        assertEquals(asked.get() - 1, latencies.count());
    }

    @Test
    void theValuesFollowThePatches() throws Exception {
        LoadPage page = open();
        client.execute(page::watch);
        client.await("the values", PATIENCE, () -> page.values() != null);
        Basket.State state = Basket.full();
        // what the server does to its state is done here once more
        for (int i = 0; i < 200; i++) {
            client.execute(() -> page.send(page.locate("click", "#shake"), Payload.NONE));
            state = new Basket().shaken(state, new Basket.Shake(state.turns()));
            int turns = state.turns();
            client.await(
                    "turn " + turns,
                    PATIENCE,
                    () -> page.values().texts().get(1).equals(Integer.toString(turns)));
            assertEquals(Basket.texts(state), client.ask(() -> page.values().texts()));
        }
    }

    @Test
    void aPageThatIsCutComesBackWithWhatItHasToSay() throws Exception {
        LoadPage page = open();
        client.execute(page::watch);
        client.await("the values", PATIENCE, () -> page.values() != null);
        for (int i = 0; i < 20; i++) {
            int number = i;
            client.execute(
                    () -> {
                        say(page, "before " + number);
                        if (number % 5 == 4) page.cut();
                        say(page, "after " + number);
                    });
            if (i % 5 == 4)
                client.await(
                        "a page that is back",
                        PATIENCE,
                        () -> page.isLive() && page.unanswered() == 0);
        }
        client.await("all answers", PATIENCE, () -> page.unanswered() == 0);
        List<String> said =
                IntStream.range(0, 20)
                        .boxed()
                        .flatMap(i -> List.of("before " + i, "after " + i).stream())
                        .toList();
        List<String> shown = client.ask(() -> page.values().texts());
        assertEquals(said, shown.subList(shown.size() - 40, shown.size()));
        assertEquals(5, client.ask(page::joins));
        assertEquals(4, client.counts().losses());
    }

    @Test
    void aPageGoesToAnotherServerWhenItsOwnIsGone() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (LiveServer other = server()) {
            URI second = URI.create(other.url());
            LoadPage page =
                    client.open(
                            () -> asked.getAndIncrement() == 0 ? address : second,
                            "/",
                            PageListener.NONE);
            client.await("a live page", PATIENCE, page::isLive);
            client.execute(page::watch);
            server.close();
            client.await("a page at the other", PATIENCE, () -> page.isLive() && page.joins() == 2);
            client.execute(() -> say(page, "here"));
            client.await("an answer", PATIENCE, () -> page.unanswered() == 0);
            assertEquals("here", client.ask(() -> page.values().texts()).getLast());
        }
    }

    @Test
    void aThousandPagesOnOneThread() throws Exception {
        List<LoadPage> pages = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) pages.add(client.open(address, "/"));
        client.await("a thousand pages", PATIENCE, () -> pages.stream().allMatch(LoadPage::isLive));
        Locator input = client.ask(() -> pages.getFirst().locate("input", "[name=say]"));
        EventLoad load = EventLoad.start(client, pages, input, () -> Payload.value("x"), 2_000, 42);
        client.await("a thousand answers", PATIENCE, () -> client.tally().answers >= 1_000);
        Latencies latencies = load.stop();
        assertTrue(latencies.count() >= 1_000, latencies::toString);
        assertEquals(Map.of(), load.refusals());
        assertEquals(latencies.count(), client.counts().answers());
        client.execute(() -> pages.forEach(LoadPage::leave));
        client.await("an end", PATIENCE, () -> pages.stream().noneMatch(LoadPage::isLive));
        assertEquals(1_000, client.counts().ended());
    }

    @Test
    void whatIsNoPageSaysWhy() throws Exception {
        LoadPage page = client.open(address, "/nowhere");
        client.await("an end", PATIENCE, () -> page.rejection() != null);
        assertEquals(address + "/nowhere: it was answered 404", client.ask(page::rejection));
    }

    @Test
    void aMistakeOnTheClientsThreadIsThrownWhereOneWaits() {
        client.execute(
                () -> {
                    throw new IllegalArgumentException("mine");
                });
        IllegalStateException thrown =
                assertThrows(
                        IllegalStateException.class,
                        () -> client.await("nothing", PATIENCE, () -> false));
        assertTrue(String.valueOf(thrown.getCause()).contains("mine"), thrown::toString);
    }
}
