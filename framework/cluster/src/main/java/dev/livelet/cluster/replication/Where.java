package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a session's copies are, as its page carries it around: a letter for how it is replicated,
 * the epoch's attempt, then {@code name*incarnation} by commas, the owner first.
 */
record Where(Kind kind, int attempt, List<NodeId> nodes) {
    enum Kind {
        UNKNOWN(' '),
        /** Mounted, but no socket came yet: only its node has it. */
        PENDING('p'),
        ASYNC('a'),
        SYNC('s');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }
    }

    static final Where NOTHING = new Where(Kind.UNKNOWN, 0, List.of());

    static Where of(Epoch epoch, boolean sync, List<NodeId> members) {
        Kind kind = sync ? Kind.SYNC : Kind.ASYNC;
        return new Where(epoch.attempt() == 0 ? Kind.PENDING : kind, epoch.attempt(), members);
    }

    /** Reads what {@link #text} made; whatever else tells nothing. */
    static Where of(String text) {
        for (Kind kind : Kind.values()) {
            if (!text.isEmpty() && text.charAt(0) == kind.letter) {
                try {
                    int colon = text.indexOf(':');
                    return new Where(
                            kind,
                            Integer.parseInt(text, 1, Math.max(1, colon), 10),
                            nodes(text.substring(colon + 1)));
                } catch (IllegalArgumentException e) {
                    return NOTHING;
                }
            }
        }
        return NOTHING;
    }

    private static List<NodeId> nodes(String text) {
        List<NodeId> nodes = new ArrayList<>();
        for (String node : text.split(",", 32)) {
            int star = node.lastIndexOf('*');
            if (star >= 0) {
                nodes.add(
                        new NodeId(
                                URLDecoder.decode(node.substring(0, star), StandardCharsets.UTF_8),
                                Long.parseLong(node.substring(star + 1), 36)));
            }
        }
        return List.copyOf(nodes);
    }

    /** What the page was shown last is of this epoch, or of a later one that it has no word of. */
    Epoch epoch() {
        return nodes.isEmpty() ? Epoch.NONE : Epoch.of(attempt, nodes.getFirst());
    }

    String text() {
        StringBuilder text = new StringBuilder().append(kind.letter).append(attempt);
        for (NodeId node : nodes) {
            text.append(node.equals(nodes.getFirst()) ? ':' : ',')
                    .append(
                            URLEncoder.encode(node.name(), StandardCharsets.UTF_8)
                                    .replace("*", "%2A"))
                    .append('*')
                    .append(Long.toString(node.incarnation(), 36));
        }
        return text.toString();
    }
}
