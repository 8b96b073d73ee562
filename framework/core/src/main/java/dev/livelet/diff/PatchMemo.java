package dev.livelet.diff;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;

import dev.livelet.template.CompiledTemplate;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Patches of lists that many pages show, kept for a moment: when a message reaches a room, the
 * first page diffs and encodes, the others copy bytes; those that come meanwhile wait for the
 * first. Thread-safe. What a computation throws, each of its pages finds out by itself.
 */
public final class PatchMemo {
    private static final long BYTES = 16L << 20;
    private static final int OVERHEAD = 256;
    private static final Duration MOMENT = Duration.ofSeconds(2);

    /** The one of this JVM: templates are shared by all its pages too. */
    static final PatchMemo INSTANCE = new PatchMemo();

    private final AsyncCache<PatchKey, Patch> patches =
            Caffeine.newBuilder()
                    .maximumWeight(BYTES)
                    .weigher((PatchKey key, Patch patch) -> OVERHEAD + patch.json().length)
                    .expireAfterWrite(MOMENT)
                    .scheduler(Scheduler.systemScheduler())
                    .buildAsync();

    private final LongAdder hits = new LongAdder();
    private final LongAdder diffs = new LongAdder();

    private PatchMemo() {}

    /**
     * A patch as it was encoded.
     *
     * @param json empty where nothing changed
     * @param templates what it names by id
     */
    record Patch(byte[] json, Collection<CompiledTemplate<?>> templates) {
        Patch {
            templates = List.copyOf(templates);
        }
    }

    /**
     * The patch for this key: computed by {@code diff} on this thread, unless another thread has,
     * or is about to.
     */
    Patch get(PatchKey key, Supplier<Patch> diff) {
        CompletableFuture<Patch> first = patches.getIfPresent(key);
        CompletableFuture<Patch> own = new CompletableFuture<>();
        if (first == null) first = patches.asMap().putIfAbsent(key, own);
        Patch known = first == null ? null : await(first);
        if (known != null) {
            hits.increment();
            return known;
        }
        diffs.increment();
        try {
            Patch patch = diff.get();
            if (first == null) own.complete(patch);
            return patch;
        } finally {
            // Only after a failure is it not complete yet; the cache forgets it then.
            own.cancel(false);
        }
    }

    /** Patches that were there already. */
    public long hits() {
        return hits.sum();
    }

    /** Patches that were diffed and encoded. */
    public long diffs() {
        return diffs.sum();
    }

    private static @Nullable Patch await(CompletableFuture<Patch> other) {
        try {
            return other.join();
        } catch (CompletionException | java.util.concurrent.CancellationException failed) {
            return null;
        }
    }
}
