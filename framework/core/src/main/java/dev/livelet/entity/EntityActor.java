package dev.livelet.entity;

import dev.livelet.EntityId;
import dev.livelet.Reply;
import dev.livelet.spi.EntityCall;
import dev.livelet.spi.EntityCall.Outcome;
import dev.livelet.spi.EntityCopy;
import dev.livelet.spi.EntityHost;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * One entity, running here: an actor. Calls, ticks of its timers and what its ownership asks are
 * put into its inbox by any thread; one virtual thread drains it while there is work. All that
 * follows the inbox below belongs to that thread.
 *
 * <p>A handler is a transaction: it runs, its copy is handed to the ownership, and what it did (the
 * value for pages, the answer, effects) leaves only when that says so. If it throws, all is as
 * before.
 */
final class EntityActor implements EntityHost.Running {
    private static final Logger log = LoggerFactory.getLogger(EntityActor.class);
    private static final Duration WHILE_PAUSED = Duration.ofMillis(100);

    private final EntityNode node;
    private final EntityId id;
    private final EntityType<?> type;
    private final EntityCode code;
    private final Refusals refusals;
    private final EntityHost.Ownership ownership;
    private final Inbox inbox;

    private final ArmedTimers timers;
    private final DoneCalls done = new DoneCalls();
    private final Supervision supervision;
    private @Nullable EntityCopy inherited;
    private @Nullable Object state;
    private long version;
    private long lastNeeded;
    private boolean paused;
    private boolean closed;

    EntityActor(
            EntityNode node,
            EntityId id,
            EntityType<?> type,
            @Nullable EntityCopy copy,
            EntityHost.Ownership ownership) {
        this.node = node;
        this.id = id;
        this.type = type;
        this.code = new EntityCode(type);
        this.refusals = new Refusals(id, type.className());
        this.ownership = ownership;
        this.inherited = copy;
        this.inbox = new Inbox(node.around().executor());
        this.timers = new ArmedTimers(node.around(), armed -> inbox.put(() -> ticked(armed)));
        this.supervision = new Supervision(type.settings());
        this.lastNeeded = now();
    }

    /** An entity that another node had goes on at once: its timers run. */
    void start() {
        if (inherited != null) inbox.put(this::wake);
        if (!type.settings().passivateAfter().isZero()) lookWhetherIdle();
    }

    @Override
    public void call(EntityCall call, Consumer<Outcome> answer) {
        if (inbox.size() >= type.settings().waiting()) {
            answer.accept(refusals.tooMany());
            return;
        }
        inbox.put(() -> perform(call, answer));
    }

    @Override
    public void withdraw(EntityCall call, Consumer<Outcome> answer) {
        inbox.put(() -> withdrawNow(call, answer));
    }

    @Override
    public void merge(EntityCopy loser, Runnable merged, Runnable whenDone) {
        inbox.put(() -> mergeNow(loser, merged, whenDone));
    }

    @Override
    public void seal(Consumer<@Nullable EntityCopy> last) {
        inbox.put(
                () -> {
                    close();
                    last.accept(state == null ? inherited : copy());
                });
    }

    @Override
    public void drop() {
        inbox.put(this::close);
    }

    private void close() {
        closed = true;
        timers.clear();
    }

    private long now() {
        return node.around().nanos().getAsLong();
    }

    private EntityCopy copy() {
        if (state == null) throw new IllegalStateException(id + " has no state yet");
        return new EntityCopy(version, state, timers.copies(), done.copy());
    }

    private void perform(EntityCall call, Consumer<Outcome> answer) {
        lastNeeded = now();
        EntityCopy.Done before = done.find(call.callId());
        if (closed) {
            answer.accept(new Outcome.Moved(before != null));
        } else if (paused) {
            answer.accept(refusals.startsAgain(before != null));
        } else if (wake(answer)) {
            before = done.find(call.callId());
            if (call.method().equals(EntityCall.FIND)) settle(answer, null);
            else if (before != null) again(before, answer);
            else run(call, answer);
        }
    }

