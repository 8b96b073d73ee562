package dev.livelet.cluster.replication;

import dev.livelet.RenderContext;
import dev.livelet.cluster.link.SimulatedLink;
import dev.livelet.spi.Replication;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What core does with replication, in short: runs sessions, applies pages' events once by their
 * number, commits each turn, and shows a page only what was released. All that it does happens on
 * its node's timers.
 */
final class SimulatedServer {
    /** How long a session waits for its page to come back. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final World world;
    final SimulatedLink link;
    final Replicator replicator;
    private final Map<String, Session> sessions = new HashMap<>();
    private boolean stopping;

    SimulatedServer(World world, SimulatedLink link) {
        this.world = world;
        this.link = link;
        replicator =
                new Replicator(
                        link,
                        link.timers(),
                        world.network.clock()::nanos,
                        new Board.Codec(),
                        world.settings,
                        World.SEAL,
                        world.rules);
    }

    /** A page was asked for by HTTP: the session waits for its socket. */
    void mount(String id, boolean sync) {
        Session session = new Session(id, sync, copy(0, Board.EMPTY, 0, 0, 0));
        sessions.put(id, session);
        session.begin();
    }

    /** A page's socket says its first word. */
    void join(SimulatedPage page, SimulatedPage.Join join) {
        if (stopping) {
            if (page.isSocket(link, join.session(), join.attempt())) {
                page.retry();
            }
            return;
        }
        Session here = sessions.get(join.session());
        if (here != null && !here.fenced && join.attempt() == here.attempt + 1) {
            here.resume(page, join);
            return;
        }
        if (here != null && !here.fenced && join.attempt() <= here.attempt) {
            page.refused(join.attempt());
            return;
        }
        replicator
                .claiming(
                        new Replication.Claim(
                                join.session(),
                                join.attempt(),
                                join.seen(),
                                join.durable(),
                                join.where(),
                                Board.class))
                .thenAccept(claimed -> soon(() -> claimed(page, join, claimed)));
    }

    private void claimed(SimulatedPage page, SimulatedPage.Join join, Replication.Claimed claimed) {
        switch (claimed) {
            case Replication.Claimed.Adopted(SessionCopy copy) -> {
                Session session = new Session(join.session(), page.sync, copy);
                session.attempt = join.attempt();
                sessions.put(join.session(), session);
                world.oracle.owns(
                        join.session(), Epoch.of(join.attempt(), link.self()), link.toString());
                session.begin();
                session.resume(page, join);
            }
            case Replication.Claimed.Superseded superseded -> page.refused(join.attempt());
            case Replication.Claimed.Interrupted interrupted -> page.interrupted(join.attempt());
            case Replication.Claimed.None none -> page.lost(join.attempt(), "none");
            case Replication.Claimed.Lost lost -> page.lost(join.attempt(), "lost");
        }
    }

    /** The page's socket is gone. */
    void detached(String id, int attempt) {
        Session session = sessions.get(id);
        if (session != null && session.attempt == attempt) {
            session.detach();
        }
    }

    /** SIGTERM: hands over, asks the pages to go, and ends. */
    void stop(Runnable ended) {
        stopping = true;
        link.leave();
        replicator.handingOver(Duration.ofSeconds(20)).thenAccept(left -> soon(() -> drain(ended)));
    }

    private void drain(Runnable ended) {
        for (Session session : List.copyOf(sessions.values())) {
            SimulatedPage page = session.page;
            if (page != null) {
                String id = session.id;
                int at = session.attempt;
                world.toPage(link, () -> page.leaves(link, id, at, DRAIN));
            }
        }
        link.timers().after(DRAIN.plusMillis(50), () -> close(ended));
    }

    private void close(Runnable ended) {
        for (Session session : List.copyOf(sessions.values())) {
            session.close();
        }
        sessions.clear();
        replicator
                .handingOver(Duration.ofMillis(500))
                .thenAccept(
                        left ->
                                soon(
                                        () -> {
                                            link.close();
                                            ended.run();
                                        }));
    }

    void event(SimulatedPage page, String id, int attempt, int seen, int event) {
        Session session = sessions.get(id);
        if (session != null && session.attempt == attempt && !session.fenced) {
            session.seen(seen);
            session.event(event);
        }
    }

    boolean runs(String session) {
        Session here = sessions.get(session);
        return here != null && !here.fenced;
    }

    /** Something happens to all sessions here that no page asked for. */
    void serverEvents() {
        for (Session session : List.copyOf(sessions.values())) {
            if (session.attempt > 0 && !session.fenced) {
                session.apply(0);
            }
        }
    }

    private void soon(Runnable what) {
        link.timers().after(Duration.ZERO, what);
    }

