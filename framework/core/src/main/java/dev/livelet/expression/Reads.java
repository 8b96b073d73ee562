package dev.livelet.expression;

/**
 * Read-sets as bit masks: bits 0 to 46 are the record's components (all later ones share bit 46),
 * bits 47 to 62 the variables 1 to 16 (all later ones share bit 62), bit 63 the render context. The
 * same bits say what has changed.
 */
public final class Reads {
    public static final long NOTHING = 0;
    public static final long EVERYTHING = -1L;
    public static final long CONTEXT = 1L << 63;
    private static final int COMPONENTS = 47;

    /** All components. */
    public static final long RECORD = (1L << COMPONENTS) - 1;

    private static final int VARIABLES = 16;

    private Reads() {}

    public static long component(int index) {
        return 1L << Math.min(index, COMPONENTS - 1);
    }

    /**
     * @param variable its index in the frame, from 1
     */
    public static long variable(int variable) {
        return 1L << (COMPONENTS + Math.min(variable, VARIABLES) - 1);
    }

    public static boolean meet(long reads, long changed) {
        return (reads & changed) != 0;
    }
}
