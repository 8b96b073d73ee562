package dev.livelet.test.property;

import dev.livelet.RenderContext;
import dev.livelet.diff.DuplicateKeys;
import dev.livelet.diff.HtmlWriter;
import dev.livelet.template.CompiledTemplate;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * In how many patches something within a {@code :catch} threw: before, after, or in both states.
 */
final class Caught {
    private int before;
    private int after;
    private int both;

    void add(Case one) {
        if (!one.source().contains(":catch")) return;
        CompiledTemplate<?> template = one.compile();
        boolean was = throwsIn(template, one.states().getFirst());
        for (int i = 1; i < one.states().size(); i++) {
            boolean is = throwsIn(template, one.states().get(i));
            if (was && is) both++;
            else if (was) before++;
            else if (is) after++;
            was = is;
        }
    }

    private static boolean throwsIn(CompiledTemplate<?> template, Object state) {
        AtomicBoolean caught = new AtomicBoolean();
        new HtmlWriter(DuplicateKeys.LOGGED, failure -> caught.set(true))
                .render(template, template.frame(state, RenderContext.DEFAULT));
        return caught.get();
    }

    boolean all() {
        return before > 0 && after > 0 && both > 0;
    }

    @Override
    public String toString() {
        return "A part had failed before in "
                + before
                + " patches, failed after in "
                + after
                + ", in both states in "
                + both;
    }
}
