package dev.livelet.cluster.entity;

import dev.livelet.cluster.link.NodeId;
import dev.livelet.spi.EntityCall;
import dev.livelet.spi.EntityCall.Outcome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The way of calls to the owners of their entities. One that finds no owner, or gets no answer, is
 * tried again, with the same id, until its caller withdraws it: an entity does it only once. One
 * that is withdrawn was certainly not done if no owner was given it; else the owners are asked what
 * became of it, until one says so.
 */
final class Calls {
    private static final Logger log = LoggerFactory.getLogger(Calls.class);
    private static final Duration ONE_TRY = Duration.ofSeconds(2);
    private static final long LEAST_TRY = Duration.ofMillis(50).toNanos();
    private static final int FIRST_PAUSE_MILLIS = 10;
    private static final int LONGEST_PAUSE_MILLIS = 200;

    /** Whoever asked gives up a moment later, without knowing why. */
    private static final long BEFORE_TIMEOUT = Duration.ofMillis(100).toNanos();

    /** After its time is over, before its caller takes it for unknown. */
    private static final long WITHDRAWAL = Duration.ofMillis(9_900).toNanos();

    /** So long the others may be away before a call is refused that they are needed for. */
    private static final long LONELY = Duration.ofSeconds(5).toNanos();

    private final Around around;
    private final ShardTable table;
    private final Leases leases;
    private final Ownership ownership;
    private final Map<EntityCall, Routed> open = new IdentityHashMap<>();

    private static final class Routed {
        final EntityCall call;
        final int shard;
        final long since;
        final Consumer<Outcome> answer;
        long deadline;

        /** Owners that have it now. */
        int asked;

        /** Whether one has had it and not said what became of it. */
        boolean unsure;

        boolean withdrawn;
        int tries;
        boolean over;

        Routed(EntityCall call, int shard, long now, Consumer<Outcome> answer) {
            this.call = call;
            this.shard = shard;
            this.since = now;
            this.deadline = now + call.timeout().toNanos();
            this.answer = answer;
        }

        boolean isFind() {
            return call.method().equals(EntityCall.FIND);
        }

        boolean mayBeDone() {
            return !isFind() && (unsure || asked > 0);
        }
    }

    Calls(Around around, ShardTable table, Leases leases, Ownership ownership) {
        this.around = around;
        this.table = table;
        this.leases = leases;
        this.ownership = ownership;
    }

    int shard(EntityCall call) {
        var kind = around.host().kinds().get(call.id().type());
        return Shards.of(call.id(), kind != null && kind.settings().majority() > 0);
    }

    void send(EntityCall call, Consumer<Outcome> answer) {
        Routed routed =
                new Routed(
                        call,
                        shard(call),
                        around.now(),
                        outcome -> around.executor().execute(() -> answer.accept(outcome)));
        if (routed.isFind()) routed.deadline -= BEFORE_TIMEOUT;
        else open.put(call, routed);
        attempt(routed);
    }

    /** Its answer, or what else is to be said of it, goes to whoever has sent it. */
    void withdraw(EntityCall call) {
        Routed routed = open.get(call);
        if (routed == null || routed.withdrawn) return;
        routed.withdrawn = true;
        routed.deadline = around.now() + WITHDRAWAL;
        routed.tries = 0;
        attempt(routed);
    }

    private void attempt(Routed routed) {
        if (routed.over) return;
        long left = routed.deadline - around.now();
        if (routed.withdrawn && !routed.mayBeDone()
                || routed.isFind() && left <= 0
                || !routed.mayBeDone() && isHopeless(routed)) {
            finish(routed, new Outcome.Refused(unavailable(routed)));
            return;
        }
        if (routed.withdrawn && left <= 0) {
            finish(routed, new Outcome.Unavailable(unavailable(routed)));
            return;
        }
        routed.tries++;
        NodeId target = table.target(routed.shard);
        boolean withdrawn = routed.withdrawn;
        Consumer<Outcome> answer = outcome -> answered(routed, withdrawn, outcome);
        if (target.equals(around.self())) {
            if (!withdrawn) routed.asked++;
            local(routed.call, routed.shard, withdrawn, answer);
        } else {
            ask(routed, target, answer);
        }
    }

    private void ask(Routed routed, NodeId target, Consumer<Outcome> answer) {
        byte[] bytes;
        try {
            bytes = around.codec().call(routed.call);
        } catch (RuntimeException e) {
            finish(routed, new Outcome.Failed(String.valueOf(e.getMessage()), e));
            return;
        }
        if (!routed.withdrawn) routed.asked++;
        Message question =
                routed.withdrawn ? new Message.Withdrawn(bytes) : new Message.Asked(bytes);
        long left = Math.max(LEAST_TRY, routed.deadline - around.now());
        around.ask(
                target,
                question,
                Duration.ofNanos(Math.min(left, ONE_TRY.toNanos())),
                reply ->
                        answer.accept(
                                reply instanceof Message.Outcome found
                                        ? outcome(routed.call, found.outcome())
                                        : new Outcome.Moved(true)));
    }

