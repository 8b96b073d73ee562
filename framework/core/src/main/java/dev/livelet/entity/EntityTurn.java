package dev.livelet.entity;

import dev.livelet.Entity;
import dev.livelet.EntityContext;
import dev.livelet.EntityId;
import dev.livelet.EntityRef;
import dev.livelet.LiveletException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of an entity's handler as a transaction: collects what the handler asks of its context.
 * Confined to the handler's thread, and closed to it when the handler has returned.
 */
final class EntityTurn implements EntityContext, Caller {
    private static final Duration LEAST_PERIOD = Duration.ofMillis(1);

    private final EntityNode node;
    private final EntityId id;
    private final long epoch;
    private final String callId;
    private final ArmedTimers timers;
    private final Thread thread = Thread.currentThread();
    private List<Runnable> onCommit = List.of();
    private List<Runnable> onRelease = List.of();
    private int calls;
    private boolean ends;
    private boolean over;

    EntityTurn(EntityNode node, EntityId id, long epoch, String callId, ArmedTimers timers) {
        this.node = node;
        this.id = id;
        this.epoch = epoch;
        this.callId = callId;
        this.timers = timers;
    }

    /** From now on the context answers no call. */
    void over() {
        over = true;
    }

    /** Timers are part of what is committed. */
    void commit() {
        onCommit.forEach(Runnable::run);
    }

    /** What leaves the entity. */
    List<Runnable> effects() {
        return onRelease;
    }

    boolean ends() {
        return ends;
    }

    @Override
    public String name() {
        check();
        return id.name();
    }

    @Override
    public long epoch() {
        check();
        return epoch;
    }

    @Override
    public String callId() {
        check();
        return callId;
    }

    @Override
    public <E extends Entity<S>, S> EntityRef<E, S> entity(Class<E> type, String name) {
        check();
        return node.get(type, name, this);
    }

    @Override
    public void publish(String topic, Object message) {
        afterwards(() -> node.around().pubSub().publish(topic, message));
    }

    @Override
    public void after(String timer, Duration delay, Object message) {
        fit(timer, message);
        onCommit = and(onCommit, () -> timers.arm(timer, delay, null, message));
    }

    @Override
    public void every(String timer, Duration period, Object message) {
        fit(timer, message);
        if (period.compareTo(LEAST_PERIOD) < 0)
            throw new LiveletException(
                    "The timer '" + timer + "' has the period " + period + "; the least is 1 ms");
        onCommit = and(onCommit, () -> timers.arm(timer, period, period, message));
    }

    private void fit(String timer, Object message) {
        check();
        if (!node.takes(id, message))
            throw new LiveletException(
                    "The timer '"
                            + timer
                            + "' sends a "
                            + message.getClass().getSimpleName()
                            + ", for which "
                            + id.type()
                            + " has no @OnMessage method");
    }

    @Override
    public void cancel(String timer) {
        check();
        onCommit = and(onCommit, () -> timers.cancel(timer));
    }

    @Override
    public void end() {
        check();
        ends = true;
    }

    @Override
    public void afterwards(Runnable effect) {
        check();
        onRelease = and(onRelease, effect);
    }

    @Override
    public String nextCallId() {
        check();
        return callId + "/" + id + ":" + ++calls;
    }

    private static List<Runnable> and(List<Runnable> list, Runnable more) {
        List<Runnable> longer = list.isEmpty() ? new ArrayList<>(2) : list;
        longer.add(more);
        return longer;
    }

    private void check() {
        if (over || Thread.currentThread() != thread)
            throw new LiveletException(
                    "An EntityContext is valid only while the handler runs that asked for it, on"
                            + " that handler's thread. To act later, use after, or publish to a"
                            + " topic");
    }
}
