package dev.livelet.cluster.entity;

import dev.livelet.EntityId;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.spi.EntityCall;
import dev.livelet.spi.EntityHost;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Values at least as new as any that somebody may have seen, for pages that have shown more than
 * their copies say.
 *
 * <p>Whatever was let out of an entity is at its owner and at its backup. So when all nodes have
 * given the newest that they have (a dead one has nothing), it is among that, and nobody waits
 * until the loss of the owner is known and the next one has begun. That holds where what a backup
 * has may be shown, as its node would go on from it; where a majority decides, only the owner can
 * say, and a page waits for the next one. So it does where a node does not answer.
 *
 * <p>Confined to the cluster's inbox.
 */
final class Renewals {
    /** For the others' answers, before the entity itself is asked as well. */
    private static final Duration ANSWERS = Duration.ofMillis(300);

    /** For all of it: there is a new owner by then. */
    private static final Duration NEXT_OWNER = Duration.ofMillis(2500);

    /** Above all versions: whoever is asked for it gives the newest that there is. */
    private static final long NEWEST = Long.MAX_VALUE;

    private static final Message NOTHING = new Message.Values(List.of());

    private final Around around;
    private final BiConsumer<EntityCall, Consumer<EntityCall.Outcome>> calls;
    private final Map<EntityId, Renewal> running = new HashMap<>();

    /**
     * @param calls the way to the entities' owners
     */
    Renewals(Around around, BiConsumer<EntityCall, Consumer<EntityCall.Outcome>> calls) {
        this.around = around;
        this.calls = calls;
    }

    /**
     * One question about an entity: a hundred pages that come at once would have the same. Who
     * comes while it is under way may have shown what its answer lacks, and waits for the next.
     */
    private static final class Renewal {
        final EntityId id;
        final List<CompletableFuture<Void>> waiting;
        final List<CompletableFuture<Void>> later = new ArrayList<>();
        final Set<NodeId> silent = new HashSet<>();

        Renewal(EntityId id, List<CompletableFuture<Void>> waiting) {
            this.id = id;
            this.waiting = waiting;
        }
    }

    /**
     * @param done is completed on the cluster's executor
     */
    void renew(EntityId id, CompletableFuture<Void> done) {
        if (!around.host().kinds().containsKey(id.type())) {
            done.complete(null);
            return;
        }
        around.later(NEXT_OWNER, () -> goOn(done));
        Renewal known = running.get(id);
        if (known == null) begin(id, List.of(done));
        else known.later.add(done);
    }

    private void begin(EntityId id, List<CompletableFuture<Void>> waiting) {
        Renewal renewal = new Renewal(id, waiting);
        running.put(id, renewal);
        around.later(NEXT_OWNER, () -> end(renewal));
        if (isMajority(id)) askOwner(renewal);
        else askAll(renewal);
    }

    private boolean isMajority(EntityId id) {
        EntityHost.Kind kind = around.host().kinds().get(id.type());
        return kind != null && kind.settings().majority() > 0;
    }

    private void askAll(Renewal renewal) {
        renewal.silent.addAll(around.link().view().members());
        renewal.silent.remove(around.self());
        if (renewal.silent.isEmpty()) {
            askOwner(renewal);
            return;
        }
        Message question = new Message.Wanted(renewal.id, List.of(NEWEST));
        for (NodeId other : Set.copyOf(renewal.silent))
            around.ask(
                    other,
                    question,
                    NEXT_OWNER,
                    NOTHING,
                    answer -> {
                        if (!(answer instanceof Message.Values found)) return;
                        put(found);
                        renewal.silent.remove(other);
                        if (renewal.silent.isEmpty()) end(renewal);
                    });
        around.later(
                ANSWERS,
                () -> {
                    if (running.get(renewal.id) == renewal) askOwner(renewal);
                });
    }

    private void askOwner(Renewal renewal) {
        find(renewal.id, NEXT_OWNER, () -> end(renewal));
    }

    private void end(Renewal renewal) {
        if (!running.remove(renewal.id, renewal)) return;
        renewal.waiting.forEach(this::goOn);
        if (!renewal.later.isEmpty()) begin(renewal.id, renewal.later);
    }

    private void goOn(CompletableFuture<Void> waiting) {
        around.executor().execute(() -> waiting.complete(null));
    }

    /** Asks the entity itself; what it is comes into the ring. */
    void find(EntityId id, Duration within, Runnable then) {
        EntityCall find =
                new EntityCall(
                        id, "find", EntityCall.FIND, List.of(), EntityCall.Wants.STATE, within);
        calls.accept(
                find,
                outcome ->
                        around.post(
                                () -> {
                                    keep(id, outcome);
                                    then.run();
                                }));
    }

    private void keep(EntityId id, EntityCall.Outcome outcome) {
        if (outcome instanceof EntityCall.Outcome.Done done && done.state() != null) {
            byte[] state = around.codec().state(id.type(), done.state());
            around.ring().put(id, done.version(), state, true);
        }
    }

    /** What another node had comes into the ring. */
    void put(Message.Values found) {
        for (Message.Value value : found.values())
            around.ring().put(value.id(), value.version(), value.state(), true);
    }
}
