package dev.livelet.cluster.link;

import org.jgroups.Address;

import java.util.concurrent.Executor;

/**
 * Ends questions to nodes that cannot answer, seconds before a view says so: where nobody listens
 * at an address, its node is dead; where a connection ended, a small packet finds out.
 */
final class Pursuit implements Reach {
    private final Roster roster;
    private final Questions questions;
    private final Sender sender;
    private final Executor threads;

    Pursuit(Roster roster, Questions questions, Sender sender, Executor threads) {
        this.roster = roster;
        this.questions = questions;
        this.sender = sender;
        this.threads = threads;
    }

    @Override
    public void refused(Address address) {
        NodeId node = roster.node(address);
        if (node != null) questions.gone(node, "its address refuses connections");
    }

    @Override
    public void disconnected(Address address) {
        NodeId node = roster.node(address);
        if (node == null || !questions.open(node)) return;
        byte[] who = sender.encode(new Packet.Who());
        threads.execute(() -> sender.outOfBand(address, who));
    }
}
