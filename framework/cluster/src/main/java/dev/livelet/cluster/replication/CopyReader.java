package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * A copy that came, read up to its versions: who it is of decides what it is put onto.
 *
 * @param head of changes it may lack what is as in the copy that they are to
 * @param base what the changes are to; null for a whole copy
 * @param flags of {@link CopyWriter}
 */
record CopyReader(In in, CopyHead head, @Nullable Stamp base, int flags) {
    private static final byte[] NONE = {};

    /** With which {@link CopyHead#rest} begins. */
    private static final int NUMBERS = 4;

    static CopyReader of(In in) {
        String session = in.text();
        Stamp stamp = Stamp.read(in);
        int flags = in.tag();
        boolean sync = (flags & CopyWriter.SYNC) != 0;
        Stamp base = null;
        if ((flags & CopyWriter.ON_BASE) != 0) {
            boolean sameEpoch = (flags & CopyWriter.BASE_OF_EPOCH) != 0;
            base = sameEpoch ? new Stamp(stamp.epoch(), in.longNumber()) : Stamp.read(in);
        }
        boolean sameMembers = base != null && (flags & CopyWriter.MEMBERS_AS_BASE) != 0;
        List<NodeId> members = sameMembers ? List.of() : in.nodes();
        CopyHead head =
                base != null && (flags & CopyWriter.REST_AS_BASE) != 0
                        ? numbers(in, session, stamp, sync, members)
                        : new CopyHead(
                                session,
                                stamp,
                                sync,
                                members,
                                in.number(),
                                in.number(),
                                in.bytes());
        return new CopyReader(in, head, base, flags);
    }

    /** A head with the beginning of its rest only. */
    private static CopyHead numbers(
            In in, String session, Stamp stamp, boolean sync, List<NodeId> members) {
        int attempt = in.number();
        int answered = in.number();
        int sent = in.number();
        byte[] numbers =
                new Out(16)
                        .number(attempt)
                        .number(answered)
                        .number(sent)
                        .number(in.number())
                        .toBytes();
        return new CopyHead(session, stamp, sync, members, sent, answered, numbers);
    }

    /** Whether these changes are to this copy. */
    boolean fits(@Nullable Encoded old) {
        return old != null && old.stamp().equals(base);
    }

    /** The new copy, sharing with the old one what didn't change. */
    Encoded onto(@Nullable Encoded copy) {
        Encoded old = base == null ? null : copy;
        if (base != null && old == null) {
            throw new In.Malformed("changes to nothing");
        }
        Encoded.State before = old == null ? Encoded.State.NONE : old.state();
        byte[] context =
                old == null || old.window().isEmpty() ? NONE : old.window().getLast().context();
        int count = in.count();
        List<Encoded.Version> window = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int number = in.number();
            Encoded.Version version;
            if (in.tag() == CopyWriter.KNOWN) {
                version = known(old, number);
            } else {
                byte[] own = in.bytes();
                boolean asBefore = own.length == 0 || Arrays.equals(own, context);
                version = new Encoded.Version(number, asBefore ? context : own, state(before));
            }
            window.add(version);
            before = version.state();
            context = version.context();
        }
        return new Encoded(
                old == null ? head : head(old.head()), List.copyOf(window), state(before));
    }

    /** With what is as in the old one, and sharing what is alike: copies are many. */
    private CopyHead head(CopyHead old) {
        boolean sameMembers =
                (flags & CopyWriter.MEMBERS_AS_BASE) != 0 || head.members().equals(old.members());
        return new CopyHead(
                old.session(),
                head.stamp(),
                head.sync(),
                sameMembers ? old.members() : head.members(),
                head.sent(),
                head.answered(),
                (flags & CopyWriter.REST_AS_BASE) == 0 ? head.rest() : rest(old.rest()));
    }

    /** The numbers that came, and all that follows the old ones. */
    private byte[] rest(byte[] old) {
        In numbers = new In(old);
        for (int i = 0; i < NUMBERS; i++) {
            numbers.longNumber();
        }
        byte[] rest = Arrays.copyOf(head.rest(), head.rest().length + numbers.left());
        System.arraycopy(
                old, old.length - numbers.left(), rest, head.rest().length, numbers.left());
        return rest;
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
