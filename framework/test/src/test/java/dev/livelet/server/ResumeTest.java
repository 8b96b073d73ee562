package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Input;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A socket that breaks, and what the page and its session make of it. */
class ResumeTest {
    /**
     * @param recent the last twenty events
     */
    record Log(int events, int messages, List<Integer> recent) {
        boolean even() {
            return messages % 2 == 0;
        }

        /** Moves with every message. */
        List<Integer> turning() {
            List<Integer> turned = new ArrayList<>(recent);
            Collections.rotate(turned, messages % 7);
            return turned;
        }
    }

    record Tick(int number) {}

    static final class Logger implements LiveView<Log> {
        static final Template<Log> PAGE =
                Template.of(
                        Log.class,
                        """
                        <p id="events" title={events}>{events}</p>
                        <p id="messages" class={even ? "even" : "odd"}>{messages}</p>
                        <b :if={even}>{messages} is even</b>
                        <i :else>{messages} is odd</i>
                        <input on:input={typed()}>
                        <ul><li :for={number : recent} :key={number}>{number}</li></ul>
                        <ol><li :for={number : turning} :key={number}>{number}<s :if={even}>even</s></li></ol>
                        """);

        final List<Integer> handled = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger mounts = new AtomicInteger();

        @Override
        public Template<Log> template() {
            return PAGE;
        }

        @Override
        public Log mount(Socket socket) {
            mounts.incrementAndGet();
            socket.subscribe("ticks");
            return new Log(0, 0, List.of());
        }

        @On
        Log typed(Log log, Input input) {
            int number = Integer.parseInt(input.value());
            handled.add(number);
            List<Integer> recent = new ArrayList<>(log.recent());
            recent.add(number);
            if (recent.size() > 20) recent.removeFirst();
            return new Log(log.events() + 1, log.messages(), recent);
        }

        @OnMessage
        Log tick(Log log, Tick tick) {
            return new Log(log.events(), tick.number(), log.recent());
        }
    }

    @Test
    void aSocketCutTwoHundredTimesLosesAndRepeatsNothing() throws Exception {
        long seed = System.nanoTime();
        System.out.println("ResumeTest seed " + seed);
        Random random = new Random(seed);
        Logger view = new Logger();
        int cuts = 200;
        try (LiveServer server =
                        Livelet.create()
                                .live("/", view)
                                .set("stop-timeout", "0s")
                                .set("events-per-second", "100000")
                                .set("event-burst", "100000")
                                .set("max-frame-rate", "100000")
                                .start(0);
                CuttingProxy proxy = new CuttingProxy(server.port());
                PageClient page =
                        new PageClient(server, TestPage.open(server, "/"), proxy.port())) {
            int events = 0;
            int ticks = 0;
            while (page.attempts() <= cuts) {
                int attempts = page.attempts();
                for (int step = 0, steps = 5 + random.nextInt(20); step < steps; step++) {
                    if (random.nextBoolean()) page.type(String.valueOf(++events));
                    else server.publish("ticks", new Tick(++ticks));
                    if (random.nextInt(3) == 0) LockSupport.parkNanos(random.nextInt(2_000_000));
                }
                proxy.cut();
                if (random.nextInt(4) > 0)
                    page.await(client -> client.attempts() > attempts, "the page comes back");
                if (random.nextInt(4) == 0) atRest(page, events, ticks);
            }
            atRest(page, events, ticks);
            List<Integer> all = IntStream.rangeClosed(1, events).boxed().toList();
            assertEquals(all, view.handled, "every event once, in order");
            assertEquals(all.subList(Math.max(0, events - 20), events), page.numbers("ul li"));
            assertEquals(1, view.mounts.get(), "nothing is mounted anew");
            assertEquals(List.of(), page.refusals());
            System.out.println(
                    "ResumeTest: "
                            + events
                            + " events, "
                            + ticks
                            + " messages, "
                            + page.attempts()
                            + " sockets, "
                            + page.fullRenders()
                            + " full renders");
        }
    }

    /** The page has caught up, and shows what a fresh render shows. */
    private static void atRest(PageClient page, int events, int ticks) throws InterruptedException {
        page.await(
                client -> client.allAnswered() && client.number("#messages") == ticks,
                "the page has caught up");
        assertEquals(events, page.number("#events"));
        page.verify();
    }

    @Test
    void afterTheGraceTimeThePageIsMountedAnewAndItsQueueIsRefused() throws Exception {
        Logger view = new Logger();
        try (LiveServer server =
                Livelet.create()
                        .live("/", view)
                        .set("stop-timeout", "0s")
                        .set("grace", "100ms")
                        .start(0)) {
            TestPage page = TestPage.open(server, "/");
            try (TestSocket first = page.joined()) {
                first.send("[1,0,[0],\"7\"]");
                assertTrue(first.receive().startsWith("[1,0,1,"));
            }
            Eventually.holds(
                    () -> server.sessions().find(page.session()) == null, "the session is gone");
            try (TestSocket second = page.opening().open()) {
                second.send(page.join(1, 2, 2, "[1,[0],\"8\"]"));
                String credentials = second.receive();
                assertTrue(credentials.matches("\\[-8,\"[^\"]+\",\"[^\"]+\"\\]"), credentials);
                assertEquals("[-1,1,1]", second.receive(), "the queue is refused");
                String full = second.receive();
                assertTrue(full.matches("\\[-3,\\d+,2,.*\\]"), full);
                int patch = Integer.parseInt(TestPage.find(full, "^\\[-3,(\\d+),"));
                second.send("[1," + (patch - 1) + ",[0],\"9\"]");
                assertTrue(second.receive().startsWith("[1,0,1,"), "the new session goes on");
            }
            assertEquals(List.of(7, 9), view.handled);
            assertEquals(2, view.mounts.get());
        }
    }

    @Test
    void aTokenOfALostSessionMakesOnlySoManyNewOnesHoweverOftenItIsReplayed() throws Exception {
        try (LiveServer server =
                Livelet.create()
                        .live("/", new Logger())
                        .set("stop-timeout", "0s")
                        .set("pending", "50ms")
                        .set("detached-per-address", "2")
                        .start(0)) {
            TestPage page = TestPage.open(server, "/");
            Eventually.holds(
                    () -> server.sessions().find(page.session()) == null,
                    "the page has waited too long");
            for (int i = 0; i < 5; i++) {
                try (TestSocket socket = page.opening().open()) {
                    socket.send(page.join());
                    assertTrue(socket.receive().startsWith("[-8,"), "mounted anew");
                }
            }
            Eventually.holds(
                    () -> server.sessions().counters().detachedOverLimit.sum() == 3,
                    "the oldest have ended");
            Eventually.holds(() -> server.sessions().all().size() == 2, "two are kept");
        }
    }

    @Test
    void aNewSessionsTokenIsGoodForTheNextResume() throws Exception {
        Logger view = new Logger();
        try (LiveServer server =
                Livelet.create()
                        .live("/", view)
                        .set("stop-timeout", "0s")
                        .set("pending", "50ms")
                        .start(0)) {
            TestPage page = TestPage.open(server, "/");
            Eventually.holds(
                    () -> server.sessions().find(page.session()) == null,
                    "the page has waited too long");
            try (PageClient client = new PageClient(server, page, server.port())) {
                client.await(now -> now.fullRenders() == 1, "the page is rendered anew");
                assertNotEquals(page.session(), client.session().id(), "new credentials");
                client.type("1");
                client.await(now -> now.number("#events") == 1, "it works");
                client.verify();
            }
        }
    }
}
