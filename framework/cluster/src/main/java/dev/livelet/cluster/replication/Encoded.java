package dev.livelet.cluster.replication;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A session's copy as its backups keep it: bytes by component that are never decoded here, and are
 * shared by all versions that have the component alike. Immutable; whoever gets the arrays must not
 * write into them.
 */
public record Encoded(CopyHead head, List<Version> window, State state) {

    /** A state that the page may be showing. */
    public record Version(int number, byte[] context, State state) {}

    /** One state. {@code names} is sorted, and the same array for all alike. */
    public record State(String[] names, byte[][] blobs) {
        static final State NONE = new State(new String[0], new byte[0][]);

        /** The components by name. */
        public Map<String, byte[]> parts() {
            Map<String, byte[]> parts = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) {
                parts.put(names[i], blobs[i]);
            }
            return parts;
        }

        int find(String name) {
            return Arrays.binarySearch(names, name);
        }
    }

    Stamp stamp() {
        return head.stamp();
    }

    /** The whole copy, as {@link CopyReader} reads it without a base. */
    void write(Out out) {
        head.write(out);
        out.number(window.size());
        State before = State.NONE;
        for (Version version : window) {
            out.number(version.number).tag(CopyWriter.NEW).bytes(version.context);
            changes(out, before, version.state);
            before = version.state;
        }
        changes(out, before, state);
    }

    private static void changes(Out out, State before, State after) {
        boolean alike = before.names == after.names && before != State.NONE;
        int changed = 0;
        for (int i = 0; i < after.blobs.length; i++) {
            changed += alike && before.blobs[i] == after.blobs[i] ? 0 : 1;
        }
        out.tag(alike ? CopyWriter.CHANGES : CopyWriter.WHOLE).number(changed);
        for (int i = 0; i < after.blobs.length; i++) {
            if (!alike || before.blobs[i] != after.blobs[i]) {
                out.text(after.names[i]).bytes(after.blobs[i]);
            }
        }
    }

    /** For logs: not what is in it. */
    @Override
    public String toString() {
        return stamp()
                + " of "
                + head.members()
                + " up to patch "
                + head.sent()
                + " and event "
                + head.answered();
    }

    /** Bytes of its own that this copy keeps, each shared array once. */
    long size() {
        Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        arrays.add(head.rest());
        Collections.addAll(arrays, state.blobs);
        for (Version version : window) {
            arrays.add(version.context);
            Collections.addAll(arrays, version.state.blobs);
        }
        long size = 0;
        for (byte[] array : arrays) {
            size += array.length;
        }
        return size;
    }
}
