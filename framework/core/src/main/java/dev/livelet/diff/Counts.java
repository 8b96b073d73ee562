package dev.livelet.diff;

/**
 * Numbers from 0 to n − 1, all present at first: how many of those present are below a given one,
 * in O(log n) (a Fenwick tree).
 */
final class Counts {
    private final int[] tree;

    Counts(int n) {
        tree = new int[n + 1];
        for (int i = 1; i <= n; i++) tree[i] = i & -i;
    }

    void remove(int number) {
        for (int i = number + 1; i < tree.length; i += i & -i) tree[i]--;
    }

    int before(int number) {
        int count = 0;
        for (int i = number; i > 0; i -= i & -i) count += tree[i];
        return count;
    }
}
