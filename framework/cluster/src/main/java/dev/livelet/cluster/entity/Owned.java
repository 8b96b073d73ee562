package dev.livelet.cluster.entity;

import dev.livelet.EntityId;
import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A shard that this node owns, with the entities that run in it. */
final class Owned {
    private final Around around;
    private final ShardTable table;
    private final Leases leases;
    private final int number;
    private final Ballot ballot;
    private final Suspects suspects;
    private final Map<String, OwnedEntity> entities = new TreeMap<>();
    private List<NodeId> backups;
    private int revision;
    private @Nullable NodeId mover;
    private boolean sealed;
    private boolean lost;

    Owned(
            Around around,
            ShardTable table,
            Leases leases,
            int number,
            Ballot ballot,
            Suspects suspects) {
        this.around = around;
        this.table = table;
        this.leases = leases;
        this.number = number;
        this.ballot = ballot;
        this.suspects = suspects;
        this.backups = chosen(List.of());
    }

    int number() {
        return number;
    }

    Ballot ballot() {
        return ballot;
    }

    List<NodeId> backups() {
        return backups;
    }

    Assignment assignment() {
        return new Assignment(ballot, revision, around.self(), backups);
    }

    Collection<OwnedEntity> entities() {
        return List.copyOf(entities.values());
    }

    @Nullable OwnedEntity find(EntityId id) {
        return entities.get(id.toString());
    }

    /** One that is there, or will be made when it is called. */
    OwnedEntity entity(EntityId id) {
        return entities.computeIfAbsent(
                id.toString(),
                name -> new OwnedEntity(around, this, OwnedEntity.nothing(id, ballot)));
    }

    /** Goes on with what another owner has left. */
    void inherit(Held held) {
        Held mine = new Held(held.id(), ballot, 1, held.trail(), held.copy(), held.calls());
        OwnedEntity entity = new OwnedEntity(around, this, mine);
        entities.put(held.id().toString(), entity);
        entity.replicate();
        if (!mine.isEnded()) entity.start();
    }

    /** A majority owns nothing less than a majority has. */
    private int wanted() {
        return isMajority() ? leases.majority() - 1 : 1;
    }

    private List<NodeId> chosen(List<NodeId> present) {
        List<NodeId> chosen = new ArrayList<>();
        for (NodeId backup : present)
            if (table.view().has(backup)
                    && !table.view().leaving().contains(backup)
                    && !(suspects.has(backup) && waitsFor(backup))
                    && chosen.size() < wanted()) chosen.add(backup);
        for (NodeId node : table.ranked(number)) {
            boolean fit =
                    !node.equals(around.self())
                            && !chosen.contains(node)
                            && !suspects.has(node)
                            && !table.view().leaving().contains(node);
            if (fit && chosen.size() < wanted()) chosen.add(node);
        }
        // Better a slow backup than none.
        for (NodeId backup : present)
            if (table.view().has(backup) && !chosen.contains(backup) && chosen.size() < wanted())
                chosen.add(backup);
        if (mover != null && table.view().has(mover) && !chosen.contains(mover)) chosen.add(mover);
        return chosen;
    }

    /**
     * Looks whether its backups are the right ones.
     *
     * @return whether they are others now, and all are to be told
     */
    boolean reviewBackups() {
        if (lost) return false;
        List<NodeId> next = chosen(backups.stream().filter(b -> !b.equals(mover)).toList());
        if (next.equals(backups)) return false;
        backups = List.copyOf(next);
        revision++;
        entities.values().forEach(entity -> entity.backups(backups));
        releaseAll();
        return true;
    }

    /** Another node gets all, as a backup at first. */
    void copyTo(@Nullable NodeId next) {
        mover = next;
    }

    boolean isMoving() {
        return mover != null;
    }

    /** Whether the node that it moves to has all. */
    boolean isCopied() {
        NodeId next = mover;
        return next != null
                && backups.contains(next)
                && entities.values().stream().allMatch(entity -> entity.isKeptBy(next));
    }

    /** No call is taken from now on. */
    void seal(Runnable sealed) {
        this.sealed = true;
        int[] open = {entities.size()};
        if (open[0] == 0) sealed.run();
        for (OwnedEntity entity : entities())
            entity.seal(
                    () -> {
                        if (--open[0] == 0) sealed.run();
                    });
    }

    boolean isSealed() {
        return sealed;
    }

    boolean isQuiet() {
        return entities.values().stream().allMatch(OwnedEntity::isQuiet);
    }

    /** Whether what was done may leave now. */
    boolean serves() {
        return !lost && (!isMajority() || leases.valid());
    }

    /**
     * Whether a change may leave. AVAILABLE: as many members have it as there should be, though
     * they may be backups no longer: each keeps it until the present ones have it.
     */
    boolean isKept(Map<NodeId, Long> kept, long serial) {
        if (!around.rules().awaitsBackups()) return true;
        Set<String> have = new HashSet<>();
        kept.forEach(
                (node, last) -> {
                    if (last >= serial && (isMajority() ? !table.isPast(node) : isMember(node)))
                        have.add(node.name());
                });
        return have.size() >= (isMajority() ? wanted() : Math.min(wanted(), backups.size()));
    }

    /** Whether all that was let out is kept, by runs of nodes that there are now. */
    boolean isComplete() {
        return entities.values().stream().allMatch(OwnedEntity::isComplete);
    }

    /** Whether the present backups have a change: others need not keep it. */
    boolean isAtBackups(Map<NodeId, Long> kept, long serial) {
        for (NodeId backup : backups) if (kept.getOrDefault(backup, 0L) < serial) return false;
        return true;
    }

    private boolean isMajority() {
        return Shards.isMajority(number);
    }

    private boolean isMember(NodeId node) {
        return table.view().has(node);
    }

    /** Whether it has not acknowledged anything of late. */
    boolean isSilent(NodeId backup) {
        return suspects.isSilent(backup);
    }

    void releaseAll() {
        entities().forEach(OwnedEntity::release);
    }

    /** Sends again what was not acknowledged. */
    void replicate() {
        entities.values().forEach(OwnedEntity::replicate);
    }

    /** Backups that take too long. */
    boolean waitsFor(NodeId backup) {
        return entities.values().stream().anyMatch(entity -> entity.isLate(backup));
    }

    /** Another node has it: nothing of it leaves any more. */
    void lose(Copies copies) {
        lost = true;
        for (OwnedEntity entity : entities()) {
            Held left = entity.left();
            entity.stop();
            if (left.serial() > 0) copies.put(number, left);
        }
    }

    /** What a claimant gets: as it is when all is sealed. */
    List<Held> latest() {
        return entities().stream()
                .map(OwnedEntity::latest)
                .filter(held -> held.serial() > 0)
                .toList();
    }
}
