package dev.livelet.template;

import dev.livelet.RenderContext;
import dev.livelet.Template;
import dev.livelet.TemplateException;
import dev.livelet.diff.HtmlWriter;

import java.nio.charset.StandardCharsets;

/** What tests of templates share. */
final class Templates {
    private Templates() {}

    static <S> CompiledTemplate<S> compile(Class<S> state, String source, Class<?>... uses) {
        return (CompiledTemplate<S>) Template.of(state, source, uses);
    }

    /** The first render of a record, styles in a sheet before it. */
    static String render(CompiledTemplate<?> template, Object record) {
        HtmlWriter out = new HtmlWriter();
        out.render(template, template.frame(record, RenderContext.DEFAULT));
        String sheet = out.styleSheet();
        return (sheet.isEmpty() ? "" : "<style>" + sheet + "</style>")
                + new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    /** The first line of what is said about a wrong template. */
    static String refusal(Class<?> state, String source, Class<?>... uses) {
        try {
            compile(state, source, uses);
            return "accepted";
        } catch (TemplateException e) {
            return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
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
