package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.stack.Protocol;

import java.util.ArrayList;
import java.util.List;

/** The TCP stack as nodes have it, over a network with {@link Interference}. */
public final class BadTcp implements GroupLink.Source {
    private final TcpSettings settings;
    private final Interference network;

    private BadTcp(TcpSettings settings, Interference network) {
        this.settings = settings;
        this.network = network;
    }

    /** A link that is not started. */
    public static GroupLink link(TcpSettings settings, Interference network) {
        return new GroupLink(
                NodeName.next(settings.node()),
                settings.cluster(),
                new BadTcp(settings, network),
                settings.joinWithin());
    }

    @Override
    public JChannel channel(Address address, Counters counters, Reach reach) throws Exception {
        // Discovery is above the network too.
        List<Protocol> above = new ArrayList<>(Stack.above(settings.bind(), settings.looking()));
        above.addFirst(Seeds.protocol(settings.seeds(), settings.bind()));
        return Stack.channel(
                Stack.tcp(settings.bind(), settings.port(), counters, reach),
                network,
                above,
                address);
    }

    @Override
    public boolean owned() {
        return true;
    }
}
