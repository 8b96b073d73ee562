package dev.livelet.cluster.entity;

import dev.livelet.LiveletException;
import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.Link;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.spi.EntityHost;

import java.time.Duration;
import java.util.concurrent.CompletionException;

/**
 * The number of nodes that {@code EntitySettings.majority} declares: one for all types and nodes.
 */
final class Voters {
    private static final Duration ANSWER = Duration.ofSeconds(1);

    private Voters() {}

    /**
     * 0: no type of entities needs any.
     *
     * @throws LiveletException when two types disagree
     */
    static int of(EntityHost host) {
        int voters = 0;
        for (EntityHost.Kind kind : host.kinds().values()) {
            int own = kind.settings().majority();
            if (own > 0 && voters > 0 && own != voters)
                throw new LiveletException(
                        "Two types of entities are declared with majority("
                                + voters
                                + ") and majority("
                                + own
                                + "): the voters are the nodes of the cluster, so there is one"
                                + " number");
            if (own > 0) voters = own;
        }
        return voters;
    }

    /**
     * Asks the members; those who do not answer are found out later, see {@link Leases#declared}.
     * Blocks.
     *
     * @throws LiveletException when a member declares another number
     */
    static void check(Link link, int voters) {
        if (voters == 0) return;
        for (NodeId member : link.view().members()) {
            if (member.equals(link.self())) continue;
            int declared = ask(link, member);
            if (declared > 0 && declared != voters)
                throw new LiveletException(
                        "This node declares entities with majority("
                                + voters
                                + "), but "
                                + member.name()
                                + ", which is a member already, with majority("
                                + declared
                                + "). With two numbers two majorities could decide apart from each"
                                + " other, so this node does not join. Declare the same number on"
                                + " all nodes; to change it, stop them all first.");
        }
    }

    private static int ask(Link link, NodeId member) {
        try {
            byte[] answer =
                    link.ask(member, Channel.ENTITY, new Message.Know().bytes(), ANSWER).join();
            return Message.read(answer) instanceof Message.Table known ? known.voters() : 0;
        } catch (CompletionException | Bytes.Malformed _) {
            return 0;
        }
    }
}
