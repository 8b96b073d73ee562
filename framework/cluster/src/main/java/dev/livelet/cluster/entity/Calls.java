package dev.livelet.cluster.entity;

import dev.livelet.cluster.link.NodeId;
import dev.livelet.spi.EntityCall;
import dev.livelet.spi.EntityCall.Outcome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The way of calls to the owners of their entities. One that finds no owner, or gets no answer, is
 * tried again, with the same id, until its time is over: an entity does it only once.
 */
final class Calls {
    private static final Logger log = LoggerFactory.getLogger(Calls.class);
    private static final Duration ONE_TRY = Duration.ofSeconds(2);
    private static final int MOST_TRIES = 64;
    private static final int FIRST_PAUSE_MILLIS = 10;
    private static final int LONGEST_PAUSE_MILLIS = 200;

    /** Whoever asked gives up a moment later, without knowing why. */
    private static final long BEFORE_TIMEOUT = Duration.ofMillis(100).toNanos();

    private final Around around;
    private final ShardTable table;
    private final Leases leases;
    private final Ownership ownership;

    private static final class Routed {
        final EntityCall call;
        final int shard;
        final long deadline;
        final Consumer<Outcome> answer;
        int tries;
        boolean over;

        Routed(EntityCall call, int shard, long deadline, Consumer<Outcome> answer) {
            this.call = call;
            this.shard = shard;
            this.deadline = deadline;
            this.answer = answer;
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
        attempt(
                new Routed(
                        call,
                        shard(call),
                        around.now() + call.timeout().toNanos() - BEFORE_TIMEOUT,
                        outcome -> around.executor().execute(() -> answer.accept(outcome))));
    }

    private void attempt(Routed routed) {
        if (routed.over) return;
        long left = routed.deadline - around.now();
        if (left <= 0 || routed.tries++ >= MOST_TRIES) {
            finish(routed, new Outcome.Unavailable(unavailable(routed)));
            return;
        }
        NodeId target = table.target(routed.shard);
        if (target.equals(around.self())) {
            local(routed.call, routed.shard, outcome -> answered(routed, outcome));
            return;
        }
        byte[] bytes;
        try {
            bytes = around.codec().call(routed.call);
        } catch (RuntimeException e) {
            finish(routed, new Outcome.Failed(String.valueOf(e.getMessage()), e));
            return;
        }
        Duration within = Duration.ofNanos(Math.min(left, ONE_TRY.toNanos()));
        around.ask(
                target,
                new Message.Asked(bytes),
                within,
                answer -> {
                    if (answer instanceof Message.Outcome found)
                        answered(routed, outcome(routed.call, found.outcome()));
                    else again(routed);
                });
    }

    private Outcome outcome(EntityCall call, byte[] bytes) {
        try {
            return around.codec().outcome(call, bytes);
        } catch (RuntimeException e) {
            return new Outcome.Failed("The answer of " + call.id() + " cannot be read: " + e, e);
        }
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

    private void answered(Routed routed, Outcome outcome) {
        if (outcome instanceof Outcome.Moved) again(routed);
        else finish(routed, outcome);
    }

    private void again(Routed routed) {
        long pause =
                Math.min(
                        (long) FIRST_PAUSE_MILLIS << Math.min(routed.tries, 10),
                        LONGEST_PAUSE_MILLIS);
        around.later(Duration.ofMillis(pause), () -> attempt(routed));
    }

    private static void finish(Routed routed, Outcome outcome) {
        if (routed.over) return;
        routed.over = true;
        routed.answer.accept(outcome);
    }

    /** A call of another node. */
    void asked(byte[] bytes, Consumer<Message> reply) {
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
                outcome -> {
                    byte[] answer;
                    try {
                        answer = around.codec().outcome(call, outcome);
                    } catch (RuntimeException e) {
                        answer =
                                around.codec()
                                        .outcome(
                                                call,
                                                new Outcome.Failed(
                                                        String.valueOf(e.getMessage()), e));
                    }
                    reply.accept(new Message.Outcome(answer));
                });
    }

    /** Calls the entity if it is this node's, or is to be. */
    private void local(EntityCall call, int shard, Consumer<Outcome> answer) {
        Owned mine = ownership.find(shard);
        if (mine == null && table.target(shard).equals(around.self())) {
            ownership.claim(
                    shard,
                    Ballot.NONE,
                    won -> {
                        if (won) local(call, shard, answer);
                        else answer.accept(new Outcome.Moved());
                    });
        } else if (mine == null || mine.isSealed() || !mine.serves()) {
            answer.accept(new Outcome.Moved());
        } else {
            call(mine, call, answer);
        }
    }

    private static void call(Owned mine, EntityCall call, Consumer<Outcome> answer) {
        try {
            mine.entity(call.id()).call(call, answer);
        } catch (RuntimeException e) {
            log.error("{} cannot be run here", call.id(), e);
            answer.accept(new Outcome.Failed(String.valueOf(e.getMessage()), e));
        }
    }
}
