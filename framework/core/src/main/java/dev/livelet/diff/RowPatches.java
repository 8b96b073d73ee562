package dev.livelet.diff;

import dev.livelet.expression.Frame;
import dev.livelet.protocol.Frames;
import dev.livelet.template.TemplateSlot;

import java.util.Arrays;
import java.util.List;

/**
 * Changes inside the rows of one list. They are written behind what the writer has, then put
 * together slot by slot: one change of a slot as a command of its own, several as a column.
 * Confined to one thread.
 */
final class RowPatches {
    private static final int ENTRY = 4;
    private static final int ROW = 0;
    private static final int FROM = 1;
    private static final int TO = 2;
    private static final int NEXT = 3;

    private final FragmentDiff run;
    private final PatchWriter out;
    private final List<TemplateSlot> slots;
    private final int start;
    private int[] entries = new int[ENTRY * 8];
    private int count;

    /** By slot: its first and last entry, plus one. */
    private final int[] first;

    private final int[] last;

    RowPatches(FragmentDiff run, List<TemplateSlot> slots) {
        this.run = run;
        this.slots = slots;
        out = run.out;
        start = out.size();
        first = new int[slots.size()];
        last = new int[slots.size()];
    }

    void row(int index, Frame before, Frame after, long changed, int at) {
        run.enter(before, after, changed);
        for (int i = 0; i < slots.size(); i++) {
            if (!run.visits(slots.get(i), i, changed, at)) continue;
            int from = out.size();
            int outer = out.detach();
            boolean written = run.slot(slots.get(i), before, after, changed, run.on(i, at));
            out.attach(outer);
            if (written) add(i, index, from);
            else out.reset(from);
        }
        run.leave();
    }

    private void add(int slot, int row, int from) {
        if (entries.length == count * ENTRY) entries = Arrays.copyOf(entries, entries.length * 2);
        int entry = count++ * ENTRY;
        entries[entry + ROW] = row;
        entries[entry + FROM] = from;
        entries[entry + TO] = out.size();
        if (first[slot] == 0) first[slot] = count;
        else entries[(last[slot] - 1) * ENTRY + NEXT] = count;
        last[slot] = count;
    }

    /** Replaces the patches behind the commands by commands. */
    void write() {
        int end = out.size();
        out.resumeAt(start);
        for (int slot = 0; slot < first.length; slot++) {
            if (first[slot] == 0) continue;
            if (first[slot] == last[slot]) single(slot, (first[slot] - 1) * ENTRY);
            else several(slot);
        }
        out.cut(start, end);
    }

    private void single(int slot, int entry) {
        out.number(Frames.LIST_ROW).number(entries[entry + ROW]).number(slot);
        out.again(entries[entry + FROM], entries[entry + TO]);
    }

    private void several(int slot) {
        out.number(Frames.LIST_COLUMN).number(slot).beginArray();
        int row = 0;
        for (int entry = first[slot]; entry > 0; entry = entries[(entry - 1) * ENTRY + NEXT]) {
            out.number(entries[(entry - 1) * ENTRY + ROW] - row);
            row = entries[(entry - 1) * ENTRY + ROW];
        }
        out.endArray();
        Column column = Column.begin(out);
        for (int entry = first[slot]; entry > 0; entry = entries[(entry - 1) * ENTRY + NEXT]) {
            int from = column.next();
            out.again(entries[(entry - 1) * ENTRY + FROM], entries[(entry - 1) * ENTRY + TO]);
            column.written(from);
        }
        column.end();
    }
}
