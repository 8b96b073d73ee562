package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jspecify.annotations.Nullable;

import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;

/**
 * A node that talks over TCP.
 *
 * @param cluster nodes of another one are not seen
 * @param bind the address to listen on, and to be reached at
 * @param port zero: the system chooses
 * @param tls null: plain
 * @param looking how long a node looks for others before it takes itself for the first
 * @param joinWithin how long a run of this name that does not answer is waited for to be excluded
 */
public record TcpSettings(
        String cluster,
        String node,
        InetAddress bind,
        int port,
        Seeds seeds,
        @Nullable Tls tls,
        Duration looking,
        Duration joinWithin)
        implements GroupLink.Source {
    /** Nothing is opened before the link starts. */
    public GroupLink link() {
        return new GroupLink(NodeName.next(node), cluster, this, joinWithin);
    }

    @Override
    public JChannel channel(Address address, Counters counters, Reach reach) throws Exception {
        GuardedTcp tcp = Stack.tcp(bind, port, counters, reach);
        tcp.setSocketFactory(new Doors(counters, tls == null ? null : tls.context()));
        Stack.checkBuffers();
        return Stack.channel(tcp, Seeds.protocol(seeds, bind), Stack.above(bind, looking), address);
    }

    @Override
    public String looked() {
        return "within " + looking.toMillis() + " ms, by " + seeds;
    }

    @Override
    public String advice(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause())
            if (cause instanceof BindException)
                return "It listens on "
                        + bind.getHostAddress()
                        + ":"
                        + port
                        + ": is another process there, or is that no address of this machine?"
                        + " livelet.cluster.port chooses another port (0: the system does),"
                        + " livelet.cluster.bind another address.";
        return "Look at livelet.cluster.bind, livelet.cluster.port and livelet.cluster.discovery.";
    }

    @Override
    public boolean owned() {
        return true;
    }
}
