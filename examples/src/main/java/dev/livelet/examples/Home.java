package dev.livelet.examples;

import dev.livelet.Form;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;

/** The index: each example with a sentence, and a door to any chat room. */
final class Home implements LiveView<Home.State> {

    record State(Form<Door> form) {}

    record Door(String room) {}

    @Override
    public State mount(Socket socket) {
        socket.title("Livelet, by example");
        return new State(Form.empty(Door.class));
    }

    @On
    State enter(State state, Form<Door> form, Socket socket) {
        String name = RoomName.of(form.text("room"));
        if (name.isEmpty())
            return new State(form.withError("room", "A room's name has letters or digits"));
        socket.redirect(RoomName.path(name));
        return new State(form);
    }
}
