package dev.livelet.server;

/**
 * Where a page comes from, as its token says.
 *
 * @param where its session was then, in a cluster; empty without one
 * @param address path and query, at which a lost session can be mounted anew
 */
record PageOrigin(String where, String address) {
    /** Reads what {@link #text} made. Addresses begin with a slash, and nothing else does. */
    static PageOrigin of(String text) {
        int space = text.startsWith("/") ? -1 : text.indexOf(' ');
        return space < 0
                ? new PageOrigin("", text)
                : new PageOrigin(text.substring(0, space), text.substring(space + 1));
    }

    String text() {
        return where.isEmpty() ? address : where + " " + address;
    }
}
