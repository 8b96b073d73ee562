package dev.livelet.server;

import dev.livelet.diff.HtmlWriter;
import dev.livelet.session.Session;
import dev.livelet.template.CompiledTemplate;
import dev.livelet.test.browser.Canonical;
import dev.livelet.test.browser.Connection;
import dev.livelet.test.browser.Definitions;
import dev.livelet.test.browser.Difference;
import dev.livelet.test.browser.PageModel;
import dev.livelet.test.browser.Styles;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * A page in a browser whose socket breaks: the model of the runtime over a real socket, which it
 * opens again at once whenever it is cut, resuming. Its own thread reads; events come from another.
 */
final class PageClient implements AutoCloseable {
    private final LiveServer server;
    private final TestPage page;
    private final int port;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by lock.
    private final Definitions definitions;
    private final PageModel model;
    private final Connection connection;
    private final List<Connection.Refusal> refusals = new ArrayList<>();
    private @Nullable TestSocket open;
    private int attempts;
    private int fullRenders;
    private String lastWord = "";
    private @Nullable Throwable failure;

    private volatile boolean closed;

    /**
     * @param port of the server, or of a proxy before it
     */
    PageClient(LiveServer server, TestPage page, int port)
            throws IOException, InterruptedException {
        this.server = server;
        this.page = page;
        this.port = port;
        this.definitions = definitions(server, page);
        Document document = Jsoup.parse(page.html());
        document.outputSettings().prettyPrint(false);
        Element root = Objects.requireNonNull(document.selectFirst("[data-live]"));
        this.model =
                new PageModel(
                        definitions,
                        Integer.parseInt(root.attr("data-live-template")),
                        root.html(),
                        Map.of());
        this.connection = new Connection(definitions, model, page.session(), page.token());
        Thread.ofVirtual().name("page").start(this::run);
    }

    private static Definitions definitions(LiveServer server, TestPage page)
            throws IOException, InterruptedException {
        String url = TestPage.find(page.html(), "src=\"(/livelet/bundle-[^\"]+)\"");
        String script = TestPage.get(server, url).body();
        Definitions definitions = new Definitions();
        definitions.add(
                JsonMapper.shared()
                        .readTree(TestPage.find(script, "Livelet\\.define\\(\"[^\"]+\",(.*)\\)$")));
        return definitions;
    }

    private void run() {
        while (!closed) {
            try (TestSocket socket = page.opening().open(port)) {
                if (socket.status() != 101) continue;
                join(socket);
                String frame;
                while (!(frame = socket.receive()).equals("cut") && !frame.startsWith("closed"))
                    take(frame, socket);
                ended(frame, null);
            } catch (IOException cut) {
                ended("cut", null);
            } catch (RuntimeException | AssertionError mistake) {
                ended("failed", mistake);
                return;
            }
        }
    }

    private void join(TestSocket socket) throws IOException {
        lock.lock();
        try {
            attempts++;
            open = socket;
            socket.send(connection.join(page.bundle(), "UTC", false));
        } finally {
            lock.unlock();
        }
    }

    private void take(String frame, TestSocket socket) throws IOException {
        lock.lock();
        try {
            String answer = connection.receive(frame);
            if (frame.startsWith("[-3,")) fullRenders++;
            refusals.addAll(connection.takeRefusals());
            changed.signalAll();
            if (answer != null) socket.send(answer);
        } finally {
            lock.unlock();
        }
    }

    private void ended(String how, @Nullable Throwable mistake) {
        lock.lock();
        try {
            open = null;
            lastWord = how;
            failure = mistake;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Types into the page's only input: sent now, or when the socket is back. */
    void type(String text) {
        lock.lock();
        try {
            Element input = Objects.requireNonNull(model.root().selectFirst("input"));
            String frame =
                    connection.event(
                            model.events(input).getFirst(),
                            JsonNodeFactory.instance.stringNode(text),
                            input);
            TestSocket socket = open;
            if (socket != null && frame != null) send(frame, socket);
        } finally {
            lock.unlock();
        }
    }

    private void send(String frame, TestSocket socket) {
        try {
            socket.send(frame);
        } catch (IOException cut) {
            open = null; // the event goes with the next join
        }
    }

    /** Waits, ten seconds at most, until the page is so. */
    void await(Predicate<PageClient> condition, String what) throws InterruptedException {
        lock.lock();
        try {
            long left = 10_000_000_000L;
            while (!condition.test(this)) {
                if (failure != null) throw new AssertionError("the page failed: " + this, failure);
                if (left <= 0)
                    throw new AssertionError("not within ten seconds: " + what + "; " + this);
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Throws unless the page is what a fresh render of its session's state shows. */
    void verify() {
        lock.lock();
        try {
            PageModel fresh = fresh();
            String difference =
                    Difference.between(Canonical.of(fresh.root()), Canonical.of(model.root()));
            if (!difference.isEmpty())
                throw new AssertionError(
                        "the patched page is not the fresh one (- missing, + too many)\n"
                                + difference);
        } finally {
            lock.unlock();
        }
    }

    private PageModel fresh() {
        Session session = session();
        CompiledTemplate<?> template = session.view().template();
        HtmlWriter writer = new HtmlWriter();
        writer.render(template, template.frame(session.state(), session.context()));
        return new PageModel(
                definitions,
                template.id(),
                new String(writer.toByteArray(), StandardCharsets.UTF_8),
                Styles.parse(writer.styleSheet()));
    }

    /** The server's only one. */
    Session session() {
        List<Session> all = List.copyOf(server.sessions().all());
        if (all.size() != 1) throw new AssertionError("not one session but " + all);
        return all.getFirst();
    }

    int number(String css) {
        return Integer.parseInt(model.root().select(css).text());
    }

    List<Integer> numbers(String css) {
        return model.root().select(css).eachText().stream().map(Integer::valueOf).toList();
    }

    boolean allAnswered() {
        return connection.unanswered() == 0;
    }

    int attempts() {
        return attempts;
    }

    int fullRenders() {
        return fullRenders;
    }

    List<Connection.Refusal> refusals() {
        return refusals;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        TestSocket socket = open;
        if (socket != null) socket.close();
    }

    @Override
    public String toString() {
        return "unanswered "
                + connection.unanswered()
                + ", attempts "
                + attempts
                + ", full renders "
                + fullRenders
                + ", refusals "
                + refusals
                + ", last "
                + lastWord
                + ", page "
                + Canonical.of(model.root());
    }
}
