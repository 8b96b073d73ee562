package dev.livelet.examples;

import dev.livelet.Presence;

import java.util.Comparator;
import java.util.List;

/**
 * Someone who has the room open.
 *
 * @param name "" for those who have not said it
 * @param session one page; a visitor with two is here twice
 * @param visit how often the page has come, from where it was taken to be gone
 */
record Visitor(String name, String session, boolean typing, int visit) {
    static final Comparator<Visitor> BY_NAME =
            Comparator.comparing(Visitor::name).thenComparing(Visitor::session);

    /** What presence knows of a visitor. */
    record Here(int visit) {}

    /** Those who went away and did not come back at the same time. */
    static List<Visitor> gone(Presence.Change change) {
        List<Visitor> joined = change.joined().stream().map(Visitor::of).toList();
        return change.left().stream()
                .map(Visitor::of)
                .filter(visitor -> joined.stream().noneMatch(visitor::isOf))
                .toList();
    }

    private static Visitor of(Presence.Entry entry) {
        int visit = entry.meta() instanceof Here here ? here.visit() : 0;
        return new Visitor("", entry.session(), false, visit);
    }

    /** Of this room's visitors, those whom presence does not know. */
    static List<Visitor> missing(List<Visitor> visitors, List<Presence.Entry> present) {
        List<String> sessions = present.stream().map(Presence.Entry::session).sorted().toList();
        return visitors.stream()
                .filter(
                        visitor ->
                                java.util.Collections.binarySearch(sessions, visitor.session()) < 0)
                .toList();
    }

    boolean isSession(Visitor other) {
        return session.equals(other.session);
    }

    /** Whether this is the other's visit, or one before it. */
    boolean isOf(Visitor other) {
        return isSession(other) && visit <= other.visit;
    }
}
