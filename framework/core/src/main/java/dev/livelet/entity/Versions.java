package dev.livelet.entity;

import java.time.InstantSource;

/**
 * The numbers of an entity's states. They grow, and one number names one state: also when two nodes
 * go on with the same state, in a split or because one does not know yet that it has lost the
 * entity. For that the last bits of each are of the node that made the state.
 *
 * @param mark of this node's run: random, below {@link #MARKS}
 */
record Versions(int mark) {
    static final int MARKS = 1 << 14;

    /** More changes than an entity has in a millisecond. */
    private static final int CHANGES = 16;

    Versions {
        if (mark < 0 || mark >= MARKS) throw new IllegalArgumentException("a mark of " + mark);
    }

    long after(long version) {
        return version(version / MARKS + 1);
    }

    /** For an entity that is made anew: above all that one of this name had before. */
    long first(long version, InstantSource wall) {
        return version(Math.max(version / MARKS + 1, wall.millis() * CHANGES));
    }

    private long version(long number) {
        return number * MARKS + mark;
    }
}
