package dev.livelet.load;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.ByteBuffer;

/**
 * A WebSocket without a page: text goes out, text comes in, no protocol of Livelet's. For the other
 * side of a comparison. Confined to the client's thread.
 */
public final class BareSocket implements WebSocketLine.Receiver {
    /** What happens to a socket; called on the client's thread. */
    public interface Listener {
        /** It may send from now on. */
        default void opened(BareSocket socket) {}

        /** A message: {@code bytes} from {@code from} to {@code to}, valid during the call. */
        void text(BareSocket socket, byte[] bytes, int from, int to);

        /** It is over, or did not come to be; not called for one that was closed from here. */
        default void ended(BareSocket socket, String why) {
            throw new IllegalStateException("A socket has ended: " + why);
        }
    }

    private final Listener listener;
    private @Nullable WebSocketLine line;

    private BareSocket(Listener listener) {
        this.listener = listener;
    }

    /**
     * @param headers lines of the handshake besides those of RFC 6455, each with its end
     */
    static BareSocket open(Loop loop, URI server, String path, String headers, Listener listener) {
        BareSocket socket = new BareSocket(listener);
        HttpCall.get(
                loop,
                server,
                null,
                path,
                headers + WebSocketLine.UPGRADE,
                new HttpCall.Waiting() {
                    @Override
                    public void answered(HttpAnswer answer, Line line, ByteBuffer rest) {
                        socket.upgraded(answer, line, rest);
                    }

                    @Override
                    public void failed(String why) {
                        listener.ended(socket, why);
                    }
                });
        return socket;
    }

    private void upgraded(HttpAnswer answer, Line under, ByteBuffer rest) {
        if (answer.status() != 101) {
            under.close();
            listener.ended(this, "the upgrade was answered " + answer.status());
            return;
        }
        WebSocketLine open = new WebSocketLine(under, this);
        line = open;
        under.reader(open);
        listener.opened(this);
        if (rest.hasRemaining()) open.read(rest);
    }

    public boolean isOpen() {
        return line != null && line.isOpen();
    }

    public void send(String text) {
        if (line != null) line.send(text);
    }

    public void close() {
        if (line != null) line.close();
    }

    @Override
    public void message(byte[] bytes, int from, int to) {
        listener.text(this, bytes, from, to);
    }

    @Override
    public void closed(int code, String why) {
        listener.ended(this, why);
    }
}
