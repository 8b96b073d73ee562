package dev.livelet.pubsub;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What hashes by when it came: a concurrent set of thousands is walked about in that order, in
 * which they and what belongs to them lie in memory, too. By identity they would come in a random
 * order, each a walk through cold memory (measured: {@code
 * benchmarks/notes/one-message-to-15000-pages.md}).
 *
 * <p>Equal to itself only.
 */
public abstract class Arrival {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final int number = COUNT.getAndIncrement();

    protected Arrival() {}

    @Override
    public final int hashCode() {
        return number;
    }

    @Override
    public final boolean equals(Object other) {
        return this == other;
    }
}
