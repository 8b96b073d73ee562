package dev.livelet.session;

import dev.livelet.LiveView;
import dev.livelet.LiveletException;
import dev.livelet.RenderContext;
import dev.livelet.diff.HtmlWriter;
import dev.livelet.protocol.Frames;
import dev.livelet.spi.Timers;
import dev.livelet.spi.Transport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * One live page: an actor. Frames, messages, timer ticks, results of asynchronous work and signals
 * of the socket are put into its mailbox by any thread; one virtual thread drains it while there is
 * work, and none exists while it is idle. All fields below the mailbox belong to that thread.
 *
 * <p>Its life: <i>pending</i> from the mount until the join, <i>live</i> while it has a socket,
 * <i>detached</i> while it waits for its page to come back, <i>gone</i>. Handlers run as
 * transactions ({@link Turn}): one that throws, or whose result cannot be rendered, changes
 * nothing.
 */
public final class Session {
    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private final String id;
    private final ViewType<?> type;
    private final Visit visit;
    private final SessionServices services;
    private final PendingPages.Place place;
    private final Consumer<Session> whenGone;
    private final RateLimit events;
    private final RateLimit frames;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Mailbox mailbox;

    private Life life = Life.PENDING;
    private Object state = Life.PENDING;
    private RenderContext context;
    private final Line line;
    private final Subscriptions subscriptions;
    private final NamedTimers timers;
    private final AsyncWork async;
    private final EventRunner runner;
    private final Failures failures;
    private final Failures restarts;
    private int attempt;
    private @Nullable Object deadline;
    private Timers.@Nullable Timer deadlineTimer;
    private boolean watched;
    private long blockedSince = Long.MAX_VALUE;
    private @Nullable String redirect;

    private enum Life {
        PENDING,
        LIVE,
        DETACHED,
        GONE
    }

    Session(
            String id,
            ViewType<?> type,
            Visit visit,
            SessionServices services,
            PendingPages.Place place,
            Consumer<Session> whenGone) {
        this.id = id;
        this.type = type;
        this.visit = visit;
        this.services = services;
        this.place = place;
        this.whenGone = whenGone;
        this.context = visit.context();
        SessionSettings settings = services.settings();
        long now = services.nanos().getAsLong();
        this.events = new RateLimit(settings.eventsPerSecond(), settings.eventBurst(), now);
        this.frames = new RateLimit(settings.eventsPerSecond() * 4, settings.eventBurst() * 4, now);
        this.mailbox = new Mailbox(settings.mailbox(), services.executor(), this::work);
        this.line = new Line(services, type.template());
        this.subscriptions =
                new Subscriptions(
                        services.pubSub(),
                        (topic, message) -> message(message),
                        settings.subscriptions());
        this.timers = new NamedTimers(services.timers(), services.nanos(), mailbox::put);
        this.async = new AsyncWork(services.background(), mailbox::put);
        this.runner = new EventRunner(type, settings.formBindings());
        this.failures = new Failures(settings.failures(), settings.failureTime().toNanos());
        this.restarts = new Failures(settings.restarts(), settings.failureTime().toNanos());
    }

    public String id() {
        return id;
    }

    public ViewType<?> view() {
        return type;
    }

    /** What the page was asked for with: the server checks a join against it. */
    public Visit visit() {
        return visit;
    }

    /**
     * Attaches a socket: the first time the join, later a resume. The newest wins; an older socket
     * is told and closed. Thread-safe, does not block.
     *
     * <p>A join that names another session is of a page whose session is gone: it gets a full
     * render, its numbers go on, and the events it brings are refused.
     *
     * @param sameBundle whether the page has this server's definitions
     */
    public void join(ClientFrame.Join join, Transport transport, boolean sameBundle) {
        mailbox.put(new Work.Join(join, transport, sameBundle));
    }

    /**
     * A frame from this socket; one from a socket that has been replaced is dropped. Thread-safe,
     * does not block.
     */
    public void receive(ClientFrame frame, Transport from) {
        long now = services.nanos().getAsLong();
        boolean work = frame instanceof ClientFrame.Event || frame instanceof ClientFrame.Heal;
        boolean limited = work ? !events.take(now) : !frames.take(now);
        if (!limited || work && !events.flooded())
            mailbox.put(new Work.Frame(frame, from, limited));
        else if (work ? events.floodBegins() : frames.floodBegins()) {
            violated(new ProtocolException(Frames.CLOSE_POLICY, "Too many frames"), from);
        }
    }

