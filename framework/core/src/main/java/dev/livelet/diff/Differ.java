package dev.livelet.diff;

import dev.livelet.expression.Frame;
import dev.livelet.template.CompiledTemplate;

/** The patch between two states, as a pure function: nothing that was rendered is kept. */
public final class Differ {
    private Differ() {}

    /**
     * Writes {@code slot, patch, slot, patch, …} into the array that the writer has open.
     *
     * @return whether anything was written
     */
    public static boolean diff(CompiledTemplate<?> template, Frame before, Frame after, PatchWriter out) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Writes the full value of each slot into the array that the writer has open. */
    public static void full(CompiledTemplate<?> template, Frame frame, PatchWriter out) {
        throw new UnsupportedOperationException("not built yet");
    }
}
