package dev.livelet.cluster;

import dev.livelet.Durability;
import dev.livelet.Input;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.server.LiveServer;
import dev.livelet.server.Livelet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program that runs as one node of a cluster: a page that writes down what it is told, once with
 * each durability. It says its port on a line of its own, and ends when its input does.
 */
final class LedgerNode {
    private LedgerNode() {}

    /** What was written, in order. */
    record State(List<Integer> entries) {
        int count() {
            return entries.size();
        }
    }

    private abstract static class Ledger implements LiveView<State> {
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
            return new State(List.of());
        }

        @On
        State write(State state, Input input) {
            return new State(
                    Stream.concat(
                                    state.entries().stream(),
                                    Stream.of(Integer.valueOf(input.value())))
                            .toList());
        }
    }

    static final class Async extends Ledger {}

    static final class Sync extends Ledger {
        @Override
        public Durability durability() {
            return Durability.SYNC;
        }
    }

    /**
     * @param arguments the node's name, and the directory by which nodes find each other
     */
    static void main(String[] arguments) throws IOException {
        LiveServer server =
                Livelet.create()
                        .keys("the same for all nodes and long enough")
                        .live("/async", new Async())
                        .live("/sync", new Sync())
                        .set("metrics", "true")
                        .set("connections-per-address", "1000")
                        .set("pending-per-address", "1000")
                        .cluster(
                                JGroups.tcp("ledger")
                                        .node(arguments[0])
                                        .bind("127.0.0.1")
                                        .port(0)
                                        .discovery(Discovery.files(Path.of(arguments[1]))))
                        .host("127.0.0.1")
                        .start(0);
        System.out.println("port " + server.port());
        while (System.in.read() >= 0) {
            // the test that started this node is there
        }
        server.close();
    }
}
