package dev.livelet.test;

import dev.livelet.Entities;
import dev.livelet.Entity;
import dev.livelet.LiveView;
import dev.livelet.RenderContext;
import dev.livelet.diff.DuplicateKeys;
import dev.livelet.diff.HtmlWriter;
import dev.livelet.entity.EntityNode;
import dev.livelet.entity.EntityType;
import dev.livelet.entity.SoleOwner;
import dev.livelet.entity.Surroundings;
import dev.livelet.presence.PresenceTracker;
import dev.livelet.pubsub.PubSub;
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
import dev.livelet.template.CompiledTemplate;
import dev.livelet.test.browser.Definitions;
import dev.livelet.test.browser.PageModel;
import dev.livelet.test.browser.Styles;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A node in memory: its pages share topics, presence, entities and a clock that stands still unless
 * a test advances it. Confined to the test's thread, but for what the application publishes on
 * threads of its own: that is handled at the next call of the test.
 */
public final class LiveNode implements AutoCloseable {
    private static final int MOST_ROUNDS = 100_000;

    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> background = new ConcurrentLinkedQueue<>();
    private final VirtualClock clock = new VirtualClock();
    private final PubSub pubSub = new PubSub();
    private final SessionCounters counters = new SessionCounters();
    private final List<EntityType<?>> entityTypes = new ArrayList<>();
    private @Nullable Running running;
    private final Map<LiveView<?>, ViewType<?>> types = new IdentityHashMap<>();
    private final List<LivePage<?>> pages = new ArrayList<>();
    private @Nullable Throwable failure;
    private boolean refusalsExpected;

    /** Made when the first page, or entity, is asked for: by then all types are known. */
    private record Running(Sessions sessions, EntityNode entities) {}

    LiveNode() {}

    private Running running() {
        Running known = running;
        if (known == null) running = known = start();
        return known;
    }

    private Running start() {
        // Presence collects changes for a moment before it tells them: a test should not have to
        // know that.
        Timers soon =
                (delay, action) ->
                        delay.compareTo(PresenceTracker.COLLECT) <= 0
                                ? soon(action)
                                : clock.after(delay, action);
        PresenceTracker presence = new PresenceTracker(pubSub, soon);
        EntityNode entities =
                new EntityNode(
                        entityTypes,
                        new SoleOwner(),
                        new Surroundings(
                                pubSub,
                                clock,
                                clock::nanos,
                                () -> Instant.ofEpochSecond(0, clock.nanos()),
                                Runnable::run));
        Sessions sessions =
                new Sessions(
                        new SessionServices(
                                settings(),
                                counters,
                                pubSub,
                                presence,
                                Replication.ALONE,
                                entities,
                                clock,
                                clock::nanos,
                                work::add,
                                background::add,
                                DuplicateKeys.REFUSED,
                                thrown -> failure = thrown));
        return new Running(sessions, entities);
    }

    /**
     * Registers a type of entities, as on the server: before the first page.
     *
     * @throws dev.livelet.LiveletException when a handler's signature or the state is wrong
     */
    public LiveNode entity(Entity<?> entity) {
        if (running != null)
            throw new IllegalStateException(
                    "Register "
                            + entity.getClass().getSimpleName()
                            + " before the node's first page: LiveTest.node().entity(…)");
        entityTypes.add(EntityType.of(entity));
        return this;
    }

    /** The entities, for what comes from outside of pages; handlers run on the test's thread. */
    public Entities entities() {
        return running().entities();
    }

    private Timers.Timer soon(Runnable action) {
        work.add(action);
        return () -> work.remove(action);
    }

    /**
     * The defaults, but no limit on the rate of events: with a clock that stands still a burst
     * would never end.
     */
    private static SessionSettings settings() {
        SessionSettings real = SessionSettings.DEFAULTS;
        return real.with(SessionSettings::pendingPerAddress, real.sessions())
                .with(SessionSettings::detachedPerAddress, real.sessions())
                .with(SessionSettings::eventsPerSecond, 1_000_000)
                .with(SessionSettings::eventBurst, 1_000_000);
    }

    /** A page of the view. */
    public <S> LivePage<S> mount(LiveView<S> view) {
        return page(view).mount();
    }

