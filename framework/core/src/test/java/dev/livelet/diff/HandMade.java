package dev.livelet.diff;

import dev.livelet.RenderContext;
import dev.livelet.expression.Expression;
import dev.livelet.expression.Frame;
import dev.livelet.expression.Reads;
import dev.livelet.state.RecordShape;
import dev.livelet.template.Fragment;
import dev.livelet.template.Source;
import dev.livelet.template.TemplateSlot;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Fragments written by hand, for tests of the differ that should not depend on the template
 * compiler.
 */
final class HandMade {
    static final int ROW = 1;
    static final int NUMBER = 2;
    private static final int VARIABLES = 8;
    private static final Source SOURCE = new Source("HandMade", 1, 1, "{}");

    private HandMade() {}

    /**
     * @param parts static HTML and slots, in order
     */
    static Fragment fragment(Object... parts) {
        List<byte[]> statics = new ArrayList<>();
        List<TemplateSlot> slots = new ArrayList<>();
        StringBuilder html = new StringBuilder();
        for (Object part : parts) {
            if (part instanceof TemplateSlot slot) {
                statics.add(html.toString().getBytes(StandardCharsets.UTF_8));
                html.setLength(0);
                slots.add(slot);
            } else {
                html.append(part);
            }
        }
        statics.add(html.toString().getBytes(StandardCharsets.UTF_8));
        long reads = slots.stream().mapToLong(TemplateSlot::reads).reduce(0, (a, b) -> a | b);
        return new Fragment(statics, slots, List.of(), reads);
    }

    /** A component of the record, by its index. */
    static Expression component(int index) {
        return frame -> {
            Object record = frame.get(0);
            return record == null ? null : RecordShape.of(record.getClass()).get(record, index);
        };
    }

    /** A component of the record that a variable holds. */
    static Expression component(int variable, int index) {
        return frame -> {
            Object record = frame.get(variable);
            return record == null ? null : RecordShape.of(record.getClass()).get(record, index);
        };
    }

    static Expression variable(int index) {
        return frame -> frame.get(index);
    }

    static TemplateSlot.Text text(int component) {
        return text(Reads.component(component), component(component));
    }

    static TemplateSlot.Text text(long reads, Expression value) {
        return new TemplateSlot.Text(reads, SOURCE, value, TemplateSlot.Text.Place.TEXT);
    }

    static TemplateSlot.Attribute attribute(String name, int component) {
        return attribute(name, Reads.component(component), component(component));
    }

    static TemplateSlot.Attribute attribute(String name, long reads, Expression value) {
        return new TemplateSlot.Attribute(reads, SOURCE, name, value);
    }

    static TemplateSlot.Style style(int component) {
        return new TemplateSlot.Style(Reads.component(component), SOURCE, component(component));
    }

    static TemplateSlot.Spread spread(int component) {
        return new TemplateSlot.Spread(Reads.component(component), SOURCE, component(component));
    }

    static TemplateSlot.Dynamic dynamic(int component) {
        return new TemplateSlot.Dynamic(Reads.component(component), SOURCE, component(component));
    }

    /** Branches whose tests read this component and are true for these values. */
    static TemplateSlot.Conditional conditional(
            int component, List<Object> values, Fragment... bodies) {
        long reads = Reads.component(component);
        List<TemplateSlot.Conditional.Branch> branches = new ArrayList<>();
        for (int i = 0; i < bodies.length; i++) {
            Object value = values.get(i);
            Expression is = frame -> value.equals(component(component).eval(frame));
            branches.add(new TemplateSlot.Conditional.Branch(is, List.of(), bodies[i]));
            reads |= bodies[i].reads();
        }
        return new TemplateSlot.Conditional(reads, SOURCE, branches);
    }

    /**
     * A list over a component, with the item in variable {@link #ROW} and the row's number in
     * {@link #NUMBER}.
     */
    static TemplateSlot.Loop list(int component, @Nullable Expression key, Fragment row) {
        return list(Reads.component(component), component(component), ROW, NUMBER, key, row);
    }

    static TemplateSlot.Loop list(
            long reads,
            Expression items,
            int variable,
            int number,
            @Nullable Expression key,
            Fragment row) {
        long own = Reads.variable(variable) | Reads.variable(number);
        return new TemplateSlot.Loop(
                reads | row.reads() & ~own, SOURCE, items, variable, number, key, row, false);
    }

    static Frame frame(Object record) {
        return Frame.of(record, VARIABLES, 0, RenderContext.DEFAULT);
    }

    static String html(Fragment fragment, Object record) {
        HtmlWriter writer = new HtmlWriter();
        writer.fragment(fragment, frame(record));
        return new String(writer.toByteArray(), StandardCharsets.UTF_8);
    }

    /** The patch as it stands in a frame, brackets included. */
    static String patch(Fragment fragment, Object before, Object after) {
        PatchWriter out = new PatchWriter(DuplicateKeys.LOGGED).beginArray();
        Differ.diff(fragment, frame(before), frame(after), out);
        return json(out.endArray());
    }

    static String full(Fragment fragment, Object record) {
        PatchWriter out = new PatchWriter().beginArray();
        new FullValues(out).fragment(fragment, frame(record));
        return json(out.endArray());
    }

    /** The patch in which a part is replaced; "root" where only the whole page could be. */
    static String heal(Fragment fragment, Object before, Object after, int... path) {
        PatchWriter out = new PatchWriter().beginArray();
        boolean healed = Differ.heal(fragment, frame(before), frame(after), path, out);
        return healed ? json(out.endArray()) : "root";
    }

    static String json(PatchWriter out) {
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }
}
