package dev.livelet.session;

import dev.livelet.Durability;
import dev.livelet.RenderContext;
import dev.livelet.protocol.Frames;
import dev.livelet.spi.SessionCopy;
import dev.livelet.spi.Transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One live page: an actor. Frames, messages, timer ticks, results of asynchronous work and signals
 * of the socket are put into its mailbox by any thread; one virtual thread drains it while there is
 * work, and none exists while it is idle. All that follows the mailbox below belongs to that
 * thread, or to the one that opens the page until it has.
 *
 * <p>Its life: <i>pending</i> from the mount until the join, <i>live</i> while it has a socket,
 * <i>detached</i> while it waits for its page to come back, <i>gone</i>. {@link Transactions} runs
 * the handlers, {@link Line} knows what the page has.
 */
public final class Session {
    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private static final byte[] PONG = PageEffect.json(Frames.PONG);

    private final String id;
    private final ViewType<?> type;
    private final Visit visit;
    private final SessionServices services;
    private final Consumer<Session> whenGone;
    private final Intake intake;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Mailbox mailbox;

    private final Departures departures;
    private final Line line;
    private final Belongings belongings;
    private final Lateness lateness;
    private final Stay stay;
    private final Transactions transactions;
    private final Dialogue dialogue;
    private Life life = Life.PENDING;
    private volatile int attempt;
    private boolean adopted;

    Session(
            String id,
            ViewType<?> type,
            Visit visit,
            SessionServices services,
            PendingPages.Place place,
            DetachedPages detached,
            Consumer<Session> whenGone) {
        this.id = id;
        this.type = type;
        this.visit = visit;
        this.services = services;
        this.whenGone = whenGone;
        this.intake = new Intake(services);
        this.mailbox =
                new Mailbox(this, services.settings().mailbox(), services.executor(), this::work);
        this.departures =
                new Departures(
                        services, id, type.view().durability() == Durability.SYNC, mailbox::put);
        this.line = new Line(this, departures);
        this.belongings =
                new Belongings(
                        services,
                        mailbox::put,
                        this::message,
                        entity -> mailbox.runOrPut(new Work.Changed()));
        this.lateness = new Lateness(services, line, mailbox::put);
        Deadline deadline = new Deadline(services.timers(), mailbox::put);
        this.stay = new Stay(visit.address(), place, detached, deadline);
        this.transactions = new Transactions(this, line, belongings, lateness::watch);
        this.dialogue = new Dialogue(this, intake, line, transactions);
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
        intake.joins();
        mailbox.put(new Work.Join(join, transport, sameBundle));
    }

