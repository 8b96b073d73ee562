package dev.livelet.cluster.entity;

import dev.livelet.EntityId;
import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The shards of this node: won by claims, lost to higher ballots, with copies at their backups; and
 * what it keeps for other owners. A copy leaves a node only when the shard's owner says that it has
 * all that is in it.
 */
final class Ownership {
    private static final Logger log = LoggerFactory.getLogger(Ownership.class);
    private static final Duration OFFER = Duration.ofSeconds(5);
    private static final long SILENT = Duration.ofSeconds(5).toNanos();
    private static final int CLAIMS_AT_ONCE = 64;

    private final Around around;
    private final ShardTable table;
    private final Leases leases;
    private final Claims claims;
    private final Copies copies = new Copies();
    private final Map<Integer, Owned> owned = new TreeMap<>();
    private final Set<Integer> offering = new HashSet<>();
    private final Suspects suspects;

    /** Members that have not said yet what they know. */
    private final Set<NodeId> strangers;

    Ownership(
            Around around, ShardTable table, Leases leases, Memory memory, Set<NodeId> strangers) {
        this.around = around;
        this.table = table;
        this.leases = leases;
        this.strangers = strangers;
        this.suspects = new Suspects(around);
        this.claims = new Claims(around, table, leases, memory, copies, this::won);
    }

    @Nullable Owned find(int shard) {
        return owned.get(shard);
    }

    /** Whether all that was let out of a shard of this node is at a majority as it is now. */
    boolean isComplete(int shard) {
        Owned mine = owned.get(shard);
        return mine != null && mine.isComplete();
    }

    Collection<Owned> all() {
        return List.copyOf(owned.values());
    }

    Message asked(NodeId from, Message.Claim claim) {
        return claims.asked(from, claim, owned.get(claim.shard()));
    }

    /**
     * @param done whether the shard is this node's
     */
    void claim(int shard, Ballot with, Consumer<Boolean> done) {
        if (owned.containsKey(shard)) done.accept(true);
        else if (strangers.stream().anyMatch(this::isNew)) done.accept(false);
        else claims.claim(shard, with, done);
    }

    /** Whoever has said nothing for so long may be as silent for ever: what it had is merged. */
    private boolean isNew(NodeId stranger) {
        return table.age(stranger, around.now()) < SILENT;
    }

    private void won(int shard, Ballot ballot, List<Held> found) {
        Owned mine = new Owned(around, table, leases, shard, ballot, suspects);
        owned.put(shard, mine);
        announce(mine);
        Map<String, List<Held>> byEntity = new LinkedHashMap<>();
        for (Held held : found)
            byEntity.computeIfAbsent(held.id().toString(), id -> new ArrayList<>()).add(held);
        for (List<Held> each : byEntity.values()) {
            Held best = best(each, Shards.isMajority(shard));
            mine.inherit(best);
            if (Shards.isMajority(shard)) continue;
            for (Held other : each)
                if (!best.trail().has(other.trail())) mine.entity(other.id()).take(other, () -> {});
        }
    }

    /** The one that has most: of two halves' the one of the higher ballot. */
    private static Held best(List<Held> copies, boolean majority) {
        Held best = copies.getFirst();
        for (Held each : copies) {
            boolean more = each.trail().has(best.trail()) && !best.trail().has(each.trail());
            boolean less = best.trail().has(each.trail()) && !each.trail().has(best.trail());
            boolean alive = best.isEnded() && !each.isEnded() && !majority;
            if (more || !less && (each.after(best) || alive)) best = each;
        }
        return best;
    }

    private void announce(Owned mine) {
        table.learn(mine.number(), mine.assignment());
        Message news = new Message.Assigned(mine.number(), mine.assignment());
        for (NodeId other : table.others())
            around.outbox().put(other, List.of("assigned", mine.number()), news);
    }

    /** Somebody has a shard by a higher ballot than was known. */
    void learned(int shard, Assignment assignment) {
        if (!table.learn(shard, assignment)) return;
        superseded(shard, assignment.ballot());
    }

    void superseded(int shard, Ballot ballot) {
        Owned mine = owned.get(shard);
        if (mine == null || !ballot.above(mine.ballot())) return;
        table.promise(shard, ballot);
        lose(mine);
    }

    /** What it had is kept until the new owner has it. */
    void lose(Owned mine) {
        owned.remove(mine.number());
        mine.lose(copies);
    }

    void update(NodeId from, Message.Update update) {
        if (isOwners(from, update.shard(), update.ballot()))
            keep(from, update.shard(), update.held());
    }

    void changed(NodeId from, Message.Changed change) {
        int shard = change.shard();
        if (!isOwners(from, shard, change.ballot())) return;
        Held base = copies.find(shard, change.id());
        Held next =
                base != null
                                && base.ballot().equals(change.ballot())
                                && base.serial() == change.base()
                        ? next(base, change)
                        : null;
        if (next != null) keep(from, shard, next);
        else acknowledge(from, shard, change.id(), change.ballot(), 0);
    }

