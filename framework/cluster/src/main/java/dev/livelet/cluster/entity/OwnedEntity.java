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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An entity that runs here, as its owner sees it: what its backups have of it, what waits for them,
 * and who shows it.
 */
final class OwnedEntity {
    private static final Logger log = LoggerFactory.getLogger(OwnedEntity.class);

    /**
     * Of what waits, so many of the newest are kept as bytes; more would be too many for a heap.
     */
    private static final int COPIES = 16;

    private final Around around;
    private final Owned shard;
    private final EntityId id;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final List<Waiting> offers = new ArrayList<>();
    private final List<Runnable> afterMerge = new ArrayList<>();
    private final Replicas replicas;
    private final Watches watches;
    private final Map<Object, Pending> pending = new LinkedHashMap<>();
    private EntityHost.@Nullable Running actor;
    private Held latest;

    /** The last that was let out, or what it began from; null when that was not kept. */
    private @Nullable Held safe;

    /** Of what was merged into it, and is in its next change. */
    private @Nullable Trail merged;

    private volatile boolean watched;
    private long out;
    private boolean stopped;
    private boolean merging;
    private @Nullable Right right;

    /** Lets something out when the backups have this change. */
    private static final class Waiting {
        final long serial;
        final Runnable release;
        @Nullable Held held;

        Waiting(long serial, Runnable release, @Nullable Held held) {
            this.serial = serial;
            this.release = release;
            this.held = held;
        }
    }

    /** A call whose answer has not left, and all who have asked for it. */
    private final class Pending {
        final Object key;
        final List<Consumer<EntityCall.Outcome>> answers = new ArrayList<>(1);

        Pending(Object key, Consumer<EntityCall.Outcome> answer) {
            this.key = key;
            answers.add(answer);
            pending.put(key, this);
        }

        void answer(EntityCall.Outcome outcome) {
            if (pending.remove(key, this)) answers.forEach(answer -> answer.accept(outcome));
        }

        /** For the entity: to be called on any thread. */
        Consumer<EntityCall.Outcome> later() {
            return outcome -> around.post(() -> answer(outcome));
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
        this.safe = held;
        this.out = held.serial();
        this.replicas = new Replicas(around, shard);
        this.watches = new Watches(around, id);
    }

    static Held nothing(EntityId id, Ballot ballot) {
        return new Held(id, ballot, 0, Trail.EMPTY, new byte[0], List.of());
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
        EntityCopy copy = latest.isEnded() ? null : around.codec().copy(latest);
        Right given = new Right();
        right = given;
        EntityHost.Running started = around.host().run(id, copy, given);
        actor = started;
        return started;
    }

    /** One that is repeated while it is under way waits for the same answer. */
    void call(EntityCall call, Consumer<EntityCall.Outcome> answer) {
        boolean find = call.method().equals(EntityCall.FIND);
        Pending known = find ? null : pending.get(call.callId());
        if (known != null) known.answers.add(answer);
        else if (pending.size() >= most())
            answer.accept(new EntityCall.Outcome.Refused(id + " has too many calls waiting"));
        else start().call(call, new Pending(find ? new Object() : call.callId(), answer).later());
    }

    private int most() {
        EntityHost.Kind kind = around.host().kinds().get(id.type());
        return kind == null ? Integer.MAX_VALUE : kind.settings().waiting();
    }

