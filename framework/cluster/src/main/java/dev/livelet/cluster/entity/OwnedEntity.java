package dev.livelet.cluster.entity;

import dev.livelet.EntityId;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.spi.EntityCall;
import dev.livelet.spi.EntityCopy;
import dev.livelet.spi.EntityHost;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An entity that runs here, as its owner sees it: what its backups have of it, what waits for them,
 * and who shows it.
 */
final class OwnedEntity {
    private static final Logger log = LoggerFactory.getLogger(OwnedEntity.class);

    private static final long LONG_PATIENCE = 4 * Suspects.PATIENCE;

    private final Around around;
    private final Owned shard;
    private final EntityId id;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final List<Waiting> offers = new ArrayList<>();
    private final List<Runnable> afterMerge = new ArrayList<>();
    private final Map<NodeId, Long> kept = new HashMap<>();
    private final Map<NodeId, Long> sent = new HashMap<>();
    private final Map<NodeId, Long> firstSent = new HashMap<>();
    private final Map<NodeId, Long> watchers = new HashMap<>();
    private final Set<Pending> pending = new LinkedHashSet<>();
    private EntityHost.@Nullable Running actor;
    private Held latest;
    private volatile boolean watched;
    private boolean stopped;
    private boolean merging;
    private long releasedVersion;
    private byte @Nullable [] released;
    private @Nullable Right right;

    /** Lets something out when the backups have this change. */
    private record Waiting(long serial, Runnable release) {}

    /** A call whose answer has not left. */
    private final class Pending {
        final Consumer<EntityCall.Outcome> answer;

        Pending(Consumer<EntityCall.Outcome> answer) {
            this.answer = answer;
        }

        void answer(EntityCall.Outcome outcome) {
            if (pending.remove(this)) answer.accept(outcome);
        }
    }

    /**
     * @param held what it begins from; empty for one that nobody has made yet
     */
    OwnedEntity(Around around, Owned shard, Held held) {
        this.around = around;
        this.shard = shard;
        this.id = held.id();
        this.latest = held;
    }

    static Held nothing(EntityId id, Ballot ballot) {
        return new Held(id, ballot, 0, Trail.EMPTY, new byte[0]);
    }

    EntityId id() {
        return id;
    }

    Held latest() {
        return latest;
    }

    boolean runs() {
        return actor != null;
    }

    /** Runs it from what it has. */
    EntityHost.Running start() {
        EntityHost.Running known = actor;
        if (known != null) return known;
        EntityCopy copy = latest.isEnded() ? null : around.codec().copy(id.type(), latest.copy());
        Right given = new Right();
        right = given;
        EntityHost.Running started = around.host().run(id, copy, given);
        actor = started;
        return started;
    }

    void call(EntityCall call, Consumer<EntityCall.Outcome> answer) {
        Pending one = new Pending(answer);
        pending.add(one);
        start().call(call, outcome -> around.post(() -> one.answer(outcome)));
    }

    /**
     * What another node had of it, from before this ballot.
     *
     * @param done runs when it is in here, and at the backups
     */
    void take(Held other, Runnable done) {
        if (merging) {
            // Another node may have the same: it is not to be merged twice.
            afterMerge.add(() -> take(other, done));
        } else if (latest.trail().has(other.trail()) || other.isEnded()) {
            whenKept(done);
        } else if (latest.isEnded() && !runs() || other.trail().has(latest.trail())) {
            log.info("{} goes on from a copy of another node", id);
            if (actor != null) actor.drop();
            actor = null;
            waiting.clear();
            again();
            change(other.copy(), other.trail());
            start();
            whenKept(done);
        } else {
            log.info("{} is merged with what another part of the cluster made of it", id);
            merging = true;
            start().merge(
                            around.codec().copy(id.type(), other.copy()),
                            () -> around.post(() -> merged(other.trail())),
                            () -> around.post(() -> wasMerged(done)));
        }
    }

    private void wasMerged(Runnable done) {
        whenKept(done);
        mergeNext();
    }

    private void mergeNext() {
        merging = false;
        List<Runnable> next = List.copyOf(afterMerge);
        afterMerge.clear();
        next.forEach(Runnable::run);
    }

    private void merged(Trail trail) {
        latest =
                new Held(
                        id,
                        latest.ballot(),
                        latest.serial(),
                        latest.trail().and(trail),
                        latest.copy());
    }

    /** {@code done} runs when all present backups have what it is now: no other need keep it. */
    void whenKept(Runnable done) {
        offers.add(new Waiting(latest.serial(), done));
        release();
    }

    /** The node will not have it any more, unless it is sent it again. */
    void forget(NodeId node) {
        kept.remove(node);
        sent.remove(node);
        firstSent.remove(node);
        replicate();
    }

