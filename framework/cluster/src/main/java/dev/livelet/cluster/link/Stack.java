package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.SHARED_LOOPBACK;
import org.jgroups.protocols.SHARED_LOOPBACK_PING;
import org.jgroups.protocols.TP;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.DiagnosticsHandler;
import org.jgroups.stack.Protocol;
import org.jgroups.util.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The protocols below the link, configured here and nowhere else. FRAG4 is there because flow
 * control asks for it; the link cuts by itself and never sends what would be fragmented.
 */
final class Stack {
    /** Above the link's window, below the sockets' buffers: credits never run out. */
    private static final int CREDITS = 1_000_000;

    static final int SOCKET_BUFFER = 2 * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(Stack.class);

    private Stack() {}

    /**
     * @param looking how long a node looks for others before it takes itself for the first
     */
    static List<Protocol> above(@Nullable InetAddress bind, Duration looking) {
        return above(bind, looking, 1);
    }

    /** With all times of failure detection and merging divided by this: for tests. */
    private static List<Protocol> above(@Nullable InetAddress bind, Duration looking, int faster) {
        List<Protocol> stack = new ArrayList<>();
        stack.add(new MERGE3().setMinInterval(500 / faster).setMaxInterval(2000 / faster));
        if (bind != null) stack.add(new FD_SOCK2().setBindAddress(bind).setPortRange(20));
        stack.add(new FD_ALL3().setTimeout(4000 / faster).setInterval(1000 / faster));
        stack.add(new VERIFY_SUSPECT2().setTimeout(500 / faster));
        stack.add(new NAKACK2());
        stack.add(new UNICAST3());
        stack.add(new STABLE());
        stack.add(new GMS().setJoinTimeout(looking.toMillis()).printLocalAddress(false));
        stack.add(new UFC().setMaxCredits(CREDITS));
        stack.add(new MFC().setMaxCredits(CREDITS));
        stack.add(new FRAG4().setFragSize(60_000));
        return stack;
    }

    /** A channel that is not connected yet. */
    static JChannel channel(TP transport, Protocol discovery, List<Protocol> above, Address address)
            throws Exception {
        silent(transport);
        List<Protocol> all = new ArrayList<>();
        all.add(transport);
        all.add(discovery);
        all.addAll(above);
        JChannel channel = new JChannel(all.toArray(Protocol[]::new));
        channel.addAddressGenerator(() -> address);
        NodeId node = NodeName.of(address);
        if (node != null) channel.setName(node.name());
        return channel;
    }

    /** Diagnostics listen to everybody and call methods of protocols by name. */
    private static void silent(TP transport) throws Exception {
        DiagnosticsHandler off =
                new DiagnosticsHandler(
                        transport.getLog(),
                        transport.getSocketFactory(),
                        new DefaultThreadFactory("livelet-diag", true));
        off.setEnabled(false);
        transport.setDiagnosticsHandler(off);
    }

    static GuardedTcp tcp(InetAddress bind, int port, Counters counters, Reach reach) {
        GuardedTcp tcp = new GuardedTcp(counters, reach);
        tcp.setBindAddress(bind).setBindPort(port).setPortRange(0);
        tcp.setBundler(new PeerBundler(counters, reach));
        // virtual ones would read, hand on and detect failures behind all turns of all sessions
        tcp.useVirtualThreads(false);
        tcp.setSendBufSize(SOCKET_BUFFER).setRecvBufSize(SOCKET_BUFFER).tcpNodelay(true);
        return tcp;
    }

    /** Nodes of one process, without sockets: for tests. DISCARD makes partitions. */
    static JChannel inProcess(Address address, DISCARD discard) throws Exception {
        List<Protocol> above = above(null, Duration.ofMillis(500), 4);
        above.addFirst(discard);
        return channel(new SHARED_LOOPBACK(), new SHARED_LOOPBACK_PING(), above, address);
    }

    /** Says so when the kernel gives smaller buffers than the window needs. */
    static void checkBuffers() throws IOException {
        try (Socket socket = new Socket();
                ServerSocket server = new ServerSocket()) {
            socket.setSendBufferSize(SOCKET_BUFFER);
            server.setReceiveBufferSize(SOCKET_BUFFER);
            int granted = Math.min(socket.getSendBufferSize(), server.getReceiveBufferSize());
            if (granted < SOCKET_BUFFER)
                log.warn(
                        "The kernel grants socket buffers of {} bytes, not {}: a paused node may"
                                + " hold up what is for it sooner. Raise net.core.wmem_max and"
                                + " net.core.rmem_max to at least {}.",
                        granted,
                        SOCKET_BUFFER,
                        SOCKET_BUFFER);
        }
    }
}
