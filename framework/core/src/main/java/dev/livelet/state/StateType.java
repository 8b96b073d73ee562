package dev.livelet.state;

import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Type;
import java.util.List;

/**
 * A view's state as a type: checked when the view is registered to be immutable and fit for another
 * node, and brought to rest after each handler. Immutable and thread-safe.
 */
public final class StateType {
    private final Class<?> record;

    private StateType(Class<?> record) {
        this.record = record;
    }

    /**
     * @throws LiveletException that names each offending component by its path ({@code
     *     State.rows[].owner}), and what to do
     */
    public static StateType of(Class<?> record) {
        if (!record.isRecord()) {
            throw new LiveletException(
                    "A state is a record; "
                            + record.getName()
                            + " is none. Make it one, with the values the page shows");
        }
        List<String> wrong = new StateCheck().check(record);
        if (!wrong.isEmpty()) {
            throw new LiveletException(
                    record.getName()
                            + " cannot be a state: what is in it must not change, and must fit on"
                            + " another node\n"
                            + "  "
                            + String.join("\n  ", wrong));
        }
        return new StateType(record);
    }

    /**
     * Problems with a type that messages, presence or another value would have in a state; empty
     * when it is fit.
     */
    public static List<String> problems(Type type) {
        return new StateCheck().check(type);
    }

    /**
     * The state with collections that could still be changed replaced by immutable copies, in the
     * order they have now. What needs no copy stays the same object.
     *
     * @param before the state it was made from, or null: what both hold is not looked at again
     */
    public Object commit(Object state, @Nullable Object before) {
        if (state.getClass() != record) {
            throw new LiveletException(
                    "Expected a state of "
                            + record.getName()
                            + ", found "
                            + state.getClass().getName());
        }
        return ImmutableCopy.of(state, before);
    }

    /** As {@link #commit(Object, Object)}, for a first state. */
    public Object commit(Object state) {
        return commit(state, null);
    }
}
