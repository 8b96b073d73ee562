package dev.livelet.cluster.soak;

import dev.livelet.Durability;
import dev.livelet.Input;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A page that writes down the numbers it is told, each with a name of its own for this handling of
 * it, tells the others of some, and asks two entities to count some.
 */
class Desk implements LiveView<Desk.State> {
    /** Where pages are present. */
    static final String HERE = "here";

    /** How many lines are shown; a page never has more events under way. */
    static final int SHOWN = 64;

    static final String NEWS = "news";
    private static final int REMEMBERED = 48;
    private static final Template<State> PAGE =
            Template.of(
                    State.class,
                    """
                    <p class="total">{count} {chain}</p>
                    <ol><li :for={line : lines} :key={line}>{line}</li></ol>
                    <p class="twice">{twice}</p><p class="heard">{heard}</p>
                    <input name="entry" on:input={write()}>
                    """);

    private static final AtomicLong HANDLINGS = new AtomicLong();

    private final String node;
    private final Journal journal;

    Desk(String node, Journal journal) {
        this.node = node + "-" + ProcessHandle.current().pid();
        this.journal = journal;
    }

    /**
     * @param lines the last ones: the event's number, and which handling of it this is
     * @param count of all lines
     * @param chain of all lines, so that none can be another unnoticed
     * @param page its name
     * @param news the last that was heard
     * @param heard how many news
     * @param twice how many of them for the second time
     */
    record State(
            List<String> lines,
            int count,
            int chain,
            String page,
            List<String> news,
            int heard,
            int twice) {
        private State with(String line) {
            return new State(
                    last(lines, line, SHOWN),
                    count + 1,
                    chained(chain, line),
                    page,
                    news,
                    heard,
                    twice);
        }

        private State heard(String more) {
            return new State(
                    lines,
                    count,
                    chain,
                    page,
                    last(news, more, REMEMBERED),
                    heard + 1,
                    twice + (news.contains(more) ? 1 : 0));
        }
    }

    record News(String page, int number) {}

    static int chained(int before, String line) {
        return 31 * before + line.hashCode();
    }

    private static List<String> last(List<String> list, String more, int limit) {
        List<String> next = new ArrayList<>(list);
        next.add(more);
        return List.copyOf(next.subList(Math.max(0, next.size() - limit), next.size()));
    }

    @Override
    public Template<State> template() {
        return PAGE;
    }

    @Override
    public State mount(Socket socket) {
        socket.subscribe(NEWS);
        return new State(List.of(), 0, 0, socket.params().get("page"), List.of(), 0, 0);
    }

    @Override
    public State attach(State state, Socket socket) {
        socket.presence().track(HERE, state.page(), "here");
        return state;
    }

    /** A number, and maybe how many milliseconds its handling takes. */
    @On
    State write(State state, Input input, Socket socket) {
        String[] words = input.value().split(" ");
        int number = Integer.parseInt(words[0]);
        if (words.length > 1) {
            journal.write("begins", state.page(), number);
            pass(Long.parseLong(words[1]));
        }
        if (number % 5 == 0) socket.publish(NEWS, new News(state.page(), number));
        if (number % 3 == 0)
            socket.entity(Tally.Available.class, "all")
                    .tell(Tally.Available::add, new Tally.Line(state.page(), number));
        if (number % 4 == 0)
            socket.entity(Tally.Majority.class, "all")
                    .tell(Tally.Majority::add, new Tally.Line(state.page(), number));
        return state.with(number + ":" + node + "-" + HANDLINGS.incrementAndGet());
    }

    private static void pass(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = 1; left > 0; left = end - System.nanoTime()) LockSupport.parkNanos(left);
    }

    @OnMessage
    State heard(State state, News news) {
        return state.heard(news.page() + ":" + news.number());
    }

    static final class Async extends Desk {
        Async(String node, Journal journal) {
            super(node, journal);
        }
    }

    static final class Sync extends Desk {
        Sync(String node, Journal journal) {
            super(node, journal);
        }

        @Override
        public Durability durability() {
            return Durability.SYNC;
        }
    }
}
