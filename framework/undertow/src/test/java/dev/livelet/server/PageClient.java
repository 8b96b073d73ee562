package dev.livelet.server;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * A page without a browser: it keeps the protocol's numbers (versions seen, events answered, the
 * queue) and the values of the root's slots, and comes back when its socket is cut. Numbers and
 * whole lists are the only values it understands.
 */
final class PageClient implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private record Sent(int seen, String rest) {}

    private final TestPage page;
    private final int port;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Sent> unanswered = new ArrayDeque<>();
    private final List<@Nullable JsonNode> slots = new ArrayList<>();
    private final List<JsonNode> rows = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private @Nullable TestSocket socket;
    private int seen;
    private int told;
    private int answered;
    private int attempts;
    private boolean joined;
    private volatile boolean closed;
    private int fullRenders;
    private String session;
    private String token;
    private String lastWord = "";

    /**
     * @param port of the server, or of a proxy before it
     */
    PageClient(TestPage page, int port) {
        this.page = page;
        this.port = port;
        this.session = page.session();
        this.token = page.token();
        Thread.ofVirtual().name("page").start(this::run);
    }

    private void run() {
        while (!closed) {
            try (TestSocket opened = page.opening().open(port)) {
                if (opened.status() != 101) continue;
                join(opened);
                String frame;
                while (!(frame = opened.receive()).equals("cut") && !frame.startsWith("closed"))
                    take(frame);
                lastWord = frame;
            } catch (IOException cut) {
                lastWord = "cut";
            } finally {
                lock.lock();
                joined = false;
                lock.unlock();
            }
        }
    }

    private void join(TestSocket opened) throws IOException {
        lock.lock();
        try {
            socket = opened;
            attempts++;
            told = seen;
            StringBuilder queue = new StringBuilder();
            for (Sent event : unanswered)
                queue.append(queue.isEmpty() ? "" : ",")
                        .append('[')
                        .append(event.seen)
                        .append(event.rest)
                        .append(']');
            TestPage now =
                    new TestPage(page.port(), page.browser(), session, token, page.bundle(), "");
            joined = true;
            opened.send(now.join(seen, attempts, answered + 1, queue.toString()));
        } finally {
            lock.unlock();
        }
    }

    /** Sends an event now, or when the socket is back. @param rest path and payload */
    void event(String rest) {
        lock.lock();
        try {
            unanswered.add(new Sent(seen, "," + rest));
            TestSocket open = socket;
            if (!joined || open == null) return;
            int d = seen - told;
            told = seen;
            try {
                open.send("[1," + d + "," + rest + "]");
            } catch (IOException cut) {
                joined = false; // the event goes with the next join
            }
        } finally {
            lock.unlock();
        }
    }

    private void take(String text) throws IOException {
        if (Boolean.getBoolean("trace")) System.out.println("< " + text);
        JsonNode frame = JSON.readTree(text);
        lock.lock();
        try {
            int kind = frame.get(0).asInt();
            if (kind >= 0) {
                seen++;
                answer(kind);
                patch(frame, 1);
            } else
                switch (kind) {
                    case -1 -> {
                        refusals.add(text);
                        answer(frame.get(1).asInt());
                    }
                    case -2 -> {
                        seen = frame.get(1).asInt();
                        answer(frame.get(2).asInt() - answered);
                        patch(frame, 3);
                    }
                    case -3 -> {
                        seen = frame.get(1).asInt();
                        answer(frame.get(2).asInt() - answered);
                        fullRenders++;
                        slots.clear();
                        rows.clear();
                        for (int i = 4; i < frame.size(); i++) set(i - 4, frame.get(i), true);
                    }
                    case -8 -> {
                        session = frame.get(1).asString();
                        token = frame.get(2).asString();
                    }
                    case -7 -> {}
                    default -> throw new AssertionError("not understood: " + text);
                }
            if (seen - told >= 4 && joined && socket != null) {
                socket.send("[2," + (seen - told) + "]");
                told = seen;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void answer(int events) {
        if (events < 0 || events > unanswered.size())
            throw new AssertionError(events + " answers for " + unanswered.size() + " events");
        for (int i = 0; i < events; i++) unanswered.remove();
        answered += events;
    }

    private void patch(JsonNode frame, int from) {
        for (int i = from; i < frame.size(); i += 2)
            set(frame.get(i).asInt(), frame.get(i + 1), false);
    }

    private void set(int slot, JsonNode value, boolean full) {
        if (slot < 0) return;
        while (slots.size() <= slot) slots.add(null);
        if (!value.isArray()) slots.set(slot, value);
        else if (full) insert(0, value.get(0).asInt(), value, 1);
        else list(value);
    }

    private void list(JsonNode commands) {
        int at = 0;
        while (at < commands.size()) {
            switch (commands.get(at).asInt()) {
                case 0 -> {
                    for (int n = commands.get(at + 2).asInt(); n > 0; n--)
                        rows.remove(commands.get(at + 1).asInt());
                    at += 3;
                }
                case 1 -> {
                    insert(
                            commands.get(at + 1).asInt(),
                            commands.get(at + 2).asInt(),
                            commands,
                            at + 3);
                    at += 4;
                }
                case 2 -> {
                    rows.add(
                            commands.get(at + 2).asInt(),
                            rows.remove(commands.get(at + 1).asInt()));
                    at += 3;
                }
                case 6 -> {
                    rows.clear();
                    insert(0, commands.get(at + 1).asInt(), commands, at + 2);
                    at += 3;
                }
                default -> throw new AssertionError("not understood: " + commands);
            }
        }
    }

    /** Rows with one slot. */
    private void insert(int index, int count, JsonNode from, int column) {
        for (int i = 0; i < count; i++) {
            JsonNode values = from.get(column);
            rows.add(index + i, count == 1 || !values.isArray() ? values : values.get(i));
        }
    }

    /** Waits, ten seconds at most, until the page is so. */
    void await(Predicate<PageClient> condition, String what) throws InterruptedException {
        lock.lock();
        try {
            long left = 10_000_000_000L;
            while (!condition.test(this)) {
                if (left <= 0)
                    throw new AssertionError("not within ten seconds: " + what + "; " + this);
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    int slot(int slot) {
        JsonNode value = slot < slots.size() ? slots.get(slot) : null;
        return value == null ? 0 : value.asInt();
    }

    List<Integer> rows() {
        return rows.stream().map(JsonNode::asInt).toList();
    }

    boolean allAnswered() {
        return unanswered.isEmpty();
    }

    int attempts() {
        return attempts;
    }

    int fullRenders() {
        return fullRenders;
    }

    List<String> refusals() {
        return refusals;
    }

    String session() {
        return session;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        TestSocket open = socket;
        if (open != null) open.close();
    }

    @Override
    public String toString() {
        return "seen "
                + seen
                + ", answered "
                + answered
                + ", unanswered "
                + unanswered.size()
                + ", attempts "
                + attempts
                + ", slots "
                + slots
                + ", rows "
                + rows
                + ", refusals "
                + refusals
                + ", last "
                + lastWord;
    }
}
