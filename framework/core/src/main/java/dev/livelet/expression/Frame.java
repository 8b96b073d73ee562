package dev.livelet.expression;

import dev.livelet.RenderContext;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The variables of a template while it is evaluated: index 0 is the record, then come loop
 * variables and pattern variables as the scope numbered them. Confined to one thread and one
 * evaluation; values of derived methods are kept for that long.
 */
public final class Frame {
    private final @Nullable Object[] variables;
    private final @Nullable Object[] derived;
    private final RenderContext context;

    private Frame(@Nullable Object[] variables, @Nullable Object[] derived, RenderContext context) {
        this.variables = variables;
        this.derived = derived;
        this.context = context;
    }

    /**
     * @param variables how many variables the template has, the record included
     * @param derived how many derived methods of the record its expressions call
     */
    public static Frame of(Object record, int variables, int derived, RenderContext context) {
        @Nullable Object[] values = new @Nullable Object[variables];
        values[0] = record;
        return new Frame(values, derived == 0 ? NONE : new @Nullable Object[derived], context);
    }

    private static final @Nullable Object[] NONE = new Object[0];

    /**
     * The same frame with its own copy of the variables: for a row, or a branch that binds
     * variables. Derived values are shared.
     */
    public Frame fork() {
        return new Frame(Arrays.copyOf(variables, variables.length), derived, context);
    }

    public @Nullable Object get(int variable) {
        return variables[variable];
    }

    /** How many variables there are, the record included. */
    public int size() {
        return variables.length;
    }

    public void set(int variable, @Nullable Object value) {
        variables[variable] = value;
    }

    @Nullable Object[] derived() {
        return derived;
    }

    public RenderContext context() {
        return context;
    }
}
