package dev.livelet.session;

import dev.livelet.Form;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Params;
import dev.livelet.RenderContext;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.diff.DuplicateKeys;
import dev.livelet.entity.EntityNode;
import dev.livelet.entity.SoleOwner;
import dev.livelet.entity.Surroundings;
import dev.livelet.presence.PresenceTracker;
import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.Replication;
import dev.livelet.spi.Timers;
import dev.livelet.spi.Transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The life of a page, played to an empty house before a node of a cluster takes its first one:
 * mount, join, events, the way to another node. When a node dies, its pages come to the others all
 * at once, and half of them to the one that was started last. There each would wait for hundreds of
 * classes to be loaded and initialised, one after the other, while the few threads that carry the
 * sessions' wait with them.
 *
 * <p>Two sets of sessions of its own, on two nodes of its own: nothing of it is counted, listed or
 * sent anywhere. Blocks.
 */
public final class Rehearsal {
    /** As often as makes the first compiler compile what runs for each page, but not for long. */
    private static final int MOST = 100;

    private static final long LONGEST = Duration.ofMillis(1000).toNanos();

    private static final Visit VISIT =
            new Visit(
                    "/",
                    new Params(Map.of(), Map.of()),
                    Optional.empty(),
                    RenderContext.DEFAULT,
                    "",
                    "");

    /** Its last event: then it moves. */
    private static final int EVENTS = 3;

    private final ViewType<Play.State> view = ViewType.of(new Play());
    private final Sessions first;
    private final Sessions second;

    private Rehearsal(Replication first, Replication second, Timers timers) {
        // sessions that end close a timer wheel that is theirs, and this one is not
        this.first = sessions(first, timers::after);
        this.second = sessions(second, timers::after);
    }

    /**
     * @param moved pages that went on at the second node with all that they had said
     */
    public record Outcome(int played, int moved) {}

    /**
     * @param first where the pages begin
     * @param second where they go on
     * @param timers for both
     */
    public static Outcome play(Replication first, Replication second, Timers timers) {
        Rehearsal rehearsal = new Rehearsal(first, second, timers);
        long end = System.nanoTime() + LONGEST;
        int played = 0;
        int moved = 0;
        while (played == 0 || played < MOST && System.nanoTime() < end) {
            played++;
            if (rehearsal.page()) moved++;
        }
        rehearsal.first.close();
        rehearsal.second.close();
        return new Outcome(played, moved);
    }

    private static Sessions sessions(Replication replication, Timers timers) {
        PubSub pubSub = new PubSub();
        return new Sessions(
                new SessionServices(
                        SessionSettings.DEFAULTS,
                        new SessionCounters(),
                        pubSub,
                        new PresenceTracker(pubSub, timers),
                        replication,
                        new EntityNode(List.of(), new SoleOwner(), Surroundings.of(pubSub, timers)),
                        timers,
                        System::nanoTime,
                        Runnable::run,
                        Runnable::run,
                        DuplicateKeys.LOGGED,
                        failure -> {}));
    }

    private boolean page() {
        Page page = first.open(view, VISIT);
        Session here = Objects.requireNonNull(first.find(page.session()));
        Seat seat = new Seat();
        here.join(join(page, 1, ""), seat, true);
        here.receive(FrameReader.read("[1,0,[0]]"), seat);
        here.receive(FrameReader.read("[1,1,[1],[{\"text\":\"a\"}],\"text\"]"), seat);
        here.receive(FrameReader.read("[2,1]"), seat);
        // as after the loss of a node: two events that may have been done, and one that was not
        ClientFrame.Join join =
                join(
                        page,
                        2,
                        "[0,[0]],[1,[1],[{\"text\":\"a\"}],\"text\"],[2,[2],[{\"text\":\"b\"}]]");
        Session there = second.adopt(view, VISIT, join);
        if (there == null) return false;
        Seat next = new Seat();
        there.join(join, next, true);
        there.detach(next);
        there.end("played");
        return ended(there) && ((Play.State) there.state()).lines().size() == EVENTS;
    }

    /** Whether it has done all: the replication's thread may work off what this one has put. */
    private static boolean ended(Session session) {
        try {
            return session.awaitEnd(LONGEST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static ClientFrame.Join join(Page page, int attempt, String queue) {
        String text =
                "[0,\""
                        + page.session()
                        + "\",\"token\",0,\"bundle\","
                        + attempt
                        + ",1,["
                        + queue
                        + "],{\"tz\":\"UTC\",\"dark\":false},null,0]";
        ClientFrame frame = FrameReader.read(text.getBytes(StandardCharsets.UTF_8));
        return ((ClientFrame.Join) frame).from(page.where());
    }

    /** Takes what is sent, and forgets it. */
    private static final class Seat implements Transport {
        @Override
        public void send(byte[] frame) {
            // nobody is there
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void onWritable(Runnable action) {
            action.run();
        }

        @Override
        public void close(int code, String reason) {
            // nobody is there
        }
    }

    /** A page with a list, a condition, a form and a topic. */
    static final class Play implements LiveView<Play.State> {
        record Note(String text) {}

        record Line(int number, String text) {}

        record State(List<Line> lines, Form<Note> form) {
            State with(String text, Form<Note> next) {
                List<Line> more = new ArrayList<>(lines);
                more.add(new Line(more.size(), text));
                return new State(List.copyOf(more), next);
            }
        }

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <button on:click={add}>+</button>
                        <p :if={!lines.isEmpty()} class="a {form.text("text")}">{lines.size}</p>
                        <ul><li :for={line : lines} :key={line.number}>{line.text}</li></ul>
                        <form on:change={edit} on:submit={keep}><input name="text" value={form.text("text")}></form>
                        """);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            socket.subscribe("rehearsal");
            return new State(List.of(), Form.empty(Note.class));
        }

        @Override
        public State attach(State state, Socket socket) {
            socket.presence().track("rehearsal", socket.sessionId(), "here");
            socket.every("tick", Duration.ofMinutes(1), "tick");
            return state;
        }

        @On
        State add(State state) {
            return state.with("", state.form());
        }

        @On
        State edit(State state, Form<Note> form) {
            return state.with("", form);
        }

        @On
        State keep(State state, Form<Note> form, Socket socket) {
            socket.publish("rehearsal", "kept");
            return state.with(form.value().text(), Form.empty(Note.class));
        }

        @OnMessage
        State kept(State state, String message) {
            return state;
        }
    }
}
