package dev.livelet.cluster.entity;

import dev.livelet.cluster.link.NodeId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Shards go to the node that they belong to by their hash, or away from one that leaves: copied as
 * to a backup, acknowledged, sealed, then claimed by the other with the owner's consent. At most 16
 * at a time, so that calls wait for little.
 */
final class Moves {
    private static final Logger log = LoggerFactory.getLogger(Moves.class);
    private static final int AT_ONCE = 16;
    private static final long SETTLED = Duration.ofSeconds(2).toNanos();
    private static final long LONGEST_COPY = Duration.ofSeconds(10).toNanos();
    private static final Duration SWITCH = Duration.ofSeconds(3);

    private final Around around;
    private final ShardTable table;
    private final Ownership ownership;
    private final Map<Integer, Move> running = new HashMap<>();

    private static final class Move {
        final Owned shard;
        final NodeId to;
        final long since;
        boolean sealing;
        boolean sealed;
        boolean switching;

        Move(Owned shard, NodeId to, long since) {
            this.shard = shard;
            this.to = to;
            this.since = since;
        }
    }

    Moves(Around around, ShardTable table, Ownership ownership) {
        this.around = around;
        this.table = table;
        this.ownership = ownership;
    }

    /** Goes on with those under way, and begins others. */
    void review() {
        for (Iterator<Move> each = running.values().iterator(); each.hasNext(); )
            if (isOver(each.next())) each.remove();
        for (Move move : List.copyOf(running.values())) advance(move);
        for (Owned shard : ownership.all()) {
            if (running.size() >= AT_ONCE) return;
            NodeId to = table.ranked(shard.number()).getFirst();
            boolean settled =
                    table.age(to, around.now()) > SETTLED
                            || table.view().leaving().contains(around.self());
            if (to.equals(around.self()) || !settled || running.containsKey(shard.number()))
                continue;
            shard.copyTo(to);
            running.put(shard.number(), new Move(shard, to, around.now()));
        }
    }

    private boolean isOver(Move move) {
        if (ownership.find(move.shard.number()) != move.shard) return true;
        boolean hopeless =
                !table.view().has(move.to)
                        || !move.sealing && around.now() - move.since > LONGEST_COPY;
        if (!hopeless) return false;
        giveUp(move);
        return true;
    }

    private void advance(Move move) {
        if (!move.sealing && move.shard.isCopied()) {
            move.sealing = true;
            move.shard.seal(() -> move.sealed = true);
        }
        if (move.sealed && !move.switching && move.shard.isCopied() && move.shard.isQuiet()) {
            move.switching = true;
            around.ask(
                    move.to,
                    new Message.HandOver(move.shard.number(), move.shard.ballot()),
                    SWITCH,
                    answer -> {
                        if (!(answer instanceof Message.Taken)) failed(move);
                    });
        }
    }

    private void failed(Move move) {
        if (running.get(move.shard.number()) != move) return;
        running.remove(move.shard.number());
        if (ownership.find(move.shard.number()) == move.shard) giveUp(move);
    }

    /** What was given away may be taken late: it is only this node's again by a new ballot. */
    private void giveUp(Move move) {
        move.shard.copyTo(null);
        if (!move.shard.isSealed()) return;
        log.info("Shard {} could not be handed to {}", move.shard.number(), move.to);
        ownership.lose(move.shard);
        ownership.claim(move.shard.number(), move.shard.ballot(), mine -> {});
    }

    /** The other end of it. */
    void handedOver(Message.HandOver handOver, Consumer<Message> reply) {
        ownership.claim(
                handOver.shard(),
                handOver.ballot(),
                mine -> {
                    if (mine) reply.accept(new Message.Taken());
                });
    }
}
