package dev.livelet.template;

/**
 * Whether what a fragment or a piece of one renders may begin and end with text: between two texts
 * stands a separator.
 *
 * @param begins whether it may begin with text; false for what begins with an element or a comment
 * @param ends whether it may end with text
 * @param nothing whether it never renders anything: then what stands around it are neighbours
 */
record Edges(boolean begins, boolean ends, boolean nothing) {
    static final Edges NOTHING = new Edges(false, false, true);
    static final Edges CLOSED = new Edges(false, false, false);
    static final Edges TEXT = new Edges(true, true, false);

    /** A conditional or a list: begins with a comment. */
    static Edges afterComment(boolean ends) {
        return new Edges(false, ends, false);
    }

    /** Of this and what follows it. */
    Edges then(Edges next) {
        if (next.nothing) return this;
        return nothing ? next : new Edges(begins, next.ends, false);
    }

    /** Whether a separator stands between this and what follows it. */
    boolean touches(Edges next) {
        return ends && next.begins;
    }
}
