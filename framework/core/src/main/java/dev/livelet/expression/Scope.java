package dev.livelet.expression;

import dev.livelet.state.Reach;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The names an expression may use: the record's components and methods, then variables. Immutable;
 * scopes made from one another share counters of variables and derived values, which grow while a
 * template is compiled (on one thread).
 */
public final class Scope {
    /**
     * @param index in the frame
     */
    record Variable(String name, Type type, int index) {}

    /** What all scopes of a template share. */
    private static final class Root {
        final Class<?> record;
        final MethodHandles.Lookup lookup;
        final TypeNames types;
        final Map<Method, Integer> derived = new HashMap<>();
        int variables = 1;

        Root(Class<?> record, MethodHandles.Lookup lookup, List<Class<?>> uses) {
            this.record = record;
            this.lookup = lookup;
            this.types = new TypeNames(record, uses);
        }
    }

    private final Root root;
    private final List<Variable> variables;

    private Scope(Root root, List<Variable> variables) {
        this.root = root;
        this.variables = variables;
    }

    /**
     * @param lookup reaches the non-public members of the record and the types it leads to
     * @param uses classes whose static methods and nested types expressions may name
     */
    public static Scope of(Class<?> record, MethodHandles.Lookup lookup, List<Class<?>> uses) {
        Reach.give(record, lookup);
        return new Scope(new Root(record, lookup, uses), List.of());
    }

    /**
     * This scope and a variable more, whose index in the frame is the number of variables before it
     * (the record counts). It hides what has the same name.
     */
    public Scope with(String name, Type type) {
        Variable variable = new Variable(name, Types.normal(type), size());
        root.variables = Math.max(root.variables, variable.index() + 1);
        return new Scope(root, Stream.concat(variables.stream(), Stream.of(variable)).toList());
    }

    /**
     * How large a frame must be for every expression compiled so far in scopes of the same
     * template.
     */
    public int variables() {
        return root.variables;
    }

    /** How many cells for derived values the expressions compiled so far use. */
    public int derived() {
        return root.derived.size();
    }

    /** How many variables this scope has, the record included. */
    public int size() {
        return variables.size() + 1;
    }

    List<Variable> declared() {
        return variables;
    }

    @Nullable Variable variable(String name) {
        for (Variable variable : variables.reversed())
            if (variable.name().equals(name)) return variable;
        return null;
    }

    Class<?> record() {
        return root.record;
    }

    MethodHandles.Lookup lookup() {
        return root.lookup;
    }

    TypeNames types() {
        return root.types;
    }

    /** The cell of a derived value. */
    int cell(Method method) {
        return root.derived.computeIfAbsent(method, ignored -> root.derived.size());
    }
}
