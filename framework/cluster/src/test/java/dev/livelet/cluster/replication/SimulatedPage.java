package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.SimulatedLink;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A page in a browser: numbers its events, keeps each until it is told that it is durable, and goes
 * to another node when its socket breaks or nothing comes for three seconds.
 */
final class SimulatedPage {
    /** What a socket says first. */
    record Join(
            String session,
            int attempt,
            int seen,
            int durable,
            String where,
            List<Integer> events) {}

    private final World world;
    final boolean sync;
    String session;
    private int attempt;
    private int seen;
    private int answered;
    private int durable;
    private String where = "";
    private Board board = Board.EMPTY;
    private final List<Integer> events = new ArrayList<>();
    private int lastEvent;
    private @Nullable SimulatedLink node;
    private boolean joined;
    private long waitsSince;
    private int generation;
    private boolean asleep;

    SimulatedPage(World world, String session, boolean sync) {
        this.world = world;
        this.session = session;
        this.sync = sync;
    }

    /** The page was served by this node. */
    void open(SimulatedServer server) {
        server.mount(session, sync);
        where =
                World.SEAL.sign(
                        new Where(Where.Kind.PENDING, 0, List.of(server.link.self())).text());
    }

    boolean isLive() {
        return joined;
    }

    boolean isAsleep() {
        return asleep;
    }

    /** Loses its socket, and does not come back before {@link #wake}. */
    void sleep() {
        asleep = true;
        drop();
        generation++;
    }

    void wake() {
        asleep = false;
        retry();
    }

    private void drop() {
        SimulatedLink from = node;
        String id = session;
        int at = attempt;
        node = null;
        joined = false;
        if (from != null) {
            world.toServer(from, World.TO_PAGE, s -> s.detached(id, at));
        }
    }

    Board board() {
        return board;
    }

    /** Events that were made and are not yet answered. */
    int unanswered() {
        return lastEvent - answered;
    }

    void event() {
        lastEvent++;
        events.add(lastEvent);
        if (waitsSince == 0) {
            waitsSince = world.now();
        }
        SimulatedLink to = node;
        if (joined && to != null) {
            int number = lastEvent;
            int at = attempt;
            int shown = seen;
            String id = session;
            world.toServer(to, World.TO_PAGE, s -> s.event(this, id, at, shown, number));
        }
    }

    /** Opens a socket to a node. */
    void connect(SimulatedLink to) {
        drop();
        attempt++;
        node = to;
        int mine = ++generation;
        waitsSince = world.now();
        Join join = new Join(session, attempt, seen, durable, where, List.copyOf(events));
        world.toServer(to, s -> s.join(this, join));
        watch(mine);
    }

    private void watch(int mine) {
        world.network
                .clock()
                .after(
                        Duration.ofMillis(500),
                        () -> {
                            if (mine != generation) {
                                return;
                            }
                            boolean quiet =
                                    waitsSince != 0
                                            && world.now() - waitsSince
                                                    > (joined ? 3_000_000_000L : 12_000_000_000L);
                            boolean paused = node == null || node.isPaused();
                            boolean dead =
                                    waitsSince != 0
                                            && paused
                                            && world.now() - waitsSince > 3_000_000_000L;
                            if (quiet || dead) {
                                world.oracle.trace(this + " waited too long");
                                retry();
                            } else {
                                watch(mine);
                            }
                        });
    }

    /** The socket is gone: after a moment, to any node. */
    void retry() {
        drop();
        if (asleep) {
            return;
        }
        int mine = ++generation;
        world.network
                .clock()
                .after(
                        world.between(0, 300),
                        () -> {
                            if (mine == generation) {
                                connect(world.anyNode());
                            }
                        });
    }

    /** Opens sockets to two nodes at once, as it can happen when both answer late. */
    void race(SimulatedLink one, SimulatedLink other) {
        connect(one);
        connect(other);
    }

    /** The same word of a socket at another node, as a proxy that tries again may send it. */
    void repeatJoin(SimulatedLink other) {
        joinToCome(other).run();
    }

    /** A join as it would be sent now. */
    Runnable joinToCome(SimulatedLink other) {
        Join join = new Join(session, attempt, seen, durable, where, List.copyOf(events));
        return () -> world.toServer(other, s -> s.join(this, join));
    }

    void crashed(SimulatedLink gone) {
        if (gone == node) {
            retry();
        }
    }

    /** The node goes away: to another one at a random moment within this time. */
    void leaves(SimulatedLink from, String of, int at, Duration within) {
        if (isSocket(from, of, at)) {
            world.network
                    .clock()
                    .after(
                            world.between(0, (int) within.toMillis()),
                            () -> {
                                if (isSocket(from, of, at)) {
                                    connect(world.anyNode());
                                }
                            });
        }
    }

    /** Whether this is what it has a socket to. */
    boolean isSocket(SimulatedLink from, String of, int at) {
        return from == node && of.equals(session) && at == attempt;
    }

    void receives(
            SimulatedLink from,
            String of,
            int at,
            int version,
            Board state,
            int done,
            int safe,
            String copies,
            boolean answersJoin) {
        if (!isSocket(from, of, at) || !joined && !answersJoin) {
            return;
        }
        joined = true;
        world.oracle.shows(session, sync, version, state, world.lastCrash);
        seen = version;
        board = state;
        answered = done;
        waitsSince = unanswered() > 0 ? world.now() : 0;
        if (!copies.isEmpty()) {
            where = copies;
        }
        durable(from, of, at, safe);
        if (answersJoin) {
            // events made while the join was under way
            for (int event : List.copyOf(events)) {
                if (event > done) {
                    String id = session;
                    world.toServer(from, World.TO_PAGE, s -> s.event(this, id, at, version, event));
                }
            }
        }
    }

    void durable(SimulatedLink from, String of, int at, int safe) {
        if (isSocket(from, of, at) && safe > durable) {
            durable = safe;
            events.removeIf(e -> e <= safe);
        }
    }

    void where(SimulatedLink from, String of, int at, String text) {
        if (isSocket(from, of, at)) {
            where = text;
        }
    }

    /** The node says that the session is elsewhere. */
    void closed(SimulatedLink from, String of, int at) {
        if (isSocket(from, of, at)) {
            world.oracle.fact("live sockets closed by a fence");
            retry();
        }
    }

    /** The node lost hold of the session: the page is to come again. */
    void interrupted(int at) {
        if (at == attempt) {
            world.oracle.fact("interrupted");
            retry();
        }
    }

    void refused(int at) {
        if (at == attempt) {
            world.oracle.fact("superseded");
            retry();
        }
    }

    /** The session is gone: the server says so, and the page starts afresh. */
    void lost(int at, String how) {
        if (at != attempt) {
            return;
        }
        world.oracle.fact(seen == 0 ? "unseen pages afresh" : how);
        world.oracle.trace(
                this + " " + how + " seen " + seen + " durable " + durable + " " + where);
        world.oracle.startsAfresh(session);
        session = session + "'";
        attempt = 0;
        seen = 0;
        answered = 0;
        durable = 0;
        lastEvent = 0;
        events.clear();
        board = Board.EMPTY;
        SimulatedLink to = world.anyNode();
        String afresh = session;
        world.toServer(to, s -> s.mount(afresh, sync));
        where = World.SEAL.sign(new Where(Where.Kind.PENDING, 0, List.of(to.self())).text());
        retry();
    }

    @Override
    public String toString() {
        return session + " at " + node + " attempt " + attempt;
    }
}
