package dev.livelet.cluster.link;

import static dev.livelet.cluster.link.Cluster.await;
import static dev.livelet.cluster.link.Cluster.get;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.CompositeMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.FragmentedMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.NioMessage;
import org.jgroups.ObjectMessage;
import org.jgroups.ViewId;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.UnicastHeader3;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.util.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Whatever comes to the cluster's port: it is refused, counted, and two nodes go on as before. */
class HostileBytesTest {
    /** Counts how often it was made from bytes. */
    static final class Bomb implements Serializable {
        @Serial private static final long serialVersionUID = 1;
        static final AtomicInteger exploded = new AtomicInteger();

        @Serial
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            exploded.incrementAndGet();
        }
    }

    private final TcpNodes nodes = new TcpNodes();
    private Ledger a;
    private Ledger b;

    @BeforeEach
    void twoNodes() {
        Bomb.exploded.set(0);
        a = nodes.start("a");
        b = nodes.start("b");
        a.awaitMembers(2);
        b.awaitMembers(2);
    }

    @AfterEach
    void nodesGoOnAndNothingWasMadeOfTheBytes() {
        try {
            assertEquals(0, Bomb.exploded.get(), "an object was deserialised");
            a.send(b.self(), "alive");
            await("a frame", () -> b.received.contains("a alive"));
            byte[] answer =
                    get(
                            b.link()
                                    .ask(
                                            a.self(),
                                            Channel.CLAIM,
                                            Ledger.bytes("?"),
                                            Duration.ofSeconds(9)));
            assertEquals("answer to ?", Ledger.text(answer));
            assertFalse(b.received.contains("a " + Ledger.GAP), "frames were lost");
        } finally {
            nodes.close();
        }
    }

    private long refused(String reason) {
        return a.link().counters().getOrDefault(Counters.metric("link.refused." + reason), 0L);
    }

    private long refused() {
        return a.link().counters().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("link_refused_"))
                .mapToLong(entry -> entry.getValue())
                .sum();
    }

    private JChannel stranger() throws Exception {
        JChannel channel = stranger("stranger");
        a.awaitMembers(3);
        return channel;
    }

    private JChannel another() throws Exception {
        JChannel channel = stranger("another");
        a.awaitMembers(4);
        return channel;
    }

    private JChannel stranger(String name) throws Exception {
        int port = TcpNodes.freePort();
        TCP tcp = new TCP();
        tcp.setBindAddress(TcpNodes.LOOPBACK).setBindPort(port).setPortRange(0);
        Seeds seeds = TcpNodes.fixed(port, nodes.addresses());
        JChannel channel =
                Stack.channel(
                        tcp,
                        Seeds.protocol(seeds, TcpNodes.LOOPBACK),
                        Stack.above(TcpNodes.LOOPBACK, TcpNodes.LOOKING),
                        NodeName.address(NodeName.next(name)));
        return channel.connect(nodes.cluster);
    }

    private Address addressOfA() {
        return java.util.Objects.requireNonNull(a.link().addressOf(a.self()));
    }

    private void sent(String reason, Message message) throws Exception {
        try (JChannel channel = stranger()) {
            channel.send(message.setFlag(Message.Flag.OOB, Message.Flag.NO_RELIABILITY));
            await(reason, () -> refused(reason) > 0);
        }
    }

    @Test
    void aJavaObjectInAnObjectMessageIsRefused() throws Exception {
        sent("message type ObjectMessage", new ObjectMessage(addressOfA(), new Bomb()));
    }

    @Test
    void aJavaObjectInAReliableMessageIsRefused() throws Exception {
        try (JChannel channel = stranger()) {
            channel.send(new ObjectMessage(addressOfA(), new Bomb()));
            await("object", () -> refused("message type ObjectMessage") > 0);
        }
    }

    @Test
    void aJavaObjectWhereAProtocolExpectsItsOwnIsRefused() throws Exception {
        sent("object", bombForStable(addressOfA()));
    }

    @Test
    void aJavaObjectInARequestForRetransmissionIsRefused() throws Exception {
        Message request =
                new BytesMessage(addressOfA(), new Bomb())
                        .putHeader(
                                ClassConfigurator.getProtocolId(
                                        org.jgroups.protocols.UNICAST3.class),
                                UnicastHeader3.createXmitReqHeader());
        sent("object", request);
    }

    private static Message bombForStable(Address to) {
        return new BytesMessage(to, new Bomb())
                .putHeader(
                        ClassConfigurator.getProtocolId(STABLE.class),
                        new STABLE.StableHeader(
                                STABLE.StableHeader.STABLE_GOSSIP, new ViewId(to, 1)));
    }

    /** The control: the same bytes, and a node whose port JGroups reads by itself. */
    @Test
    void withoutTheGuardJGroupsMakesTheObject() throws Exception {
        try (JChannel victim = stranger();
                JChannel sender = another()) {
            sender.send(
                    bombForStable(victim.getAddress())
                            .setFlag(Message.Flag.OOB, Message.Flag.NO_RELIABILITY));
            await("the object", () -> Bomb.exploded.get() > 0);
        }
        Bomb.exploded.set(0);
    }

    @Test
    void messagesOfOtherTypesAreRefused() throws Exception {
        sent("message type NioMessage", new NioMessage(addressOfA(), ByteBuffer.allocate(9)));
        sent(
                "message type CompositeMessage",
                new CompositeMessage(addressOfA(), new ObjectMessage(addressOfA(), new Bomb())));
        sent(
                "message type FragmentedMessage",
                new FragmentedMessage(new BytesMessage(addressOfA(), new byte[9]), 0, 9)
                        .setDest(addressOfA()));
        sent("message type EmptyMessage", new EmptyMessage(addressOfA()));
    }

    @Test
    void anotherWireVersionIsRefused() throws Exception {
        byte[] next = Wire.encode(new Packet.Leaving(), true);
        next[0] = Wire.VERSION + 1;
        sent("wire version", new BytesMessage(addressOfA(), next));
        assertTrue(a.link().view().leaving().isEmpty());
    }

    @Test
    void bytesThatAreNoPacketAreRefusedAndTheirSenderHurtsOnlyItself() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int count = 2000;
        try (JChannel channel = stranger()) {
            for (int i = 0; i < count; i++) {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                if (bytes.length > 1) {
                    bytes[0] = Wire.VERSION;
                    bytes[1] = (byte) random.nextInt(10);
                }
                channel.send(new BytesMessage(addressOfA(), bytes));
            }
            channel.send(new BytesMessage(addressOfA(), new byte[] {99}));
            await("all were looked at", () -> refused("wire version") > 0);
        }
        assertTrue(refused() > count / 2, "refused " + refused());
    }

    /** Opens a connection as a node would, and writes what it likes. */
    private void connect(Hostile hostile) throws Exception {
        InetSocketAddress port = nodes.addresses().getFirst();
        try (Socket socket = new Socket(port.getAddress(), port.getPort())) {
            hostile.write(socket.getOutputStream());
            socket.shutdownOutput();
            socket.setSoTimeout(5000);
            while (socket.getInputStream().read() >= 0) Thread.onSpinWait();
        } catch (java.net.SocketException _) {
            // The node has closed the connection: as it should.
            return;
        }
    }

    private interface Hostile {
        void write(OutputStream out) throws IOException;
    }

    private static void hello(DataOutputStream out) throws IOException {
        out.write(new byte[] {'b', 'e', 'l', 'a'});
        out.writeShort(org.jgroups.Version.version);
        out.writeShort(7);
        out.writeByte(4);
        out.write(new byte[] {127, 0, 0, 9});
        out.writeShort(9);
    }

    @Test
    void javaSerialisationOnThePortIsRefused() throws Exception {
        byte[] bomb = Util.objectToByteBuffer(new Bomb());
        connect(out -> out.write(bomb));
        connect(
                out -> {
                    DataOutputStream to = new DataOutputStream(out);
                    hello(to);
                    to.writeInt(bomb.length);
                    to.write(bomb);
                });
        await("refused", () -> refused() > 0);
    }

    /** JGroups alone waits a second for each, one after the other. */
    @Test
    void connectionsThatSayNothingOrHalfAWordHoldUpNobody() throws Exception {
        InetSocketAddress port = nodes.addresses().getFirst();
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 400; i++) {
                Socket socket = new Socket(port.getAddress(), port.getPort());
                silent.add(socket);
                if (i % 2 == 0) socket.getOutputStream().write(new byte[] {'b', 'e', 'l'});
            }
            Ledger late = nodes.start("late");
            assertEquals(3, late.link().view().members().size());
            await("all are turned away", () -> refused("no greeting") >= 400);
        } finally {
            for (Socket socket : silent) socket.close();
        }
    }

    @Test
    void aLengthWithoutItsBytesCostsNothing() throws Exception {
        for (int length : List.of(Integer.MAX_VALUE, -2, Integer.MIN_VALUE, 5_000_000)) {
            long before = refused("packet length");
            connect(
                    out -> {
                        DataOutputStream to = new DataOutputStream(out);
                        hello(to);
                        to.writeInt(length);
                        to.write(new byte[100]);
                    });
            await("refused " + length, () -> refused("packet length") > before);
        }
    }

    @Test
    void randomAndTruncatedPacketsAreRefused() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int connection = 0; connection < 20; connection++)
            connect(
                    out -> {
                        DataOutputStream to = new DataOutputStream(out);
                        hello(to);
                        for (int i = 0; i < 200; i++) packet(to, random);
                    });
        await("refused", () -> refused() > 2000);
    }

    /** Random bytes behind a head that is right so far, now and then. */
    private void packet(DataOutputStream to, Random random) throws IOException {
        byte[] body = new byte[random.nextInt(300) + 3];
        random.nextBytes(body);
        int right = random.nextInt(4);
        ByteBuffer head = ByteBuffer.wrap(body);
        if (right > 0) head.putShort(org.jgroups.Version.version);
        if (right > 1) head.put((byte) random.nextInt(4));
        if (right > 2 && head.remaining() > 4) head.putShort((short) random.nextInt(9));
        to.writeInt(body.length);
        to.write(body);
    }
}
