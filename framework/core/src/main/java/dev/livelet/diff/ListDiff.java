package dev.livelet.diff;

import dev.livelet.expression.Frame;
import dev.livelet.expression.Reads;
import dev.livelet.protocol.Frames;
import dev.livelet.state.Structure;
import dev.livelet.template.Fragment;
import dev.livelet.template.TemplateSlot.Loop;

/**
 * The commands that make one list of rows another: first rows go, then the ones that stay are put
 * in order, then new ones come, then rows whose content differs are changed. Confined to one
 * thread.
 *
 * <p>Rows are paired from both ends as long as they hold the same object or have the same key; the
 * rest is paired by key, duplicates by their ordinal. So a change of one row costs two comparisons
 * of references a row, and no key is evaluated but that row's. Without keys, rows are paired by
 * number. A pair is evaluated only where its item is structurally different, its number changed and
 * is read, or what it reads of the outside changed. O(n log n) at worst.
 */
final class ListDiff {
    private final FragmentDiff run;
    private final PatchWriter out;
    private final Loop loop;

    ListDiff(FragmentDiff run, Loop loop) {
        this.run = run;
        this.loop = loop;
        out = run.out;
    }

    /** The whole list anew. */
    static void reset(Loop loop, Rows rows, FullValues full) {
        rows.check(full.out().duplicates());
        full.out().beginArray().number(Frames.LIST_RESET).number(rows.size());
        full.columns(loop, rows, 0, rows.size());
        full.out().endArray();
    }

    /** Writes the array of commands, or nothing. */
    boolean diff(Frame before, Frame after, long changed, int at) {
        Rows was = Rows.of(loop, before);
        Rows is = Rows.of(loop, after);
        is.check(out.duplicates());
        Pairing pairing = Pairing.of(was, is, loop.source(), out.duplicates());
        boolean wanted = at != FragmentDiff.OFF && run.ends(at + 1);
        if (wanted || pairing.none() && is.size() > 0) {
            reset(loop, is, run.full);
            return true;
        }
        int mark = out.size();
        out.beginArray();
        int empty = out.size();
        pairing.removals(out, Frames.LIST_REMOVE);
        Moves.write(pairing, out);
        insertions(pairing, is);
        rows(pairing, was, is, changed, at);
        if (out.size() == empty) {
            out.reset(mark);
            return false;
        }
        out.endArray();
        return true;
    }

    private void insertions(Pairing pairing, Rows is) {
        int end = pairing.prefix() + pairing.middleAfter();
        for (int i = pairing.prefix(); i < end; i++) {
            int start = i;
            while (i < end && pairing.origin(i) < 0) i++;
            if (i == start) continue;
            out.number(Frames.LIST_INSERT).number(start).number(i - start);
            run.full.columns(loop, is, start, i - start);
        }
    }

    private void rows(Pairing pairing, Rows was, Rows is, long changed, int at) {
        Fragment row = loop.row();
        long item = Reads.variable(loop.variable());
        long number =
                loop.indexVariable() < 0 ? Reads.NOTHING : Reads.variable(loop.indexVariable());
        boolean outside = Reads.meet(row.reads(), changed);
        boolean numbers = Reads.meet(row.reads(), number);
        int part = at == FragmentDiff.OFF ? -1 : run.step(at + 1);
        RowPatches patches = null;
        for (int i = 0; i < is.size(); i++) {
            int origin = pairing.origin(i);
            if (origin < 0) continue;
            long own = changed;
            if (was.item(origin) != is.item(i) && !Structure.same(was.item(origin), is.item(i)))
                own |= item;
            else if (!outside && !(numbers && origin != i) && origin != part) continue;
            if (origin != i) own |= number;
            if (patches == null) patches = new RowPatches(run, row.slots());
            patches.row(
                    i, was.at(origin), is.at(i), own, origin == part ? at + 2 : FragmentDiff.OFF);
        }
        if (patches != null) patches.write();
    }
}
