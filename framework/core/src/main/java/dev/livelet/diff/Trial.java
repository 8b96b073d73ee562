package dev.livelet.diff;

import dev.livelet.Html;
import dev.livelet.expression.Frame;
import dev.livelet.template.CompiledTemplate;
import dev.livelet.template.Fragment;
import dev.livelet.template.RecordHtml;
import dev.livelet.template.SlotContent;
import dev.livelet.template.TemplateSlot;
import dev.livelet.template.TemplateSlot.Conditional;

import org.jspecify.annotations.Nullable;

/**
 * Whether the inside of an error boundary can be rendered in a frame: evaluates all that it would
 * show, and keeps nothing. As what is shown is a function of the state, the same frame gives the
 * same answer later, when the state is the old one of a patch or the one that an event was made on.
 *
 * <p>A boundary costs one evaluation more of its inside for each state that is rendered or compared
 * where something changed that the inside reads; boundaries within one another cost one each.
 * Confined to one thread.
 */
final class Trial {
    /** What is being evaluated. */
    private TemplateSlot at;

    private Trial(TemplateSlot boundary) {
        at = boundary;
    }

    /** What keeps the first branch from being rendered; null for nothing. */
    static @Nullable PartFailure of(Conditional boundary, Frame frame) {
        Trial trial = new Trial(boundary);
        try {
            trial.fragment(boundary.branches().getFirst().body(), frame);
            return null;
        } catch (VirtualMachineError e) {
            // How deep the stack is, or how full the heap, is no function of the state.
            throw e;
        } catch (Throwable e) {
            return new PartFailure(boundary.source(), trial.at.source(), e);
        }
    }

    private void fragment(Fragment fragment, Frame frame) {
        for (TemplateSlot slot : fragment.slots()) {
            at = slot;
            slot(slot, frame);
        }
    }

    private void slot(TemplateSlot slot, Frame frame) {
        switch (slot) {
            case TemplateSlot.Text text -> Normalised.text(text.value().eval(frame));
            case TemplateSlot.Attribute attribute ->
                    Normalised.attribute(attribute.value().eval(frame));
            case TemplateSlot.Style style -> Normalised.style(style.value().eval(frame));
            case TemplateSlot.Spread spread -> Normalised.spread(spread.value().eval(frame));
            case Conditional conditional -> {
                Choice choice = Choice.of(conditional, frame);
                boolean tried = conditional.boundary() && choice.failure() == null;
                if (choice.branch() != null && !tried)
                    fragment(choice.branch().body(), choice.frame());
            }
            case TemplateSlot.Loop loop -> {
                Rows rows = Rows.of(loop, frame);
                for (int i = 0; i < rows.size(); i++) {
                    at = loop;
                    rows.key(i);
                    fragment(loop.row(), rows.at(i));
                }
            }
            case TemplateSlot.Component component -> {
                CompiledTemplate<?> template = component.target().get();
                Object record = Normalised.record(component, frame);
                fragment(template.root(), template.frame(record, frame.context()));
            }
            case TemplateSlot.Dynamic dynamic -> markup(Normalised.html(dynamic, frame), frame);
        }
    }

    private void markup(@Nullable Html html, Frame frame) {
        if (html instanceof RecordHtml(CompiledTemplate<?> template, Object record))
            fragment(template.root(), template.frame(record, frame.context()));
        else if (html instanceof SlotContent(CompiledTemplate<?> template, Frame given))
            fragment(template.root(), given);
    }
}
