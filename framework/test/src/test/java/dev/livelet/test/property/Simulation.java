package dev.livelet.test.property;

import dev.livelet.Params;
import dev.livelet.RenderContext;
import dev.livelet.diff.DuplicateKeys;
import dev.livelet.presence.PresenceTracker;
import dev.livelet.protocol.Frames;
import dev.livelet.pubsub.PubSub;
import dev.livelet.session.ClientFrame;
import dev.livelet.session.FrameReader;
import dev.livelet.session.Page;
import dev.livelet.session.Session;
import dev.livelet.session.SessionCounters;
import dev.livelet.session.SessionServices;
import dev.livelet.session.Sessions;
import dev.livelet.session.ViewType;
import dev.livelet.session.Visit;
import dev.livelet.spi.Timers;
import dev.livelet.spi.Transport;
import dev.livelet.template.CompiledTemplate;
import dev.livelet.test.browser.Canonical;
import dev.livelet.test.browser.Connection;
import dev.livelet.test.browser.Definitions;
import dev.livelet.test.browser.Difference;
import dev.livelet.test.browser.EventPart;
import dev.livelet.test.browser.PageModel;
import dev.livelet.test.browser.Styles;

import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.JsonNodeFactory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A page and its session with a network between them that delays, cuts and blocks as the choices
 * say. Everything runs on one thread, so each run can be had again.
 */
final class Simulation {
    private final Choices choices;
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final SessionCounters counters = new SessionCounters();
    private final Sessions sessions;
    private final ViewType<Board.State> type = ViewType.of(new Board());
    private final Session session;
    private final Definitions definitions = Definitions.of(List.of(type.template()));
    private final PageModel page;
    private final Connection connection;
    private Line line = new Line();
    private boolean connected;
    private final List<String> story = new ArrayList<>();

    /** What the user sent, in order: {@code id=value}. */
    private final List<String> sent = new ArrayList<>();

    private final Set<String> refused = new HashSet<>();
    private final Set<Integer> withdrawn = new HashSet<>();
    private int next;

    /** One socket: what is on its way. */
    private final class Line implements Transport {
        private final Deque<String> up = new ArrayDeque<>();
        private final Deque<String> down = new ArrayDeque<>();
        private boolean blocked;
        private boolean closed;
        private @Nullable Runnable whenWritable;

        @Override
        public void send(byte[] frame) {
            if (!closed) down.add(new String(frame, StandardCharsets.UTF_8));
        }

        @Override
        public boolean writable() {
            return !blocked;
        }

        @Override
        public void onWritable(Runnable action) {
            if (blocked) whenWritable = action;
            else action.run();
        }

        void unblock() {
            blocked = false;
            Runnable action = whenWritable;
            whenWritable = null;
            if (action != null) action.run();
        }

        @Override
        public void close(int code, String reason) {
            if (!closed) story.add("the session closes the socket: " + code + " " + reason);
            closed = true;
        }
    }

    Simulation(Choices choices) {
        this.choices = choices;
        // time stands still: nothing is ever late
        Timers never = (delay, action) -> () -> {};
        PubSub pubSub = new PubSub();
        sessions =
                new Sessions(
                        new SessionServices(
                                DirectPage.SETTINGS,
                                counters,
                                pubSub,
                                new PresenceTracker(pubSub, never),
                                never,
                                () -> 0L,
                                work::add,
                                DuplicateKeys.REFUSED));
        Page first =
                sessions.open(
                        type,
                        new Visit(
                                "/",
                                Params.NONE,
                                Optional.empty(),
                                RenderContext.DEFAULT,
                                "127.0.0.1",
                                "b"));
        session = Objects.requireNonNull(sessions.find(first.session()));
        page =
                new PageModel(
                        definitions,
                        first.template(),
                        new String(first.html(), StandardCharsets.UTF_8),
                        Styles.parse(first.styleSheet()));
        connection = new Connection(definitions, page, first.session(), "token");
    }

    /** Runs; gives what is wrong, or "". */
    String run() {
        try {
            int steps = 0;
            do step();
            while (++steps < 400 && choices.chance(99));
            settle();
            return verdict();
        } catch (RuntimeException | AssertionError e) {
            return e
                    + "\n    at "
                    + e.getStackTrace()[0]
                    + "\n    at "
                    + e.getStackTrace()[Math.min(1, e.getStackTrace().length - 1)];
        }
    }

    SessionCounters counters() {
        return counters;
    }

    List<String> story() {
        return story;
    }

    private void step() {
        switch (choices.below(16)) {
            case 0, 1, 2 -> write();
            case 3, 4, 5 -> change();
            case 6, 7 -> workSome();
            case 8, 9, 10 -> deliverUp();
            case 11, 12, 13 -> deliverDown();
            case 14 -> {
                if (connected) cut();
                else connect();
            }
            default -> {
                line.blocked = !line.blocked;
                story.add(line.blocked ? "the socket is blocked" : "the socket is free");
                if (!line.blocked) line.unblock();
            }
        }
    }

