package dev.livelet.session;

import dev.livelet.Durability;
import dev.livelet.RenderContext;
import dev.livelet.protocol.Frames;
import dev.livelet.spi.SessionCopy;
import dev.livelet.spi.Transport;

import java.util.function.Consumer;

/**
 * One live page: an actor. Frames, messages, timer ticks, results of asynchronous work and signals
 * of the socket are put into its mailbox by any thread; one virtual thread drains it while there is
 * work, and none exists while it is idle. All that follows the mailbox below belongs to that
 * thread, or to the one that opens the page until it has.
 *
 * <p>{@link Lifecycle} takes what comes out of the mailbox, {@link Transactions} runs the handlers,
 * {@link Line} knows what the page has.
 */
public final class Session {
    private static final byte[] PONG = PageEffect.json(Frames.PONG);

    private final String id;
    private final ViewType<?> type;
    private final Visit visit;
    private final SessionServices services;
    private final Intake intake;
    private final Mailbox mailbox;
    private final Departures departures;
    private final Belongings belongings;
    private final Lifecycle lifecycle;

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
        this.intake = new Intake(services);
        this.mailbox =
                new Mailbox(this, services.settings().mailbox(), services.executor(), this::work);
        this.departures =
                new Departures(
                        services, id, type.view().durability() == Durability.SYNC, mailbox::put);
        this.belongings =
                new Belongings(
                        services,
                        mailbox::put,
                        this::message,
                        entity -> mailbox.runOrPut(new Work.Changed()));
        Deadline deadline = new Deadline(services.timers(), mailbox::put);
        this.lifecycle =
                new Lifecycle(
                        this,
                        intake,
                        new Stay(visit.address(), place, detached, deadline),
                        () -> whenGone.accept(this));
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
                else if (frame instanceof ClientFrame.Ack)
                    // most only count: not worth a thread
                    mailbox.runOrPut(new Work.Frame(frame, from, false), lifecycle::rendersNothing);
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
        return lifecycle.state();
    }

    /** As {@link #state()}: what the state is rendered with. */
    public RenderContext context() {
        return lifecycle.context();
    }

    /**
     * As {@link #state()}: how many states the session holds on to, for pages that may still show
     * an older one.
     */
    public int states() {
        return lifecycle.states();
    }

    /** The number of the join that the page lives by; 0 before the first. */
    int attempt() {
        return lifecycle.attempt();
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
        return lifecycle.awaitEnd(nanos);
    }

    /**
     * Mounts and renders the page, on the thread that made the session, while the mailbox is held.
     */
    Page open() {
        return lifecycle.open();
    }

    /**
     * Goes on with what another node had, on the thread that made the session, while the mailbox is
     * held. Its page joins next.
     */
    void restore(SessionCopy copy) {
        lifecycle.restore(copy);
    }

    private void work(Work work) {
        lifecycle.work(work);
    }

    /** As in {@code k3Jv7q… of Counter}, for logs. */
    @Override
    public String toString() {
        return SessionId.brief(id) + " of " + type.name();
    }
}
