package dev.livelet.server;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** For what another thread or process does in its own time. */
final class Eventually {
    private Eventually() {}

    /** Asks until it is so, for ten seconds at most. */
    static void holds(Callable<Boolean> condition, String what) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        try {
            while (!condition.call()) {
                if (System.nanoTime() > end)
                    throw new AssertionError("not within ten seconds: " + what);
                LockSupport.parkNanos(2_000_000);
            }
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
    }
}
