package dev.livelet.cluster.entity;

import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How this node comes to own a shard. It asks the others (under MAJORITY more than half of the
 * voters must agree, else all who are there and answer), who promise to obey no lower ballot from
 * then on, and give what they have of the shard. So of two who claim at once at most one wins, and
 * the winner knows all that any earlier owner has let out.
 */
final class Claims {
    private static final Duration WITHIN = Duration.ofMillis(300);
    private static final int TRIES = 3;

    private final Around around;
    private final ShardTable table;
    private final Leases leases;
    private final Memory memory;
    private final Copies copies;
    private final Won won;
    private final Map<Integer, Claiming> running = new HashMap<>();
    private final Map<Integer, Long> highest = new HashMap<>();

    /** Told of a shard that is this node's now. */
    interface Won {
        void shard(int shard, Ballot ballot, List<Held> copies);
    }

    private static final class Claiming {
        final int shard;
        final Ballot ballot;
        final Ballot with;
        final Set<NodeId> open = new HashSet<>();
        final List<Held> copies = new ArrayList<>();
        final List<Consumer<Boolean>> whenDone = new ArrayList<>();

        /** Who has agreed, and whether they have all that they were ever said to have. */
        final Map<NodeId, Boolean> granted = new HashMap<>();

        boolean refused;

        Claiming(int shard, Ballot ballot, Ballot with) {
            this.shard = shard;
            this.ballot = ballot;
            this.with = with;
        }
    }

    Claims(Around around, ShardTable table, Leases leases, Memory memory, Copies copies, Won won) {
        this.around = around;
        this.table = table;
        this.leases = leases;
        this.memory = memory;
        this.copies = copies;
        this.won = won;
    }

    int running() {
        return running.size();
    }

    boolean isRunning(int shard) {
        return running.containsKey(shard);
    }

    /**
     * @param with the ballot of the owner who gives it away, else {@link Ballot#NONE}
     * @param done whether the shard is this node's
     */
    void claim(int shard, Ballot with, Consumer<Boolean> done) {
        Claiming known = running.get(shard);
        if (known != null) {
            known.whenDone.add(done);
            return;
        }
        boolean hopeless = table.view().members().size() < leases.majority();
        if (Shards.isMajority(shard) && (hopeless || !mayBeGiven(shard, around.self(), with))) {
            done.accept(false);
            return;
        }
        Claiming claim = new Claiming(shard, new Ballot(counter(shard), around.self()), with);
        claim.granted.put(around.self(), memory.isWhole(shard));
        claim.whenDone.add(done);
        running.put(shard, claim);
        table.promise(shard, claim.ballot);
        claim.open.addAll(table.others());
        for (NodeId other : table.others()) ask(claim, other, 1);
        decide(claim);
    }

    /**
     * Higher than all before. Where none are known the clock on the wall says what is: after all
     * nodes were stopped and started the epochs go on rising.
     */
    private long counter(int shard) {
        long last = Math.max(table.promised(shard).counter(), highest.getOrDefault(shard, 0L));
        return last == 0 ? Math.max(1, around.wall().millis()) : last + 1;
    }

    private void ask(Claiming claim, NodeId other, int tries) {
        around.ask(
                other,
                new Message.Claim(claim.shard, claim.ballot, claim.with),
                WITHIN,
                answer -> answered(claim, other, tries, answer));
    }

    private void answered(Claiming claim, NodeId other, int tries, @Nullable Message answer) {
        if (running.get(claim.shard) != claim) return;
        switch (answer) {
            case Message.Granted granted -> {
                claim.open.remove(other);
                claim.granted.put(other, granted.whole());
                granted.runs().forEach(table::met);
                claim.copies.addAll(granted.copies());
            }
            case Message.Refused refused -> {
                claim.open.remove(other);
                claim.refused = true;
                highest.merge(claim.shard, refused.promised().counter(), Math::max);
                refused.known().forEach(known -> table.learn(claim.shard, known));
            }
            case null, default -> {
                if (tries < TRIES && table.view().has(other)) {
                    ask(claim, other, tries + 1);
                    return;
                }
                claim.open.remove(other);
            }
        }
        decide(claim);
    }

    private void decide(Claiming claim) {
        boolean majority = Shards.isMajority(claim.shard);
        boolean enough = majority ? isMajority(claim) : claim.open.isEmpty() && !claim.refused;
        boolean over = claim.open.isEmpty() || claim.refused && !majority;
        if (!enough && !over) return;
        running.remove(claim.shard);
        boolean mine = enough && table.promised(claim.shard).equals(claim.ballot);
        if (mine) {
            memory.whole(claim.shard);
            claim.copies.addAll(copies.take(claim.shard));
            won.shard(claim.shard, claim.ballot, claim.copies);
        }
        claim.whenDone.forEach(done -> done.accept(mine));
    }

    /**
     * Of those who know all that they had, more than half; or simply all, who know all there is.
     * Those who were started again since count for nothing.
     */
    private boolean isMajority(Claiming claim) {
        claim.granted.keySet().removeIf(table::isPast);
        long whole = claim.granted.values().stream().filter(each -> each).count();
        return whole >= leases.majority() || claim.granted.size() >= leases.voters();
    }

    /** Whether nobody else serves it by my vote. */
    private boolean mayBeGiven(int shard, NodeId claimant, Ballot with) {
        Assignment known = table.get(shard);
        boolean givenAway = known != null && with.equals(known.ballot());
        return leases.votes() && (givenAway || leases.isFree(shard, claimant));
    }

    /**
     * Another node's claim.
     *
     * @param owned what this node has of the shard itself; null if it is another's
     */
    Message asked(NodeId from, Message.Claim claim, @Nullable Owned owned) {
        int shard = claim.shard();
        Ballot promised = table.promised(shard);
        Assignment known = table.get(shard);
        boolean again = promised.equals(claim.ballot());
        boolean higher = claim.ballot().counter() > promised.counter();
        boolean mine = owned != null && !(owned.isSealed() && claim.with().equals(owned.ballot()));
        boolean another =
                known != null
                        && !known.owner().equals(from)
                        && !known.owner().equals(around.self())
                        && !claim.with().equals(known.ballot())
                        && table.view().has(known.owner());
        boolean given = !Shards.isMajority(shard) || mayBeGiven(shard, from, claim.with());
        if (!(again || higher) || mine || another && !Shards.isMajority(shard) || !given)
            return new Message.Refused(promised, known == null ? List.of() : List.of(known));
        table.promise(shard, claim.ballot());
        leases.hold(shard, from);
        List<Held> have = new ArrayList<>(copies.of(shard));
        if (owned != null) have.addAll(owned.latest());
        return new Message.Granted(have, memory.isWhole(shard), table.runs());
    }
}