    /** Says what became of a call, and if that was nothing it stays so. */
    void withdraw(EntityCall call, Consumer<EntityCall.Outcome> answer) {
        start().withdraw(call, new Pending(new Object(), answer).later());
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
            change(other.copy(), other.calls(), other.trail());
            safe = latest;
            start();
            whenKept(done);
        } else {
            log.info("{} is merged with what another part of the cluster made of it", id);
            merging = true;
            start().merge(
                            around.codec().copy(other),
                            () -> around.post(() -> merged = other.trail()),
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

    /** {@code done} runs when all present backups have what it is now: no other need keep it. */
    void whenKept(Runnable done) {
        offers.add(new Waiting(latest.serial(), done, null));
        release();
    }

    /** The node will not have it any more, unless it is sent it again. */
    void forget(NodeId node) {
        replicas.forget(node);
        replicate();
    }

    private void change(byte[] copy, List<byte[]> calls, Trail trail) {
        latest = new Held(id, shard.ballot(), latest.serial() + 1, trail, copy, calls);
        replicate();
    }

    private void committed(Right by, byte[] copy, List<byte[]> calls, Runnable release) {
        if (stopped || by != right) return;
        Trail other = merged;
        boolean same = Arrays.equals(copy, latest.copy()) && latest.remembers(calls);
        if (!same || latest.serial() == 0 || other != null) {
            Trail trail = other == null ? latest.trail() : latest.trail().and(other);
            merged = null;
            change(copy, calls, trail.and(shard.ballot(), latest.serial() + 1));
        }
        waiting.add(new Waiting(latest.serial(), release, latest));
        if (waiting.size() > COPIES) forgetOldest();
        release();
    }

    /** Of those that wait, the first whose bytes are kept. */
    private void forgetOldest() {
        int last = waiting.size() - COPIES;
        for (Waiting each : waiting) {
            if (last-- == 0) return;
            each.held = null;
        }
    }

    /** Sends what the backups lack. */
    void replicate() {
        replicas.send(latest);
    }

    /** These are sent changes from now on, others nothing. */
    void backups(List<NodeId> backups) {
        replicas.keepOnly(backups);
        replicate();
    }

    void kept(NodeId by, long serial) {
        replicas.acknowledged(by, serial);
        replicate();
        release();
    }

    /** Whether the backup was sent something long ago and has not said that it has it. */
    boolean isLate(NodeId backup) {
        return replicas.isLate(backup);
    }

    boolean isKeptBy(NodeId backup) {
        return replicas.kept(backup) >= latest.serial();
    }

    /**
     * What is left of it where the shard is lost: under MAJORITY all, as any of it may be at a
     * majority; else what was let out. The rest nobody has been told of, and callers repeat it.
     */
    Held left() {
        Held last = safe;
        boolean all = waiting.isEmpty() || Shards.isMajority(shard.number());
        return all || last == null ? latest : last;
    }

    /** Copies that it holds as bytes, whatever waits for backups; for tests. */
    long copies() {
        long held =
                waiting.stream().map(each -> each.held).filter(h -> h != null).distinct().count();
        return 1 + held + replicas.copies(latest);
    }

    /** Whether as many have what was let out as should. */
    boolean isComplete() {
        return shard.isKept(replicas.kept(), out);
    }

    /** Whether nothing waits, and the backups have all. */
    boolean isQuiet() {
        return waiting.isEmpty() && shard.backups().stream().allMatch(this::isKeptBy);
    }

    /** Lets out what the backups have, if the shard is this node's for certain. */
    void release() {
        Map<NodeId, Long> kept = replicas.kept();
        Held newest = null;
        while (!waiting.isEmpty() && shard.isKept(kept, waiting.element().serial)) {
            if (!shard.serves()) break;
            Waiting next = waiting.remove();
            out = next.serial;
            safe = next.held;
            if (safe != null && safe != newest) newest = released(safe);
            run(next.release);
        }
        if (newest != null && !newest.isEnded()) show(newest);
        for (Waiting offer : List.copyOf(offers))
            if (shard.isAtBackups(kept, offer.serial) && offers.remove(offer)) run(offer.release);
    }

    private void run(Runnable release) {
        try {
            release.run();
        } catch (RuntimeException e) {
            log.error("What {} did could not be let out", id, e);
        }
    }

    private Held released(Held held) {
        if (!held.isEnded())
            around.ring()
                    .put(
                            id,
                            EntityCodec.version(held.copy()),
                            EntityCodec.state(held.copy()),
                            true);
        return held;
    }

    private void show(Held held) {
        long version = EntityCodec.version(held.copy());
        Ring.Entry entry = around.ring().find(id, version);
        if (entry != null) watches.released(version, entry.state());
        watched = !watches.isEmpty();
    }

    /**
     * @param base the version whose bytes the node has, 0 for none
     */
    void watchedBy(NodeId node, long version, long base, long until) {
        watches.by(node, version, base, until);
        watched = true;
    }

    /** A node has these bytes. */
    void shownBy(NodeId node, long version) {
        watches.acknowledged(node, version);
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
        for (Pending each : List.copyOf(pending.values()))
            each.answer(new EntityCall.Outcome.Moved(true));
    }

    private void ended(Right by) {
        if (stopped || by != right) return;
        change(new byte[0], List.of(), latest.trail().and(shard.ballot(), latest.serial() + 1));
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
            byte[] bytes = around.codec().copy(id.type(), copy);
            List<byte[]> remembered = calls.of(copy.done());
            around.post(() -> committed(this, bytes, remembered, release));
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
