package dev.livelet.cluster.link;

/**
 * Channels whose frames may wait for company, and until when. While there is always something, the
 * sender sleeps from one time to the next: so who has more need not wake it, and what waits goes
 * when it wakes. Guarded by the line's lock; times in nanoseconds.
 */
final class Ripening {
    static final long NEVER = Long.MAX_VALUE;

    private int channels;

    /** The shortest time that these may wait. */
    private long within;

    private long due;
    private boolean dozing;
    private long wakes;

    /**
     * @param bits the channel
     * @return whether the sender sleeps for longer than that
     */
    boolean add(int bits, long within, long now) {
        boolean first = channels == 0;
        boolean soonEnough = dozing && wakes - now <= within;
        long at = soonEnough ? wakes : now + within;
        boolean sooner = first ? !soonEnough : at - due < 0;
        if (first || sooner) due = at;
        this.within = first ? within : Math.min(this.within, within);
        channels |= bits;
        return sooner;
    }

    /** Those whose time has come. */
    int take(long now) {
        if (channels == 0) {
            if (dozing && now - wakes >= 0) dozing = false;
            return 0;
        }
        if (now - due < 0) return 0;
        int ripe = channels;
        channels = 0;
        dozing = true;
        wakes = now + within;
        return ripe;
    }

    /** How long there is nothing to do. */
    long sleep(long now) {
        if (channels != 0) return Math.max(0, due - now);
        return dozing ? Math.max(0, wakes - now) : NEVER;
    }
}