    private void change(byte[] copy, Trail trail) {
        long serial = latest.serial() + 1;
        latest = new Held(id, shard.ballot(), serial, trail, copy);
        sent.clear();
        replicate();
    }

    private void committed(Right by, EntityCopy copy, byte[] bytes, Runnable release) {
        if (stopped || by != right) return;
        if (!Arrays.equals(bytes, latest.copy()) || latest.serial() == 0)
            change(bytes, latest.trail().and(shard.ballot(), latest.serial() + 1));
        waiting.add(
                new Waiting(
                        latest.serial(),
                        () -> {
                            release.run();
                            released(copy.version(), bytes);
                        }));
        release();
    }

    /** Sends what the backups lack and were not sent a moment ago. */
    void replicate() {
        if (latest.serial() == 0) return;
        long now = around.now();
        for (NodeId backup : shard.backups()) {
            if (kept.getOrDefault(backup, 0L) >= latest.serial()) continue;
            Long last = sent.get(backup);
            if (last != null && now - last < patience(backup)) continue;
            sent.put(backup, now);
            firstSent.putIfAbsent(backup, now);
            around.outbox()
                    .put(
                            backup,
                            List.of("update", id),
                            new Message.Update(shard.number(), shard.ballot(), latest));
        }
    }

    /** The link loses nothing while both are members; one that is busy gets no more to do. */
    private long patience(NodeId backup) {
        return shard.isSilent(backup) ? Suspects.PATIENCE : LONG_PATIENCE;
    }

    void kept(NodeId by, long serial) {
        kept.merge(by, serial, Math::max);
        firstSent.remove(by);
        if (!isKeptBy(by)) firstSent.put(by, around.now());
        release();
    }

    /** Whether the backup was sent something long ago and has not said that it has it. */
    boolean isLate(NodeId backup) {
        Long first = firstSent.get(backup);
        return first != null && !isKeptBy(backup) && around.now() - first >= Suspects.PATIENCE;
    }

    boolean isKeptBy(NodeId backup) {
        return kept.getOrDefault(backup, 0L) >= latest.serial();
    }

    /** Whether nothing waits, and the backups have all. */
    boolean isQuiet() {
        return waiting.isEmpty() && shard.backups().stream().allMatch(this::isKeptBy);
    }

    /** Lets out what the backups have, if the shard is this node's for certain. */
    void release() {
        while (!waiting.isEmpty() && shard.isKept(kept, waiting.element().serial())) {
            if (!shard.serves()) break;
            Waiting next = waiting.remove();
            try {
                next.release().run();
            } catch (RuntimeException e) {
                log.error("What {} did could not be let out", id, e);
            }
        }
        for (Waiting offer : List.copyOf(offers))
            if (shard.isAtBackups(kept, offer.serial()) && offers.remove(offer))
                offer.release().run();
    }

    private void released(long version, byte[] copy) {
        releasedVersion = version;
        byte[] state = EntityCodec.state(copy);
        released = state;
        around.ring().put(id, version, state, true);
        long now = around.now();
        watchers.values().removeIf(until -> until < now);
        watched = !watchers.isEmpty();
        watchers.keySet().forEach(this::show);
    }

    private void show(NodeId node) {
        byte[] state = released;
        if (state == null) return;
        around.outbox()
                .put(node, List.of("value", id), new Message.Value(id, releasedVersion, state));
    }

    void watchedBy(NodeId node, long version, long until) {
        watchers.put(node, until);
        watched = true;
        if (releasedVersion > version) show(node);
    }

    /** No more calls; {@code sealed} runs when those before have ended. */
    void seal(Runnable sealed) {
        EntityHost.Running running = actor;
        if (running == null) sealed.run();
        else running.seal(last -> around.post(sealed));
    }

    /** It runs elsewhere, or shall not run: callers look for it again. */
    void stop() {
        stopped = true;
        if (actor != null) actor.drop();
        waiting.clear();
        offers.clear();
        again();
    }

    /** Who waits for an answer asks again. */
    private void again() {
        for (Pending each : List.copyOf(pending)) each.answer(new EntityCall.Outcome.Moved());
    }

    private void ended(Right by) {
        if (stopped || by != right) return;
        change(new byte[0], latest.trail().and(shard.ballot(), latest.serial() + 1));
        actor = null;
        mergeNext();
    }

    /** By which the actor runs. */
    private final class Right implements EntityHost.Ownership {
        private final EncodedCalls calls = around.codec().calls(id.type());

        @Override
        public long epoch() {
            return shard.ballot().counter();
        }

        @Override
        public void commit(EntityCopy copy, Runnable release) {
            byte[] bytes = around.codec().copy(id.type(), copy, calls);
            around.post(() -> committed(this, copy, bytes, release));
        }

        @Override
        public boolean isWatched() {
            return watched;
        }

        @Override
        public void ended() {
            around.post(() -> OwnedEntity.this.ended(this));
        }
    }
}
