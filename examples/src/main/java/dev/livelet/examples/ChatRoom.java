package dev.livelet.examples;

import dev.livelet.EntityRef;
import dev.livelet.Form;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Presence;
import dev.livelet.Shared;
import dev.livelet.Socket;

import java.time.Duration;
import java.util.List;

/**
 * A page of a {@link Room}: it shows the room's value, which follows by itself, and tells the room
 * what its visitor does. Presence finds out who has gone.
 */
final class ChatRoom implements LiveView<ChatState> {
    private static final Duration TYPING = Duration.ofSeconds(4);
    private static final Duration LOOK = Duration.ofSeconds(20);

    private final Names names;

    ChatRoom(Names names) {
        this.names = names;
    }

    /** The visitor has not typed for a while. */
    record Quiet() {}

    /** Time to see whether the room is right about who is here. */
    record Look() {}

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
        socket.subscribe(topic(state));
        return state.with(ChatState::hall, hall(state, socket).value());
    }

    @Override
    public ChatState attach(ChatState state, Socket socket) {
        ChatState here =
                known(state, state.typedName(), false)
                        .with(ChatState::visit, state.thisVisit())
                        .with(ChatState::node, socket.node())
                        .with(ChatState::zone, socket.context().zone().getId());
        socket.presence().track(topic(here), here.me(), new Visitor.Here(here.visit()));
        if (!here.hall().value().has(here.visitor()))
            hall(here, socket).tell(Room::seen, here.visitor());
        socket.every("look", LOOK, new Look());
        return here;
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

    /** Returns when the message is in the store and in the room, on more than one node. */
    @On
    ChatState post(ChatState state, Form<Post> form, Socket socket) {
        if (!form.valid()) return state.with(ChatState::form, form);
        Post post = form.value();
        ChatState next = remembered(state, post.name().strip(), false, socket);
        Shared<Room.State> hall =
                hall(state, socket)
                        .call(
                                Room::post,
                                new Room.Said(
                                        next.visitor(),
                                        post.message().strip(),
                                        socket.eventId().orElseThrow()));
        return next.with(ChatState::hall, hall)
                .with(ChatState::form, Form.of(new Post(post.name(), "")));
    }

    @OnMessage
    ChatState quiet(ChatState state, Quiet quiet, Socket socket) {
        return appear(state, false, socket);
    }

    @OnMessage
    void changed(ChatState state, Presence.Change change, Socket socket) {
        tellGone(state, Visitor.gone(change), socket);
    }

    @OnMessage
    void look(ChatState state, Look look, Socket socket) {
        Room.State room = state.hall().value();
        if (!room.has(state.visitor())) hall(state, socket).tell(Room::seen, state.visitor());
        List<Presence.Entry> present = socket.presence().list(topic(state));
        tellGone(state, Visitor.missing(room.visitors(), present), socket);
    }

    private static void tellGone(ChatState state, List<Visitor> gone, Socket socket) {
        if (!gone.isEmpty() && state.speaks(gone)) hall(state, socket).tell(Room::left, gone);
    }

    /** Lets the room know the visitor's name and whether they type, where that has changed. */
    private ChatState appear(ChatState state, boolean typing, Socket socket) {
        ChatState next = remembered(state, state.typedName(), typing, socket);
        if (!next.visitor().equals(state.visitor()))
            hall(state, socket).tell(Room::seen, next.visitor());
        return next;
    }

    private ChatState remembered(ChatState state, String name, boolean typing, Socket socket) {
        if (!name.equals(state.name())) names.remember(socket.visitor(), name);
        if (!typing) socket.cancel("typing");
        return known(state, name, typing);
    }

    private static ChatState known(ChatState state, String name, boolean typing) {
        return state.with(ChatState::name, name).with(ChatState::typing, typing);
    }

    private static EntityRef<Room, Room.State> hall(ChatState state, Socket socket) {
        return socket.entity(Room.class, state.room());
    }

    private static String topic(ChatState state) {
        return "chat:" + state.room();
    }
}
