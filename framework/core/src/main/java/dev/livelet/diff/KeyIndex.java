package dev.livelet.diff;

import dev.livelet.state.Structure;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Rows by key: an open hash table of row numbers, without an object for each row. Rows with equal
 * keys form a chain. Keys are compared structurally. Confined to one thread.
 */
final class KeyIndex {
    private static final int NONE = -1;

    /** Unknown to those who choose keys: nobody can choose many of one hash. */
    private static final int SEED = ThreadLocalRandom.current().nextInt() | 1;

    private final @Nullable Object[] keys;
    private final int[] hashes;

    /**
     * The first row of each chain, plus one; it stays when the chain has been taken, so that
     * probing goes on past it.
     */
    private final int[] heads;

    /** By first row of a chain: the next row to take. */
    private final int[] available;

    private final int[] next;
    private final int mask;
    private long steps;

    /**
     * @param rows how many rows there are at most, numbered from 0
     */
    KeyIndex(int rows) {
        int capacity = Integer.highestOneBit(Math.max(4, rows)) * 4;
        mask = capacity - 1;
        heads = new int[capacity];
        keys = new @Nullable Object[rows];
        hashes = new int[rows];
        available = new int[rows];
        next = new int[rows];
    }

    /**
     * Puts a row before those with an equal key.
     *
     * @return whether there were any
     */
    boolean add(@Nullable Object key, int row) {
        int hash = hash(key);
        int at = find(key, hash);
        keys[row] = key;
        hashes[row] = hash;
        if (heads[at] == 0) {
            heads[at] = row + 1;
            available[row] = row;
            next[row] = NONE;
            return false;
        }
        int head = heads[at] - 1;
        next[row] = available[head];
        available[head] = row;
        return true;
    }

    /** The first row with this key that has not been taken yet, or -1. */
    int take(@Nullable Object key) {
        int at = find(key, hash(key));
        if (heads[at] == 0) return NONE;
        int head = heads[at] - 1;
        int row = available[head];
        if (row != NONE) available[head] = next[row];
        return row;
    }

    private int find(@Nullable Object key, int hash) {
        int at = (hash ^ hash >>> 16) * 0x9E3779B9 >>> 7 & mask;
        while (heads[at] != 0) {
            steps++;
            int head = heads[at] - 1;
            if (hashes[head] == hash && Structure.same(keys[head], key)) return at;
            at = at + 1 & mask;
        }
        return at;
    }

    /** How many entries were looked at so far. */
    long steps() {
        return steps;
    }

    private static int hash(@Nullable Object key) {
        if (!(key instanceof String text)) return Structure.hash(key);
        int hash = SEED;
        for (int i = 0; i < text.length(); i++) hash = hash * SEED + text.charAt(i);
        return hash;
    }
}
