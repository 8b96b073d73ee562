package dev.livelet.load;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The events that the server may have to hear again: those without an answer, and in a cluster also
 * those that have one but could be lost with a node. Numbered from 1 in the order sent.
 */
final class SentEvents {
    /**
     * @param seen number of the last patch before it
     * @param tail its path and payload, as JSON
     */
    record Sent(int seen, String tail, @Nullable IntConsumer answered) {}

    private final Deque<Sent> kept = new ArrayDeque<>();
    private final Deque<Sent> unanswered = new ArrayDeque<>();
    private int durable;
    private int answered;
    private boolean keepsAnswered;

    void add(Sent event) {
        kept.add(event);
        unanswered.add(event);
    }

    int first() {
        return durable + 1;
    }

    int answered() {
        return answered;
    }

    int unanswered() {
        return unanswered.size();
    }

    int kept() {
        return kept.size();
    }

    List<Sent> all() {
        return new ArrayList<>(kept);
    }

    /** From now on only {@link #durable} lets go of an event. */
    void keepAnswered() {
        keepsAnswered = true;
    }

    /**
     * So many more have their answer.
     *
     * @param code why the last of them was refused; 0 when it was not
     */
    void answer(int count, int code) {
        if (count < 0 || count > unanswered.size())
            throw new IllegalStateException(
                    count + " events were answered, " + unanswered.size() + " had no answer");
        for (int i = 1; i <= count; i++) {
            Sent event = unanswered.remove();
            answered++;
            if (!keepsAnswered) durable(answered);
            if (event.answered() != null) event.answered().accept(i == count ? code : 0);
        }
    }

    /** No node can lose what was done up to this event. */
    void durable(int event) {
        if (event > answered)
            throw new IllegalStateException(
                    "Event " + event + " is durable before it is answered: " + answered);
        for (; durable < event; durable++) kept.remove();
    }
}