    /**
     * The socket has sent what is not a frame: it is told and closed. Thread-safe, does not block.
     */
    public void violated(ProtocolException violation, Transport from) {
        mailbox.put(new Work.Violation(violation, from));
    }

    /**
     * The socket is gone; the session is detached and waits for its grace time. Thread-safe, does
     * not block.
     */
    public void detach(Transport gone) {
        mailbox.put(new Work.Detached(gone));
    }

    /**
     * Sends a message to the view's {@code @OnMessage} handlers; dropped and counted when too many
     * wait. Thread-safe.
     */
    public void message(Object message) {
        if (!mailbox.offer(new Work.Message(message))) {
            services.counters().messagesDropped.increment();
            log.warn(
                    "A message of type {} for session {} of {} was dropped: {} wait already",
                    message.getClass().getName(),
                    id,
                    type.name(),
                    services.settings().mailbox());
        }
    }

    /** Ends the session: its page is told that it is gone. Thread-safe, does not block. */
    public void end(String reason) {
        mailbox.put(new Work.End(reason, Frames.GONE, Frames.CLOSE_NORMAL));
    }

    /**
     * The current state, for tests that run the session on their own thread; nobody else can see a
     * moment of it.
     */
    public Object state() {
        return state;
    }

    SessionServices services() {
        return services;
    }

