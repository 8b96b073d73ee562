package dev.livelet.cluster.link;

import static dev.livelet.cluster.link.Cluster.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jgroups.JChannel;
import org.jgroups.fork.ForkChannel;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.SHARED_LOOPBACK;
import org.jgroups.protocols.SHARED_LOOPBACK_PING;
import org.jgroups.stack.Protocol;
import org.jgroups.stack.ProtocolStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Links over channels that an application has made. */
class GivenChannelTest {
    private final String cluster = "test-" + UUID.randomUUID();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) each.close();
    }

    private JChannel channel() throws Exception {
        List<Protocol> stack = new ArrayList<>();
        stack.add(new SHARED_LOOPBACK());
        stack.add(new SHARED_LOOPBACK_PING());
        stack.addAll(Stack.above(null, Duration.ofMillis(500)));
        JChannel channel = new JChannel(stack.toArray(Protocol[]::new));
        open.add(channel);
        return channel;
    }

    private JChannel fork() throws Exception {
        JChannel main = channel().connect(cluster);
        return new ForkChannel(
                main, "livelet", "livelet", true, ProtocolStack.Position.ABOVE, FRAG4.class);
    }

    private Ledger start(String node, JChannel channel) {
        GroupLink link = GroupLink.over(channel, cluster, node, Duration.ofSeconds(10));
        open.add(link);
        Ledger ledger = Ledger.of(link);
        link.start();
        return ledger;
    }

    private void talk(Ledger a, Ledger b) {
        a.awaitMembers(2);
        b.awaitMembers(2);
        assertEquals(a.link().view(), b.link().view());
        a.send(b.self(), "hello");
        await("hello", () -> b.received.contains("a hello"));
    }

    @Test
    void aChannelThatIsNotConnectedIsConnectedAndClosedWithTheLink() throws Exception {
        JChannel own = channel();
        Ledger a = start("a", own);
        Ledger b = start("b", channel());
        talk(a, b);
        a.link().close();
        assertFalse(own.isOpen());
        b.awaitMembers(1);
    }

    @Test
    void aConnectedChannelTellsItsNameAndOutlivesTheLink() throws Exception {
        JChannel own = channel().connect(cluster);
        Ledger a = start("a", own);
        Ledger b = start("b", channel().connect(cluster));
        talk(a, b);
        a.link().close();
        b.awaitMembers(1);
        assertTrue(own.isConnected());
    }

    @Test
    void aForkOfAnApplicationsChannelIsANode() throws Exception {
        Ledger a = start("a", fork());
        Ledger b = start("b", fork());
        talk(a, b);
        a.link().close();
        b.awaitMembers(1);
        assertEquals(2, open.stream().filter(each -> each instanceof JChannel).count());
    }

    @Test
    void aMemberWithoutALinkIsNoNode() throws Exception {
        JChannel other = channel().connect(cluster);
        Ledger a = start("a", channel().connect(cluster));
        Ledger b = start("b", channel());
        talk(a, b);
        assertEquals(3, other.getView().size());
    }
}
