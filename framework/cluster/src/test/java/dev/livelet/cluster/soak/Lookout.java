package dev.livelet.cluster.soak;

import dev.livelet.LiveView;
import dev.livelet.OnMessage;
import dev.livelet.Presence;
import dev.livelet.Shared;
import dev.livelet.Socket;
import dev.livelet.Template;

import java.util.List;

/**
 * A page that shows who is present as its node sees it, and what the entities have counted. What it
 * is told of who came and went, and all news, its node writes down.
 */
final class Lookout implements LiveView<Lookout.State> {
    private static final Template<State> PAGE =
            Template.of(
                    State.class,
                    """
                    <ol><li :for={page : present} :key={page}>{page}</li></ol>
                    <p class="available">{available.value().twice()}</p>
                    <p class="majority">{majority.value().twice()}</p>
                    """);

    private final Journal journal;

    Lookout(Journal journal) {
        this.journal = journal;
    }

    record State(
            List<String> present, Shared<Tally.State> available, Shared<Tally.State> majority) {
        private State with(List<String> now) {
            return new State(now, available, majority);
        }
    }

    @Override
    public Template<State> template() {
        return PAGE;
    }

    @Override
    public State mount(Socket socket) {
        socket.subscribe(Desk.HERE);
        socket.subscribe(Desk.NEWS);
        return new State(
                present(socket),
                socket.entity(Tally.Available.class, "all").value(),
                socket.entity(Tally.Majority.class, "all").value());
    }

    @Override
    public State attach(State state, Socket socket) {
        return state.with(present(socket));
    }

    @OnMessage
    State changed(State state, Presence.Change change, Socket socket) {
        change.joined().forEach(entry -> journal.write("joined", entry.key()));
        change.left().forEach(entry -> journal.write("left", entry.key()));
        return state.with(present(socket));
    }

    @OnMessage
    State heard(State state, Desk.News news) {
        journal.write("news", news.page(), news.number());
        return state;
    }

    private static List<String> present(Socket socket) {
        return socket.presence().list(Desk.HERE).stream()
                .map(Presence.Entry::key)
                .distinct()
                .toList();
    }
}
