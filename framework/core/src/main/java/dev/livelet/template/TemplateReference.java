package dev.livelet.template;

import java.util.function.Supplier;

/** A component's template, found when first asked for: two templates may name each other. */
public final class TemplateReference {
    private final Supplier<CompiledTemplate<?>> source;
    private volatile @org.jspecify.annotations.Nullable CompiledTemplate<?> template;

    public TemplateReference(Supplier<CompiledTemplate<?>> source) {
        this.source = source;
    }

    public CompiledTemplate<?> get() {
        CompiledTemplate<?> found = template;
        if (found == null) template = found = source.get();
        return found;
    }
}
