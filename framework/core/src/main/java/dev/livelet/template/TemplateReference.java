package dev.livelet.template;

import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/** A component's template, found when first asked for: two templates may name each other. */
public final class TemplateReference {
    private final Supplier<@Nullable CompiledTemplate<?>> source;
    private volatile @Nullable CompiledTemplate<?> template;

    /**
     * @param source gives null as long as the template is being compiled
     */
    public TemplateReference(Supplier<@Nullable CompiledTemplate<?>> source) {
        this.source = source;
    }

    public CompiledTemplate<?> get() {
        CompiledTemplate<?> found = now();
        if (found == null)
            throw new LiveletException(
                    "A component's template is still null: its static field is read before it was"
                            + " set");
        return found;
    }

    /** Whether it has been found. */
    boolean seen() {
        return template != null;
    }

    /** The template, or null while it is still being compiled. */
    @Nullable CompiledTemplate<?> now() {
        CompiledTemplate<?> found = template;
        if (found == null) template = found = source.get();
        return found;
    }
}
