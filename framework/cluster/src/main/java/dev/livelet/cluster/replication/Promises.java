package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.Link;
import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * Answers claimants. A promise to an epoch ends everything of lower ones here: a session that runs
 * here is fenced, and its last commit that was accepted is what the answer holds; copies of its
 * former owners are refused. Asked again, the same claimant gets the same answer.
 */
final class Promises implements Link.Answerer {
    private final Node node;

    Promises(Node node) {
        this.node = node;
    }

    @Override
    public void asked(NodeId from, byte[] question, Consumer<byte[]> reply) {
        node.pauses.look();
        try {
            In in = new In(question);
            int tag = in.tag();
            switch (tag) {
                case Tag.CLAIM -> {
                    String session = in.text();
                    Epoch epoch = Epoch.read(in);
                    if (!epoch.owner().equals(from)) {
                        throw new In.Malformed("a claim for another");
                    }
                    reply.accept(promise(session, epoch));
                }
                case Tag.CHECK -> reply.accept(check(in));
                case Tag.ENTRUST -> reply.accept(Orphans.entrusted(node, CopyReader.of(in)));
                default -> throw new In.Malformed("question " + tag);
            }
        } catch (In.Malformed e) {
            node.counts.add(Count.MALFORMED);
        }
    }

    /** Also the claimant's question to its own node. */
    byte[] promise(String session, Epoch epoch) {
        record Answer(
                @Nullable Epoch newer,
                Holding holding,
                @Nullable Owned owned,
                @Nullable Encoded backup) {}
        Answer answer =
                node.holdings.with(
                        session,
                        h -> {
                            Epoch held = h.stamp().epoch();
                            boolean refused =
                                    epoch.isBefore(h.promised) || held.attempt() >= epoch.attempt();
                            if (refused && node.rules.fences()) {
                                Epoch newer = held.isBefore(h.promised) ? h.promised : held;
                                return new Answer(newer, h, null, null);
                            }
                            h.promise(epoch, node.now());
                            if (h.owned != null && node.rules.fences()) {
                                h.owned.fence();
                            }
                            return new Answer(null, h, h.owned, h.backup);
                        });
        if (answer.newer != null) {
            node.counts.add(Count.PROMISES_REFUSED);
            Out no = new Out().tag(Tag.NO_PROMISE);
            answer.newer.write(no);
            return no.toBytes();
        }
        node.counts.add(Count.PROMISES);
        Out out = new Out(1024).tag(Tag.PROMISE);
        if (answer.owned != null) {
            answer.owned.calls().run();
            if (Sending.write(node, answer.holding, answer.owned, out)) {
                return out.toBytes();
            }
        } else if (answer.backup != null) {
            answer.backup.write(out);
            return out.toBytes();
        }
        return new Out().tag(Tag.PROMISE_OF_NOTHING).toBytes();
    }

    private byte[] check(In in) {
        int count = in.count();
        Out out = new Out(count + 8).tag(Tag.CHECKED).number(count);
        for (int i = 0; i < count; i++) {
            String session = in.text();
            Epoch epoch = Epoch.read(in);
            out.tag(
                    node.holdings.with(
                            session,
                            h ->
                                    epoch.isBefore(h.promised)
                                            ? Tag.NEWER
                                            : h.backup == null && h.owned == null
                                                    ? Tag.UNKNOWN
                                                    : Tag.FINE));
        }
        return out.toBytes();
    }
}
