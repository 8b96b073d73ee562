package dev.livelet.examples;

import dev.livelet.Form;
import dev.livelet.LiveState;
import dev.livelet.Node;
import dev.livelet.Shared;

import java.util.List;

/**
 * What a page of a room shows.
 *
 * @param me this page's session
 * @param form what is typed, and what is wrong with it
 * @param name what the others know this visitor by
 * @param typing whether the others see this visitor typing
 * @param zone of the browser, for the times
 * @param messages the room's last, oldest first; one object in all its pages
 * @param visitors everyone here, by name
 * @param node that serves the page
 */
record ChatState(
        String room,
        String me,
        Form<Post> form,
        String name,
        boolean typing,
        String zone,
        Shared<List<Message>> messages,
        List<Visitor> visitors,
        Node node)
        implements LiveState<ChatState> {
    private static final int NAMED = 30;

    /** A page that knows nothing yet but its room and the visitor's name. */
    static ChatState entering(String room, String session, String name) {
        return new ChatState(
                room,
                session,
                Form.of(new Post(name, "")),
                "",
                false,
                "UTC",
                Rooms.NOTHING,
                List.of(),
                new Node("", 0));
    }

    /** The names of those here, each once. */
    List<String> online() {
        return visitors.stream()
                .map(Visitor::name)
                .filter(name -> !name.isEmpty())
                .distinct()
                .limit(NAMED)
                .toList();
    }

    /** Those whom {@link #online} does not name, in words; "" when there are none. */
    String others() {
        long nameless = visitors.stream().filter(visitor -> visitor.name().isEmpty()).count();
        long named =
                visitors.stream()
                        .map(Visitor::name)
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .count();
        long others = nameless + Math.max(0, named - NAMED);
        if (others == 0) return "";
        return online().isEmpty()
                ? others + (others == 1 ? " guest" : " guests")
                : "+" + others + (others == 1 ? " guest" : " guests");
    }

    /** Who is typing, besides the visitor of this page, in words; "" when nobody is. */
    String busy() {
        List<String> names =
                visitors.stream()
                        .filter(visitor -> visitor.typing() && !visitor.session().equals(me))
                        .map(visitor -> visitor.name().isEmpty() ? "Someone" : visitor.name())
                        .distinct()
                        .toList();
        return switch (names.size()) {
            case 0 -> "";
            case 1 -> names.getFirst() + " is typing…";
            case 2 -> names.getFirst() + " and " + names.getLast() + " are typing…";
            default -> "Several people are typing…";
        };
    }

    /** The name in the field, which may be half typed. */
    String typedName() {
        String typed = form.text("name").strip();
        return typed.codePointCount(0, typed.length()) > Post.LONGEST_NAME ? name : typed;
    }
}
