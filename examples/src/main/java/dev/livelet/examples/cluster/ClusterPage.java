package dev.livelet.examples.cluster;

import dev.livelet.Async;
import dev.livelet.LiveState;
import dev.livelet.LiveView;
import dev.livelet.Node;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The nodes as they change. Each publishes its figures every second; who has not been heard for a
 * while is shown as lost. With a launcher there are buttons to break things.
 */
public final class ClusterPage implements LiveView<ClusterPage.State> {
    private final @Nullable Launcher launcher;
    private final InstantSource clock;

    public ClusterPage(@Nullable Launcher launcher, InstantSource clock) {
        this.launcher = launcher;
        this.clock = clock;
    }

    /**
     * @param here the node that serves this page
     * @param nodes by name
     * @param controls whether nodes can be killed from here
     * @param news what was done last
     */
    record State(Node here, List<NodeRow> nodes, boolean controls, String news)
            implements LiveState<State> {
        boolean alone() {
            return here.name().isEmpty();
        }
    }

    /** Time to see who is silent. */
    record Look() {}

    @Override
    public State mount(Socket socket) {
        socket.title("Cluster · Livelet");
        socket.subscribe(Pulse.TOPIC);
        return looked(new State(socket.node(), List.of(), launcher != null, ""));
    }

    @Override
    public State attach(State state, Socket socket) {
        socket.every("look", Heart.BEAT, new Look());
        return looked(state.with(State::here, socket.node()));
    }

    @OnMessage
    State heard(State state, Pulse pulse) {
        Map<String, NodeRow> rows = rows(state);
        rows.put(pulse.node(), row(rows, pulse.node()).heard(pulse, clock.millis()));
        return state.with(State::nodes, sorted(rows));
    }

    @OnMessage
    State look(State state, Look look) {
        return looked(state);
    }

    @On
    State order(State state, String node, String order, Socket socket) {
        Launcher asked = launcher;
        NodeRow row = rows(state).get(node);
        if (asked == null || row == null || !row.can(order)) return state;
        // Another node runs this event again when the one that runs it is what is killed.
        String id = socket.eventId().orElseThrow();
        socket.<State, Boolean>async(
                order + " " + node, () -> asked.order(node, order, id), ClusterPage::done);
        return state.with(State::news, said(order) + " " + node + "…");
    }

    private static State done(State state, Async<Boolean> done) {
        return switch (done) {
            case Async.Ok<Boolean>(Boolean obeyed) ->
                    state.with(State::news, obeyed ? "Done" : "The launcher refused");
            case Async.Failed<Boolean> _ -> state.with(State::news, "The launcher did not answer");
            case Async.Loading<Boolean> _ -> state;
        };
    }

    private static String said(String order) {
        return switch (order) {
            case "kill" -> "Killing";
            case "pause" -> "Pausing";
            case "resume" -> "Resuming";
            default -> "Restarting";
        };
    }

    /** With those that the launcher knows, and with what time has made of them. */
    private State looked(State state) {
        long now = clock.millis();
        Map<String, NodeRow> rows = rows(state);
        Map<String, String> lives = launcher == null ? Map.of() : launcher.lives();
        for (String name : lives.keySet()) rows.put(name, row(rows, name));
        if (!state.alone()) rows.put(state.here().name(), row(rows, state.here().name()));
        rows.replaceAll((name, row) -> row.looked(lives.getOrDefault(name, ""), now));
        return state.with(State::nodes, sorted(rows));
    }

    private NodeRow row(Map<String, NodeRow> rows, String name) {
        NodeRow known = rows.get(name);
        return known == null ? NodeRow.named(name, "", clock.millis()) : known;
    }

    private static Map<String, NodeRow> rows(State state) {
        Map<String, NodeRow> rows = new TreeMap<>();
        for (NodeRow row : state.nodes()) rows.put(row.name(), row);
        return rows;
    }

    private static List<NodeRow> sorted(Map<String, NodeRow> rows) {
        return List.copyOf(rows.values());
    }
}
