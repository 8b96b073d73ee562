package dev.livelet.diff;

/**
 * Writes the values of several rows for one slot: as an array, or as one value where all are the
 * same and it is no array.
 */
final class Column {
    private final PatchWriter out;
    private final int before;
    private int firstFrom = -1;
    private int firstTo;
    private boolean same = true;

    private Column(PatchWriter out, int before) {
        this.out = out;
        this.before = before;
    }

    static Column begin(PatchWriter out) {
        Column column = new Column(out, out.size());
        out.beginArray();
        return column;
    }

    /** Where the next value begins, or the comma before it. */
    int next() {
        return out.size();
    }

    /** The value that began at {@code start} is complete. */
    void written(int start) {
        if (firstFrom < 0) {
            firstFrom = start;
            firstTo = out.size();
            same = out.at(firstFrom) != '[';
        } else if (same) {
            same = out.same(firstFrom, firstTo, start + 1, out.size());
        }
    }

    void end() {
        out.endArray();
        if (!same) return;
        out.reset(before);
        out.again(firstFrom, firstTo);
    }
}