    /** A page whose address, user or languages matter. */
    public <S> PageRequest<S> page(LiveView<S> view) {
        return new PageRequest<>(this, view);
    }

    /** Publishes a message as any part of the application may. */
    public void publish(String topic, Object message) {
        pubSub.publish(topic, message);
        settle();
    }

    /** Lets time pass for all pages: timers run when they are due, in order. */
    public void advance(Duration by) {
        settle();
        clock.advance(by, this::settle);
        settle();
    }

    /**
     * Runs the asynchronous work that handlers have started, on this thread, and what follows from
     * it.
     */
    public void await() {
        settle();
        for (Runnable job = background.poll(); job != null; job = background.poll()) {
            job.run();
            settle();
        }
    }

    /** How many mounts, joins, events and failures there were. */
    public SessionCounters counters() {
        return counters;
    }

    /** Ends all pages. */
    @Override
    public void close() {
        pages.clear();
        Running known = running;
        if (known == null) return;
        known.sessions().all().forEach(session -> session.end("the test has ended"));
        settleWork();
        known.sessions().close();
    }

    /** A page that was mounted. */
    record Opened<S>(
            ViewType<S> type,
            Session session,
            Definitions definitions,
            Page page,
            RenderContext context) {

        PageModel bound() {
            return new PageModel(
                    definitions,
                    page.template(),
                    utf8(page.html()),
                    Styles.parse(page.styleSheet()));
        }

        /** What a browser would show that asked for the page now. */
        PageModel fresh() {
            HtmlWriter writer = new HtmlWriter(DuplicateKeys.REFUSED);
            CompiledTemplate<S> template = type.template();
            writer.render(template, template.frame(session.state(), session.context()));
            return new PageModel(
                    definitions,
                    template.id(),
                    utf8(writer.toByteArray()),
                    Styles.parse(writer.styleSheet()));
        }

        private static String utf8(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    VirtualClock clock() {
        return clock;
    }

    @SuppressWarnings("unchecked")
    <S> LivePage<S> open(LiveView<S> view, Visit visit, boolean join) {
        ViewType<S> type = (ViewType<S>) types.computeIfAbsent(view, ViewType::of);
        Sessions sessions = running().sessions();
        Page page = sessions.open(type, visit);
        Session session = sessions.find(page.session());
        if (session == null) throw new Redirected(page.redirect());
        Definitions definitions = Definitions.of(List.of(type.template()));
        // A browser that lacks the definition of a template that came as a value asks for a render.
        HtmlWriter first = new HtmlWriter(DuplicateKeys.REFUSED);
        first.render(type.template(), type.template().frame(session.state(), session.context()));
        first.templates().forEach(definitions::add);
        Opened<S> opened = new Opened<>(type, session, definitions, page, visit.context());
        LivePage<S> made = new LivePage<>(this, opened, opened.bound());
        pages.add(made);
        if (join) made.connect();
        settle();
        return made;
    }

    /** Mount has sent the user elsewhere: there is no page. */
    public static final class Redirected extends AssertionError {
        private static final long serialVersionUID = 1L;
        private final String address;

        Redirected(String address) {
            super("mount redirected to " + address);
            this.address = address;
        }

        public String address() {
            return address;
        }
    }

    void expectRefusals(boolean expected) {
        settle();
        refusalsExpected = expected;
    }

    /** Works until nothing is left to do, then compares every page with a fresh render. */
    void settle() {
        for (int rounds = 0; ; rounds++) {
            if (rounds > MOST_ROUNDS)
                throw new AssertionError(
                        "The pages do not come to rest: their handlers keep sending messages");
            boolean worked = settleWork();
            for (LivePage<?> page : List.copyOf(pages)) worked |= page.receive();
            if (!worked) break;
        }
        Throwable cause = failure;
        failure = null;
        for (LivePage<?> page : pages) {
            if (!refusalsExpected) page.refusals().mustBeNone(cause);
            page.verify();
        }
        if (cause != null && !refusalsExpected)
            throw new AssertionError("A handler failed: " + cause, cause);
    }

    private boolean settleWork() {
        boolean worked = false;
        for (Runnable task = work.poll(); task != null; task = work.poll()) {
            task.run();
            worked = true;
        }
        return worked;
    }
}
