package dev.livelet.examples;

import dev.livelet.Async;
import dev.livelet.Form;
import dev.livelet.Gap;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Presence;
import dev.livelet.Shared;
import dev.livelet.Socket;

import java.time.Duration;
import java.util.List;

/**
 * A room: its last messages, who is here, who is typing. A topic of the room's name carries new
 * messages and changes of presence to every open page.
 */
final class ChatRoom implements LiveView<ChatState> {
    private static final Duration TYPING = Duration.ofSeconds(4);

    private final Rooms rooms;
    private final Names names;

    ChatRoom(Rooms rooms, Names names) {
        this.rooms = rooms;
        this.names = names;
    }

    /** The visitor has not typed for a while. */
    record Quiet() {}

    @Override
    public ChatState mount(Socket socket) {
        String asked = socket.params().get("room");
        String room = RoomName.of(asked);
        ChatState state = ChatState.entering(room, socket.sessionId(), names.of(socket.visitor()));
        if (!room.equals(asked)) {
            socket.redirect(room.isEmpty() ? "/" : RoomName.path(room));
            return state;
        }
        socket.title("#" + room + " · Livelet");
        socket.subscribe(topic(room)); // before the query, so that no message falls between
        return state.with(ChatState::messages, rooms.latest(room));
    }

    @Override
    public ChatState attach(ChatState state, Socket socket) {
        String name = state.typedName();
        socket.presence().track(topic(state.room()), name, new Visitor.Doing(false));
        boolean again = state.node().epoch() > 0;
        if (again) catchUp(state, socket);
        List<Visitor> here = Visitor.of(socket.presence().list(topic(state.room())));
        return known(state, name, false)
                .with(ChatState::node, socket.node())
                .with(ChatState::zone, socket.context().zone().getId())
                .with(ChatState::visitors, here);
    }

    /** On each input: what is typed, and that something is. */
    @On
    ChatState edit(ChatState state, Form<Post> form, Socket socket) {
        ChatState next = state.with(ChatState::form, form);
        if (!form.target().equals("message")) return next;
        boolean typing = !form.text("message").isBlank();
        if (typing) socket.after("typing", TYPING, new Quiet());
        return appear(next, typing, socket);
    }

    /** A field was left: a name that was being typed is one now. */
    @On
    ChatState settle(ChatState state, Form<Post> form, Socket socket) {
        return appear(state.with(ChatState::form, form), state.typing(), socket);
    }

    @On
    ChatState post(ChatState state, Form<Post> form, Socket socket) {
        if (!form.valid()) return state.with(ChatState::form, form);
        Post post = form.value();
        Message message =
                rooms.post(
                        state.room(),
                        post.name().strip(),
                        post.message().strip(),
                        socket.eventId().orElseThrow());
        socket.publish(topic(state.room()), message);
        ChatState next =
                state.with(ChatState::form, Form.of(new Post(post.name(), "")))
                        .with(ChatState::messages, rooms.received(message));
        return appear(next, false, socket);
    }

    @OnMessage
    ChatState said(ChatState state, Message message) {
        return state.with(ChatState::messages, rooms.received(message));
    }

    @OnMessage
    ChatState missed(ChatState state, Gap gap, Socket socket) {
        catchUp(state, socket);
        return state;
    }

    /** What was said while the page was between two nodes is in the database. */
    private void catchUp(ChatState state, Socket socket) {
        socket.<ChatState, Shared<List<Message>>>async(
                "catch up", () -> rooms.latest(state.room()), ChatRoom::caughtUp);
    }

    private static ChatState caughtUp(ChatState state, Async<Shared<List<Message>>> read) {
        return read instanceof Async.Ok<Shared<List<Message>>>(Shared<List<Message>> messages)
                ? state.with(ChatState::messages, messages)
                : state;
    }

    @OnMessage
    ChatState changed(ChatState state, Presence.Change change, Socket socket) {
        return state.with(ChatState::visitors, Visitor.of(socket.presence().list(change.topic())));
    }

    @OnMessage
    ChatState quiet(ChatState state, Quiet quiet, Socket socket) {
        return appear(state, false, socket);
    }

    /** Lets the room know the visitor's name and whether they type, where that has changed. */
    private ChatState appear(ChatState state, boolean typing, Socket socket) {
        String name = state.typedName();
        if (name.equals(state.name()) && typing == state.typing()) return state;
        if (!name.equals(state.name())) {
            socket.presence().untrack(topic(state.room()), state.name());
            names.remember(socket.visitor(), name);
        }
        socket.presence().track(topic(state.room()), name, new Visitor.Doing(typing));
        if (!typing) socket.cancel("typing");
        return known(state, name, typing);
    }

    private static ChatState known(ChatState state, String name, boolean typing) {
        return state.with(ChatState::name, name).with(ChatState::typing, typing);
    }

    private static String topic(String room) {
        return "chat:" + room;
    }
}
