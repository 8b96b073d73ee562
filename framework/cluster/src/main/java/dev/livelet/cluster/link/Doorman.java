package dev.livelet.cluster.link;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * Lets connections to JGroups that have said who they are. JGroups takes them one after the other
 * and waits for each one's first word, so whoever is silent, or says it byte by byte, would hold up
 * all that come later. Here each waits on a virtual thread of its own: without TLS until all of its
 * greeting is there, with TLS until both have shown their certificates. It has two seconds for it,
 * and where too many wait the eldest goes.
 */
final class Doorman extends ServerSocket {
    private static final long PATIENCE_MILLIS = 2000;
    private static final int MOST_WAITING = 256;
    private static final byte[] COOKIE = "bela".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = COOKIE.length + 2 * Short.BYTES;
    private static final int LONGEST_ADDRESS = 256;
    private static final byte TLS_HANDSHAKE = 0x16;
    private static final long TOLD_EACH = TimeUnit.MINUTES.toNanos(1);

    private static final Logger log = LoggerFactory.getLogger(Doorman.class);

    private final Counters counters;
    private final @Nullable SSLContext tls;
    private final BlockingQueue<Socket> known = new LinkedBlockingQueue<>();
    private final Socket end = new Socket();
    private final AtomicLong told = new AtomicLong(System.nanoTime() - TOLD_EACH);

    // Guarded by itself.
    private final SequencedSet<Visitor> waiting = new LinkedHashSet<>();
    private @Nullable Thread door;

    /** Not bound yet. */
    Doorman(Counters counters, @Nullable SSLContext tls) throws IOException {
        this.counters = counters;
        this.tls = tls;
    }

    /** A connection whose first bytes may have been read. */
    private static final class Visitor extends Socket {
        private volatile @Nullable InputStream again;

        @Override
        public InputStream getInputStream() throws IOException {
            InputStream from = again;
            return from == null ? super.getInputStream() : from;
        }

        void again(byte[] read) throws IOException {
            again = new SequenceInputStream(new ByteArrayInputStream(read), getInputStream());
        }

        void leave() {
            try {
                close();
            } catch (IOException e) {
                log.debug("A connection could not be closed", e);
            }
        }
    }

    private static final class NoNode extends IOException {
        private static final long serialVersionUID = 1;

        NoNode(String why) {
            super(why);
        }
    }

    /** Called by JGroups' one thread for this. */
    @Override
    public Socket accept() throws IOException {
        if (door == null) door = Thread.ofVirtual().name("livelet-link-door").start(this::stand);
        try {
            Socket next = known.take();
            if (next == end) throw new SocketException("Socket closed");
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketException("Socket closed");
        }
    }

    private void stand() {
        while (!isClosed()) {
            Visitor visitor = new Visitor();
            try {
                implAccept(visitor);
                letWait(visitor);
            } catch (IOException e) {
                if (isClosed()) return;
                counters.count("link.refused.accept");
                log.debug("A connection could not be accepted", e);
                LockSupport.parkNanos(10_000_000); // no file is free, perhaps
            }
        }
    }

    private void letWait(Visitor visitor) {
        Visitor eldest;
        synchronized (waiting) {
            waiting.addLast(visitor);
            eldest = waiting.size() > MOST_WAITING ? waiting.removeFirst() : null;
        }
        if (eldest != null) eldest.leave();
        Thread.ofVirtual().name("livelet-link-visitor").start(() -> greet(visitor));
    }

    private void greet(Visitor visitor) {
        CompletableFuture<Socket> greeting = new CompletableFuture<>();
        var _ =
                greeting.orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                        .whenComplete(
                                (_, failure) -> {
                                    if (failure != null) visitor.leave();
                                });
        try {
            Socket there = tls == null ? heard(visitor) : secured(visitor, tls);
            if (greeting.complete(there)) known.add(there);
            if (isClosed()) visitor.leave();
        } catch (IOException | RuntimeException e) {
            greeting.completeExceptionally(e);
            refused(visitor, e);
        } finally {
            synchronized (waiting) {
                waiting.remove(visitor);
            }
        }
    }

    private void refused(Visitor visitor, Exception why) {
        switch (why) {
            case NoNode stranger -> {
                counters.count("link.refused.greeting");
                tell(visitor, String.valueOf(stranger.getMessage()));
            }
            case SSLException e -> {
                counters.count("link.refused.tls");
                tell(visitor, e.getMessage() + "; each needs a certificate that the other trusts");
            }
            default -> {
                counters.count("link.refused.no greeting");
                log.debug("{} said nothing", visitor, why);
            }
        }
    }

    /** JGroups' greeting: cookie, version, the length of an address and the address. */
    private static Visitor heard(Visitor visitor) throws IOException {
        DataInputStream in = new DataInputStream(visitor.getInputStream());
        byte[] head = new byte[HEAD];
        in.readFully(head, 0, COOKIE.length);
        if (head[0] == TLS_HANDSHAKE)
            throw new NoNode(
                    "it speaks TLS, and this node has none: set livelet.cluster.tls-keystore and"
                            + " -truststore on all nodes or on none");
        if (!Arrays.equals(head, 0, COOKIE.length, COOKIE, 0, COOKIE.length))
            throw new NoNode("its first bytes are no node's");
        in.readFully(head, COOKIE.length, HEAD - COOKIE.length);
        int length = ByteBuffer.wrap(head).getShort(HEAD - Short.BYTES);
        if (length < 0 || length > LONGEST_ADDRESS)
            throw new NoNode("its address has " + length + " bytes");
        byte[] all = Arrays.copyOf(head, HEAD + length);
        in.readFully(all, HEAD, length);
        visitor.again(all);
        return visitor;
    }

    /** The connection below is closed by who is late, whatever TLS waits for. */
    private static SSLSocket secured(Visitor visitor, SSLContext tls) throws IOException {
        SSLSocket secured =
                (SSLSocket)
                        tls.getSocketFactory()
                                .createSocket(
                                        visitor,
                                        visitor.getInetAddress().getHostAddress(),
                                        visitor.getPort(),
                                        true);
        secured.setUseClientMode(false);
        secured.setSSLParameters(Tls.mutual());
        secured.startHandshake();
        return secured;
    }

    private void tell(Visitor visitor, String why) {
        long now = System.nanoTime();
        long last = told.get();
        if (now - last < TOLD_EACH || !told.compareAndSet(last, now)) return;
        log.warn(
                "{} came to the nodes' port {} and is not let in: {}. (Told once a minute; all are"
                        + " counted, cluster_link_refused_ in the metrics.)",
                visitor.getInetAddress(),
                getLocalPort(),
                why);
    }

    @Override
    public void close() throws IOException {
        super.close();
        known.add(end);
    }
}
