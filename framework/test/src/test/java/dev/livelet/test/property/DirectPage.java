package dev.livelet.test.property;

import dev.livelet.LiveView;
import dev.livelet.Params;
import dev.livelet.RenderContext;
import dev.livelet.diff.DuplicateKeys;
import dev.livelet.diff.HtmlWriter;
import dev.livelet.presence.PresenceTracker;
import dev.livelet.pubsub.PubSub;
import dev.livelet.session.ClientFrame;
import dev.livelet.session.FrameReader;
import dev.livelet.session.Page;
import dev.livelet.session.Session;
import dev.livelet.session.SessionCounters;
import dev.livelet.session.SessionServices;
import dev.livelet.session.SessionSettings;
import dev.livelet.session.Sessions;
import dev.livelet.session.ViewType;
import dev.livelet.session.Visit;
import dev.livelet.spi.Replication;
import dev.livelet.spi.Timers;
import dev.livelet.spi.Transport;
import dev.livelet.template.CompiledTemplate;
import dev.livelet.test.browser.Canonical;
import dev.livelet.test.browser.Connection;
import dev.livelet.test.browser.Definitions;
import dev.livelet.test.browser.Difference;
import dev.livelet.test.browser.EventPart;
import dev.livelet.test.browser.PageModel;
import dev.livelet.test.browser.Styles;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;

/**
 * A joined page over a perfect line, with the limits wide; what went wrong in a handler is thrown.
 */
final class DirectPage implements AutoCloseable {
    static final SessionSettings SETTINGS = settings();

    private final Deque<Runnable> work = new ArrayDeque<>();
    private final Deque<String> down = new ArrayDeque<>();
    private final Sessions sessions;
    private final Session session;
    private final CompiledTemplate<?> template;
    private final Definitions definitions;
    private final PageModel model;
    private final Connection connection;
    private final Transport transport =
            new Transport() {
                @Override
                public void send(byte[] frame) {
                    down.add(new String(frame, StandardCharsets.UTF_8));
                }

                @Override
                public boolean writable() {
                    return true;
                }

                @Override
                public void onWritable(Runnable action) {
                    action.run();
                }

                @Override
                public void close(int code, String reason) {
                    down.add("[-4," + code + ",\"" + reason + "\"]");
                }
            };

    DirectPage(LiveView<?> view) {
        Timers never = (delay, action) -> () -> {};
        PubSub pubSub = new PubSub();
        PresenceTracker presence = new PresenceTracker(pubSub, never);
        sessions =
                new Sessions(
                        new SessionServices(
                                SETTINGS,
                                new SessionCounters(),
                                pubSub,
                                presence,
                                Replication.ALONE,
                                never,
                                () -> 0L,
                                work::add,
                                work::add,
                                DuplicateKeys.LOGGED,
                                thrown -> {
                                    throw new IllegalStateException(thrown);
                                }));
        ViewType<?> type = ViewType.of(view);
        template = type.template();
        Page page =
                sessions.open(
                        type,
                        new Visit(
                                "/",
                                Params.NONE,
                                Optional.empty(),
                                RenderContext.DEFAULT,
                                "127.0.0.1",
                                "b"));
        session = Objects.requireNonNull(sessions.find(page.session()));
        definitions = Case.definitions(template);
        model =
                new PageModel(
                        definitions,
                        page.template(),
                        new String(page.html(), StandardCharsets.UTF_8),
                        Styles.parse(page.styleSheet()));
        connection = new Connection(definitions, model, page.session(), "token");
        String join = connection.join("h", "UTC", false);
        session.join((ClientFrame.Join) FrameReader.read(join), transport, true);
        settle();
    }

    /** The defaults without limits on rates and failures. */
    static SessionSettings settings() {
        return SessionSettings.DEFAULTS
                .with(SessionSettings::eventsPerSecond, 1_000_000)
                .with(SessionSettings::eventBurst, 1_000_000)
                .with(SessionSettings::failures, 1_000_000);
    }

    PageModel model() {
        return model;
    }

    void send(Object message) {
        session.message(message);
        settle();
    }

    void event(EventPart event) {
        session.receive(
                FrameReader.read(Objects.requireNonNull(connection.event(event, null, null))),
                transport);
        settle();
        if (!connection.takeRefusals().isEmpty()) throw new AssertionError("the event was refused");
    }

    private void settle() {
        while (!work.isEmpty() || !down.isEmpty()) {
            while (!work.isEmpty()) work.poll().run();
            String frame = down.poll();
            if (frame == null) continue;
            String answer = connection.receive(frame);
            if (connection.rejection() != null) throw new AssertionError("rejected: " + frame);
            if (answer != null) session.receive(FrameReader.read(answer), transport);
        }
    }

    /** Throws unless the page is what a fresh render shows. */
    void verify() {
        HtmlWriter writer = new HtmlWriter();
        writer.render(template, template.frame(session.state(), RenderContext.DEFAULT));
        PageModel fresh =
                new PageModel(
                        definitions,
                        template.id(),
                        new String(writer.toByteArray(), StandardCharsets.UTF_8),
                        Styles.parse(writer.styleSheet()));
        String difference =
                Difference.between(Canonical.of(fresh.root()), Canonical.of(model.root()));
        if (!difference.isEmpty())
            throw new AssertionError(
                    "the patched page is not the fresh one (- missing, + too many)\n" + difference);
    }

    @Override
    public void close() {
        session.end("the test has ended");
        while (!work.isEmpty()) work.poll().run();
    }
}
