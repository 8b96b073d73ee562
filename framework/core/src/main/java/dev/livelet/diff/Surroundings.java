package dev.livelet.diff;

import dev.livelet.expression.Frame;
import dev.livelet.expression.Reads;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The frames that a run of the differ is inside of, with what has changed between them. Content
 * given to a component is evaluated in frames of the template that gives it: deep inside the
 * component they are found again here. Confined to one thread.
 */
final class Surroundings {
    private @Nullable Frame[] before = new @Nullable Frame[8];
    private @Nullable Frame[] after = new @Nullable Frame[8];
    private long[] changed = new long[8];
    private int depth;

    void enter(Frame before, Frame after, long changed) {
        if (depth == this.changed.length) {
            this.before = Arrays.copyOf(this.before, depth * 2);
            this.after = Arrays.copyOf(this.after, depth * 2);
            this.changed = Arrays.copyOf(this.changed, depth * 2);
        }
        this.before[depth] = before;
        this.after[depth] = after;
        this.changed[depth++] = changed;
    }

    void leave() {
        depth--;
    }

    long changed(Frame before, Frame after) {
        for (int i = depth - 1; i >= 0; i--)
            if (this.before[i] == before && this.after[i] == after) return changed[i];
        return Reads.EVERYTHING;
    }
}
