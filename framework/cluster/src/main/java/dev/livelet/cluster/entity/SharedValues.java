package dev.livelet.cluster.entity;

import dev.livelet.EntityId;
import dev.livelet.Shared;
import dev.livelet.cluster.codec.SharedCodec;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.spi.EntityCall;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Entities' values in the states of pages that come from other nodes: they are named there, and
 * found here among what this node shows or has in its {@link Ring}, or asked for from all others.
 * No page waits for an entity's next owner as long as any node has what it has shown.
 *
 * <p>{@link #find} is called on any thread. What is asked, and what others ask, is done in the
 * cluster's inbox.
 */
final class SharedValues implements SharedCodec {
    private static final Logger log = LoggerFactory.getLogger(SharedValues.class);

    /** For the others' answers; one that is dead need not be waited for, one may be busy. */
    private static final Duration ANSWERS = Duration.ofSeconds(1);

    private static final Message NOTHING = new Message.Values(List.of());

    /** For the entity itself, where no node has a value that is new enough. */
    private static final Duration OWNER = Duration.ofMillis(1200);

    private final Around around;
    private final Renewals renewals;
    private final Map<EntityId, List<Fetch>> open = new HashMap<>();

    /** Versions that nobody has, nor a newer one: older ones are taken for them. */
    private final Map<EntityId, Long> lost = new ConcurrentHashMap<>();

    private final LongAdder lostCount = new LongAdder();

    /**
     * @param calls the way to the entities' owners
     */
    SharedValues(Around around, BiConsumer<EntityCall, Consumer<EntityCall.Outcome>> calls) {
        this.around = around;
        this.renewals = new Renewals(around, calls);
    }

    @Override
    public boolean isNamed(Shared<?> shared) {
        return shared.entity()
                .map(id -> around.host().kinds().containsKey(id.type()))
                .orElse(false);
    }

    @Override
    public @Nullable Shared<?> find(EntityId id, long version, Use use) {
        return switch (locate(id, version, use)) {
            case Shared<?> current -> current;
            case Ring.Entry entry -> shared(entry);
            case null, default -> null;
        };
    }

    /** A value that pages here show, or an entry of the ring. */
    private @Nullable Object locate(EntityId id, long version, Use use) {
        Shared<?> current = around.host().current(id);
        if (current != null
                && (current.version() == version || use == Use.NEXT && current.version() > version))
            return current;
        Ring.Entry exact = around.ring().find(id, version);
        if (use == Use.SHOWN) return exact;
        Ring.Entry newest = around.ring().newest(id, true);
        if (newest != null && newest.version > version) return newest;
        if (exact != null) return exact;
        if (lost.getOrDefault(id, Long.MIN_VALUE) < version) return null;
        Ring.Entry any = around.ring().newest(id, false);
        return any == null || current != null && current.version() > any.version ? current : any;
    }

    private Shared<?> shared(Ring.Entry entry) {
        Shared<?> known = around.ring().shared(entry);
        if (known != null) return known;
        Object state = around.codec().state(entry.id.type(), entry.state());
        return around.ring()
                .shared(entry, around.host().known(Shared.of(entry.id, state, entry.version)));
    }

    @Override
    public CompletableFuture<Void> fetch(Map<EntityId, Set<Long>> versions) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        versions.forEach(
                (id, some) -> {
                    Fetch fetch = new Fetch(id, some);
                    all.add(fetch.done);
                    around.post(() -> begin(fetch));
                });
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public CompletableFuture<Void> renew(Set<EntityId> entities) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (EntityId id : entities) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            all.add(done);
            around.post(() -> renewals.renew(id, done));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
    }

    /** Versions of one entity that a page needs. */
    private static final class Fetch {
        final EntityId id;
        final Set<Long> versions;
        final CompletableFuture<Void> done = new CompletableFuture<>();
        int answers;

        Fetch(EntityId id, Set<Long> versions) {
            this.id = id;
            this.versions = versions;
        }

        long newest() {
            return versions.stream().mapToLong(Long::longValue).max().orElse(0);
        }
    }

    private void begin(Fetch fetch) {
        if (!around.host().kinds().containsKey(fetch.id.type())) {
            fetch.done.complete(null);
            return;
        }
        List<Fetch> running = open.computeIfAbsent(fetch.id, id -> new ArrayList<>());
        boolean asked =
                running.stream().anyMatch(each -> each.versions.containsAll(fetch.versions));
        running.add(fetch);
        if (isHere(fetch)) end(fetch);
        else if (!asked) ask(fetch);
    }

    private boolean isHere(Fetch fetch) {
        return fetch.versions.stream().allMatch(each -> locate(fetch.id, each, Use.SHOWN) != null);
    }

    private void ask(Fetch fetch) {
        List<NodeId> others =
                around.link().view().members().stream()
                        .filter(member -> !member.equals(around.self()))
                        .toList();
        fetch.answers = others.size();
        if (others.isEmpty()) answered(fetch);
        Message question = new Message.Wanted(fetch.id, List.copyOf(fetch.versions));
        for (NodeId other : others)
            around.ask(
                    other,
                    question,
                    ANSWERS,
                    NOTHING,
                    answer -> {
                        if (answer instanceof Message.Values found) renewals.put(found);
                        fetch.answers--;
                        answered(fetch);
                    });
    }

    /** All that wait for this entity go on, if they can. */
    private void answered(Fetch asked) {
        for (Fetch each : List.copyOf(open.getOrDefault(asked.id, List.of())))
            if (isHere(each)) end(each);
        if (asked.done.isDone() || asked.answers > 0) return;
        if (locate(asked.id, asked.newest(), Use.NEXT) != null) endAll(asked);
        else askEntity(asked);
    }

    private void askEntity(Fetch asked) {
        around.later(OWNER, () -> giveUp(asked));
        renewals.find(asked.id, OWNER, () -> giveUp(asked));
    }

    private void giveUp(Fetch asked) {
        if (asked.done.isDone()) return;
        long version = asked.newest();
        if (locate(asked.id, version, Use.NEXT) == null) {
            lostCount.increment();
            lost.merge(asked.id, version, Math::max);
            around.later(Ring.KEPT, () -> lost.remove(asked.id, version));
            log.warn(
                    "No node has version {} of {} or a newer one: a page that has shown it goes on"
                            + " from what there is",
                    version,
                    asked.id);
        }
        endAll(asked);
    }

    private void endAll(Fetch asked) {
        for (Fetch each : List.copyOf(open.getOrDefault(asked.id, List.of())))
            if (asked.versions.containsAll(each.versions)) end(each);
    }

    private void end(Fetch fetch) {
        List<Fetch> running = open.getOrDefault(fetch.id, new ArrayList<>());
        running.remove(fetch);
        if (running.isEmpty()) open.remove(fetch.id);
        around.executor().execute(() -> fetch.done.complete(null));
    }

    /** Another node lacks these. */
    Message.Values asked(Message.Wanted wanted) {
        Set<Long> given = new HashSet<>();
        List<Message.Value> values = new ArrayList<>();
        long newest = Long.MIN_VALUE;
        for (long version : wanted.versions()) {
            newest = Math.max(newest, version);
            Ring.Entry entry = around.ring().find(wanted.id(), version);
            if (entry != null && given.add(version)) values.add(value(entry));
        }
        Ring.Entry last = around.ring().newest(wanted.id(), true);
        if (!given.contains(newest) && last != null && given.add(last.version))
            values.add(value(last));
        return new Message.Values(values);
    }

    private static Message.Value value(Ring.Entry entry) {
        return new Message.Value(entry.id, entry.version, entry.state());
    }

    /** How often a page went on from less than it had shown. */
    long lost() {
        return lostCount.sum();
    }
}
