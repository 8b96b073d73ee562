package dev.livelet.test;

import dev.livelet.RenderContext;
import dev.livelet.session.ClientFrame;
import dev.livelet.session.FrameReader;
import dev.livelet.session.Session;
import dev.livelet.spi.Timers;
import dev.livelet.test.browser.Connection;
import dev.livelet.test.browser.EventPart;

import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The line between a page and its session: frames as text both ways, kept for a look at what went
 * over it.
 */
final class Wire {
    private static final Duration QUIET_BEFORE_ACKNOWLEDGEMENT = Duration.ofSeconds(5);

    private final Session session;
    private final Connection connection;
    private final Timers clock;
    private TestTransport transport = new TestTransport();
    private final List<String> up = new ArrayList<>();
    private final List<String> down = new ArrayList<>();
    private String lastPatch = "";
    private Timers.@Nullable Timer acknowledgement;
    private boolean detached = true;

    Wire(Session session, Connection connection, Timers clock) {
        this.session = session;
        this.connection = connection;
        this.clock = clock;
    }

    void connect(RenderContext browser) {
        transport = new TestTransport();
        detached = false;
        String frame = connection.join("", browser.zone().getId(), browser.dark());
        up.add(frame);
        session.join(
                (ClientFrame.Join) FrameReader.read(frame.getBytes(StandardCharsets.UTF_8)),
                transport,
                true);
    }

    /** The socket breaks. */
    void cut() {
        detached = true;
        session.detach(transport);
    }

    void event(EventPart event, @Nullable JsonNode payload, @Nullable Element cause) {
        String frame = connection.event(event, payload, cause);
        if (frame != null && !detached) send(frame);
    }

    void send(String frame) {
        if (detached) throw new AssertionError("The page is not connected");
        up.add(frame);
        session.receive(FrameReader.read(frame.getBytes(StandardCharsets.UTF_8)), transport);
    }

    /** Takes what has come down; true when there was anything. */
    boolean receive() {
        boolean any = false;
        for (String frame = transport.poll();
                frame != null && !detached;
                frame = transport.poll()) {
            any = true;
            down.add(frame);
            if (!frame.startsWith("[-")) lastPatch = frame;
            String answer = connection.receive(frame);
            if (answer != null) send(answer);
        }
        if (any && connection.unreported() > 0 && acknowledgement == null) {
            acknowledgement =
                    clock.after(
                            QUIET_BEFORE_ACKNOWLEDGEMENT,
                            () -> {
                                acknowledgement = null;
                                if (!detached && connection.unreported() > 0)
                                    send(connection.acknowledgement());
                            });
        }
        TestTransport.Close close = transport.closed();
        if (close != null && !detached) {
            detached = true;
            session.detach(transport);
        }
        return any;
    }

    boolean connected() {
        return !detached;
    }

    /** Why the session closed the socket, or null. */
    TestTransport.@Nullable Close closed() {
        return transport.closed();
    }

    /** Begins to count anew. */
    void mark() {
        up.clear();
        down.clear();
    }

    Step step() {
        return new Step(up, down);
    }

    String lastPatch() {
        return lastPatch;
    }

    Connection connection() {
        return connection;
    }

    Session session() {
        return session;
    }
}
