package dev.livelet.cluster;

import dev.livelet.Alias;
import dev.livelet.Durability;
import dev.livelet.Input;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.cluster.link.Interference;
import dev.livelet.server.LiveServer;
import dev.livelet.server.Livelet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program that runs as one node of a cluster: a page that writes down what it is told, once with
 * each durability. It says its port on a line of its own, does what it is told of its network, and
 * ends when its input does.
 */
final class LedgerNode {
    private LedgerNode() {}

    /**
     * What was written, in order.
     *
     * @param mood what the next release leaves out
     */
    record State(List<Integer> entries, String mood) {
        int count() {
            return entries.size();
        }
    }

    /**
     * What was written, in the next release.
     *
     * @param lines was called otherwise
     * @param writes is new
     */
    record NextState(@Alias("entries") List<Integer> lines, int writes) {
        int count() {
            return lines.size();
        }
    }

    private static <T> List<T> and(List<T> list, T more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }

    private static class Ledger implements LiveView<State> {
        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <p>{count}</p><ol><li :for={e, i : entries} :key={i}>{e}</li></ol>
                        <input name="entry" on:input={write()}>
                        """);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(List.of(), "calm");
        }

        @On
        State write(State state, Input input) {
            return new State(and(state.entries(), Integer.valueOf(input.value())), state.mood());
        }
    }

    private static class NextLedger implements LiveView<NextState> {
        private static final Template<NextState> PAGE =
                Template.of(
                        NextState.class,
                        """
                        <p>{count} lines</p><ol><li :for={e, i : lines} :key={i}>{e}</li></ol>
                        <p>{writes} since the release</p><input name="entry" on:input={write()}>
                        """);

        @Override
        public Template<NextState> template() {
            return PAGE;
        }

        @Override
        public NextState mount(Socket socket) {
            return new NextState(List.of(), 0);
        }

        @On
        NextState write(NextState state, Input input) {
            return new NextState(
                    and(state.lines(), Integer.valueOf(input.value())), state.writes() + 1);
        }
    }

    static final class Async extends Ledger {}

    static final class Sync extends Ledger {
        @Override
        public Durability durability() {
            return Durability.SYNC;
        }
    }

    static final class NextAsync extends NextLedger {}

    static final class NextSync extends NextLedger {
        @Override
        public Durability durability() {
            return Durability.SYNC;
        }
    }

    /**
     * @param arguments the node's name, the directory by which nodes find each other, and {@code
     *     next} for the next release
     */
    static void main(String[] arguments) throws IOException {
        boolean next = arguments.length > 2;
        Interference network = new Interference(Long.getLong("livelet.seed", 1));
        Livelet application = Livelet.create();
        if (next) application.live("/async", new NextAsync()).live("/sync", new NextSync());
        else application.live("/async", new Async()).live("/sync", new Sync());
        LiveServer server =
                application
                        .keys("the same for all nodes and long enough")
                        .set("metrics", "true")
                        .set("connections-per-address", "1000")
                        .set("pending-per-address", "1000")
                        .set("stop-timeout", "3s")
                        .cluster(
                                new BadNetworkNode(
                                        "ledger", arguments[0], Path.of(arguments[1]), network))
                        .host("127.0.0.1")
                        .start(0);
        System.out.println("port " + server.port());
        network.obey(System.in);
        server.close();
    }
}