    private Outcome outcome(EntityCall call, byte[] bytes) {
        try {
            return around.codec().outcome(call, bytes);
        } catch (RuntimeException e) {
            return new Outcome.Failed("The answer of " + call.id() + " cannot be read: " + e, e);
        }
    }

    /** Whether it waits for other nodes, and none of these is there. */
    private boolean isHopeless(Routed routed) {
        boolean hopeless =
                Shards.isMajority(routed.shard)
                        && (table.view().members().size() < leases.majority()
                                || table.names().size() > leases.voters()
                                || !leases.conflicts().isEmpty());
        return hopeless && around.now() - routed.since >= LONELY;
    }

    private String unavailable(Routed routed) {
        if (Shards.isMajority(routed.shard) && table.names().size() > leases.voters())
            return routed.call.id()
                    + " is not available: majority("
                    + leases.voters()
                    + ") is declared, but there are the nodes "
                    + table.names();
        if (Shards.isMajority(routed.shard) && !leases.conflicts().isEmpty())
            return routed.call.id()
                    + " is not available: this node declares majority("
                    + leases.voters()
                    + "), others another number: "
                    + leases.conflicts();
        return Shards.isMajority(routed.shard) && !leases.valid()
                ? routed.call.id()
                        + " is not available: this node sees no majority of "
                        + leases.voters()
                        + " voters"
                : routed.call.id() + " did not answer within " + routed.call.timeout();
    }

    /**
     * @param withdrawing whether it was asked what became of the call, not for the call
     */
    private void answered(Routed routed, boolean withdrawing, Outcome outcome) {
        if (!withdrawing) routed.asked--;
        if (outcome instanceof Outcome.Moved moved) {
            routed.unsure |= moved.taken() && !withdrawing;
        } else if (!(outcome instanceof Outcome.Refused && !withdrawing && routed.mayBeDone())) {
            // What is refused to one of several tries may have been done by another.
            finish(routed, outcome);
        }
        if (routed.withdrawn == withdrawing) again(routed);
    }

    private void again(Routed routed) {
        if (routed.over) return;
        long pause =
                Math.min(
                        (long) FIRST_PAUSE_MILLIS << Math.min(routed.tries, 10),
                        LONGEST_PAUSE_MILLIS);
        boolean withdrawn = routed.withdrawn;
        around.later(
                Duration.ofMillis(pause),
                () -> {
                    if (routed.withdrawn == withdrawn) attempt(routed);
                });
    }

    private void finish(Routed routed, Outcome outcome) {
        if (routed.over) return;
        routed.over = true;
        open.remove(routed.call);
        routed.answer.accept(outcome);
    }

    /** A call of another node. */
    void asked(byte[] bytes, Consumer<Message> reply) {
        asked(bytes, false, reply);
    }

    /** A call of another node that is not to be done any more. */
    void withdrawn(byte[] bytes, Consumer<Message> reply) {
        asked(bytes, true, reply);
    }

    private void asked(byte[] bytes, boolean withdrawn, Consumer<Message> reply) {
        EntityCall call;
        try {
            call = around.codec().call(bytes);
        } catch (RuntimeException e) {
            log.warn("A call of another node cannot be read", e);
            return;
        }
        local(
                call,
                shard(call),
                withdrawn,
                outcome -> reply.accept(new Message.Outcome(answer(call, outcome))));
    }

    private byte[] answer(EntityCall call, Outcome outcome) {
        try {
            return around.codec().outcome(call, outcome);
        } catch (RuntimeException e) {
            Outcome failed = new Outcome.Failed(String.valueOf(e.getMessage()), e);
            return around.codec().outcome(call, failed);
        }
    }

    /** Calls the entity if it is this node's, or is to be. */
    private void local(EntityCall call, int shard, boolean withdrawn, Consumer<Outcome> answer) {
        Owned mine = ownership.find(shard);
        if (mine == null && table.target(shard).equals(around.self())) {
            ownership.claim(
                    shard,
                    Ballot.NONE,
                    won -> {
                        if (won) local(call, shard, withdrawn, answer);
                        else answer.accept(new Outcome.Moved(false));
                    });
        } else if (mine == null || mine.isSealed() || !mine.serves()) {
            answer.accept(new Outcome.Moved(false));
        } else {
            call(mine, call, withdrawn, answer);
        }
    }

    private static void call(
            Owned mine, EntityCall call, boolean withdrawn, Consumer<Outcome> answer) {
        try {
            OwnedEntity entity = mine.entity(call.id());
            if (withdrawn) entity.withdraw(call, answer);
            else entity.call(call, answer);
        } catch (RuntimeException e) {
            log.error("{} cannot be run here", call.id(), e);
            answer.accept(new Outcome.Failed(String.valueOf(e.getMessage()), e));
        }
    }
}
