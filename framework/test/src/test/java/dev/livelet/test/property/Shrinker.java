package dev.livelet.test.property;

import java.util.Arrays;
import java.util.function.Predicate;

/** Makes the decisions of a failing case fewer and lower for as long as it fails. */
final class Shrinker {
    static final int TRIES = 6_000;

    private final int most;
    private final Predicate<Choices> fails;
    private int[] best;
    private int tries;

    private Shrinker(int[] failing, int most, Predicate<Choices> fails) {
        this.most = most;
        this.best = failing;
        this.fails = fails;
    }

    /** With as many tries as is usual. */
    static int[] shrink(int[] failing, Predicate<Choices> fails) {
        return shrink(failing, TRIES, fails);
    }

    /**
     * @param most tries
     * @param fails generates a case from the decisions and says whether it fails
     */
    static int[] shrink(int[] failing, int most, Predicate<Choices> fails) {
        Shrinker shrinker = new Shrinker(failing, most, fails);
        int[] before;
        do {
            before = shrinker.best;
            shrinker.remove();
            shrinker.lower();
        } while (!Arrays.equals(before, shrinker.best) && shrinker.tries < most);
        return shrinker.best;
    }

    private void remove() {
        for (int size = Math.max(1, best.length / 2); size > 0; size /= 2) {
            for (int i = 0; i + size <= best.length; ) {
                int[] candidate = new int[best.length - size];
                System.arraycopy(best, 0, candidate, 0, i);
                System.arraycopy(best, i + size, candidate, i, candidate.length - i);
                if (!accepted(candidate)) i += size == 1 ? 1 : Math.max(1, size / 2);
            }
        }
    }

    private void lower() {
        for (int i = 0; i < best.length; i++) {
            int value = best[i];
            if (value == 0) continue;
            for (int lower : new int[] {0, value / 2, value - 1}) {
                int[] candidate = best.clone();
                candidate[i] = lower;
                if (accepted(candidate)) break;
                if (i >= best.length) return;
            }
        }
    }

    private boolean accepted(int[] candidate) {
        if (tries++ > most) return false;
        Choices choices = Choices.replay(candidate);
        if (!fails.test(choices)) return false;
        int[] made = choices.made();
        boolean smaller =
                made.length < best.length
                        || (made.length == best.length && Arrays.compare(made, best) < 0);
        if (smaller) best = made;
        return smaller;
    }
}
