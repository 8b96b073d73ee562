package dev.livelet.cluster.replication;

import dev.livelet.RenderContext;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Between states and bytes. A state travels by its components, so that only those that changed are
 * sent, and so that nodes between an owner and its successor need not know the type. Thread-safe;
 * called on the link's sender threads.
 */
public interface CopyCodec {
    /**
     * A copy read, and what its bytes held that this release does not know: given back to {@link
     * #changes}, so that it travels on.
     */
    record Decoded(SessionCopy copy, @Nullable Object carried) {}

    /**
     * The components of {@code after} that {@code before} has not alike, by name; all if there is
     * nothing before.
     */
    Map<String, byte[]> changes(@Nullable Object before, Object after, @Nullable Object carried);

    byte[] context(RenderContext context);

    /**
     * All of a copy but its states. Begins with {@link SessionCopy#attempt}, {@link
     * SessionCopy#answered}, {@link SessionCopy#sent} and {@link SessionCopy#acknowledged} as
     * {@link Out} writes numbers: these change with each copy, and mostly nothing else does.
     */
    byte[] head(SessionCopy copy);

    /**
     * Makes a copy from what the other methods made, perhaps in another release.
     *
     * @param window of the copy; versions that share an {@code Encoded.State} share a state
     * @throws RuntimeException if the bytes don't fit this type
     */
    Decoded decode(Class<?> type, byte[] head, List<Encoded.Version> window, Encoded.State state);

    /**
     * As {@link #decode}, when what the copy refers to is here: soon. Doesn't block.
     *
     * @param behind whether the page has shown more than the copy has: then what the state refers
     *     to is got as new as anybody may have seen it
     */
    default CompletableFuture<Decoded> decoding(
            Class<?> type,
            byte[] head,
            List<Encoded.Version> window,
            Encoded.State state,
            boolean behind) {
        try {
            return CompletableFuture.completedFuture(decode(type, head, window, state));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
