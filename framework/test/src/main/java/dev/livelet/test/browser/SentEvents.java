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
    private final List<Kept<E>> kept = new ArrayList<>();

    /** The last event that needs no keeping, and the last one that this socket has answered. */
    private int durable;

    private int answered;
    private boolean keepsAnswered;

    private static final class Kept<E> {
        private final E event;
        private boolean hadAnswer;

        private Kept(E event) {
            this.event = event;
        }
    }

    void add(E event) {
        kept.add(new Kept<>(event));
    }

    /** From now on only {@link #durable} lets go of an event. */
    void keepAnswered() {
        keepsAnswered = true;
    }

    /** A join: what it brings is answered anew, from {@link #first} on. */
    List<E> again() {
        answered = durable;
        return kept.stream().map(each -> each.event).toList();
    }

    /** The number of the first event that a join brings. */
    int first() {
        return durable + 1;
    }

    int answered() {
        return answered;
    }

    int unanswered() {
        return (int) kept.stream().filter(each -> !each.hadAnswer).count();
    }

    /**
     * So many more are answered.
     *
     * @return those that had no answer before
     */
    List<E> answer(int count) {
        List<Kept<E>> now = upTo(count);
        List<E> first = now.stream().filter(each -> !each.hadAnswer).map(each -> each.event).toList();
        now.forEach(each -> each.hadAnswer = true);
        answered += count;
        if (!keepsAnswered) durable(answered);
        return first;
    }

    /** Whether the last of so many more has had an answer before. */
    boolean hadAnswer(int count) {
        return upTo(count).getLast().hadAnswer;
    }

    private List<Kept<E>> upTo(int count) {
        int from = answered - durable;
        if (count < 0 || from + count > kept.size())
            throw new Mismatch(
                    count + " events were answered, " + (kept.size() - from) + " were sent");
        return kept.subList(from, from + count);
    }

    /** No node can lose what was done up to this event. */
    void durable(int event) {
        if (event < durable || event > answered)
            throw new Mismatch(
                    "Event " + event + " is durable, while " + answered + " are answered");
        kept.subList(0, event - durable).clear();
        durable = event;
    }
}
