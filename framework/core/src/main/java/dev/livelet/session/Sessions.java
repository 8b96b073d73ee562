package dev.livelet.session;

import dev.livelet.LiveletException;
import dev.livelet.entity.EntityNode;
import dev.livelet.presence.PresenceTracker;
import dev.livelet.protocol.Frames;
import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.Replication;
import dev.livelet.spi.Replication.Claimed;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** All live pages of this node. Thread-safe. */
public final class Sessions implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);
    private static final Duration MOST_WAITED = Duration.ofSeconds(10);

    private final SessionServices services;
    private final ConcurrentHashMap<String, Session> byId = new ConcurrentHashMap<>();
    private final PendingPages pending;
    private final DetachedPages detached;
    private final AtomicInteger places = new AtomicInteger();
    private volatile boolean closing;

    public Sessions(SessionSettings settings) {
        this(SessionServices.of(settings));
    }

    public Sessions(SessionServices services) {
        this.services = services;
        this.pending = new PendingPages(services.settings());
        this.detached = new DetachedPages(services.settings(), services.counters());
    }

    /**
     * Mounts and renders a page, on the calling thread (a virtual one). Its session is pending
     * until the join. What mount throws, this throws.
     *
     * <p>Also for a page whose own session is gone: {@link Session#join} sees by the join's session
     * that the page belonged to another one.
     *
     * @throws TooManySessions when a limit of the settings is reached, or the node is going away
     */
    public <S> Page open(ViewType<S> view, Visit visit) {
        admit();
        PendingPages.Place place;
        try {
            place = pending.take(visit.address());
        } catch (TooManySessions e) {
            leave();
            services.counters().pagesRefused.increment();
            throw e;
        }
        Session session = session(SessionId.next(), view, visit, place);
        byId.put(session.id(), session);
        try {
            return session.open();
        } finally {
            session.mailbox().release();
        }
    }

    /**
     * A page comes whose session does not run here: claims it from the other nodes, and goes on
     * with it. Blocks, on the join's virtual thread.
     *
     * @return null when no node knows the session
     * @throws TooManySessions as {@link #open}
     * @throws Superseded when a newer socket of the page has been seen
     * @throws Interrupted when the page should come once more
     * @throws StateLost when the page has seen a state that no node has any more
     */
    public @Nullable Session adopt(ViewType<?> view, Visit visit, ClientFrame.Join join) {
        if (services.replication().isAlone()) return null;
        admit();
        Session adopted = null;
        try {
            adopted = claimed(view, visit, join);
        } finally {
            if (adopted == null) leave();
        }
        return adopted;
    }

    private @Nullable Session claimed(ViewType<?> view, Visit visit, ClientFrame.Join join) {
        Replication.Claim claim =
                new Replication.Claim(
                        join.session(),
                        join.attempt(),
                        join.seen(),
                        join.first() - 1,
                        join.where(),
                        view.template().stateType());
        return switch (services.replication().claim(claim)) {
            case Claimed.Adopted(SessionCopy copy) -> restored(view, visit, join.session(), copy);
            case Claimed.None() -> null;
            case Claimed.Superseded() -> throw new Superseded();
            case Claimed.Interrupted() -> throw new Interrupted();
            case Claimed.Lost() -> throw new StateLost();
        };
    }

    private Session restored(ViewType<?> view, Visit visit, String id, SessionCopy copy) {
        services.counters().adopted.increment();
        Session session = session(id, view, visit, () -> {});
        byId.put(id, session);
        try {
            session.restore(copy);
        } finally {
            session.mailbox().release();
        }
        return session;
    }

    private Session session(String id, ViewType<?> view, Visit visit, PendingPages.Place place) {
        return new Session(
                id,
                view,
                visit,
                services,
                place,
                detached,
                gone -> {
                    byId.remove(gone.id(), gone);
                    leave();
                });
    }

    private void admit() {
        int limit = services.settings().sessions();
        if (closing || places.incrementAndGet() > limit) {
            if (!closing) leave();
            services.counters().pagesRefused.increment();
            throw new TooManySessions(
                    closing
                            ? "The node is going away"
                            : "The node has its " + limit + " sessions; a setting allows more");
        }
    }

    private void leave() {
        places.decrementAndGet();
    }

    /**
     * The session that a page comes back to; null when it is gone, or may have gone on elsewhere: a
     * join between this one and the last that came here went to another node, and a node that hung
     * meanwhile does not know what became of it. Then {@link #adopt} asks the others.
     */
    public @Nullable Session find(ClientFrame.Join join) {
        Session here = byId.get(join.session());
        boolean elsewhere =
                here != null
                        && !services.replication().isAlone()
                        && join.attempt() > here.attempt() + 1;
        return elsewhere ? null : here;
    }

    /** The session with this id, pending, live or detached; null when it is gone. */
    public @Nullable Session find(String id) {
        return byId.get(id);
    }

    /** All sessions at some moment of the call. */
    public Collection<Session> all() {
        return List.copyOf(byId.values());
    }

    public SessionCounters counters() {
        return services.counters();
    }

    public PresenceTracker presence() {
        return services.presence();
    }

    public EntityNode entities() {
        return services.entities();
    }

    public PubSub pubSub() {
        return services.pubSub();
    }

    /** Ends all sessions of this identity; their pages are told. */
    public void disconnect(String identity) {
        for (Session session : byId.values()) {
            if (session.visit()
                    .identity()
                    .filter(found -> found.id().equals(identity))
                    .isPresent()) {
                session.mailbox()
                        .put(
                                new Work.End(
                                        new Rejection(
                                                Frames.GONE, "logged out", Frames.CLOSE_POLICY)));
            }
        }
    }

    /**
     * Asks all pages to reconnect within the time given, at random moments; then no page is opened
     * or joined.
     */
    public void drain(Duration within) {
        closing = true;
        for (Session session : byId.values()) session.mailbox().put(new Work.Drain(within));
    }

    /**
     * Ends all sessions; {@code terminate} has run for each when this returns, but for those whose
     * handlers still block after 10 s.
     */
    @Override
    public void close() {
        closing = true;
        List<Session> all = List.copyOf(byId.values());
        for (Session session : all) session.mailbox().put(new Work.Stop());
        try {
            long end = System.nanoTime() + MOST_WAITED.toNanos();
            long busy = 0;
            for (Session session : all) if (!session.awaitEnd(end - System.nanoTime())) busy++;
            if (busy > 0)
                log.warn(
                        "{} sessions did not end within {}: their handlers block",
                        busy,
                        MOST_WAITED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (services.timers() instanceof TimerWheel wheel) wheel.close();
    }

    /** A newer socket of the same page has been seen, perhaps on another node. */
    public static final class Superseded extends LiveletException {
        private static final long serialVersionUID = 1L;

        Superseded() {
            super("A newer connection of this page exists");
        }
    }

    /** The session could not be taken over this time; a later join may find it. */
    public static final class Interrupted extends LiveletException {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super("The session was lost hold of while it was taken over");
        }
    }

    /** The state that the page has seen died with its nodes, and an older one must not be shown. */
    public static final class StateLost extends LiveletException {
        private static final long serialVersionUID = 1L;

        StateLost() {
            super("The nodes that had the page's state are lost");
        }
    }

    /** A limit on sessions was reached: the server answers 503 with Retry-After. */
    public static final class TooManySessions extends LiveletException {
        private static final long serialVersionUID = 1L;

        public TooManySessions(String message) {
            super(message);
        }
    }
}
