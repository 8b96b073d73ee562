package dev.livelet.cluster.entity;

import dev.livelet.cluster.link.NodeId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The leases that nodes grant each other for what they own under MAJORITY. A voter that has granted
 * one, with a claim or later, gives the shards to no other for 3 s by its own clock. The node
 * counts on it only for 0.8 of that, from before it asked: so it has stopped when a voter thinks it
 * has, as long as their clocks' rates differ by less than a fifth.
 *
 * <p>With each grant comes what the voter has promised to others meanwhile: a node that was away
 * and has its leases again knows first what is not its own any more.
 */
final class Leases {
    private static final Logger log = LoggerFactory.getLogger(Leases.class);
    private static final long GRANTED = Duration.ofSeconds(3).toNanos();
    private static final long SERVED = GRANTED / 10 * 8;

    private final Around around;
    private final ShardTable table;
    private final Memory memory;
    private final int voters;
    private final long started;

    /** Who serves a shard by my vote, and until when. */
    private final Map<Integer, Hold> given = new HashMap<>();

    private record Hold(NodeId node, long until) {}

    /** When I asked for the votes that I have. */
    private final Map<NodeId, Long> asked = new HashMap<>();

    /** Members with another number of voters. */
    private final Map<NodeId, Integer> conflicts = new HashMap<>();

    /** What I know of the others' promises. */
    private final Map<NodeId, Long> seen = new HashMap<>();

    /** Shards of mine for which others may have forgotten something. */
    private final Map<NodeId, List<Integer>> lacking = new HashMap<>();

    /**
     * @param voters 0: no type of entities needs any
     */
    Leases(Around around, ShardTable table, Memory memory, int voters) {
        this.around = around;
        this.table = table;
        this.memory = memory;
        this.voters = voters;
        this.started = around.now();
    }

    int majority() {
        return voters / 2 + 1;
    }

    int voters() {
        return voters;
    }

    /**
     * A voter that was started a moment ago may have granted a lease in an earlier life, and knows
     * nothing of what it promised there. And of too many nodes no majority means anything.
     */
    boolean votes() {
        return voters > 0
                && memory.remembers()
                && conflicts.isEmpty()
                && table.names().size() <= voters
                && around.now() - started >= GRANTED;
    }

    /** Whether I am certain that nobody else serves what I own. */
    boolean valid() {
        if (voters == 0 || !conflicts.isEmpty() || table.names().size() > voters) return false;
        if (!around.rules().checksLeases()) return true;
        long now = around.now();
        long granted = asked.values().stream().filter(sent -> now - sent < SERVED).count();
        return granted + 1 >= majority();
    }

    /** Whether nobody but this node serves the shard by my vote. */
    boolean isFree(int shard, NodeId claimant) {
        Hold hold = given.get(shard);
        return hold == null || hold.node().equals(claimant) || hold.until() <= around.now();
    }

    /** From now on the shard is this node's, as far as I am asked. */
    void hold(int shard, NodeId node) {
        if (Shards.isMajority(shard)) given.put(shard, new Hold(node, around.now() + GRANTED));
    }

    /** What was promised to others is not held any longer for the one who asks. */
    Message grant(NodeId node, Message.Lease asked) {
        boolean granted = memory.remembers();
        for (int shard : asked.complete())
            if (table.promised(shard).isBy(node)) memory.whole(shard);
        for (int shard : asked.shards())
            if (granted && table.promised(shard).isBy(node)) hold(shard, node);
        return new Message.Leased(
                table.revision(),
                table.promisedSince(asked.seen(), node),
                granted,
                memory.lacking(asked.shards()));
    }

    interface Superseded {
        void by(int shard, Ballot ballot);
    }

    /**
     * @param shards that this node owns
     * @param complete of which all that was let out is at a majority as it is now
     */
    void renew(
            List<NodeId> members,
            List<Integer> shards,
            IntPredicate complete,
            Superseded superseded,
            Runnable renewed) {
        if (voters == 0) return;
        for (NodeId member : members) {
            long sent = around.now();
            around.ask(
                    member,
                    new Message.Lease(
                            seen.getOrDefault(member, 0L),
                            shards,
                            lacking.getOrDefault(member, List.of()).stream()
                                    .filter(complete::test)
                                    .toList()),
                    Duration.ofSeconds(2),
                    answer -> {
                        if (!(answer instanceof Message.Leased leased)) return;
                        leased.promised().forEach(superseded::by);
                        seen.merge(member, leased.revision(), Math::max);
                        lacking.put(member, leased.lacking());
                        if (leased.granted()) asked.merge(member, sent, Math::max);
                        renewed.run();
                    });
        }
    }

    /**
     * A member has another number of voters: two majorities could decide apart from each other, so
     * nothing is served here while it is there.
     */
    void declared(NodeId member, int theirs) {
        if (theirs == 0 || voters == 0) return;
        boolean other = theirs != voters;
        if (other && conflicts.put(member, theirs) == null)
            log.error(
                    "{} declares majority({}), this node majority({}): nothing of MAJORITY types is"
                            + " served while both are there. Declare the same number on all nodes",
                    member,
                    theirs,
                    voters);
    }

    /** Who declares another number; empty when all are one. */
    Map<NodeId, Integer> conflicts() {
        return conflicts;
    }

    /** Those who are gone have no say; those who come back are asked again. */
    void keepOnly(Set<NodeId> members) {
        seen.keySet().retainAll(members);
        lacking.keySet().retainAll(members);
        conflicts.keySet().retainAll(members);
    }
}
