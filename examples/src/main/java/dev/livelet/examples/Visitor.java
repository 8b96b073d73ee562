package dev.livelet.examples;

import dev.livelet.Presence;

import java.util.List;

/**
 * Someone who has the room open.
 *
 * @param name "" for those who have not said it
 * @param session one page; a visitor with two is here twice
 */
record Visitor(String name, String session, boolean typing) {

    static List<Visitor> of(List<Presence.Entry> entries) {
        return entries.stream()
                .map(
                        entry ->
                                new Visitor(
                                        entry.key(),
                                        entry.session(),
                                        entry.meta() instanceof Doing doing && doing.typing()))
                .toList();
    }

    /** What the room knows of a visitor besides the name. */
    record Doing(boolean typing) {}
}