    /**
     * A frame from this socket; one from a socket that has been replaced is dropped. Thread-safe,
     * does not block.
     */
    public void receive(ClientFrame frame, Transport from) {
        switch (intake.admit(frame)) {
            case TAKE -> {
                // a sign of life of this node does not wait for a handler
                if (frame instanceof ClientFrame.Ping) from.send(PONG);
                else mailbox.put(new Work.Frame(frame, from, false));
            }
            case REFUSE -> mailbox.put(new Work.Frame(frame, from, true));
            case CLOSE ->
                    violated(new ProtocolException(Frames.CLOSE_POLICY, "Too many frames"), from);
            case DROP -> {}
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
        if (!mailbox.offer(new Work.Message(message)))
            services.counters().messagesDropped.increment();
    }

    /** Ends the session: its page is told that it is gone. Thread-safe, does not block. */
    public void end(String reason) {
        mailbox.put(new Work.End(Rejection.gone(reason)));
    }

    /**
     * The current state, for tests that run the session on their own thread; nobody else can see a
     * moment of it.
     */
    public Object state() {
        return transactions.state();
    }

    /** As {@link #state()}: what the state is rendered with. */
    public RenderContext context() {
        return transactions.context();
    }

    /**
     * As {@link #state()}: how many states the session holds on to, for pages that may still show
     * an older one.
     */
    public int states() {
        return line.snapshots().states(state());
    }

    /** The number of the join that the page lives by; 0 before the first. */
    int attempt() {
        return attempt;
    }

    SessionServices services() {
        return services;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Belongings belongings() {
        return belongings;
    }

    Departures departures() {
        return departures;
    }

    /** Waits until {@code terminate} has run, at most so long. */
    boolean awaitEnd(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Mounts and renders the page, on the thread that made the session, while the mailbox is held.
     */
    Page open() {
        Page page;
        try {
            page = transactions.firstPage();
        } catch (Throwable e) {
            departures.end();
            gone("mount failed");
            ended.countDown();
            throw e;
        }
        if (page.redirect().isEmpty()) {
            stay.pending(services.settings().pending());
            settle();
        } else {
            departures.end();
            gone("redirected");
            ended.countDown();
        }
        return page;
    }

    /**
     * Goes on with what another node had, on the thread that made the session, while the mailbox is
     * held. Its page joins next.
     */
    void restore(SessionCopy copy) {
        attempt = copy.attempt();
        adopted = true;
        life = Life.DETACHED;
        transactions.restore(copy);
        line.restore(copy);
        belongings.restore(copy);
        stay.detached(services.settings().grace());
    }

    /** As in {@code k3Jv7q… of Counter}, for logs. */
    @Override
    public String toString() {
        return SessionId.brief(id) + " of " + type.name();
    }

    private void work(Work work) {
        try {
            if (life == Life.GONE) afterEnd(work);
            else perform(work);
            if (transactions.crashed()) crash();
            settle();
        } catch (Throwable e) {
            log.error("Session {} failed at a {}", this, work.getClass().getSimpleName(), e);
            crash();
        }
        // A handler may have left the flag set; the next one shall not find it.
        Thread.interrupted();
    }

    /** The turn is over: what it did counts, unless the session runs elsewhere by now. */
    private void settle() {
        if (life == Life.GONE || departures.direct()) return;
        dialogue.tellDurable();
        SessionCopy copy =
                new SessionCopy(
                        attempt,
                        transactions.state(),
                        transactions.context(),
                        line.answered(),
                        line.snapshots().sent(),
                        line.snapshots().acknowledged(),
                        line.snapshots().versions(),
                        line.refused(),
                        belongings.topics(),
                        belongings.armed());
        if (!departures.settle(copy)) fenced();
    }

    private void perform(Work work) {
        switch (work) {
            case Work.Join join -> join(join);
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
                lateness.unblocked();
                transactions.keepUp();
                lateness.watch();
            }
            case Work.Message message -> transactions.message(message.message());
            case Work.Changed changed -> transactions.changed();
            case Work.Tick tick -> {
                if (belongings.timers().ticked(tick.timer()))
                    transactions.message(tick.timer().message());
            }
            case Work.AsyncDone done -> {
                if (belongings.async().done(done.job())) transactions.asyncDone(done);
            }
            case Work.Watch watch -> {
                if (lateness.due(watch)) {
                    log.info("Session {}: the page does not keep up, its socket is closed", this);
                    line.close(Frames.CLOSE_SLOW, "too slow");
                    detached(services.settings().grace());
                }
                lateness.watch();
            }
            case Work.Expired expired -> {
                if (stay.isOver(expired))
                    end(
                            Rejection.gone(
                                    life == Life.PENDING ? "never joined" : "did not come back"));
            }
            case Work.Fenced fenced -> fenced();
            case Work.Durable durable -> dialogue.durable(durable.event());
            case Work.Where where -> dialogue.tell(where.where());
            case Work.Drain drain ->
                    line.write(PageEffect.json(Frames.DRAIN, drain.within().toMillis()));
            case Work.End end -> end(end.why());
            case Work.Stop stop -> {
                line.close(Frames.CLOSE_GOING_AWAY, "the server goes away");
                if (departures.direct()) {
                    end(new Rejection(Frames.GONE, "the server stops", Frames.CLOSE_GOING_AWAY));
                } else {
                    settle();
                    left();
                }
            }
        }
    }

    private void afterEnd(Work work) {
        if (work instanceof Work.Join join)
            Rejection.ENDED.tell(join.transport(), services.counters());
    }

    private void join(Work.Join work) {
        ClientFrame.Join join = work.join();
        if (join.attempt() < attempt) {
            // A socket that its own page has given up already.
            Rejection.OLDER.tell(work.transport(), services.counters());
            return;
        }
        attempt = join.attempt();
        line.close(Rejection.TAKEN);
        (life == Life.PENDING ? services.counters().joins : services.counters().resumes)
                .increment();
        life = Life.LIVE;
        stay.end();
        lateness.unblocked();
        services.presence().connected(id, attempt);
        dialogue.join(work, adopted);
        adopted = false;
    }

    private void received(ClientFrame frame, boolean limited) {
        if (frame instanceof ClientFrame.Leave) {
            line.close(Frames.CLOSE_NORMAL, "left");
            services.presence().gone(id, attempt);
            detached(services.settings().parting());
            return;
        }
        try {
            dialogue.received(frame, limited);
        } catch (ProtocolException violation) {
            refuse(violation);
        }
    }

    private void refuse(ProtocolException violation) {
        services.counters().framesRefused.increment();
        log.warn("Session {}: {}", this, violation.getMessage());
        line.close(Rejection.of(violation));
        detached(services.settings().grace());
    }

    private void detached(Duration grace) {
        line.detach();
        if (life != Life.LIVE) return;
        life = Life.DETACHED;
        services.presence().disconnected(id, attempt);
        stay.detached(grace);
    }

    /** Another node runs the session: here it ends without a word, and nothing of it counts. */
    private void fenced() {
        if (life == Life.GONE) return;
        services.counters().fenced.increment();
        line.fenced();
        left();
    }

    /** Ends here and lives on elsewhere. */
    private void left() {
        services.presence().moved(id, attempt);
        gone("lives on another node");
        ended.countDown();
    }

    private void crash() {
        if (life == Life.GONE) return;
        services.counters().crashed.increment();
        end(new Rejection(Frames.CRASHED, "crashed too often", Frames.CLOSE_ERROR));
    }

    private void end(Rejection why) {
        if (life == Life.GONE) return;
        line.close(why);
        departures.end();
        services.presence().gone(id, attempt);
        gone(why.text());
        try {
            type.root().view().terminate(state(), why.text());
        } catch (Throwable e) {
            transactions.failed("terminate", null, e);
        } finally {
            ended.countDown();
        }
    }

    private void gone(String reason) {
        log.debug("Session {} has ended: {}", this, reason);
        life = Life.GONE;
        stay.end();
        belongings.release();
        services.counters().ended.increment();
        whenGone.accept(this);
    }
}
