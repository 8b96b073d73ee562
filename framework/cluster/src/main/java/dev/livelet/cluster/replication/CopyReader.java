package dev.livelet.cluster.replication;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * A copy that came, read up to its versions: who it is of decides what it is put onto.
 *
 * @param base what the changes are to; null for a whole copy
 */
record CopyReader(In in, CopyHead head, @Nullable Stamp base) {

    static CopyReader of(In in) {
        String session = in.text();
        Stamp stamp = Stamp.read(in);
        int flags = in.tag();
        Stamp base = (flags & 2) == 0 ? null : Stamp.read(in);
        CopyHead head =
                new CopyHead(
                        session,
                        stamp,
                        (flags & 1) != 0,
                        in.nodes(),
                        in.number(),
                        in.number(),
                        in.bytes());
        return new CopyReader(in, head, base);
    }

    /** Whether these changes are to this copy. */
    boolean fits(@Nullable Encoded old) {
        return old != null && old.stamp().equals(base);
    }

    /** The new copy, sharing with the old one what didn't change. */
    Encoded onto(@Nullable Encoded copy) {
        Encoded old = base == null ? null : copy;
        Encoded.State before = old == null ? Encoded.State.NONE : old.state();
        int count = in.count();
        List<Encoded.Version> window = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int number = in.number();
            Encoded.Version version =
                    in.tag() == CopyWriter.KNOWN
                            ? known(old, number)
                            : new Encoded.Version(number, in.bytes(), state(before));
            window.add(version);
            before = version.state();
        }
        return new Encoded(
                old == null ? head : head.sharing(old.head()), List.copyOf(window), state(before));
    }

    private static Encoded.Version known(@Nullable Encoded old, int number) {
        if (old != null) {
            for (Encoded.Version version : old.window()) {
                if (version.number() == number) {
                    return version;
                }
            }
        }
        throw new In.Malformed("version " + number + " is not known");
    }

    private Encoded.State state(Encoded.State before) {
        boolean whole = in.tag() == CopyWriter.WHOLE;
        int changes = in.count();
        if (changes == 0 && !whole) {
            return before;
        }
        TreeMap<String, byte[]> changed = new TreeMap<>();
        for (int i = 0; i < changes; i++) {
            changed.put(in.text(), in.bytes());
        }
        if (!whole && Arrays.asList(before.names()).containsAll(changed.keySet())) {
            byte[][] blobs = before.blobs().clone();
            changed.forEach((name, blob) -> blobs[before.find(name)] = blob);
            return new Encoded.State(before.names(), blobs);
        }
        TreeMap<String, byte[]> all = whole ? new TreeMap<>() : new TreeMap<>(before.parts());
        all.putAll(changed);
        return new Encoded.State(
                NameLists.shared(all.keySet().toArray(String[]::new)),
                all.values().toArray(byte[][]::new));
    }
}
