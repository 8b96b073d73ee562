package dev.livelet;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;

/**
 * A reference to a {@link Call} method of an entity, as {@code Room::post}: it names the method,
 * and lets the compiler check the arguments. Not a lambda.
 *
 * @param <E> the entity's class
 */
public sealed interface EntityMethod<E> extends Serializable {

    /** Without arguments. */
    @FunctionalInterface
    non-sealed interface Change0<E, S> extends EntityMethod<E> {
        S on(E entity, S state) throws Exception;
    }

    /** With one argument. */
    @FunctionalInterface
    non-sealed interface Change1<E, S, A extends @Nullable Object> extends EntityMethod<E> {
        S on(E entity, S state, A argument) throws Exception;
    }

    /** With two arguments. */
    @FunctionalInterface
    non-sealed interface Change2<E, S, A extends @Nullable Object, B extends @Nullable Object>
            extends EntityMethod<E> {
        S on(E entity, S state, A first, B second) throws Exception;
    }

    /** Without arguments; answers. */
    @FunctionalInterface
    non-sealed interface Question0<E, S, R extends @Nullable Object> extends EntityMethod<E> {
        Reply<S, R> on(E entity, S state) throws Exception;
    }

    /** With one argument; answers. */
    @FunctionalInterface
    non-sealed interface Question1<E, S, A extends @Nullable Object, R extends @Nullable Object>
            extends EntityMethod<E> {
        Reply<S, R> on(E entity, S state, A argument) throws Exception;
    }

    /** With two arguments; answers. */
    @FunctionalInterface
    non-sealed interface Question2<
                    E,
                    S,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    R extends @Nullable Object>
            extends EntityMethod<E> {
        Reply<S, R> on(E entity, S state, A first, B second) throws Exception;
    }
}
