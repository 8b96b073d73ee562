package dev.livelet.diff;

import dev.livelet.Html;
import dev.livelet.expression.Frame;
import dev.livelet.template.CompiledTemplate;
import dev.livelet.template.Fragment;
import dev.livelet.template.RecordHtml;
import dev.livelet.template.SlotContent;
import dev.livelet.template.TemplateSlot;
import dev.livelet.template.TrustedHtml;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Writes values that create what they describe: the column "full" of {@code docs/protocol.md}. */
final class FullValues {
    private final PatchWriter out;

    FullValues(PatchWriter out) {
        this.out = out;
    }

    PatchWriter out() {
        return out;
    }

    /** The value of each slot. */
    void fragment(Fragment fragment, Frame frame) {
        List<TemplateSlot> slots = fragment.slots();
        for (int i = 0; i < slots.size(); i++) slot(slots.get(i), frame);
    }

    void slot(TemplateSlot slot, Frame frame) {
        switch (slot) {
            case TemplateSlot.Text text -> text(text.value().eval(frame));
            case TemplateSlot.Attribute attribute ->
                    attribute(Normalised.attribute(attribute.value().eval(frame)));
            case TemplateSlot.Style style -> attribute(Normalised.style(style.value().eval(frame)));
            case TemplateSlot.Spread spread ->
                    spread(Normalised.spread(spread.value().eval(frame)));
            case TemplateSlot.Conditional conditional -> branch(Choice.of(conditional, frame));
            case TemplateSlot.Loop loop -> {
                Rows rows = Rows.of(loop, frame);
                rows.check(out.duplicates());
                out.beginArray().number(rows.size());
                columns(loop, rows, 0, rows.size());
                out.endArray();
            }
            case TemplateSlot.Component component -> {
                CompiledTemplate<?> template = component.target().get();
                out.beginArray();
                fragment(
                        template.root(),
                        template.frame(Normalised.record(component, frame), frame.context()));
                out.endArray();
            }
            case TemplateSlot.Dynamic dynamic -> html(Normalised.html(dynamic, frame), frame);
        }
    }

    void text(@Nullable Object value) {
        if (value instanceof Number number && Normalised.exact(value))
            out.number(number.longValue());
        else out.string(Normalised.text(value));
    }

    /** A value that {@link Normalised} has seen. */
    void attribute(@Nullable Object value) {
        switch (value) {
            case null -> out.none();
            case Boolean bare -> out.bool(bare);
            case Number number -> out.number(number.longValue());
            default -> out.string(value.toString());
        }
    }

    void spread(Map<String, ? extends @Nullable Object> attributes) {
        out.beginObject();
        attributes.forEach(
                (name, value) -> {
                    out.name(name);
                    attribute(value);
                });
        out.endObject();
    }

    void branch(Choice choice) {
        out.failures().add(choice);
        if (choice.branch() == null) {
            out.number(0);
            return;
        }
        out.beginArray().number(-choice.number());
        fragment(choice.branch().body(), choice.frame());
        out.endArray();
    }

    void html(@Nullable Html html, Frame frame) {
        switch (html) {
            case null -> out.number(0);
            case RecordHtml(CompiledTemplate<?> template, Object record) -> {
                out.named(template);
                template(template, template.frame(record, frame.context()));
            }
            case SlotContent(CompiledTemplate<?> template, Frame given) ->
                    template(template, given);
            case TrustedHtml trusted -> trusted(trusted);
            default -> throw new IllegalStateException(html.getClass().getName());
        }
    }

    void trusted(TrustedHtml markup) {
        out.beginObject().name("h").beginArray();
        TrustedDiff.trees(markup.nodes(), out);
        out.endArray().endObject();
    }

    /** The columns of new rows: one for each slot. None where there are no rows. */
    void columns(TemplateSlot.Loop loop, Rows rows, int from, int count) {
        if (count == 0) return;
        List<TemplateSlot> slots = loop.row().slots();
        for (int i = 0; i < slots.size(); i++) column(slots.get(i), rows, from, count);
    }

    private void column(TemplateSlot slot, Rows rows, int from, int count) {
        if (count == 1) {
            slot(slot, rows.at(from));
            return;
        }
        Column column = Column.begin(out);
        for (int i = 0; i < count; i++) {
            int start = column.next();
            slot(slot, rows.at(from + i));
            column.written(start);
        }
        column.end();
    }

    private void template(CompiledTemplate<?> template, Frame frame) {
        out.beginArray().number(-template.id());
        fragment(template.root(), frame);
        out.endArray();
    }
}
