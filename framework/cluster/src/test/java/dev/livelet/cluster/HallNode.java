package dev.livelet.cluster;

import dev.livelet.Call;
import dev.livelet.Entity;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Shared;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.server.Livelet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that runs as one node of a cluster: pages that show one entity, a hall in which each of
 * them can say something. It says its port, and ends when its input does.
 */
final class HallNode {
    private HallNode() {}

    static final class Hall implements Entity<Hall.State> {
        record State(List<String> lines) {}

        @Override
        public State create(String name) {
            return new State(List.of());
        }

        @Call
        State say(State hall, String line) {
            List<String> lines = new ArrayList<>(hall.lines());
            lines.add(line);
            return new State(lines);
        }
    }

    record State(Shared<Hall.State> hall, int said) {}

    static final class Seat implements LiveView<State> {
        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <ins>{hall.version}</ins><b>{said}</b>
                        <ul><li :for={line : hall.value.lines} :key={line}>{line}</li></ul>
                        <button on:click={say()}>Say</button>
                        """);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(socket.entity(Hall.class, "hall").value(), 0);
        }

        @On
        State say(State state, Socket socket) {
            String line = socket.sessionId().substring(0, 8) + " " + (state.said() + 1);
            return new State(
                    socket.entity(Hall.class, "hall").call(Hall::say, line), state.said() + 1);
        }
    }

    /**
     * @param arguments the node's name, and the directory by which nodes find each other
     */
    static void main(String[] arguments) throws IOException {
        LoopbackNodes.serve(
                Livelet.create().entity(new Hall()).live("/hall", new Seat()), "hall", arguments);
    }
}