    private static @Nullable Held next(Held base, Message.Changed change) {
        try {
            return change.of(base);
        } catch (Bytes.Malformed e) {
            log.warn("A change of {} is against something else: {}", base.id(), e.getMessage());
            return null;
        }
    }

    /** Whether the shard is still that node's, as far as is known here; else it is told. */
    private boolean isOwners(NodeId from, int shard, Ballot ballot) {
        if (ballot.compareTo(table.promised(shard)) >= 0 && !owned.containsKey(shard)) return true;
        Assignment known = table.get(shard);
        if (known != null && known.ballot().above(ballot))
            around.outbox()
                    .put(from, List.of("assigned", shard), new Message.Assigned(shard, known));
        return false;
    }

    private void keep(NodeId from, int shard, Held held) {
        table.promise(shard, held.ballot());
        copies.put(shard, held);
        if (!held.isEnded())
            around.ring()
                    .put(
                            held.id(),
                            EntityCodec.version(held.copy()),
                            EntityCodec.state(held.copy()),
                            !Shards.isMajority(shard));
        acknowledge(from, shard, held.id(), held.ballot(), held.serial());
    }

    private void acknowledge(NodeId to, int shard, EntityId id, Ballot ballot, long serial) {
        around.outbox().put(to, List.of("kept", id), new Message.Kept(shard, id, ballot, serial));
    }

    void kept(NodeId from, Message.Kept kept) {
        suspects.heard(from);
        Owned mine = owned.get(kept.shard());
        if (mine == null || !mine.ballot().equals(kept.ballot())) return;
        OwnedEntity entity = mine.find(kept.id());
        if (entity != null) entity.kept(from, kept.serial());
    }

    /** Another node has copies from before, or is a backup no longer. */
    void offered(NodeId from, Message.Offer offer, Consumer<Message> reply) {
        Owned mine = owned.get(offer.shard());
        if (mine == null || mine.isSealed()) return;
        take(
                mine,
                offer.copies(),
                () -> {
                    for (Held held : offer.copies()) {
                        OwnedEntity entity = mine.find(held.id());
                        if (entity != null && held.ballot().equals(mine.ballot()))
                            entity.forget(from);
                    }
                    reply.accept(new Message.Taken());
                });
    }

    private void take(Owned mine, List<Held> others, Runnable done) {
        int[] open = {others.size()};
        if (open[0] == 0) done.run();
        for (Held other : others)
            take(
                    mine,
                    other,
                    () -> {
                        if (--open[0] == 0) done.run();
                    });
    }

    /**
     * Under MAJORITY the owner began with all that was ever let out, so nothing is missing in what
     * it has. But the other copy may be one of those that make the majority: until one has the
     * owner's, it must not go.
     */
    private static void take(Owned mine, Held other, Runnable done) {
        OwnedEntity majority = Shards.isMajority(mine.number()) ? mine.find(other.id()) : null;
        if (majority != null) majority.whenKept(done);
        else if (Shards.isMajority(mine.number())) done.run();
        else mine.entity(other.id()).take(other, done);
    }

    /** Looks after all: called now and then, and when the view changes. */
    void review() {
        for (Owned mine : all()) {
            if (mine.reviewBackups()) announce(mine);
            mine.replicate();
            mine.releaseAll();
        }
        for (int shard : copies.shards()) review(shard);
    }

    private void review(int shard) {
        Owned mine = owned.get(shard);
        Assignment known = table.get(shard);
        if (mine != null) {
            List<Held> old = copies.of(shard);
            copies.drop(shard, old);
            take(mine, old, () -> {});
        } else if (known != null
                && table.view().has(known.owner())
                && !known.owner().equals(around.self())) {
            boolean backup = known.backups().contains(around.self());
            List<Held> old = backup ? copies.before(shard, known.ballot()) : copies.of(shard);
            if (!old.isEmpty()) offer(shard, known.owner(), old);
        } else if (table.target(shard).equals(around.self()) && claims.running() < CLAIMS_AT_ONCE) {
            claim(shard, Ballot.NONE, ours -> {});
        }
    }

    private void offer(int shard, NodeId owner, List<Held> old) {
        if (!offering.add(shard)) return;
        around.ask(
                owner,
                new Message.Offer(shard, old),
                OFFER,
                answer -> {
                    offering.remove(shard);
                    if (answer instanceof Message.Taken) copies.drop(shard, old);
                });
    }

    /** Looks for backups that are too slow. */
    void suspect() {
        suspects.look(table.others(), owned.values());
    }

    boolean keeps(int shard, EntityId id) {
        return copies.of(shard).stream().anyMatch(held -> held.id().equals(id) && !held.isEnded());
    }

    /** The number of copies kept for other owners. */
    int kept() {
        return copies.shards().stream().mapToInt(shard -> copies.of(shard).size()).sum();
    }
}