    /** The user writes on one of the cards that they see. */
    private void write() {
        if (connection.unanswered() >= 90) return;
        List<EventPart> events = page.events();
        EventPart event = choices.of(events);
        Element row = event.element().parent();
        String id = row != null && row.tagName().equals("li") ? row.id().substring(1) : "0";
        String value = "v" + next++ + (choices.chance(5) ? "!" : "");
        story.add("the user writes " + value + " on " + id);
        sent.add(id + "=" + value);
        String frame = connection.event(event, JsonNodeFactory.instance.stringNode(value), null);
        if (connected) line.up.add(Objects.requireNonNull(frame));
    }

    private void change() {
        int kind = choices.below(5);
        int a = choices.below(6);
        int b = choices.below(6);
        story.add(
                "the server changes: "
                        + List.of("add", "remove", "move", "toggle", "nothing").get(kind)
                        + " "
                        + a
                        + " "
                        + b);
        session.message(
                new Board.Change(
                        state -> {
                            List<Board.Card> cards = new ArrayList<>(state.cards());
                            int i = cards.isEmpty() ? 0 : a % cards.size();
                            int j = cards.isEmpty() ? 0 : b % cards.size();
                            switch (kind) {
                                case 0 ->
                                        cards.add(
                                                i,
                                                new Board.Card(100 + state.changes(), "new", true));
                                case 1 -> {
                                    if (!cards.isEmpty()) withdrawn.add(cards.remove(i).id());
                                }
                                case 2 -> {
                                    if (!cards.isEmpty()) cards.add(j, cards.remove(i));
                                }
                                case 3 -> {
                                    if (!cards.isEmpty()) {
                                        Board.Card card = cards.get(i);
                                        if (card.open()) withdrawn.add(card.id());
                                        cards.set(
                                                i,
                                                new Board.Card(
                                                        card.id(), card.text(), !card.open()));
                                    }
                                }
                                default -> {
                                    return state;
                                }
                            }
                            return new Board.State(
                                    List.copyOf(cards), state.changes() + 1, state.log());
                        }));
    }

    private void workSome() {
        Runnable task = work.poll();
        if (task != null) task.run();
    }

    private void connect() {
        story.add("the page connects");
        line = new Line();
        connected = true;
        line.up.add(connection.join("h", "UTC", false));
    }

    private void cut() {
        story.add(
                "the socket is cut; "
                        + line.up.size()
                        + " frames up and "
                        + line.down.size()
                        + " down are lost");
        connected = false;
        session.detach(line);
        line.closed = true;
    }

    private void deliverUp() {
        String frame = connected ? line.up.poll() : null;
        if (frame == null) return;
        story.add("up " + frame);
        ClientFrame read = FrameReader.read(frame.getBytes(StandardCharsets.UTF_8));
        if (read instanceof ClientFrame.Join join) session.join(join, line, true);
        else session.receive(read, line);
    }

    private void deliverDown() {
        String frame = connected ? line.down.poll() : null;
        if (frame == null) {
            if (connected && line.closed) throw new AssertionError("The session closed the socket");
            return;
        }
        story.add("down " + frame);
        int before = connection.unanswered();
        List<String> waiting = sent.subList(sent.size() - before, sent.size());
        if (frame.startsWith("[" + Frames.REFUSED + ",")) {
            int count = Integer.parseInt(frame.split(",")[1]);
            refused.add(waiting.get(count - 1) + " " + frame.split(",")[2].replace("]", ""));
        }
        String answer = connection.receive(frame);
        if (answer != null) line.up.add(answer);
        if (connection.rejection() != null)
            throw new AssertionError("Rejected: " + connection.rejection());
    }

    /** The network is good again, and everything arrives. */
    private void settle() {
        story.add("all is well again");
        if (!connected) connect();
        line.unblock();
        for (int i = 0; i < 10_000; i++) {
            boolean busy = !work.isEmpty() || !line.up.isEmpty() || !line.down.isEmpty();
            workSome();
            deliverUp();
            deliverDown();
            if (!busy) return;
        }
        throw new AssertionError("It does not come to rest");
    }

    private String verdict() {
        Board.State state = (Board.State) session.state();
        List<String> expected = new ArrayList<>();
        for (String event : sent) {
            boolean failed = event.endsWith("!");
            boolean stale = refused.contains(event + " " + Frames.STALE);
            if (failed && !stale && !refused.contains(event + " " + Frames.FAILED))
                return event + " threw and was not refused as failed";
            if (stale && !withdrawn.contains(Integer.valueOf(event.split("=")[0])))
                return event + " was refused as stale, though it never went away";
            if (!failed && !stale) expected.add(event);
        }
        for (String one : refused)
            if (!one.endsWith(" " + Frames.STALE) && !one.endsWith("! " + Frames.FAILED))
                return "refused: " + one;
        if (!expected.equals(state.log()))
            return "applied " + state.log() + "\nexpected " + expected;
        if (connection.unanswered() > 0)
            return connection.unanswered() + " events were never answered";
        if (counters.mounts.sum() != 1) return counters.mounts.sum() + " mounts";
        CompiledTemplate<?> template = type.template();
        Case.Rendered fresh = Case.render(template, state);
        PageModel wanted =
                new PageModel(
                        definitions, template.id(), fresh.html(), Styles.parse(fresh.sheet()));
        return Difference.between(Canonical.of(wanted.root()), Canonical.of(page.root()));
    }
}
