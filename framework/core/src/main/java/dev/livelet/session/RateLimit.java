package dev.livelet.session;

/** A token bucket. Thread-safe. */
final class RateLimit {
    private final double perNano;
    private final int burst;
    private double tokens;
    private long last;
    private int refused;
    private boolean flooded;

    RateLimit(int perSecond, int burst, long now) {
        this.perNano = perSecond / 1e9;
        this.burst = burst;
        this.tokens = burst;
        this.last = now;
    }

    synchronized boolean take(long now) {
        tokens = Math.min(burst, tokens + (now - last) * perNano);
        last = now;
        if (tokens < 1) {
            refused++;
            return false;
        }
        tokens -= 1;
        refused = 0;
        flooded = false;
        return true;
    }

    /** Takes what is left, at most {@code count}. */
    synchronized void takeUpTo(int count) {
        tokens = Math.max(0, tokens - count);
    }

    /** What was refused is forgotten; what may be taken stays as it is. */
    synchronized void forgive() {
        refused = 0;
        flooded = false;
    }

    /** Whether as many were refused in a row as a burst holds: nobody's fingers do that. */
    synchronized boolean flooded() {
        return refused > burst;
    }

    /** True once for each flood. */
    synchronized boolean floodBegins() {
        boolean begins = !flooded;
        flooded = true;
        return begins;
    }
}