    /** What a call was answered, or that it never will be. */
    private void again(EntityCopy.Done before, Consumer<Outcome> answer) {
        if (before.withdrawn()) settle(outcome -> answer.accept(refusals.withdrawn()), null);
        else settle(answer, before.reply());
    }

    /** Calls that came before it have been done by now: it is this one's turn. */
    private void withdrawNow(EntityCall call, Consumer<Outcome> answer) {
        if (closed) {
            answer.accept(new Outcome.Moved(true));
        } else if (paused) {
            node.around().timers().after(WHILE_PAUSED, () -> withdraw(call, answer));
        } else if (wake(answer)) {
            EntityCopy.Done before = done.find(call.callId());
            if (before != null) again(before, answer);
            else if (done.withdraw(call, now()))
                again(EntityCopy.Done.withdrawn(call.callId()), answer);
            else settle(settled -> answer.accept(refusals.forgotten()), null);
        }
    }

    private void run(EntityCall call, Consumer<Outcome> answer) {
        EntityHandler handler = type.call(call.method());
        if (handler == null || handler.arguments().size() != call.arguments().size()) {
            answer.accept(refusals.unknown(call));
            return;
        }
        boolean succeeded =
                transact(
                        handler.toString(),
                        call.callId(),
                        before -> handler.run(before, call.arguments()),
                        answer,
                        reply -> done.add(call, reply, now()));
        if (succeeded) supervision.succeeded();
    }

    /**
     * @param answer gets the outcome: of a success when it is released, of a failure at once
     * @return whether it took effect
     */
    private boolean transact(
            String what,
            String callId,
            EntityCode.Body body,
            Consumer<Outcome> answer,
            Consumer<@Nullable Object> beforeCommit) {
        Object before = state;
        if (before == null) throw new IllegalStateException(id + " has no state yet");
        EntityTurn turn = new EntityTurn(node, id, ownership.epoch(), callId, timers);
        Object reply = null;
        Object next;
        try {
            next = code.handle(turn, body, before);
            if (next instanceof Reply<?, ?> both) {
                reply = both.value();
                next = both.state();
            }
            next = type.commit(next, before, what);
        } catch (Throwable e) {
            failed(what, e, answer);
            return false;
        } finally {
            turn.over();
        }
        if (next != before) version = node.versions().after(version);
        state = next;
        turn.commit();
        beforeCommit.accept(reply);
        if (turn.ends()) end("ended", turn.effects(), answer, reply);
        else settle(answer, reply, turn.effects());
        return true;
    }

    private void settle(Consumer<Outcome> answer, @Nullable Object reply) {
        settle(answer, reply, List.of());
    }

    /** Commits what is now, and lets it out when the ownership says so. */
    private void settle(Consumer<Outcome> answer, @Nullable Object reply, List<Runnable> effects) {
        EntityCopy copy = copy();
        // What waits for backups holds no more than it needs: there may be thousands of them.
        Object now = copy.state();
        long after = copy.version();
        ownership.commit(
                copy,
                () -> {
                    node.changed(id, now, after);
                    answer.accept(new Outcome.Done(reply, after, now));
                    effects.forEach(this::effect);
                });
    }

    private void effect(Runnable effect) {
        try {
            effect.run();
        } catch (RuntimeException e) {
            log.error("What a handler of {} asked of its context could not be done", id, e);
        }
    }

    private void failed(String what, Throwable e, Consumer<Outcome> answer) {
        log.error("{} failed in {}; nothing was changed", what, id, e);
        answer.accept(refusals.threw(what, e));
        if (!supervision.failed(now())) return;
        paused = true;
        List<EntityCopy.Timer> armed = timers.copies();
        if (state != null) {
            inherited =
                    supervision.anew() ? null : new EntityCopy(version, state, armed, done.copy());
            state = null;
        }
        timers.clear();
        log.error(
                "{} failed too often: it starts again in {} from {}",
                id,
                supervision.pause(),
                inherited == null ? "nothing" : "its last state");
        node.around().timers().after(supervision.pause(), () -> inbox.put(this::resume));
    }

    private void resume() {
        paused = false;
        if (!closed && inherited != null) wake();
    }

    private void wake() {
        if (!closed && !paused) wake(outcome -> {});
    }

