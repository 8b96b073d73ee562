package dev.livelet.cluster;

import dev.livelet.protocol.Frames;
import dev.livelet.test.browser.Connection;
import dev.livelet.test.browser.PageModel;

import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.JsonNodeFactory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A page in a browser, over real sockets to any of several nodes, as a balancer would choose them:
 * when its socket is lost it goes to another one. The model of the runtime applies what it is told.
 */
public final class PageClient implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration HANDSHAKE = Duration.ofSeconds(4);
    private static final int RETRY_MILLIS = 100;
    private static final long BEAT = 100_000_000L;

    /** Ports of the nodes that serve, the one that a join goes to is chosen anew each time. */
    private final Supplier<Integer> ports;

    private final String cookie;
    private final String bundle;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by lock.
    private final PageModel model;
    private final Connection connection;
    private @Nullable WebSocket socket;
    private int port;
    private final PageHistory history = new PageHistory();
    private final Pulse pulse = new Pulse();
    private @Nullable Throwable failure;
    private Consumer<PageClient> watcher = page -> {};

    private volatile boolean closed;
    private volatile boolean asleep;

    public PageClient(String path, Supplier<Integer> ports)
            throws IOException, InterruptedException {
        this.ports = ports;
        int first = ports.get();
        FirstPage loaded = FirstPage.load(HTTP, first, path);
        cookie = loaded.cookie();
        bundle = loaded.bundle();
        model = loaded.model();
        connection = loaded.connection();
        Thread.ofVirtual().name("page").start(() -> connect(first));
        Thread.ofVirtual().name("pulse").start(this::pulse);
    }

    /** Looks for a sign of life while an answer is due. */
    private void pulse() {
        while (!closed) {
            LockSupport.parkNanos(BEAT);
            lock.lock();
            try {
                switch (due()) {
                    case NOTHING -> {}
                    case PING -> send(connection.ping());
                    case ANOTHER_NODE -> Thread.ofVirtual().start(() -> cut());
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private Pulse.Due due() {
        if (socket != null && !connection.joined()) return pulse.whileJoining();
        if (socket != null && unanswered() > 0) return pulse.whileAnswersAreDue();
        pulse.heard();
        return Pulse.Due.NOTHING;
    }

    /** Is called with the page, locked, after each frame from now on. */
    public void watch(Consumer<PageClient> each) {
        lock.lock();
        try {
            watcher = each;
            each.accept(this);
        } finally {
            lock.unlock();
        }
    }

    private void connect(int to) {
        int next = to;
        while (!closed) {
            try {
                HTTP.newWebSocketBuilder()
                        .header("Origin", "http://localhost:" + next)
                        .header("Cookie", cookie)
                        .subprotocols("livelet.1")
                        .connectTimeout(HANDSHAKE)
                        .buildAsync(
                                URI.create("ws://localhost:" + next + "/livelet/ws"),
                                new PageSocket(this, next))
                        .join();
                return;
            } catch (CompletionException refusedConnection) {
                LockSupport.parkNanos(
                        ThreadLocalRandom.current().nextInt(RETRY_MILLIS) * 1_000_000L);
                next = ports.get();
            }
        }
    }

    void opened(WebSocket opened, int to) {
        lock.lock();
        try {
            socket = opened;
            port = to;
            history.opened();
            pulse.heard();
            send(connection.join(bundle, "UTC", false));
        } finally {
            lock.unlock();
        }
    }

    void take(WebSocket from, String frame) {
        lock.lock();
        try {
            if (from != socket) return;
            String answer = connection.receive(frame);
            pulse.heard();
            history.took(frame, connection.takeRefusals().size());
            if (answer != null) send(answer);
            if (frame.startsWith("[-5,"))
                moveWithin(Integer.parseInt(frame, 4, frame.length() - 1, 10));
            watcher.accept(this);
        } catch (RuntimeException mistake) {
            failure = mistake;
            watcher.accept(this);
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    /** A page that is superseded stays away for good, as another one has its session. */
    void closed(WebSocket from, int code) {
        lock.lock();
        try {
            if (from == socket && code == Frames.CLOSE_SUPERSEDED)
                failure = new AssertionError("superseded: " + this);
        } finally {
            lock.unlock();
        }
        lost(from, ports);
    }

    private void lost(WebSocket from, Supplier<Integer> next) {
        lock.lock();
        try {
            if (from != socket) return;
            socket = null;
            history.lost();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!closed && !asleep) Thread.ofVirtual().name("page").start(() -> connect(next.get()));
    }

    /** With the lock. Sends follow each other by themselves: frames are few. */
    private void send(String frame) {
        WebSocket to = socket;
        if (to == null) return;
        try {
            to.sendText(frame, true).join();
        } catch (CompletionException broken) {
            // the listener is told, and an event goes with the next join
        }
    }

    /** Types into the page's only input: sent now, or when there is a socket again. */
    public void type(String text) {
        act(
                () -> {
                    Element input = found(model.root(), "input");
                    return connection.event(
                            model.events(input).getFirst(),
                            JsonNodeFactory.instance.stringNode(text),
                            input);
                });
    }

    /** Types into a field of the page's only form: sent now, or when there is a socket again. */
    void fill(String field, String text) {
        act(
                () -> {
                    Element form = found(model.root(), "form");
                    Element input = found(form, "[name=" + field + "]");
                    model.fields().type(input, text);
                    return connection.event(model.events(form).getFirst(), null, input);
                });
    }

    /** Clicks the page's first button. */
    void click() {
        act(
                () -> {
                    Element button = found(model.root(), "button");
                    return connection.event(model.events(button).getFirst(), null, button);
                });
    }

    private static Element found(Element in, String selector) {
        return Objects.requireNonNull(in.selectFirst(selector), selector);
    }

    private void act(Supplier<@Nullable String> gesture) {
        lock.lock();
        try {
            String frame = gesture.get();
            if (frame != null) send(frame);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the page is so, and says how long that took in milliseconds. */
    public long await(Predicate<PageClient> condition, String what) throws InterruptedException {
        long start = System.nanoTime();
        lock.lock();
        try {
            long left = 30_000_000_000L;
            while (true) {
                if (failure != null) throw new AssertionError("the page failed: " + this, failure);
                if (condition.test(this)) break;
                if (connection.rejection() != null)
                    throw new AssertionError("rejected: " + connection.rejection());
                if (left <= 0) throw new AssertionError("not within 30 s: " + what + "; " + this);
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    /** Its node goes away: leaves it at a random moment within this time, as the runtime does. */
    private void moveWithin(int millis) {
        WebSocket from = socket;
        Thread.ofVirtual()
                .start(
                        () -> {
                            LockSupport.parkNanos(
                                    ThreadLocalRandom.current().nextInt(millis) * 1_000_000L);
                            if (from == socket) cut();
                        });
    }

    /** Loses its socket, and does not come back until it is told to. */
    void sleep() {
        asleep = true;
        cut();
    }

    void wake() {
        asleep = false;
        Thread.ofVirtual().name("page").start(() -> connect(ports.get()));
    }

    /** Is closed by its user: the server is told, and closes the socket. */
    public void leave() {
        closed = true;
        act(connection::leave);
    }

    /** Loses its socket, as when a network is gone. */
    public void cut() {
        cut(ports);
    }

    /** Loses its socket, and goes to this node. */
    public void cut(NodeProcess next) {
        cut(next::port);
    }

    private void cut(Supplier<Integer> next) {
        WebSocket lost;
        lock.lock();
        try {
            lost = socket;
        } finally {
            lock.unlock();
        }
        if (lost != null) {
            lost.abort();
            lost(lost, next);
        }
    }

    /** Of the list that the page shows. */
    public List<String> entries() {
        return shown("li").eachText();
    }

    public String text(String selector) {
        return shown(selector).text();
    }

    private Elements shown(String selector) {
        lock.lock();
        try {
            return model.root().clone().select(selector);
        } finally {
            lock.unlock();
        }
    }

    /** Why the page cannot go on; null when it can. */
    public @Nullable Object end() {
        return failure != null ? failure : connection.rejection();
    }

    public boolean isConnected() {
        return socket != null && connection.joined();
    }

    /** Events that a node which is lost could take along. */
    public int kept() {
        return connection.kept();
    }

    public int unanswered() {
        return connection.unanswered();
    }

    /** Of the node that the page has its socket to. */
    public int port() {
        return port;
    }

    public PageHistory history() {
        return history;
    }

    public int freshMounts() {
        return history.freshMounts();
    }

    @Override
    public String toString() {
        return "at "
                + port
                + ", "
                + history
                + ", "
                + unanswered()
                + " unanswered, shows "
                + entries();
    }

    @Override
    public void close() {
        closed = true;
        cut();
    }
}
