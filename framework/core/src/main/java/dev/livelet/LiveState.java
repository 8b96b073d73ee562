package dev.livelet;

import dev.livelet.state.ComponentChange;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;

/**
 * Copies of a state with one component changed. A state record implements it to have them:
 *
 * <pre>{@code
 * record State(int count, String name) implements LiveState<State> {}
 *
 * state.with(State::count, state.count() + 1)
 * }</pre>
 *
 * @param <S> the record itself
 */
public interface LiveState<S> {

    /** A reference to a component's accessor, {@code State::count}. */
    @FunctionalInterface
    interface Accessor<S, V> extends Serializable {
        @Nullable V get(S state);
    }

    /**
     * This state with another value for one component. The reference is resolved once per place in
     * the code that calls this.
     *
     * @param accessor a reference to the component's accessor, {@code State::count}; not a lambda
     * @return a new record, from the canonical constructor; what that throws comes out as it is
     * @throws LiveletException when the accessor is something else than such a reference
     */
    @SuppressWarnings("unchecked")
    default <V> S with(Accessor<S, V> accessor, @Nullable V value) {
        return (S) ComponentChange.of(accessor, getClass()).apply(this, value);
    }
}
