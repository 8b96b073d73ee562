package dev.livelet.diff;

import dev.livelet.Html;
import dev.livelet.expression.Frame;
import dev.livelet.expression.Reads;
import dev.livelet.state.Structure;
import dev.livelet.template.CompiledTemplate;
import dev.livelet.template.Fragment;
import dev.livelet.template.RecordHtml;
import dev.livelet.template.SlotContent;
import dev.livelet.template.TemplateSlot;
import dev.livelet.template.TrustedHtml;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One run of the differ: walks a fragment's slots with the frames of both states. A slot that turns
 * out the same leaves no trace in the writer. Confined to one thread.
 *
 * <p>{@code at} is where on the path of the part to be replaced a fragment lies: the index of the
 * element that names a slot of it, {@link #OFF} for all that lie elsewhere.
 */
final class FragmentDiff {
    static final int OFF = -1;
    static final int[] NOWHERE = {};

    final PatchWriter out;
    final FullValues full;
    private final int[] path;
    private final Surroundings surroundings;
    private boolean partCannotBeReplaced;

    /** Within a list that is remembered; the lists inside it are not remembered again. */
    private boolean memoised;

    FragmentDiff(PatchWriter out, int[] path) {
        this.out = out;
        this.path = path;
        surroundings = new Surroundings();
        full = new FullValues(out);
    }

    /** A part of another run, with a writer of its own. */
    private FragmentDiff(PatchWriter out, FragmentDiff run) {
        this.out = out;
        path = NOWHERE;
        surroundings = run.surroundings;
        full = new FullValues(out);
        memoised = true;
    }

    /**
     * Whether the path leads to something without a value of its own: a component, or nothing at
     * all.
     */
    boolean partCannotBeReplaced() {
        return partCannotBeReplaced;
    }

    /**
     * Writes {@code slot, patch, …}.
     *
     * @param changed what has changed between the frames, as a mask of {@link Reads}
     * @return whether anything was written
     */
    boolean fragment(Fragment fragment, Frame before, Frame after, long changed, int at) {
        if (at == OFF && !Slowed.READS && !Reads.meet(fragment.reads(), changed)) return false;
        surroundings.enter(before, after, changed);
        List<TemplateSlot> slots = fragment.slots();
        if (at != OFF && (path[at] < 0 || path[at] >= slots.size())) partCannotBeReplaced = true;
        boolean any = false;
        for (int i = 0; i < slots.size(); i++) {
            int mark = out.size();
            if (!visits(slots.get(i), i, changed, at)) continue;
            out.number(i);
            if (slot(slots.get(i), before, after, changed, on(i, at))) any = true;
            else out.reset(mark);
        }
        surroundings.leave();
        return any;
    }

    void enter(Frame before, Frame after, long changed) {
        surroundings.enter(before, after, changed);
    }

    void leave() {
        surroundings.leave();
    }

    boolean visits(TemplateSlot slot, int number, long changed, int at) {
        return Slowed.READS || Reads.meet(slot.reads(), changed) || on(number, at) != OFF;
    }

    int on(int slot, int at) {
        return at != OFF && at < path.length && path[at] == slot ? at : OFF;
    }

    /** The path's element at an index, -1 behind its end. */
    int step(int index) {
        return index < path.length ? path[index] : -1;
    }

    /** Whether the path ends with the element at this index. */
    boolean ends(int index) {
        return index == path.length - 1;
    }

    /** Writes the slot's patch, or nothing. */
    boolean slot(TemplateSlot slot, Frame before, Frame after, long changed, int at) {
        if (at != OFF && (ends(at) || !hasParts(slot)))
            return slot instanceof TemplateSlot.Spread spread
                    ? spread(spread, before, after, true)
                    : replaced(slot, after);
        return switch (slot) {
            case TemplateSlot.Text text ->
                    text(text.value().eval(before), text.value().eval(after));
            case TemplateSlot.Attribute attribute ->
                    attribute(
                            Normalised.attribute(attribute.value().eval(before)),
                            Normalised.attribute(attribute.value().eval(after)));
            case TemplateSlot.Style style ->
                    style(
                            Normalised.style(style.value().eval(before)),
                            Normalised.style(style.value().eval(after)));
            case TemplateSlot.Spread spread -> spread(spread, before, after, false);
            case TemplateSlot.Conditional conditional ->
                    conditional(conditional, before, after, changed, at);
            case TemplateSlot.Loop loop -> list(loop, before, after, changed, at);
            case TemplateSlot.Component component ->
                    component(component, before, after, changed, at);
            case TemplateSlot.Dynamic dynamic -> dynamic(dynamic, before, after, at);
        };
    }

    private static boolean hasParts(TemplateSlot slot) {
        return slot instanceof TemplateSlot.Conditional
                || slot instanceof TemplateSlot.Loop
                || slot instanceof TemplateSlot.Component
                || slot instanceof TemplateSlot.Dynamic;
    }

    private boolean replaced(TemplateSlot slot, Frame after) {
        switch (slot) {
            case TemplateSlot.Component component -> partCannotBeReplaced = true;
            case TemplateSlot.Loop loop -> ListDiff.reset(loop, Rows.of(loop, after), full);
            default -> full.slot(slot, after);
        }
        return true;
    }

    private boolean text(@Nullable Object before, @Nullable Object after) {
        if (before == after) return false;
        if (before instanceof Integer was && after instanceof Integer is) {
            if (was.intValue() == is) return false;
            out.number(is);
            return true;
        }
        String was = Normalised.text(before);
        String is = Normalised.text(after);
        if (was.equals(is)) return false;
        if (Normalised.exact(after)) full.text(after);
        else Splice.write(was, is, out);
        return true;
    }

    private boolean attribute(@Nullable Object was, @Nullable Object is) {
        if (was == is
                || was != null && is != null && was.getClass() == is.getClass() && was.equals(is))
            return false;
        if (is instanceof String after && (was instanceof String || was instanceof Number)) {
            String before = was.toString();
            if (before.equals(after)) return false;
            Splice.write(before, after, out);
        } else {
            full.attribute(is);
        }
        return true;
    }

    /** Always whole: what the element's own style says is the browser's spelling of it. */
    private boolean style(@Nullable Object was, @Nullable Object is) {
        if (Objects.equals(was, is)) return false;
        full.attribute(is);
        return true;
    }

    /** The names that change, or all; those that are gone are null. */
    private boolean spread(TemplateSlot.Spread spread, Frame before, Frame after, boolean whole) {
        Map<String, Object> was = Normalised.spread(spread.value().eval(before));
        Map<String, Object> is = Normalised.spread(spread.value().eval(after));
        if (!whole && was.equals(is)) return false;
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        for (String name : was.keySet()) if (!is.containsKey(name)) changes.put(name, null);
        is.forEach(
                (name, value) -> {
                    if (whole || !value.equals(was.get(name))) changes.put(name, value);
                });
        full.spread(changes);
        return true;
    }

    private boolean conditional(
            TemplateSlot.Conditional conditional, Frame before, Frame after, long changed, int at) {
        Choice was = Choice.of(conditional, before);
        Choice is = Choice.of(conditional, after);
        if (was.number() != is.number()) {
            full.branch(is);
            return true;
        }
        if (is.branch() == null) {
            if (at != OFF) partCannotBeReplaced = true;
            return false;
        }
        long inside = changed;
        for (int variable : is.branch().variables())
            if (!Structure.same(was.frame().get(variable), is.frame().get(variable)))
                inside |= Reads.variable(variable);
        return nested(is.branch().body(), was.frame(), is.frame(), inside, at);
    }

    private boolean list(TemplateSlot.Loop loop, Frame before, Frame after, long changed, int at) {
        PatchKey key = memoised || at != OFF ? null : PatchKey.of(loop, before, after);
        if (key == null) return new ListDiff(this, loop).diff(before, after, changed, at);
        memoised = true;
        try {
            PatchMemo.Patch patch =
                    PatchMemo.INSTANCE.get(key, () -> encoded(loop, before, after, changed));
            out.raw(patch.json()).named(patch.templates());
            return patch.json().length > 0;
        } finally {
            memoised = false;
        }
    }

    private PatchMemo.Patch encoded(
            TemplateSlot.Loop loop, Frame before, Frame after, long changed) {
        PatchWriter own = new PatchWriter(out);
        new ListDiff(new FragmentDiff(own, this), loop).diff(before, after, changed, OFF);
        return new PatchMemo.Patch(own.toByteArray(), own.templates());
    }

    private boolean component(
            TemplateSlot.Component component, Frame before, Frame after, long changed, int at) {
        Object was = Normalised.record(component, before);
        Object is = Normalised.record(component, after);
        return template(component.target().get(), was, is, before, after, at);
    }

    private boolean dynamic(TemplateSlot.Dynamic dynamic, Frame before, Frame after, int at) {
        Html was = Normalised.html(dynamic, before);
        Html is = Normalised.html(dynamic, after);
        if (was == null && is == null) return false;
        if (was instanceof RecordHtml one
                && is instanceof RecordHtml two
                && one.template() == two.template())
            return template(two.template(), one.record(), two.record(), before, after, at);
        if (was instanceof SlotContent one
                && is instanceof SlotContent two
                && one.template() == two.template()) {
            long changed = surroundings.changed(one.frame(), two.frame());
            return nested(two.template().root(), one.frame(), two.frame(), changed, at);
        }
        if (was instanceof TrustedHtml one && is instanceof TrustedHtml two && at == OFF)
            return TrustedDiff.write(one, two, out, full);
        full.html(is, after);
        return true;
    }

    private boolean template(
            CompiledTemplate<?> template,
            Object was,
            Object is,
            Frame before,
            Frame after,
            int at) {
        long changed = Structure.changed(was, is);
        if (!before.context().equals(after.context())) changed |= Reads.CONTEXT;
        if (changed == Reads.NOTHING && at == OFF) return false;
        return nested(
                template.root(),
                template.frame(was, before.context()),
                template.frame(is, after.context()),
                changed,
                at);
    }

    private boolean nested(Fragment fragment, Frame before, Frame after, long changed, int at) {
        int mark = out.size();
        out.beginArray();
        boolean any = fragment(fragment, before, after, changed, at == OFF ? OFF : at + 1);
        if (any) out.endArray();
        else out.reset(mark);
        return any;
    }
}