    /** As {@link #state()}: what the state is rendered with. */
    public RenderContext context() {
        return context;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    NamedTimers timers() {
        return timers;
    }

    AsyncWork async() {
        return async;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Line line() {
        return line;
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    // ---- the mount: on the thread that opens the page, while the mailbox is held

    Page open() {
        Turn turn = new Turn(this, null, false);
        HtmlWriter html = new HtmlWriter(services.duplicates());
        try {
            state = mounted(turn);
            if (turn.redirection() == null)
                html.render(type.template(), type.template().frame(state, context));
        } catch (Throwable e) {
            turn.rollback();
            gone("mount failed");
            throw e;
        }
        String away = turn.redirection();
        if (away != null) {
            turn.rollback();
            gone("redirected");
            return new Page(id, new byte[0], "", type.template().id(), "", away);
        }
        line.rendered(state, context);
        line.fallBehind(turn.pageEffects());
        turn.commit();
        expireAfter(services.settings().pending());
        return new Page(
                id, html.toByteArray(), html.styleSheet(), type.template().id(), turn.titled(), "");
    }

    private Object mounted(Turn turn) {
        services.counters().mounts.increment();
        LiveView<Object> view = type.root().view();
        Object mounted = nonNull(view.mount(turn), "mount");
        Object next = nonNull(view.params(mounted, visit.params(), turn), "params");
        turn.over();
        return next;
    }

    private <T> T nonNull(@Nullable T state, String method) {
        if (state == null)
            throw new LiveletException(
                    method + " of " + type.name() + " returned null instead of a state");
        return state;
    }

    // ---- the turns: one at a time

    private void work(Work work) {
        try {
            if (life == Life.GONE) afterEnd(work);
            else perform(work);
        } catch (Throwable e) {
            log.error("Session {} of {} failed at {}", id, type.name(), work, e);
            if (life != Life.GONE) finish("internal error", Frames.CRASHED, Frames.CLOSE_ERROR);
        }
        // A handler may have left the flag set; the next one shall not find it.
        Thread.interrupted();
    }

    private void perform(Work work) {
        switch (work) {
            case Work.Join join -> joined(join.join(), join.transport(), join.sameBundle());
            case Work.Frame frame -> {
                if (frame.from() == line.transport()) received(frame.frame(), frame.limited());
            }
            case Work.Violation violation -> {
                if (violation.from() == line.transport()) refuse(violation.violation());
            }
            case Work.Detached detached -> {
                if (detached.transport() == line.transport()) detached(services.settings().grace());
            }
            case Work.Writable writable -> {
                blockedSince = Long.MAX_VALUE;
                keepUp();
            }
            case Work.Message message -> received(message.message());
            case Work.Tick tick -> {
                if (timers.ticked(tick.timer())) received(tick.timer().message());
            }
            case Work.AsyncDone done -> {
                if (async.done(done.job()))
                    transact(
                            "the result of '" + done.job().name() + "'",
                            turn -> runner.asyncDone(done, state, context));
            }
            case Work.Watch watch -> {
                watched = false;
                if (watch.transport() == line.transport()) closeIfLate();
                watch();
            }
            case Work.Expired expired -> {
                if (expired.deadline() == deadline) {
                    finish(
                            life == Life.PENDING ? "never joined" : "did not come back",
                            Frames.GONE,
                            Frames.CLOSE_NORMAL);
                }
            }
            case Work.Drain drain ->
                    line.write(PageEffect.json(Frames.DRAIN, drain.within().toMillis()));
            case Work.End end -> finish(end.reason(), end.rejectCode(), end.closeCode());
            case Work.Stop stop -> {
                line.close(null, Frames.CLOSE_GOING_AWAY, "the server goes away");
                finish("the server stops", Frames.GONE, Frames.CLOSE_GOING_AWAY);
            }
        }
    }

    private void afterEnd(Work work) {
        if (work instanceof Work.Join join) {
            join.transport().send(Line.rejection(Frames.GONE, "The session has ended"));
            join.transport().close(Frames.CLOSE_NORMAL, "gone");
        }
    }

    private void joined(ClientFrame.Join join, Transport transport, boolean sameBundle) {
        if (join.attempt() < attempt) {
            // A socket that its own page has given up already.
            transport.send(Line.rejection(Frames.SUPERSEDED, "A newer connection exists"));
            transport.close(Frames.CLOSE_SUPERSEDED, "superseded");
            services.counters().closed(Frames.CLOSE_SUPERSEDED);
            return;
        }
        attempt = join.attempt();
        if (line.transport() != transport) {
            line.close(
                    Line.rejection(Frames.TAKEN, "The page is open elsewhere"),
                    Frames.CLOSE_SUPERSEDED,
                    "superseded");
        }
        place.leave();
        (life == Life.PENDING ? services.counters().joins : services.counters().resumes)
                .increment();
        life = Life.LIVE;
        cancelDeadline();
        blockedSince = Long.MAX_VALUE;
        context = context(join);
        boolean foreign = !join.session().equals(id);
        if (foreign) line.adopt(join.seen(), join.first() - 1);
        line.joining(transport, join.seen(), join.first());
        services.presence().connected(id);
        events.takeUpTo(join.queue().size());
        LiveView<Object> view = type.root().view();
        transact("attach", turn -> nonNull(view.attach(state, turn), "attach"));
        // Events made in a session that is gone belonged to its state: they are refused one by one,
        // so that the page can say so.
        if (foreign) join.queue().forEach(queued -> refuseEvent(Frames.STALE));
        else queued(join);
        if (life == Life.GONE) return;
        render(() -> line.joined(state, context, sameBundle));
        if (redirect != null) go(redirect);
        watch();
    }

    private void queued(ClientFrame.Join join) {
        int number = join.first();
        for (ClientFrame.Queued queued : join.queue()) {
            if (life == Life.GONE) return;
            if (number++ <= line.answered()) services.counters().eventsRepeated.increment();
            else event(queued.event(), queued.seen());
        }
    }

    private RenderContext context(ClientFrame.Join join) {
        ZoneId zone = context.zone();
        try {
            if (!join.zone().isEmpty()) zone = ZoneId.of(join.zone());
        } catch (DateTimeException e) {
            log.debug("Session {}: the browser's time zone '{}' is unknown here", id, join.zone());
        }
        return new RenderContext(context.locale(), zone, join.dark());
    }

    private void received(ClientFrame frame, boolean limited) {
        switch (frame) {
            case ClientFrame.Event event -> {
                if (acknowledged(event.patches())) {
                    if (limited) refuseEvent(Frames.LIMIT);
                    else event(event, line.snapshots().acknowledged());
                }
            }
            case ClientFrame.Ack ack -> acknowledged(ack.patches());
            case ClientFrame.Heal heal -> {
                if (acknowledged(heal.patches()) && !limited) {
                    services.counters().heals.increment();
                    log.info(
                            "Session {} of {}: the page asks for a render, a part at {} could not"
                                    + " be bound or patched",
                            id,
                            type.name(),
                            heal.path());
                    line.forget();
                    keepUp();
                }
            }
            case ClientFrame.Ping ping -> line.write(PageEffect.json(Frames.PONG));
            case ClientFrame.Leave leave -> {
                line.close(null, Frames.CLOSE_NORMAL, "left");
                services.presence().gone(id);
                detached(services.settings().parting());
            }
            case ClientFrame.Join join ->
                    refuse(
                            new ProtocolException(
                                    Frames.CLOSE_POLICY, "A second join on one socket"));
        }
    }

    private boolean acknowledged(int patches) {
        if (!line.acknowledge(patches)) {
            refuse(
                    new ProtocolException(
                            Frames.CLOSE_POLICY, "More patches acknowledged than were sent"));
            return false;
        }
        keepUp();
        return true;
    }

    private void event(ClientFrame.Event event, int seen) {
        Snapshot snapshot = line.snapshots().find(seen);
        String eventId = id + ":" + (line.answered() + 1);
        EventRunner.Prepared prepared;
        try {
            prepared = runner.prepare(event, snapshot, state, context);
        } catch (EventRefused e) {
            log.debug(
                    "Session {} of {}: event {} refused: {}",
                    id,
                    type.name(),
                    eventId,
                    e.getMessage());
            refuseEvent(e.code());
            return;
        } catch (Throwable e) {
            failed("the binding at " + Arrays.toString(event.path()), eventId, e);
            refuseEvent(Frames.FAILED);
            restartIfFailing();
            return;
        }
        boolean done =
                transact(
                        prepared.toString(),
                        eventId,
                        1,
                        turn -> runner.run(prepared, turn, context));
        runner.ended(prepared, done);
        if (done) services.counters().eventsApplied.increment();
        else {
            refuseEvent(Frames.FAILED);
            restartIfFailing();
        }
    }

    private void refuseEvent(int code) {
        SessionCounters counters = services.counters();
        (switch (code) {
                    case Frames.STALE -> counters.eventsStale;
                    case Frames.FAILED -> counters.eventsFailed;
                    case Frames.LIMIT -> counters.eventsLimited;
                    case Frames.UNKNOWN_BASE -> counters.eventsUnknownBase;
                    default -> counters.eventsMalformed;
                })
                .increment();
        line.refused(code);
    }

    private void received(Object message) {
        services.counters().messages.increment();
        Handler handler = null;
        try {
            handler = type.root().handlers().message(message);
        } catch (RuntimeException e) {
            failed("a message", null, e);
        }
        if (handler == null) {
            services.counters().messagesUnhandled.increment();
            return;
        }
        Handler found = handler;
        transact(
                found.toString(),
                turn -> found.call(runner.messageValues(found, state, message, turn)));
    }

    /** A handler's work: from the current state to the next one. */
    interface Body {
        Object run(Turn turn) throws Throwable;
    }

    private void transact(String what, Body body) {
        if (!transact(what, null, 0, body)) {
            services.counters().messagesFailed.increment();
            restartIfFailing();
        }
    }

    /**
     * @return whether it took effect; else everything is as before, and the failure is logged and
     *     counted
     */
    private boolean transact(String what, @Nullable String eventId, int answers, Body body) {
        keepUp();
        Turn turn = new Turn(this, eventId, life != Life.PENDING);
        Object next;
        byte[] patch = null;
        boolean ready = line.ready();
        try {
            next = body.run(turn);
            turn.over();
            if (ready) patch = line.patch(next, context, answers, turn.pageEffects());
        } catch (Throwable e) {
            turn.rollback();
            failed(what, eventId, e);
            return false;
        }
        boolean changed = next != state;
        state = next;
        if (patch != null) {
            line.send(patch, state, context, answers, turn.pageEffects());
        } else if (!ready) {
            if (answers > 0) line.applied();
            if (changed || !turn.pageEffects().isEmpty()) line.fallBehind(turn.pageEffects());
        }
        if (turn.redirection() != null) go(turn.redirection());
        turn.commit();
        watch();
        return true;
    }

    private void go(String url) {
        redirect = line.open() ? null : url;
        if (redirect == null) line.write(PageEffect.json(Frames.GO, url));
    }

    /** Sends what the page lacks, if it can take it. */
    private void keepUp() {
        if (!line.behind() || !line.ready()) return;
        render(() -> line.catchUp(state, context));
        watch();
    }

    /**
     * Renders a state that handlers had left while the page did not keep up. If that fails, the
     * state goes back to what was rendered last; if that was tried, or there are too many failures,
     * the session starts anew.
     */
    private void render(Runnable rendering) {
        while (life != Life.GONE) {
            try {
                rendering.run();
                return;
            } catch (Throwable e) {
                failed("rendering", null, e);
                Snapshot last = line.snapshots().last();
                if (last == null
                        || last.state() == state
                        || failures.tooMany(services.nanos().getAsLong())) {
                    restart();
                } else {
                    services.counters().rolledBack.increment();
                    state = last.state();
                    line.failPending();
                }
            }
        }
    }

    private void failed(String what, @Nullable String eventId, Throwable e) {
        log.error(
                "{} failed in session {} of {}{}; nothing was changed",
                what,
                id,
                type.name(),
                eventId == null ? "" : ", event " + eventId,
                e);
        services.failures().accept(e);
    }

    private void restartIfFailing() {
        if (failures.tooMany(services.nanos().getAsLong())) restart();
    }

    /**
     * Too many failures: the state itself may be the cause, so the session begins anew from mount.
     */
    private void restart() {
        if (restarts.tooMany(services.nanos().getAsLong())) {
            services.counters().crashed.increment();
            finish("crashed too often", Frames.CRASHED, Frames.CLOSE_ERROR);
            return;
        }
        services.counters().restarts.increment();
        log.error(
                "Session {} of {} failed too often and is started anew from mount",
                id,
                type.name());
        failures.clear();
        release();
        runner.forgetForms();
        Turn turn = new Turn(this, null, life != Life.PENDING);
        try {
            state = mounted(turn);
            turn.commit();
        } catch (Throwable e) {
            turn.rollback();
            failed("mount", null, e);
            services.counters().crashed.increment();
            finish("crashed too often", Frames.CRASHED, Frames.CLOSE_ERROR);
            return;
        }
        line.forget();
        line.fallBehind(turn.pageEffects());
        if (line.transport() != null) {
            LiveView<Object> view = type.root().view();
            transact("attach", again -> nonNull(view.attach(state, again), "attach"));
        }
        keepUp();
    }

    // ---- the socket

    private void refuse(ProtocolException violation) {
        services.counters().framesRefused.increment();
        log.warn("Session {} of {}: {}", id, type.name(), violation.getMessage());
        line.close(
                Line.rejection(Frames.PROTOCOL, "Protocol error"),
                violation.closeCode(),
                "protocol error");
        detached(services.settings().grace());
    }

    private void detached(Duration grace) {
        line.detach();
        if (life != Life.LIVE) return;
        life = Life.DETACHED;
        services.presence().disconnected(id);
        expireAfter(grace);
    }

    /**
     * Sees to it that a page that does not keep up is heard of: one timer for all that is under
     * way.
     */
    private void watch() {
        Transport transport = line.transport();
        if (transport == null) return;
        if (blockedSince == Long.MAX_VALUE && !transport.writable()) {
            blockedSince = services.nanos().getAsLong();
            transport.onWritable(() -> mailbox.put(new Work.Writable(transport)));
        }
        long since = lateSince();
        if (watched || since == Long.MAX_VALUE) return;
        watched = true;
        long left =
                services.settings().overdue().toNanos() - (services.nanos().getAsLong() - since);
        services.timers()
                .after(
                        Duration.ofNanos(Math.max(0, left)),
                        () -> mailbox.put(new Work.Watch(transport)));
    }

    private long lateSince() {
        Snapshot oldest = line.snapshots().oldestInFlight();
        if (oldest == null) return blockedSince;
        return blockedSince == Long.MAX_VALUE
                ? oldest.sentAt()
                : Math.min(blockedSince, oldest.sentAt());
    }

    private void closeIfLate() {
        long since = lateSince();
        if (since == Long.MAX_VALUE
                || services.nanos().getAsLong() - since < services.settings().overdue().toNanos())
            return;
        log.info(
                "Session {} of {}: the page does not keep up, its socket is closed",
                id,
                type.name());
        line.close(null, Frames.CLOSE_SLOW, "too slow");
        detached(services.settings().grace());
    }

    // ---- the end

    private void expireAfter(Duration time) {
        cancelDeadline();
        Object token = new Object();
        deadline = token;
        deadlineTimer = services.timers().after(time, () -> mailbox.put(new Work.Expired(token)));
    }

    private void cancelDeadline() {
        deadline = null;
        if (deadlineTimer != null) deadlineTimer.cancel();
        deadlineTimer = null;
    }

    private void finish(String reason, int rejectCode, int closeCode) {
        line.close(Line.rejection(rejectCode, reason), closeCode, reason);
        Object last = state;
        gone(reason);
        try {
            type.root().view().terminate(last, reason);
        } catch (Throwable e) {
            failed("terminate", null, e);
        } finally {
            ended.countDown();
        }
    }

    private void gone(String reason) {
        log.debug("Session {} of {} has ended: {}", id, type.name(), reason);
        life = Life.GONE;
        place.leave();
        cancelDeadline();
        release();
        services.presence().gone(id);
        services.counters().ended.increment();
        whenGone.accept(this);
    }

    private void release() {
        timers.clear();
        async.clear();
        subscriptions.clear();
    }

    /** How many states this session holds on to. Exact while it is idle. */
    int states() {
        return line.snapshots().states(state);
    }
}
