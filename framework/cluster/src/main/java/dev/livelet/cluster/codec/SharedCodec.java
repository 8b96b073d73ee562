package dev.livelet.cluster.codec;

import dev.livelet.Shared;

import org.jspecify.annotations.Nullable;

/**
 * How shared values travel: by a reference, where both nodes get the value itself in another way,
 * else by value. Thread-safe.
 */
public interface SharedCodec {
    SharedCodec BY_VALUE =
            new SharedCodec() {
                @Override
                public @Nullable String reference(Shared<?> shared) {
                    return null;
                }

                @Override
                public @Nullable Shared<?> resolve(String reference) {
                    return null;
                }
            };

    /** What another node finds this very version by; null where it must travel by value. */
    @Nullable String reference(Shared<?> shared);

    /** The same version as one that this node has already, where it has; else the given one. */
    default Shared<?> known(Shared<?> read) {
        return read;
    }

    /** What another node's reference means here; null where it means nothing. */
    @Nullable Shared<?> resolve(String reference);
}
