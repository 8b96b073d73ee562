package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.fork.ForkChannel;

/**
 * A channel that the application made: plain or a ForkChannel. If it is connected already it stays
 * the application's to close, and its address says nothing about the node's name: nodes tell each
 * other. What its stack accepts before the link sees it is the application's care.
 */
final class GivenChannel implements GroupLink.Source {
    private final JChannel channel;
    private final boolean owned;

    GivenChannel(JChannel channel) {
        this.channel = channel;
        this.owned = !channel.isConnected();
    }

    @Override
    public JChannel channel(Address address, Counters counters, Reach reach) {
        // A fork has its main channel's address, and would set the generator there.
        if (owned && !(channel instanceof ForkChannel)) channel.addAddressGenerator(() -> address);
        return channel;
    }

    @Override
    public boolean owned() {
        return owned;
    }
}
