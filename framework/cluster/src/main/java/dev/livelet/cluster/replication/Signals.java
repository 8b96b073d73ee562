package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.Link;
import dev.livelet.cluster.link.NodeId;

import java.util.Map;
import java.util.function.Function;

/**
 * The words that must reach nodes outside the view too: dropping copies, and refusing those of an
 * old epoch. They may get lost: a refused owner is refused again with its next copy, and a drop is
 * repeated until it is confirmed.
 */
final class Signals implements Link.Receiver {
    private final Node node;

    Signals(Node node) {
        this.node = node;
    }

    static void drop(Node node, NodeId to, String session, Stamp limit) {
        send(node, to, Tag.DROP, session, limit);
    }

    static void refuse(Node node, NodeId to, String session, Epoch promised) {
        send(node, to, Tag.REFUSED, session, new Stamp(promised, 0));
    }

    private static void send(Node node, NodeId to, int tag, String session, Stamp stamp) {
        Out out = new Out().tag(tag).text(session);
        stamp.write(out);
        node.link.signal(to, Channel.CLAIM, out.toBytes());
    }

    @Override
    public void received(NodeId from, byte[] body) {
        try {
            In in = new In(body);
            int tag = in.tag();
            String session = in.text();
            Stamp stamp = Stamp.read(in);
            switch (tag) {
                case Tag.DROP -> {
                    dropped(from, session, stamp);
                    send(node, from, Tag.DROPPED, session, stamp);
                }
                case Tag.DROPPED -> owned(session, o -> confirmed(o, from, stamp));
                case Tag.REFUSED -> owned(session, o -> refused(o, stamp.epoch()));
                default -> throw new In.Malformed("signal " + tag);
            }
        } catch (In.Malformed e) {
            node.counts.add(Count.MALFORMED);
        }
    }

    private void dropped(NodeId from, String session, Stamp limit) {
        if (!node.rules.fences()) {
            return;
        }
        Owned ended =
                node.holdings.with(
                        session,
                        h -> {
                            if (h.backup != null && h.backup.stamp().compareTo(limit) <= 0) {
                                node.counts.add(Count.COPIES_DROPPED);
                            }
                            return h.drop(limit, node.now());
                        });
        if (ended != null) {
            // who dropped it knows the members of the epoch before only
            for (Member member : ended.members().all()) {
                if (!member.node.equals(from)) {
                    drop(node, member.node, session, limit);
                }
            }
            ended.calls().run();
        }
    }

    private static Void confirmed(Owned owned, NodeId by, Stamp limit) {
        owned.members().undropped().remove(by, limit);
        return null;
    }

    private Void refused(Owned owned, Epoch promised) {
        if (owned.epoch().isBefore(promised) && node.rules.fences()) {
            owned.fence();
        }
        return null;
    }

    private void owned(String session, Function<Owned, Void> action) {
        Holding holding = node.holdings.find(session);
        if (holding == null) {
            return;
        }
        Owned owned;
        synchronized (holding) {
            owned = holding.owned;
            if (owned != null) {
                action.apply(owned);
            }
        }
        if (owned != null) {
            owned.calls().run();
        }
    }

    /** Repeats what was not confirmed. */
    static void repeatDrops(Node node, String session, Map<NodeId, Stamp> undropped) {
        undropped.forEach((to, limit) -> drop(node, to, session, limit));
    }
}
