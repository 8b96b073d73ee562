package dev.livelet.test.property;

import java.util.List;
import java.util.Random;

/**
 * The decisions of a generator. They are recorded as numbers, so that a case can be made again from
 * them, and made smaller by making the numbers fewer and lower: 0 is always the simplest choice,
 * also when the numbers have run out.
 */
final class Choices {
    private final int[] replay;
    private final Random random;
    private final boolean recorded;
    private final int limit;
    private int[] made = new int[64];
    private int size;

    private Choices(int[] replay, Random random, boolean recorded, int limit) {
        this.replay = replay;
        this.random = random;
        this.recorded = recorded;
        this.limit = limit;
    }

    /** Fresh decisions; after {@code limit} of them only the simplest. */
    static Choices random(long seed, int limit) {
        return new Choices(new int[0], new Random(seed), false, limit);
    }

    static Choices replay(int[] made) {
        return new Choices(made, new Random(0), true, made.length);
    }

    /** A number below {@code bound}. */
    int below(int bound) {
        int choice = 0;
        if (size < limit)
            choice = recorded ? Math.min(replay[size], bound - 1) : random.nextInt(bound);
        if (size == made.length) made = java.util.Arrays.copyOf(made, size * 2);
        made[size++] = choice;
        return choice;
    }

    /** True in so many of 100 cases; false is the simplest. */
    boolean chance(int percent) {
        return below(100) >= 100 - percent;
    }

    <T> T of(List<T> options) {
        return options.get(below(options.size()));
    }

    @SafeVarargs
    final <T> T of(T... options) {
        return options[below(options.length)];
    }

    int[] made() {
        return java.util.Arrays.copyOf(made, size);
    }
}
