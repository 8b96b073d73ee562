package dev.livelet;

import org.jspecify.annotations.Nullable;

/**
 * What a handler of an entity gives that answers its caller.
 *
 * @param state the next state
 * @param value the answer
 */
public record Reply<S, R extends @Nullable Object>(S state, R value) {
    public static <S, R extends @Nullable Object> Reply<S, R> of(S state, R value) {
        return new Reply<>(state, value);
    }
}
