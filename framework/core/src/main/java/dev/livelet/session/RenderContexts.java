package dev.livelet.session;

import com.github.benmanes.caffeine.cache.Interner;

import dev.livelet.RenderContext;

/** One object for all pages whose contexts are equal, as long as one of them has it. */
final class RenderContexts {
    private static final Interner<RenderContext> KNOWN = Interner.newWeakInterner();

    private RenderContexts() {}

    static RenderContext shared(RenderContext context) {
        return KNOWN.intern(context);
    }
}
