package dev.livelet.session;

import dev.livelet.Async;
import dev.livelet.Form;
import dev.livelet.Input;
import dev.livelet.Key;
import dev.livelet.LiveState;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Pointer;
import dev.livelet.Presence;
import dev.livelet.Socket;
import dev.livelet.Template;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** A view with something of everything: notes that belong to people, and what sockets can do. */
final class Notes implements LiveView<Notes.State> {
    record Note(int id, String owner, String text) {}

    record Draft(String title) {}

    record State(List<Note> notes, boolean admin, String log) implements LiveState<State> {
        State logged(String entry) {
            return with(State::log, log + entry + ";");
        }
    }

    record Added(Note note) {}

    record Withdrawn(int id) {}

    private static final Template<State> PAGE =
            Template.of(
                    State.class,
                    """
                    <p>{log}</p>
                    <ul><li :for={note : notes} :key={note.id}>{note.text}
                      <button :if={note.owner == "me"} on:click={remove(note.id)}>x</button>
                    </li></ul>
                    <button :if={admin} on:click={clear()}>all</button>
                    <form on:input={check()} on:submit={save()}><input name="title"></form>
                    <input on:input={search()} on:keydown={pressed()}>
                    <div on:click.pointer={drawn("here")}></div>
                    <button :if={admin} on:click={late(1)}>late</button>
                    """);

    /** What handlers were given to do besides, by tests. */
    interface Act {
        State on(State state, Socket socket) throws Exception;
    }

    final List<String> ended = new ArrayList<>();
    Act mounting = (state, socket) -> state;
    Act attaching = (state, socket) -> state;
    Act late = (state, socket) -> state;
    State first =
            new State(
                    List.of(
                            new Note(1, "me", "one"),
                            new Note(2, "you", "two"),
                            new Note(3, "me", "three")),
                    true,
                    "");

    @Override
    public Template<State> template() {
        return PAGE;
    }

    @Override
    public State mount(Socket socket) {
        return run(mounting, first, socket);
    }

    @Override
    public State attach(State state, Socket socket) {
        return run(attaching, state, socket);
    }

    @Override
    public void terminate(State state, String reason) {
        ended.add(reason);
    }

    private static State run(Act act, State state, Socket socket) {
        try {
            return act.on(state, socket);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @On
    State remove(State state, int id) {
        return state.with(
                        State::notes,
                        state.notes().stream().filter(note -> note.id() != id).toList())
                .logged("-" + id);
    }

    @On
    State clear(State state) {
        return state.with(State::notes, List.of());
    }

    @On
    State check(State state, Form<Draft> form) {
        return state.logged("check " + form.text("title"));
    }

    @On
    State save(State state, Socket socket, Form<Draft> form) {
        socket.flash("info", "saved");
        return state.logged("save " + form.text("title"));
    }

    @On
    State search(State state, Input input) {
        return state.logged("search " + input.value());
    }

    @On
    State pressed(State state, Key key) {
        return state.logged(key.name() + key.held() + key.repeat());
    }

    @On
    State drawn(State state, String where, Pointer pointer) {
        return state.logged(where + pointer.x() + "," + pointer.y() + "," + pointer.button());
    }

    @On(stale = On.Stale.ALLOW)
    State late(State state, long number, Socket socket) {
        return run(late, state, socket);
    }

    @OnMessage
    State added(State state, Added added) {
        List<Note> notes = new ArrayList<>(state.notes());
        notes.addFirst(added.note());
        return state.with(State::notes, List.copyOf(notes));
    }

    @OnMessage
    State withdrawn(State state, Withdrawn withdrawn) {
        return state.with(
                State::notes,
                state.notes().stream().filter(note -> note.id() != withdrawn.id()).toList());
    }

    @OnMessage
    State admin(State state, Boolean admin) {
        return state.with(State::admin, admin);
    }

    @OnMessage
    State said(State state, String text) {
        return state.logged(text);
    }

    @OnMessage
    State here(State state, Presence.Change change) {
        return state.logged("+" + change.joined().size() + "-" + change.left().size());
    }

    /** Starts work that ends as told. */
    static Act async(Callable<String> work) {
        return (state, socket) -> {
            socket.async(
                    "work",
                    work,
                    (State then, Async<String> result) ->
                            switch (result) {
                                case Async.Ok<String>(String value) -> then.logged(value);
                                case Async.Failed<String>(String reason) -> then.logged("failed");
                                case Async.Loading<String> loading -> then;
                            });
            return state;
        };
    }

    static Act every(String name, Duration period, Object message) {
        return (state, socket) -> {
            socket.every(name, period, message);
            return state;
        };
    }
}
