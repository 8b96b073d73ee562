package dev.livelet.cluster.link;

import static dev.livelet.cluster.link.Cluster.await;

import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.TP;
import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A member of the view whose address was never told, and is not to be had from discovery. */
class MembersAddressTest {
    private final int firstPort = TcpNodes.freePort();
    private final Counters counters = new Counters();

    @Test
    void isLearnedFromTheMembersOwnConnection() throws Exception {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        try (JChannel a = channel("a", firstPort);
                JChannel b = channel("b", TcpNodes.freePort())) {
            b.setReceiver(
                    new Receiver() {
                        @Override
                        public void receive(Message message) {
                            heard.add(
                                    new String(
                                            message.getArray(),
                                            message.getOffset(),
                                            message.getLength(),
                                            StandardCharsets.UTF_8));
                        }
                    });
            a.connect("address");
            b.connect("address");
            await("both", () -> a.getView().size() == 2 && b.getView().size() == 2);
            a.getProtocolStack().removeProtocol(TCPPING.class);
            TP transport = a.getProtocolStack().getTransport();
            transport.clearLogicalAddressCache();

            a.send(new BytesMessage(b.getAddress(), Ledger.bytes("found")));
            await("the message", () -> heard.contains("found"));
            await("a count", () -> counters.get("link.addresses-learned") > 0);
        }
    }

    private JChannel channel(String name, int port) throws Exception {
        TCPPING discovery = new TCPPING();
        discovery.setInitialHosts(List.of(new InetSocketAddress(TcpNodes.LOOPBACK, firstPort)));
        return Stack.channel(
                Stack.tcp(TcpNodes.LOOPBACK, port, counters, new Unheard()),
                discovery,
                Stack.above(TcpNodes.LOOPBACK, Duration.ofMillis(500)),
                NodeName.address(NodeName.next(name)));
    }

    private static final class Unheard implements Reach {
        @Override
        public void refused(Address node) {}

        @Override
        public void disconnected(Address node) {}
    }
}
