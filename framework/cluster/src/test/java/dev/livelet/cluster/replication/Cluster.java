package dev.livelet.cluster.replication;

import dev.livelet.RenderContext;
import dev.livelet.cluster.link.SimulatedLink;
import dev.livelet.cluster.link.SimulatedNetwork;
import dev.livelet.spi.Replication;
import dev.livelet.spi.SessionCopy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A few nodes with replication and nothing above it: tests do by hand what sessions do. */
final class Cluster {
    final SimulatedNetwork network;
    private final ReplicationSettings settings;
    private final Map<String, Replicator> replicators = new TreeMap<>();
    private final Map<String, SimulatedLink> links = new TreeMap<>();

    Cluster(long seed, ReplicationSettings settings) {
        network = new SimulatedNetwork(seed);
        this.settings = settings;
    }

    static Cluster of(int nodes) {
        return of(nodes, ReplicationSettings.DEFAULT);
    }

    static Cluster of(int nodes, ReplicationSettings settings) {
        Cluster cluster = new Cluster(1, settings);
        for (int i = 0; i < nodes; i++) {
            cluster.start("n" + i);
        }
        cluster.run(1_000);
        return cluster;
    }

    Replicator start(String name) {
        return start(name, new Board.Codec());
    }

    Replicator start(String name, CopyCodec codec) {
        SimulatedLink link = network.start(name);
        Replicator replicator =
                new Replicator(
                        link, link.timers(), network.clock()::nanos, codec, settings, World.SEAL);
        replicators.put(name, replicator);
        links.put(name, link);
        return replicator;
    }

    Replicator at(String name) {
        return replicators.get(name);
    }

    SimulatedLink link(String name) {
        return links.get(name);
    }

    void run(long millis) {
        network.clock().run(Duration.ofMillis(millis));
    }

    /** A session of this node that has a socket. */
    Held own(String node, String session, boolean sync) {
        Held held = new Held(at(node), session, sync);
        held.commit(1);
        return held;
    }

    /** The node that keeps this session's copy. */
    String keeper(String session) {
        return replicators.entrySet().stream()
                .filter(e -> links.get(e.getKey()).isAlive() && e.getValue().keeps(session))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("nobody");
    }

    CompletableFuture<Replication.Claimed> claim(
            String node, String session, int attempt, int seen, String where) {
        return at(node).claiming(
                        new Replication.Claim(session, attempt, seen, 0, where, Board.class));
    }

    long count(String node, Count count) {
        return at(node).counts().getOrDefault(count, 0L);
    }

    /** Someone other than these. */
    String other(String... names) {
        return replicators.keySet().stream()
                .filter(n -> !List.of(names).contains(n))
                .findFirst()
                .orElseThrow();
    }

    static SessionCopy copy(int attempt, Board board, int sent) {
        return new SessionCopy(
                attempt,
                board,
                RenderContext.DEFAULT,
                sent,
                sent,
                sent,
                List.of(new SessionCopy.Version(sent, board, RenderContext.DEFAULT)),
                List.of(),
                List.of(),
                List.of());
    }

    /** A session that a test runs. */
    static final class Held implements Replication.Owner {
        final List<Integer> released = new ArrayList<>();
        final List<Integer> durable = new ArrayList<>();
        final List<String> wheres = new ArrayList<>();
        final Replication.Ownership ownership;
        boolean fenced;
        int sent;
        private int attempt = 1;
        private Board board = Board.EMPTY;

        Held(Replicator replicator, String session, boolean sync) {
            ownership = replicator.own(session, sync, this);
        }

        /** Goes on after a claim. */
        Held(Replicator replicator, String session, boolean sync, int attempt, SessionCopy copy) {
            this(replicator, session, sync);
            this.attempt = attempt;
            board = (Board) copy.state();
            sent = copy.sent();
        }

        boolean commit(int times) {
            for (int i = 0; i < times; i++) {
                int number = ++sent;
                board = board.with(number, number);
                if (!ownership.commit(copy(attempt, board, number), () -> released.add(number))) {
                    sent--;
                    return false;
                }
            }
            return true;
        }

        boolean commit(Board large) {
            int number = ++sent;
            board = large;
            return ownership.commit(copy(attempt, board, number), () -> released.add(number));
        }

        String where() {
            return ownership.where();
        }

        @Override
        public void fenced() {
            fenced = true;
        }

        @Override
        public void durable(int event) {
            durable.add(event);
        }

        @Override
        public void where(String where) {
            wheres.add(where);
        }
    }
}
