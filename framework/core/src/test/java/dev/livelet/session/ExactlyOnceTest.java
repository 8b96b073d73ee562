package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A page that clicks while messages change it, over sockets that are cut at random moments: frames
 * on the way are lost in both directions, some patches are acknowledged late. Each event has one
 * end, in order, and the page ends as the state is.
 */
class ExactlyOnceTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static final class Sum implements LiveView<Sum.State> {
        record State(long applied, int count, int ticks, boolean open) {}

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <p>{applied}</p><p>{count}</p><p>{ticks}</p>
                        <button on:click={add()}>+</button>
                        <button on:click={fail()}>!</button>
                        <button :if={open} on:click={add()}>?</button>
                        """);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(17, 0, 0, true);
        }

        /**
         * The event's number goes into the state: order and number of what was applied are there to
         * be read.
         */
        @On
        State add(State state, Socket socket) {
            String id = socket.eventId().orElseThrow();
            int number = Integer.parseInt(id.substring(id.indexOf(':') + 1));
            return new State(
                    next(state.applied(), number), state.count() + 1, state.ticks(), state.open());
        }

        @On
        State fail(State state) {
            throw new IllegalStateException("as it should");
        }

        @OnMessage
        State tick(State state, Integer tick) {
            return new State(state.applied(), state.count(), state.ticks() + 1, tick % 3 != 0);
        }

        static long next(long applied, int number) {
            return (applied * 31 + number) % 1_000_000_007L;
        }
    }

    /** The browser's side, as far as numbers go. */
    private static final class Browser {
        final Session session;
        final Random random;
        final ArrayDeque<String> down = new ArrayDeque<>();
        final ArrayDeque<String> up = new ArrayDeque<>();
        final List<int[]> unanswered = new ArrayList<>();
        final String[] shown = {"17", "0", "0"};
        TestTransport socket = new TestTransport();
        boolean joined;
        int attempt;
        int seen;
        int told;
        int answered;
        long expected = 17;
        int applied;
        int refused;

        Browser(Session session, Random random) {
            this.session = session;
            this.random = random;
        }

        void join() {
            socket = new TestTransport();
            joined = false;
            down.clear();
            up.clear();
            told = seen;
            List<ClientFrame.Queued> queue = new ArrayList<>();
            for (int[] event : unanswered) queue.add(TestPage.queued(event[0], path(event[1])));
            session.join(
                    TestNode.join(session.id(), seen, ++attempt, answered + 1, queue),
                    socket,
                    true);
        }

        private static int[] path(int button) {
            return button == 2 ? new int[] {3, 0} : new int[] {button};
        }

        void click() {
            int button = random.nextInt(8) == 0 ? 1 : random.nextInt(3) == 0 ? 2 : 0;
            unanswered.add(new int[] {seen, button});
            if (joined)
                up.add("[1," + untold() + "," + java.util.Arrays.toString(path(button)) + "]");
        }

        void acknowledge() {
            if (joined && seen > told) up.add("[2," + untold() + "]");
        }

        private int untold() {
            int count = seen - told;
            told = seen;
            return count;
        }

        void sendOne() {
            String frame = up.poll();
            if (frame != null) session.receive(FrameReader.read(frame), socket);
        }

        void receiveOne() {
            down.addAll(socket.sent());
            String frame = down.poll();
            if (frame != null) receive(JSON.readTree(frame));
        }

        void receive(JsonNode frame) {
            int code = frame.get(0).intValue();
            if (code == -1) {
                answer(frame.get(1).intValue(), true);
            } else if (code == -2) {
                joined = true;
                answer(frame.get(2).intValue() - answered, false);
                seen = frame.get(1).intValue();
                patch(frame, 3);
            } else {
                assertTrue(code >= 0, frame.toString());
                answer(code, false);
                seen++;
                patch(frame, 1);
            }
        }

        private void patch(JsonNode frame, int from) {
            for (int i = from; i < frame.size(); i += 2) {
                int slot = frame.get(i).intValue();
                if (slot < shown.length) shown[slot] = frame.get(i + 1).asString();
            }
        }

        private void answer(int count, boolean lastRefused) {
            assertTrue(
                    count >= (lastRefused ? 1 : 0) && count <= unanswered.size(),
                    "answers to events that were made");
            for (int i = 1; i <= count; i++) {
                answered++;
                unanswered.removeFirst();
                if (lastRefused && i == count) {
                    refused++;
                } else {
                    expected = Sum.next(expected, answered);
                    applied++;
                }
            }
        }
    }

    @Test
    void everyEventHasOneEndWhateverIsCutOrLost() {
        long seed = System.nanoTime();
        System.out.println("ExactlyOnceTest: seed " + seed);
        long resumes = 0;
        long repeated = 0;
        long stale = 0;
        for (int run = 0; run < 60; run++) {
            SessionCounters counters = run(new Random(seed + run), "seed " + seed + " run " + run);
            resumes += counters.resumes.sum();
            repeated += counters.eventsRepeated.sum();
            stale += counters.eventsStale.sum();
        }
        assertTrue(
                resumes > 500 && repeated > 50 && stale > 50,
                "the cuts hit something: " + resumes + " " + repeated + " " + stale);
    }

    private static SessionCounters run(Random random, String name) {
        TestNode node =
                new TestNode(
                        SessionSettings.DEFAULTS
                                .with(SessionSettings::eventBurst, 1_000_000)
                                .with(SessionSettings::failures, 1_000_000));
        TestPage page = node.open(new Sum());
        Browser browser = new Browser(page.session(), random);
        browser.join();
        int made = 0;
        for (int step = 0; step < 2_000; step++) {
            switch (random.nextInt(12)) {
                case 0, 1 -> {
                    if (browser.unanswered.size() < 100) {
                        browser.click();
                        made++;
                    }
                }
                case 2, 3, 4 -> browser.sendOne();
                case 5, 6, 7, 8 -> browser.receiveOne();
                case 9 -> page.session().message(random.nextInt(100));
                case 10 -> browser.acknowledge();
                default -> {
                    if (random.nextInt(8) == 0) {
                        if (random.nextBoolean()) page.session().detach(browser.socket);
                        browser.join();
                    } else if (random.nextInt(4) == 0) {
                        browser.socket.writable(random.nextBoolean());
                    }
                }
            }
        }
        settle(browser);
        Sum.State state = (Sum.State) page.session().state();
        assertEquals(0, browser.unanswered.size(), name);
        assertEquals(made, browser.applied + browser.refused, name);
        assertEquals(browser.applied, state.count(), name);
        assertEquals(browser.expected, state.applied(), name);
        assertEquals(String.valueOf(state.applied()), browser.shown[0], name);
        assertEquals(String.valueOf(state.count()), browser.shown[1], name);
        assertEquals(String.valueOf(state.ticks()), browser.shown[2], name);
        assertEquals(1, node.counters.mounts.sum(), name);
        assertEquals(0, node.counters.fullRenders.sum(), name);
        assertTrue(page.session().states() <= SessionSettings.DEFAULTS.window() + 2, name);
        return node.counters;
    }

    private static void settle(Browser browser) {
        browser.join();
        for (int i = 0; i < 1_000; i++) {
            browser.socket.writable(true);
            browser.sendOne();
            browser.receiveOne();
            browser.acknowledge();
        }
    }
}
