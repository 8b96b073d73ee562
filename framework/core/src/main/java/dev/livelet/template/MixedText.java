package dev.livelet.template;

import dev.livelet.expression.Compiled;
import dev.livelet.expression.Expression;
import dev.livelet.expression.Frame;
import dev.livelet.expression.Reads;
import dev.livelet.expression.Scope;

import java.util.ArrayList;
import java.util.List;

/** Text with holes that is one value: in a component's attribute, a textarea, a title. */
record MixedText(List<Expression> pieces, long reads) {

    static MixedText of(
            List<? extends Markup> parts, Expressions expressions, Scope scope, String where) {
        List<Expression> pieces = new ArrayList<>();
        long reads = Reads.NOTHING;
        for (Markup part : parts) {
            if (part instanceof Markup.Text text) {
                pieces.add(frame -> text.text());
            } else if (part instanceof Markup.Hole hole) {
                Compiled compiled = expressions.compile(hole.code(), scope);
                expressions.checkText(hole.code(), compiled, where);
                Expression code = compiled.code();
                pieces.add(frame -> SlotValues.words(code.eval(frame)));
                reads |= compiled.reads();
            }
        }
        return new MixedText(List.copyOf(pieces), reads);
    }

    String join(Frame frame) {
        StringBuilder text = new StringBuilder();
        for (Expression piece : pieces) text.append(piece.eval(frame));
        return text.toString();
    }
}
