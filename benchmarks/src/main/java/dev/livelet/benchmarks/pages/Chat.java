package dev.livelet.benchmarks.pages;

import dev.livelet.LiveView;
import dev.livelet.Shared;
import dev.livelet.Socket;
import dev.livelet.Template;

/** A page of a {@link Room}: what is said reaches it as a value shared by all of its pages. */
public final class Chat implements LiveView<Chat.State> {
    public static final String ROOM = "lobby";

    public record State(Shared<Room.State> room) {}

    private static final Template<State> PAGE =
            Template.of(
                    State.class,
                    """
                    <ul><li :for={message : room.value().messages()} :key={message.number}>\
                    {message.from}: {message.text}</li></ul>
                    """);

    @Override
    public Template<State> template() {
        return PAGE;
    }

    @Override
    public State mount(Socket socket) {
        return new State(socket.entity(Room.class, ROOM).value());
    }
}
