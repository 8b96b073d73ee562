package dev.livelet.template;

import dev.livelet.Template;

import java.nio.charset.StandardCharsets;

/** What tests of templates share. */
final class Templates {
    private Templates() {}

    static <S> CompiledTemplate<S> compile(Class<S> state, String source, Class<?>... uses) {
        return (CompiledTemplate<S>) Template.of(state, source, uses);
    }

    /** The HTML around the slots, with {@code ‹n›} for slot n. */
    static String statics(Fragment fragment) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < fragment.statics().size(); i++) {
            out.append(new String(fragment.statics().get(i), StandardCharsets.UTF_8));
            if (i < fragment.slots().size()) out.append('‹').append(i).append('›');
        }
        return out.toString();
    }
}
