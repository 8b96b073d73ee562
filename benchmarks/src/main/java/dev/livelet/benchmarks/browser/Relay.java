package dev.livelet.benchmarks.browser;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a browser and a server and counts the bytes that go each way: all of them, with
 * the heads of HTTP and of WebSocket frames.
 */
final class Relay implements Closeable {
    /** Bytes since the start. */
    record Count(long up, long down) {
        Count since(Count earlier) {
            return new Count(up - earlier.up, down - earlier.down);
        }
    }

    private final URI server;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong up = new AtomicLong();
    private final AtomicLong down = new AtomicLong();

    private Relay(URI server) throws IOException {
        this.server = server;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static Relay to(URI server) throws IOException {
        Relay relay = new Relay(server);
        Thread.startVirtualThread(relay::accept);
        return relay;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    Count count() {
        return new Count(up.get(), down.get());
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket browser = door.accept();
                Socket behind = new Socket(server.getHost(), server.getPort());
                for (Socket each : new Socket[] {browser, behind}) {
                    each.setTcpNoDelay(true);
                    open.add(each);
                }
                Thread.startVirtualThread(() -> pump(browser, behind, up));
                Thread.startVirtualThread(() -> pump(behind, browser, down));
            } catch (IOException closed) {
                if (!door.isClosed()) throw new IllegalStateException(closed);
            }
        }
    }

    private void pump(Socket from, Socket to, AtomicLong count) {
        byte[] buffer = new byte[16_384];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count.addAndGet(read);
                out.write(buffer, 0, read);
            }
        } catch (IOException ended) {
            // the other direction ends with it
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket each : open) each.close();
    }
}
