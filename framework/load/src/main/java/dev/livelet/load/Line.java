package dev.livelet.load;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One TCP connection without blocking, confined to the loop's thread. What cannot be written yet
 * waits. It tells its end once, unless it was {@link #close closed} from here.
 */
final class Line implements Loop.Ready {
    /** Who gets what comes in. */
    interface Reader {
        /**
         * @param input what was read; what is left of it is lost
         */
        void read(ByteBuffer input);

        /**
         * @param why in words
         */
        void ended(String why);
    }

    private final Loop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private Reader reader;
    private boolean connected;
    private boolean closed;

    private Line(Loop loop, SocketChannel channel, Reader reader) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.reader = reader;
        this.key = loop.register(channel, SelectionKey.OP_CONNECT, this);
    }

    /**
     * Begins to connect.
     *
     * @return null when that failed at once
     */
    static @Nullable Line open(Loop loop, InetSocketAddress address, Reader reader) {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Line line = new Line(loop, channel, reader);
            if (channel.connect(address)) line.connected();
            return line;
        } catch (IOException e) {
            close(channel);
            return null;
        }
    }

    /** From now on another one gets what comes in. */
    void reader(Reader next) {
        reader = next;
    }

    boolean isOpen() {
        return !closed;
    }

    /** Writes all of it, now or as soon as the connection takes it. */
    void write(ByteBuffer bytes) {
        if (closed) return;
        waiting.add(bytes);
        if (connected && waiting.size() == 1) flush();
    }

    @Override
    public void ready(SelectionKey same) {
        if (closed) return;
        try {
            if (key.isConnectable() && channel.finishConnect()) connected();
            if (!closed && key.isWritable()) flush();
            if (!closed && key.isReadable()) read();
        } catch (IOException e) {
            end(e.toString());
        }
    }

    private void connected() {
        connected = true;
        key.interestOps(SelectionKey.OP_READ);
        flush();
    }

    private void flush() {
        try {
            while (!waiting.isEmpty()) {
                ByteBuffer next = waiting.getFirst();
                channel.write(next);
                if (next.hasRemaining()) {
                    key.interestOpsOr(SelectionKey.OP_WRITE);
                    return;
                }
                waiting.removeFirst();
            }
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
        } catch (IOException e) {
            end(e.toString());
        }
    }

    private void read() throws IOException {
        ByteBuffer input = loop.input();
        while (!closed) {
            input.clear();
            int count = channel.read(input);
            if (count < 0) end("closed by the server");
            if (count <= 0) return;
            boolean all = input.hasRemaining();
            reader.read(input.flip());
            if (all) return;
        }
    }

    private void end(String why) {
        if (closed) return;
        close();
        reader.ended(why);
    }

    /** Without a word to the reader. */
    void close() {
        closed = true;
        waiting.clear();
        key.cancel();
        close(channel);
    }

    private static void close(@Nullable SocketChannel channel) {
        try {
            if (channel != null) channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("A socket could not be closed", e);
        }
    }
}
