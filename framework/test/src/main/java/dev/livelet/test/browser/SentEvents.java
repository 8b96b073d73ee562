package dev.livelet.test.browser;

import java.util.ArrayList;
import java.util.List;

/**
 * The events that the server may have to hear again: those without an answer, and in a cluster also
 * those that have one but could be lost with a node. Numbered from 1 in the order sent. Confined to
 * one thread.
 *
 * @param <E> an event
 */
final class SentEvents<E> {
    private final List<E> kept = new ArrayList<>();

    /** The last event that need not be kept, and the last one that has its answer. */
    private int durable;

    private int answered;
    private boolean keepsAnswered;

    void add(E event) {
        kept.add(event);
    }

    /** From now on only {@link #durable} lets go of an event. */
    void keepAnswered() {
        keepsAnswered = true;
    }

    /** All that a join brings. */
    List<E> kept() {
        return kept;
    }

    /** The number of the first of {@link #kept}. */
    int first() {
        return durable + 1;
    }

    int answered() {
        return answered;
    }

    int unanswered() {
        return durable + kept.size() - answered;
    }

    /**
     * So many more have their answer.
     *
     * @return these
     */
    List<E> answer(int count) {
        if (count < 0 || count > unanswered())
            throw new Mismatch(count + " events were answered, " + unanswered() + " had no answer");
        int from = answered - durable;
        List<E> now = List.copyOf(kept.subList(from, from + count));
        answered += count;
        if (!keepsAnswered) durable(answered);
        return now;
    }

    /** No node can lose what was done up to this event. */
    void durable(int event) {
        if (event < durable || event > answered)
            throw new Mismatch(
                    "Event "
                            + event
                            + " is durable, while "
                            + durable
                            + " were and "
                            + answered
                            + " are answered");
        kept.subList(0, event - durable).clear();
        durable = event;
    }
}
