package dev.livelet.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A WebSocket client that can also do what no client should. Blocking; reads give up after ten
 * seconds.
 */
final class TestSocket implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private String status = "";

    /** Another header than the usual ones, or null for its absence, comes by {@link #with}. */
    static final class Opening {
        private final int port;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private String from = "127.0.0.1";
        private int receiveBuffer;

        Opening(int port) {
            this.port = port;
            headers.put("Host", "localhost:" + port);
            headers.put("Upgrade", "websocket");
            headers.put("Connection", "keep-alive, Upgrade");
            headers.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
            headers.put("Sec-WebSocket-Version", "13");
            headers.put("Sec-WebSocket-Protocol", "livelet.1");
            headers.put("Origin", "http://localhost:" + port);
        }

        Opening with(String header, String value) {
            headers.put(header, value);
            return this;
        }

        Opening without(String header) {
            headers.remove(header);
            return this;
        }

        Opening cookie(String browser) {
            return with("Cookie", "livelet=" + browser);
        }

        Opening from(String address) {
            from = address;
            return this;
        }

        Opening receiveBuffer(int bytes) {
            receiveBuffer = bytes;
            return this;
        }

        TestSocket open() throws IOException {
            return open(port);
        }

        /**
         * @param connectTo the port of a proxy in between
         */
        TestSocket open(int connectTo) throws IOException {
            Socket socket = new Socket();
            if (receiveBuffer > 0) socket.setReceiveBufferSize(receiveBuffer);
            socket.setTcpNoDelay(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            socket.connect(new InetSocketAddress("127.0.0.1", connectTo));
            socket.setSoTimeout(10_000);
            TestSocket client = new TestSocket(socket);
            client.handshake(headers);
            return client;
        }
    }

    private TestSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    private void handshake(Map<String, String> headers) throws IOException {
        StringBuilder request = new StringBuilder("GET /livelet/ws HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) throw new EOFException("no answer to the handshake: " + head);
            head.write(b);
        }
        status = head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Of the handshake's answer. */
    int status() {
        return Integer.parseInt(status.substring(9, 12));
    }

    String answer() {
        return status;
    }

    void send(String text) throws IOException {
        if (Boolean.getBoolean("trace")) System.out.println("> " + text);
        raw(RawFrames.masked(true, 1, text.getBytes(StandardCharsets.UTF_8)));
    }

    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /**
     * The next text frame; {@code "closed CODE"} for a close frame; {@code "cut"} when the stream
     * ends without one.
     */
    String receive() throws IOException {
        try {
            while (true) {
                int first = in.read();
                if (first < 0) return "cut";
                int length = in.read();
                int size =
                        length < 126
                                ? length
                                : length == 126
                                        ? ByteBuffer.wrap(exactly(2)).getShort() & 0xffff
                                        : (int) ByteBuffer.wrap(exactly(8)).getLong();
                byte[] payload = exactly(size);
                switch (first & 0x0f) {
                    case 1 -> {
                        return new String(payload, StandardCharsets.UTF_8);
                    }
                    case 8 -> {
                        return "closed "
                                + (payload.length < 2
                                        ? 1005
                                        : ByteBuffer.wrap(payload).getShort() & 0xffff);
                    }
                    default -> {} // pongs
                }
            }
        } catch (EOFException | SocketException end) {
            return "cut";
        }
    }

    /** Reads on to the close and says it. */
    String receiveClose() throws IOException {
        while (true) {
            String frame = receive();
            if (frame.startsWith("closed ") || frame.equals("cut")) return frame;
        }
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) throw new EOFException();
        return bytes;
    }

    /** Cuts the connection, without a goodbye. */
    @Override
    public void close() throws IOException {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException closed) {
            return; // by the other side, a moment ago
        }
        socket.close();
    }
}
