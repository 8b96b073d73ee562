package dev.livelet.diff;

import dev.livelet.state.Structure;
import dev.livelet.template.Source;

import java.util.Arrays;

/**
 * Which row of the new list is which row of the old one. Common rows at both ends are not stored.
 */
final class Pairing {
    private static final int[] EMPTY = {};

    private final int before;
    private final int after;
    private final int prefix;
    private final int suffix;

    /** For the rows between the ends: the index in the other list, or -1. */
    private final int[] targets;

    private final int[] origins;

    private Pairing(int before, int after, int prefix, int suffix, int[] targets, int[] origins) {
        this.before = before;
        this.after = after;
        this.prefix = prefix;
        this.suffix = suffix;
        this.targets = targets;
        this.origins = origins;
    }

    static Pairing of(Rows was, Rows is, Source list, DuplicateKeys duplicates) {
        int before = was.size();
        int after = is.size();
        int shorter = Math.min(before, after);
        if (!was.keyed()) return between(before, after, shorter, 0);
        int prefix = 0;
        while (prefix < shorter
                && (was.item(prefix) == is.item(prefix) || sameKey(was, prefix, is, prefix)))
            prefix++;
        int suffix = 0;
        while (suffix < shorter - prefix) {
            int one = before - 1 - suffix;
            int other = after - 1 - suffix;
            if (was.item(one) != is.item(other) && !sameKey(was, one, is, other)) break;
            suffix++;
        }
        Pairing pairing = between(before, after, prefix, suffix);
        if (pairing.middleBefore() > 0 && pairing.middleAfter() > 0)
            pairing.byKey(was, is, list, duplicates);
        return pairing;
    }

    private static boolean sameKey(Rows was, int one, Rows is, int other) {
        return Structure.same(was.key(one), is.key(other));
    }

    /** Only rows at the ends are paired. */
    static Pairing between(int before, int after, int prefix, int suffix) {
        return new Pairing(
                before,
                after,
                prefix,
                suffix,
                unpaired(before - prefix - suffix),
                unpaired(after - prefix - suffix));
    }

    private static int[] unpaired(int length) {
        if (length == 0) return EMPTY;
        int[] none = new int[length];
        Arrays.fill(none, -1);
        return none;
    }

    private void byKey(Rows was, Rows is, Source list, DuplicateKeys duplicates) {
        KeyIndex index = new KeyIndex(targets.length);
        for (int i = targets.length - 1; i >= 0; i--) {
            Object key = was.key(prefix + i);
            if (index.add(key, i)) duplicates.found(list, key);
        }
        for (int i = 0; i < origins.length; i++) {
            int origin = index.take(is.key(prefix + i));
            if (origin < 0) continue;
            pair(prefix + origin, prefix + i);
        }
    }

    /** Pairs two rows between the ends. Does nothing when there is no origin (-1). */
    void pair(int origin, int target) {
        if (origin < 0) return;
        origins[target - prefix] = origin;
        targets[origin - prefix] = target;
    }

    /** Writes the commands that remove the rows that go. */
    void removals(PatchWriter out, int command) {
        int kept = prefix;
        for (int i = 0; i < targets.length; ) {
            if (targets[i] >= 0) {
                kept++;
                i++;
                continue;
            }
            int start = i;
            while (i < targets.length && targets[i] < 0) i++;
            out.number(command).number(kept).number(i - start);
        }
    }

    /** Whether no row of the old list is in the new one. */
    boolean none() {
        if (prefix + suffix > 0) return false;
        for (int origin : origins) if (origin >= 0) return false;
        return true;
    }

    /** How many rows both begin with. */
    int prefix() {
        return prefix;
    }

    /** How many rows both end with. */
    int suffix() {
        return suffix;
    }

    int middleBefore() {
        return targets.length;
    }

    int middleAfter() {
        return origins.length;
    }

    /** Where the old row at this index is now, -1 when it is gone. */
    int target(int index) {
        if (index < prefix) return index;
        if (index >= before - suffix) return index + after - before;
        return targets[index - prefix];
    }

    /** Where the new row at this index was, -1 when it is new. */
    int origin(int index) {
        if (index < prefix) return index;
        if (index >= after - suffix) return index + before - after;
        return origins[index - prefix];
    }
}
