package dev.livelet.session;

import dev.livelet.RenderContext;
import dev.livelet.diff.Choice;
import dev.livelet.expression.Frame;
import dev.livelet.session.Location.Step;
import dev.livelet.template.CompiledTemplate;
import dev.livelet.template.Fragment;
import dev.livelet.template.RecordHtml;
import dev.livelet.template.SlotContent;
import dev.livelet.template.Stateful;
import dev.livelet.template.TemplateSlot;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Walks a page, as a state shows it, to one of its bindings. A path from outside reaches only what
 * is on that page: a branch that is not taken, a row that is not there, a slot or an event that
 * does not exist end the walk. Confined to one thread and one walk.
 */
final class Locator {
    private final ViewType<?> type;
    private final RenderContext context;

    /** Whether rows without a key must show what was seen in their place. */
    private final boolean strict;

    private final List<Step> steps = new ArrayList<>();

    /**
     * The templates that the walk is inside of: content given to a component belongs to one of
     * them.
     */
    private final List<Inside> templates = new ArrayList<>();

    private Scope scope;
    private Fragment fragment;
    private Frame frame;

    private record Inside(@Nullable Object record, Scope scope) {}

    private Locator(ViewType<?> type, Object state, RenderContext context, boolean strict) {
        this.type = type;
        this.context = context;
        this.strict = strict;
        BoundView root = type.root();
        this.scope = new Scope(root, state, null, 0);
        this.fragment = root.template().root();
        this.frame = root.template().frame(state, context);
        templates.add(new Inside(state, scope));
    }

    /** The binding at a path from outside; null when there is none in this state. */
    static @Nullable Location locate(
            ViewType<?> type, Object state, RenderContext context, int[] path) {
        Locator walk = new Locator(type, state, context, false);
        int last = path.length - 1;
        for (int i = 0; i < last; i++) {
            int number = path[i];
            if (number >= walk.fragment.slots().size()) return null;
            TemplateSlot slot = walk.fragment.slots().get(number);
            boolean entered =
                    switch (slot) {
                        case TemplateSlot.Conditional conditional ->
                                walk.enterBranch(number, conditional);
                        case TemplateSlot.Loop loop ->
                                ++i < last && walk.enterRow(number, loop, path[i]);
                        case TemplateSlot.Component component ->
                                walk.enterComponent(number, component);
                        case TemplateSlot.Dynamic dynamic -> walk.enterMarkup(number, dynamic);
                        default -> false;
                    };
            if (!entered) return null;
        }
        return walk.arrive(path[last]);
    }

    /**
     * The same binding (same slots, same keys) in another state; null when it is not there. A row
     * without a key is the same as long as its item is, in the same place: what was a row's
     * argument would otherwise meet another row.
     */
    static @Nullable Location find(
            ViewType<?> type, Object state, RenderContext context, Location seen) {
        Locator walk = new Locator(type, state, context, true);
        return walk.follow(seen.steps()) ? walk.arrive(seen.number()) : null;
    }

    /**
     * The scope that these steps end in, in another state; null when it is not there. Rows without
     * a key are told by their place alone.
     */
    static @Nullable Scope scope(
            ViewType<?> type, Object state, RenderContext context, List<Step> steps) {
        Locator walk = new Locator(type, state, context, false);
        return walk.follow(steps) ? walk.scope : null;
    }

    private boolean follow(List<Step> way) {
        for (Step step : way) {
            // Markup may come from another template now, with other slots.
            if (step.slot() >= fragment.slots().size()) return false;
            TemplateSlot slot = fragment.slots().get(step.slot());
            boolean entered =
                    switch (step) {
                        case Step.Branch branch ->
                                slot instanceof TemplateSlot.Conditional conditional
                                        && enterBranch(branch.slot(), conditional)
                                        && steps.getLast().equals(branch);
                        case Step.Row row ->
                                slot instanceof TemplateSlot.Loop loop && enterRow(loop, row);
                        case Step.Component component ->
                                slot instanceof TemplateSlot.Component used
                                        && enterComponent(component.slot(), used);
                        case Step.Markup markup ->
                                slot instanceof TemplateSlot.Dynamic dynamic
                                        && enterMarkup(markup.slot(), dynamic)
                                        && steps.getLast().equals(markup);
                    };
            if (!entered) return false;
        }
        return true;
    }

    private @Nullable Location arrive(int event) {
        if (event >= fragment.events().size()) return null;
        return new Location(scope, steps, event, fragment.events().get(event), frame);
    }

    private boolean enterBranch(int number, TemplateSlot.Conditional conditional) {
        Choice choice = Choice.of(conditional, frame);
        if (choice.branch() == null) return false;
        steps.add(new Step.Branch(number, choice.number()));
        frame = choice.frame();
        fragment = choice.branch().body();
        return true;
    }

    private boolean enterRow(int number, TemplateSlot.Loop loop, int index) {
        LoopRows rows = LoopRows.of(loop, frame);
        if (index >= rows.size()) return false;
        enterRow(number, loop, rows, index);
        return true;
    }

    private boolean enterRow(TemplateSlot.Loop loop, Step.Row seen) {
        LoopRows rows = LoopRows.of(loop, frame);
        int index = seen.sameIn(rows) ? seen.index() : rows.find(seen.key(), seen.ordinal());
        if (index < 0 || (strict && loop.key() == null && !seen.alikeIn(rows))) return false;
        enterRow(seen.slot(), loop, rows, index);
        return true;
    }

    private void enterRow(int number, TemplateSlot.Loop loop, LoopRows rows, int index) {
        steps.add(new Step.Row(number, rows.key(index), index, rows, 0));
        frame = rows.frame(index);
        fragment = loop.row();
    }

    private boolean enterComponent(int number, TemplateSlot.Component component) {
        Object record = component.record().eval(frame);
        if (record == null) return false;
        Stateful stateful = component.stateful();
        steps.add(new Step.Component(number));
        if (stateful != null) {
            scope =
                    new Scope(
                            type.stateful(stateful.view()),
                            record,
                            new Scope.Use(scope, component, frame),
                            steps.size());
        }
        enter(component.target().get(), record);
        return true;
    }

    private boolean enterMarkup(int number, TemplateSlot.Dynamic dynamic) {
        return switch (dynamic.value().eval(frame)) {
            case RecordHtml html -> {
                type.check(html.template(), scope.owner());
                steps.add(new Step.Markup(number, html.template().id()));
                enter(html.template(), html.record());
                yield true;
            }
            case SlotContent content -> {
                steps.add(new Step.Markup(number, content.template().id()));
                scope = giver(content);
                frame = content.frame();
                fragment = content.template().root();
                yield true;
            }
            case null, default -> false;
        };
    }

    private void enter(CompiledTemplate<?> template, Object record) {
        templates.add(new Inside(record, scope));
        frame = template.frame(record, context);
        fragment = template.root();
    }

    /**
     * Handlers of content are those of the template that it is written in, not of the component
     * that shows it.
     */
    private Scope giver(SlotContent content) {
        Object record = content.frame().get(0);
        for (Inside inside : templates.reversed()) {
            if (inside.record == record) return inside.scope;
        }
        return scope;
    }
}
