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
 * @param visit how often it has come to the room, for those who find it gone
 * @param form what is typed, and what is wrong with it
 * @param name what the others know this visitor by
 * @param typing whether the others see this visitor typing
 * @param zone of the browser, for the times
 * @param hall the room; one object in all its pages
 * @param node that serves the page
 */
record ChatState(
        String room,
        String me,
        int visit,
        Form<Post> form,
        String name,
        boolean typing,
        String zone,
        Shared<Room.State> hall,
        Node node)
        implements LiveState<ChatState> {
    private static final Shared<Room.State> NOTHING =
            Shared.of(new Room.State(List.of(), List.of()));

    /** How many pages say that others have gone: one is enough, if its node lives. */
    private static final int SPEAKERS = 3;

    /** A page that knows nothing yet but its room and the visitor's name. */
    static ChatState entering(String room, String session, String name) {
        return new ChatState(
                room,
                session,
                0,
                Form.of(new Post(name, "")),
                "",
                false,
                "UTC",
                NOTHING,
                new Node("", 0));
    }

    /**
     * The visit as which the page is here now. One that comes from a node that was lost, or whose
     * network was away for a moment, has not left the room: it changes nothing there. A hundred
     * pages that come at once would each have all others render again.
     */
    int thisVisit() {
        return hall.value().visitors().stream()
                .filter(visitor -> visitor.session().equals(me))
                .mapToInt(visitor -> Math.max(visit, visitor.visit()))
                .findFirst()
                .orElse(visit + 1);
    }

    /** This visitor as the room shall know them. */
    Visitor visitor() {
        return new Visitor(name, me, typing, visit);
    }

    /** Whether it is for this page to say who has gone: it is among the first of those left. */
    boolean speaks(List<Visitor> gone) {
        return hall.value().visitors().stream()
                .filter(visitor -> gone.stream().noneMatch(visitor::isOf))
                .limit(SPEAKERS)
                .anyMatch(visitor -> visitor.session().equals(me));
    }

    /** The name in the field, which may be half typed. */
    String typedName() {
        String typed = form.text("name").strip();
        return typed.codePointCount(0, typed.length()) > Post.LONGEST_NAME ? name : typed;
    }
}
