package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jgroups.util.ExtendedUUID;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * A node's name and incarnation inside its JGroups address: the address changes at each start, the
 * name does not, and whoever sees the one knows the other.
 */
final class NodeName {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String KEY = "livelet";
    private static final AtomicLong INCARNATION = new AtomicLong();

    private NodeName() {}

    /** Letters, digits, dot, underscore and hyphen; at most 100. */
    static boolean valid(String name) {
        return NAME.matcher(name).matches();
    }

    /** The next run of a node: by the clock, and rising within the process in any case. */
    static NodeId next(String name) {
        long now = System.currentTimeMillis();
        return new NodeId(name, INCARNATION.updateAndGet(last -> Math.max(last + 1, now)));
    }

    static Address address(NodeId node) {
        return ExtendedUUID.randomUUID(node.name())
                .put(KEY, node.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Null when the address says nothing: it was made by somebody else, or is not to be believed.
     */
    static @Nullable NodeId of(@Nullable Address address) {
        if (!(address instanceof ExtendedUUID id)) return null;
        byte[] value = id.get(KEY);
        if (value == null) return null;
        String text = new String(value, StandardCharsets.US_ASCII);
        int hash = text.indexOf('#');
        if (hash < 0 || !valid(text.substring(0, hash))) return null;
        try {
            long incarnation = Long.parseLong(text, hash + 1, text.length(), 10);
            return incarnation < 0 ? null : new NodeId(text.substring(0, hash), incarnation);
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
