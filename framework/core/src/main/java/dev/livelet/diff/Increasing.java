package dev.livelet.diff;

/** A longest increasing subsequence, by patience sorting (Fredman 1975), in O(n log n). */
final class Increasing {
    private Increasing() {}

    /**
     * Marks the members of one.
     *
     * @param numbers all different
     * @return its length
     */
    static int mark(int[] numbers, boolean[] members) {
        int[] tops = new int[numbers.length];
        int[] previous = new int[numbers.length];
        int piles = 0;
        for (int i = 0; i < numbers.length; i++) {
            int low = 0;
            int high = piles;
            if (piles > 0 && numbers[tops[piles - 1]] < numbers[i]) low = piles;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (numbers[tops[middle]] < numbers[i]) low = middle + 1;
                else high = middle;
            }
            previous[i] = low == 0 ? -1 : tops[low - 1];
            tops[low] = i;
            if (low == piles) piles++;
        }
        for (int i = piles == 0 ? -1 : tops[piles - 1]; i >= 0; i = previous[i]) members[i] = true;
        return piles;
    }
}
