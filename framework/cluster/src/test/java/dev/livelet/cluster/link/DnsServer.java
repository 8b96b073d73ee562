package dev.livelet.cluster.link;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Answers each question for addresses (RFC 1035) with the same ones, on a port of the loopback. */
final class DnsServer implements AutoCloseable {
    private final DatagramSocket socket;
    private final String[] addresses;

    private DnsServer(DatagramSocket socket, String[] addresses) {
        this.socket = socket;
        this.addresses = addresses;
    }

    static DnsServer answering(String... addresses) throws SocketException {
        DnsServer server =
                new DnsServer(
                        new DatagramSocket(new InetSocketAddress(TcpNodes.LOOPBACK, 0)), addresses);
        Thread.ofVirtual().start(server::serve);
        return server;
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        try {
            while (!socket.isClosed()) {
                DatagramPacket question = new DatagramPacket(new byte[512], 512);
                socket.receive(question);
                byte[] answer = answer(Arrays.copyOf(question.getData(), question.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            }
        } catch (IOException e) {
            if (!socket.isClosed()) throw new AssertionError(e);
        }
    }

    private byte[] answer(byte[] question) throws IOException {
        int end = 12;
        while (question[end] != 0) end += question[end] + 1;
        end += 5;
        ByteBuffer answer = ByteBuffer.allocate(512);
        answer.put(question, 0, 2).putShort((short) 0x8580).putShort((short) 1);
        answer.putShort((short) addresses.length).putShort((short) 0).putShort((short) 0);
        answer.put(question, 12, end - 12);
        for (String address : addresses)
            answer.putShort((short) 0xC00C)
                    .putShort((short) 1)
                    .putShort((short) 1)
                    .putInt(0)
                    .putShort((short) 4)
                    .put(InetAddress.getByName(address).getAddress());
        return Arrays.copyOf(answer.array(), answer.position());
    }

    @Override
    public void close() {
        socket.close();
    }
}
