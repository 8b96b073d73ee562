package dev.livelet.diff;

import dev.livelet.protocol.Frames;

/**
 * Puts the rows that both lists have in their new order, with the fewest moves: the rows of a
 * longest increasing subsequence stay. Where more than a quarter of all rows would move and it is
 * shorter, one permutation says it all.
 */
final class Moves {
    /**
     * By new order, counted among the rows between the ends that stay: where the row is in the old
     * order.
     */
    private final int[] order;

    private final boolean[] stays;
    private final int prefix;
    private final int rows;
    private final int moves;

    private Moves(int[] order, int prefix, int rows) {
        this.order = order;
        this.prefix = prefix;
        this.rows = rows;
        stays = new boolean[order.length];
        moves = ascending(order) ? 0 : order.length - Increasing.mark(order, stays);
    }

    /** Writes commands for the list without the rows that go. */
    static void write(Pairing pairing, PatchWriter out) {
        Moves moves = of(pairing);
        if (moves.moves == 0) return;
        if (moves.moves * 4 > moves.rows && moves.permutationIsShorter()) moves.permutation(out);
        else moves.single(out);
    }

    /** As {@link #write}, for what has no permutation command. */
    static void single(Pairing pairing, PatchWriter out) {
        Moves moves = of(pairing);
        if (moves.moves > 0) moves.single(out);
    }

    private static Moves of(Pairing pairing) {
        int[] order = order(pairing);
        return new Moves(
                order, pairing.prefix(), pairing.prefix() + order.length + pairing.suffix());
    }

    private static int[] order(Pairing pairing) {
        int start = pairing.prefix();
        int[] rank = new int[pairing.middleBefore()];
        int kept = 0;
        for (int i = 0; i < rank.length; i++) {
            rank[i] = kept;
            if (pairing.target(start + i) >= 0) kept++;
        }
        int[] order = new int[kept];
        int next = 0;
        for (int i = 0; i < pairing.middleAfter(); i++) {
            int origin = pairing.origin(start + i);
            if (origin >= 0) order[next++] = rank[origin - start];
        }
        return order;
    }

    private static boolean ascending(int[] order) {
        for (int i = 0; i < order.length; i++) if (order[i] != i) return false;
        return true;
    }

    private boolean permutationIsShorter() {
        long single = 0;
        long permutation = 4;
        for (int i = 0; i < rows; i++) permutation += PatchWriter.digits(i) + 1;
        for (int i = 0; i < order.length; i++)
            if (!stays[i])
                single +=
                        4 + PatchWriter.digits(prefix + order[i]) + PatchWriter.digits(prefix + i);
        return permutation < single;
    }

    private void permutation(PatchWriter out) {
        out.number(Frames.LIST_PERMUTE).beginArray();
        for (int i = 0; i < rows; i++) {
            boolean between = i >= prefix && i < prefix + order.length;
            out.number(between ? prefix + order[i - prefix] : i);
        }
        out.endArray();
    }

    /**
     * Goes through the new order; each row that moves goes right behind its predecessor. At any
     * moment the list consists of rows that are settled (already gone through, in their new order)
     * and others (in their old order). A settled row that moved stands right behind the settled row
     * before it, so the last one that stayed, the anchor, says how many others are in front.
     */
    private void single(PatchWriter out) {
        Counts others = new Counts(order.length);
        int[] anchors = new int[order.length];
        int[] anchorRanks = new int[order.length];
        int count = 0;
        for (int i = 0; i < order.length; i++) {
            int old = order[i];
            others.remove(old);
            if (stays[i]) {
                anchors[count] = old;
                anchorRanks[count++] = i;
                continue;
            }
            int passed = firstAbove(anchors, count, old);
            int settled = passed == count ? i : anchorRanks[passed];
            int from = settled + others.before(old);
            int to = i + (count == 0 ? 0 : others.before(anchors[count - 1]));
            if (from != to) out.number(Frames.LIST_MOVE).number(prefix + from).number(prefix + to);
        }
    }

    /**
     * The first of the ascending anchors that stood behind {@code old}; {@code count} when none
     * did.
     */
    private static int firstAbove(int[] anchors, int count, int old) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (anchors[middle] > old) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
