package dev.livelet.template;

import dev.livelet.Html;
import dev.livelet.LiveView;
import dev.livelet.RenderContext;
import dev.livelet.Template;
import dev.livelet.expression.Frame;
import java.lang.invoke.MethodHandles;
import java.util.Collection;

/** A template after compilation: fragments for the server, a definition for the browser. Immutable, shared by all sessions. */
public final class CompiledTemplate<S> implements Template<S> {
    private CompiledTemplate() {}

    public static <S> CompiledTemplate<S> compile(
            MethodHandles.Lookup lookup, Class<S> state, String source, Class<?>... uses) {
        throw new UnsupportedOperationException("not built yet");
    }

    public static <S> CompiledTemplate<S> beside(LiveView<S> view) {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public Html with(S record) {
        return new RecordHtml(this, record);
    }

    @Override
    public Class<S> stateType() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** A positive number below 2^31, from a hash of the template's name and source: the same on every node. */
    public int id() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** For messages: the file, or the class that declares it. */
    public String name() {
        throw new UnsupportedOperationException("not built yet");
    }

    public Fragment root() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** A frame for a record of this template. */
    public Frame frame(Object record, RenderContext context) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The definition as JSON: an array of nodes, see {@code docs/protocol.md}. */
    public String definition() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The templates this one names directly: components and content given to components. Not this one itself unless it is recursive. */
    public Collection<CompiledTemplate<?>> references() {
        throw new UnsupportedOperationException("not built yet");
    }
}
