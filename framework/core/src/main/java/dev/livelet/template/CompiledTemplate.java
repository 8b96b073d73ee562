package dev.livelet.template;

import dev.livelet.Html;
import dev.livelet.LiveView;
import dev.livelet.RenderContext;
import dev.livelet.Template;
import dev.livelet.expression.Frame;
import dev.livelet.expression.Scope;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A template after compilation: fragments for the server, a definition for the browser. Immutable,
 * shared by all sessions.
 */
public final class CompiledTemplate<S> implements Template<S> {
    private final Class<S> state;
    private final int id;
    private final SourceText source;
    private final Fragment root;
    private final Scope scope;
    private final Definition definition;
    private final List<TemplateReference> references;
    private final Edges edges;
    private final boolean boundAtOnce;
    private final List<Outline> outline;
    private volatile @Nullable Collection<CompiledTemplate<?>> resolved;

    CompiledTemplate(
            Class<S> state,
            int id,
            SourceText source,
            FragmentBuilder built,
            Scope scope,
            List<TemplateReference> references) {
        this.state = state;
        this.id = id;
        this.source = source;
        this.root = built.build();
        this.scope = scope;
        this.definition = built.definition();
        this.references = List.copyOf(references);
        this.edges = built.edges();
        this.boundAtOnce = built.boundAtOnce();
        this.outline = built.outline();
    }

    /** As {@link Template#of(MethodHandles.Lookup, Class, String, Class...)}. */
    public static <S> CompiledTemplate<S> compile(
            MethodHandles.Lookup lookup, Class<S> state, String source, Class<?>... uses) {
        String name =
                state.getName()
                        .substring(
                                state.getPackageName().isEmpty()
                                        ? 0
                                        : state.getPackageName().length() + 1)
                        .replace('$', '.');
        return TemplateCompiler.compile(
                lookup,
                state,
                List.of(state),
                new SourceText(name, source),
                state.getName(),
                List.of(uses));
    }

    /** As {@link Template#beside(LiveView)}. */
    @SuppressWarnings("unchecked")
    public static <S> CompiledTemplate<S> beside(LiveView<S> view) {
        return (CompiledTemplate<S>) TemplateFile.ofView(view.getClass());
    }

    @Override
    public Html with(S record) {
        return new RecordHtml(this, record);
    }

    @Override
    public Class<S> stateType() {
        return state;
    }

    /**
     * A positive number below 2^31, from a hash of the template's name and source: the same on
     * every node.
     */
    public int id() {
        return id;
    }

    /** For messages: the file, or the record's class. */
    public String name() {
        return source.name();
    }

    public Fragment root() {
        return root;
    }

    /** A frame for a record of this template. */
    public Frame frame(Object record, RenderContext context) {
        return Frame.of(record, scope.variables(), scope.derived(), context);
    }

    /** The definition as JSON: an array of nodes, see {@code docs/protocol.md}. */
    public String definition() {
        return definition.finish();
    }

    /**
     * The templates this one names directly: components and content given to components. Not this
     * one itself unless it is recursive. What could not be checked while templates that name each
     * other were being compiled is checked when this is first called.
     *
     * @throws dev.livelet.TemplateException where such a use does not fit
     */
    public Collection<CompiledTemplate<?>> references() {
        Collection<CompiledTemplate<?>> known = resolved;
        if (known != null) return known;
        boolean late = references.stream().anyMatch(reference -> !reference.seen());
        Set<CompiledTemplate<?>> found = new LinkedHashSet<>();
        for (TemplateReference reference : references) found.add(reference.get());
        if (late) BrowserTree.check(source, outline);
        return resolved = List.copyOf(found);
    }

    /**
     * Why this template cannot be the content of a page's root, which is a {@code div}: it begins
     * with a row of a table, say. "" where it can.
     */
    public String rootProblem() {
        return BrowserTree.misfit(this, List.of(BrowserTree.around(List.of())));
    }

    SourceText source() {
        return source;
    }

    Edges edges() {
        return edges;
    }

    /** Whether something in it must be bound as soon as it is on the page, or may have to be. */
    boolean boundAtOnce() {
        return boundAtOnce;
    }

    List<Outline> outline() {
        return outline;
    }

    static int id(String name, String source) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest((name + '\0' + source).getBytes(StandardCharsets.UTF_8));
            int id = java.nio.ByteBuffer.wrap(hash).getInt() & Integer.MAX_VALUE;
            return id == 0 ? 1 : id;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