    private static SessionCopy copy(
            int attempt, Board board, int answered, int sent, int acknowledged) {
        return new SessionCopy(
                attempt,
                board,
                RenderContext.DEFAULT,
                answered,
                sent,
                acknowledged,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private final class Session implements Replication.Owner {
        private final String id;
        private final boolean sync;
        private int attempt;
        private int answered;
        private int sent;
        private int acknowledged;
        private Board board;
        private List<SessionCopy.Version> window;
        private boolean fenced;
        private int durable;
        private String where = "";
        private @Nullable SimulatedPage page;
        private Replication.@Nullable Ownership ownership;

        Session(String id, boolean sync, SessionCopy copy) {
            this.id = id;
            this.sync = sync;
            attempt = copy.attempt();
            answered = copy.answered();
            sent = copy.sent();
            acknowledged = copy.acknowledged();
            board = (Board) copy.state();
            window = copy.window();
        }

        void begin() {
            ownership = replicator.own(id, sync, this);
            if (attempt == 0) {
                commit(board, answered, () -> {});
            }
        }

        void resume(SimulatedPage joined, SimulatedPage.Join join) {
            page = joined;
            attempt = join.attempt();
            if (!joined.isSocket(link, id, attempt)) {
                detach();
            }
            if (join.durable() > answered) {
                // an older state than was promised: asynchronous, and more went wrong than K covers
                world.oracle.fact("events given up");
                world.oracle.gap(id, answered, join.durable());
                answered = join.durable();
            }
            for (int event : join.events()) {
                event(event);
            }
            seen(join.seen());
            int at = attempt;
            sent++;
            Board now = board;
            int version = sent;
            int done = answered;
            commit(board, answered, () -> show(joined, at, version, now, done, true));
        }

        /** Waits for its page, and ends if that does not come. */
        void detach() {
            page = null;
            int at = attempt;
            link.timers()
                    .after(
                            GRACE,
                            () -> {
                                if (page == null && attempt == at && sessions.remove(id, this)) {
                                    ownership.end();
                                }
                            });
        }

        void close() {
            SimulatedPage was = page;
            int at = attempt;
            if (was != null) {
                world.toPage(link, () -> was.closed(link, id, at));
            }
        }

        void seen(int version) {
            if (version > acknowledged && version <= sent) {
                acknowledged = version;
                List<SessionCopy.Version> rest = new ArrayList<>(window);
                rest.removeIf(v -> v.number() < version);
                window = List.copyOf(rest);
            }
        }

        void event(int event) {
            if (event == answered + 1 || !world.deduplicates) {
                apply(event);
            }
        }

        void apply(int event) {
            long application = world.nextApplication();
            String entry = event + ":" + application;
            Board next = board.with(event, application);
            int done = event == 0 ? answered : event;
            int at = attempt;
            int version = sent + 1;
            SimulatedPage to = page;
            Epoch epoch = Epoch.of(attempt, link.self());
            sent++;
            if (commit(
                    next,
                    done,
                    () -> {
                        world.oracle.effect(id, epoch, entry, world.now());
                        if (to != null) {
                            show(to, at, version, next, done, false);
                        }
                    })) {
                world.oracle.applied(entry, world.now());
                board = next;
                answered = done;
            } else {
                sent--;
            }
        }

        private boolean commit(Board next, int done, Runnable release) {
            List<SessionCopy.Version> versions = new ArrayList<>(window);
            if (versions.isEmpty() || versions.getLast().number() < sent) {
                versions.add(new SessionCopy.Version(sent, next, RenderContext.DEFAULT));
            }
            durable = Math.max(durable, ownership.durable());
            SessionCopy copy =
                    new SessionCopy(
                            attempt,
                            next,
                            RenderContext.DEFAULT,
                            done,
                            sent,
                            acknowledged,
                            List.copyOf(versions),
                            List.of(),
                            List.of(),
                            List.of());
            if (!ownership.commit(copy, release)) {
                return false;
            }
            window = copy.window();
            return true;
        }

        private void show(
                SimulatedPage to, int at, int version, Board state, int done, boolean joined) {
            String told = joined && ownership != null ? ownership.where() : where;
            world.toPage(
                    link,
                    () -> to.receives(link, id, at, version, state, done, durable, told, joined));
        }

        @Override
        public void fenced() {
            soon(
                    () -> {
                        fenced = true;
                        sessions.remove(id, this);
                        SimulatedPage was = page;
                        int at = attempt;
                        if (was != null) {
                            world.toPage(link, () -> was.closed(link, id, at));
                        }
                    });
        }

        @Override
        public void durable(int event) {
            durable = Math.max(durable, event);
            SimulatedPage to = page;
            int at = attempt;
            int safe = durable;
            if (to != null) {
                world.toPage(link, () -> to.durable(link, id, at, safe));
            }
        }

        @Override
        public void where(String text) {
            where = text;
            SimulatedPage to = page;
            int at = attempt;
            if (to != null) {
                world.toPage(link, () -> to.where(link, id, at, text));
            }
        }
    }
}
