package dev.livelet.entity;

import dev.livelet.spi.EntityCall;
import dev.livelet.spi.EntityCall.Outcome;
import dev.livelet.spi.Timers;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A call whose caller waits. When its time is over it is withdrawn: so it is known in the end
 * whether it was done, but for the case that nobody can be asked for that, either. A question for
 * the value alone is simply given up. Thread-safe.
 */
final class OpenCall {
    /** For an answer to a withdrawal. */
    static final Duration CERTAINTY = Duration.ofSeconds(10);

    private final EntityNode node;
    private final EntityCall call;
    private final Consumer<Outcome> answer;
    private Timers.@Nullable Timer limit;
    private boolean over;

    /**
     * @param answer runs once, on any thread
     */
    OpenCall(EntityNode node, EntityCall call, Consumer<Outcome> answer) {
        this.node = node;
        this.call = call;
        this.answer = answer;
    }

    void begin() {
        limit(call.timeout(), this::late);
        node.cluster().send(call, this::end);
    }

    private synchronized void limit(Duration after, Runnable then) {
        if (!over) limit = node.around().timers().after(after, then);
    }

    private void late() {
        if (call.method().equals(EntityCall.FIND)) {
            end(new Outcome.Refused(message()));
            return;
        }
        limit(CERTAINTY, () -> end(new Outcome.Unavailable(message())));
        node.cluster().withdraw(call, this::end);
    }

    private String message() {
        return call.id() + " did not answer within " + call.timeout();
    }

    private void end(Outcome outcome) {
        synchronized (this) {
            if (over) return;
            over = true;
            if (limit != null) limit.cancel();
        }
        answer.accept(outcome);
    }
}