    /**
     * Has a state after this, or the failure is answered.
     *
     * @return whether it has
     */
    private boolean wake(Consumer<Outcome> answer) {
        if (state != null) return true;
        EntityCopy copy = inherited;
        return copy == null ? create(answer) : restore(copy, answer);
    }

    private boolean create(Consumer<Outcome> answer) {
        EntityTurn turn = new EntityTurn(node, id, ownership.epoch(), "create:" + id, timers);
        try {
            state = code.create(turn, id.name());
        } catch (Throwable e) {
            failed("create", e, answer);
            return false;
        } finally {
            turn.over();
        }
        // Pages may show what an entity of this name was before: versions go on growing.
        version = node.versions().first(version, node.around().wall());
        turn.commit();
        settle(outcome -> {}, null, turn.effects());
        return true;
    }

    private boolean restore(EntityCopy copy, Consumer<Outcome> answer) {
        state = type.commit(copy.state(), null, "restored");
        version = Math.max(version, copy.version());
        timers.restore(copy.timers());
        done.addAll(copy.done(), now());
        boolean restored =
                transact("restored", "restored:" + id, code::restored, outcome -> {}, reply -> {});
        if (restored) {
            inherited = null;
            return true;
        }
        state = null;
        answer.accept(refusals.notRestored());
        return false;
    }

    private void mergeNow(EntityCopy loser, Runnable merged, Runnable whenDone) {
        if (closed) return;
        if (state == null && inherited == null) inherited = loser;
        else if (state == null && inherited != null) state(inherited, loser);
        else if (state != null) merge(state, loser);
        merged.run();
        if (state == null) wake();
        if (state == null) whenDone.run();
        else settle(outcome -> whenDone.run(), null);
    }

    /** It could not go on yet: the two are put together all the same. */
    private void state(EntityCopy winner, EntityCopy loser) {
        state = type.commit(winner.state(), null, "merge");
        version = Math.max(version, winner.version());
        timers.restore(winner.timers());
        done.addAll(winner.done(), now());
        inherited = null;
        merge(state, loser);
    }

    private void merge(Object winner, EntityCopy loser) {
        EntityTurn turn = new EntityTurn(node, id, ownership.epoch(), "merge:" + id, timers);
        try {
            state = code.merge(turn, winner, loser.state());
        } catch (Throwable e) {
            log.error("merge failed in {}; the state of the winning half stays", id, e);
        } finally {
            turn.over();
        }
        version = node.versions().after(Math.max(version, loser.version()));
        done.addAll(loser.done(), now());
        timers.merge(loser.timers());
    }

    private void ticked(ArmedTimers.Armed armed) {
        if (closed || paused || !timers.ticked(armed)) return;
        lastNeeded = now();
        Object message = armed.timer.message();
        EntityHandler handler = type.message(message);
        if (handler == null) {
            log.error(
                    "{} has no @OnMessage method for {}, the message of its timer '{}'",
                    type.className(),
                    message.getClass().getName(),
                    armed.timer.name());
            return;
        }
        transact(
                handler.toString(),
                "timer:" + armed.timer.name() + "@" + armed.timer.due().toEpochMilli(),
                before -> handler.run(before, List.of(message)),
                outcome -> {},
                reply -> {});
    }

    private void lookWhetherIdle() {
        node.around()
                .timers()
                .after(type.settings().passivateAfter(), () -> inbox.put(this::endIfIdle));
    }

    private void endIfIdle() {
        if (closed) return;
        boolean needed =
                now() - lastNeeded < type.settings().passivateAfter().toNanos()
                        || node.isWatched(id)
                        || ownership.isWatched();
        if (needed || paused) lookWhetherIdle();
        else end("idle", List.of(), outcome -> {}, null);
    }

    private void end(
            String reason,
            List<Runnable> effects,
            Consumer<Outcome> answer,
            @Nullable Object reply) {
        close();
        if (state != null) {
            try {
                code.terminate(state, reason);
            } catch (Throwable e) {
                log.error("terminate failed in {}", id, e);
            }
            settle(answer, reply, effects);
        }
        ownership.ended();
    }
}
