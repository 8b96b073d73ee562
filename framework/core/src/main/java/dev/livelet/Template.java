package dev.livelet;

import dev.livelet.template.CompiledTemplate;

import java.lang.invoke.MethodHandles;

/**
 * HTML with holes, parsed and type-checked against a record once, when it is created. Immutable and
 * thread-safe.
 *
 * @param <S> the record whose components and methods the expressions name
 */
public interface Template<S> {

    /**
     * Compiles {@code source}.
     *
     * @param state the record type; it may be private
     * @param uses components, stateful views and classes with static methods that the template
     *     names, besides those found by simple name beside {@code state}
     * @throws TemplateException with line, column, a caret under the place, the cause and the
     *     nearest name
     */
    static <S> Template<S> of(Class<S> state, String source, Class<?>... uses) {
        return CompiledTemplate.compile(MethodHandles.lookup(), state, source, uses);
    }

    /**
     * As {@link #of(Class, String, Class...)}, for records in named modules that are not open to
     * Livelet.
     */
    static <S> Template<S> of(
            MethodHandles.Lookup lookup, Class<S> state, String source, Class<?>... uses) {
        return CompiledTemplate.compile(lookup, state, source, uses);
    }

    /** The template in {@code SimpleName.html} beside the view's class. */
    static <S> Template<S> beside(LiveView<S> view) {
        return CompiledTemplate.beside(view);
    }

    /** This template filled with a record, to be inserted into another by {@code {expr}}. */
    Html with(S record);

    /** The record type. */
    Class<S> stateType();
}
