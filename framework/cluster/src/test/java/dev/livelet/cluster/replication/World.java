package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.link.SimulatedLink;
import dev.livelet.cluster.link.SimulatedNetwork;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Nodes, pages and an oracle, in virtual time; all by one seed. */
final class World {
    /** Signed by brackets. */
    static final Seal SEAL =
            new Seal() {
                @Override
                public String sign(String text) {
                    return "[" + text + "]";
                }

                @Override
                public Optional<String> verify(String signed) {
                    return signed.startsWith("[")
                            ? Optional.of(signed.substring(1, signed.length() - 1))
                            : Optional.empty();
                }
            };

    /** Always as long: a socket keeps the order. */
    static final Duration TO_PAGE = Duration.ofMillis(1);

    final SimulatedNetwork network;
    final Oracle oracle = new Oracle();
    final Rules rules;
    final boolean deduplicates;
    final ReplicationSettings settings;
    final List<SimulatedPage> pages = new ArrayList<>();
    final Random random;
    private final Map<SimulatedLink, SimulatedServer> servers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private long applications;
    private boolean running = true;
    long lastCrash;

    World(long seed) {
        this(seed, Rules.STRICT, true, ReplicationSettings.DEFAULT);
    }

    World(long seed, Rules rules, boolean deduplicates, ReplicationSettings settings) {
        network = new SimulatedNetwork(seed);
        random = new Random(seed * 31 + 7);
        this.rules = rules;
        this.deduplicates = deduplicates;
        this.settings = settings.grace(Duration.ofSeconds(5));
    }

    World nodes(int number) {
        for (int i = 0; i < number; i++) {
            names.add("n" + i);
            start("n" + i);
        }
        run(Duration.ofSeconds(1));
        return this;
    }

    SimulatedServer start(String name) {
        SimulatedServer server = new SimulatedServer(this, network.start(name));
        servers.put(server.link, server);
        oracle.trace(now() + " start " + server.link);
        return server;
    }

    List<String> names() {
        return names;
    }

    void crash(String name) {
        for (SimulatedLink link : network.running()) {
            if (link.self().name().equals(name)) {
                oracle.trace(now() + " crash " + link);
                network.crash(name);
                lastCrash = now();
                pages.forEach(
                        p -> network.clock().after(Duration.ofMillis(1), () -> p.crashed(link)));
            }
        }
    }

    /** SIGTERM, and another of its name when it has ended. */
    void restart(String name) {
        for (SimulatedLink link : network.running()) {
            if (link.self().name().equals(name)) {
                oracle.trace(now() + " restart " + link);
                SimulatedServer server = servers.get(link);
                link.timers().after(Duration.ZERO, () -> server.stop(() -> start(name)));
            }
        }
    }

    /** Pages that act on their own, each some times a second. */
    void pages(int number, boolean sync, Duration every) {
        for (int i = 0; i < number; i++) {
            SimulatedPage page = new SimulatedPage(this, (sync ? "s" : "a") + pages.size(), sync);
            pages.add(page);
            SimulatedLink served = anyNode();
            toServer(served, page::open);
            network.clock().after(between(20, 400), () -> page.connect(anyNode()));
            acts(page, every);
        }
    }

    private void acts(SimulatedPage page, Duration every) {
        network.clock()
                .after(
                        network.clock().nanos() == 0
                                ? every
                                : Duration.ofNanos(
                                        1 + (long) (every.toNanos() * 2 * random.nextDouble())),
                        () -> {
                            if (running) {
                                if (page.unanswered() < 8) {
                                    page.event();
                                }
                                acts(page, every);
                            }
                        });
    }

    /** Sessions change by themselves too. */
    void serverEvents(Duration every) {
        network.clock()
                .after(
                        every,
                        () -> {
                            if (running) {
                                for (SimulatedLink link : network.running()) {
                                    SimulatedServer server = servers.get(link);
                                    link.timers().after(Duration.ZERO, server::serverEvents);
                                }
                                serverEvents(every);
                            }
                        });
    }

    /** Nobody makes events any more. */
    void quiet() {
        running = false;
    }

    void run(Duration time) {
        network.clock().run(time);
    }

    boolean runUntil(BooleanSupplier so, Duration atMost) {
        return network.clock().runUntil(so, atMost);
    }

    long now() {
        return network.clock().nanos();
    }

    long nextApplication() {
        return ++applications;
    }

    Duration between(int least, int most) {
        return Duration.ofMillis(least + random.nextInt(most - least + 1));
    }

    SimulatedServer server(SimulatedLink link) {
        return servers.get(link);
    }

    /** A load balancer that knows nothing. */
    SimulatedLink anyNode() {
        List<SimulatedLink> running = List.copyOf(network.running());
        return running.get(random.nextInt(running.size()));
    }

    void toServer(SimulatedLink to, Consumer<SimulatedServer> what) {
        toServer(to, between(1, 10), what);
    }

    void toServer(SimulatedLink to, Duration delay, Consumer<SimulatedServer> what) {
        network.clock()
                .after(
                        delay,
                        () -> to.timers().after(Duration.ZERO, () -> what.accept(servers.get(to))));
    }

    /** What a node that was alive has sent comes, also if it dies meanwhile. */
    void toPage(SimulatedLink from, Runnable what) {
        network.clock().after(TO_PAGE, what);
    }

    int underReplicated() {
        int number = 0;
        for (SimulatedLink link : network.running()) {
            number += servers.get(link).replicator.underReplicated();
        }
        return number;
    }

    Map<Count, Long> counts() {
        Map<Count, Long> sum = new java.util.TreeMap<>();
        servers.values()
                .forEach(s -> s.replicator.counts().forEach((c, n) -> sum.merge(c, n, Long::sum)));
        sum.values().removeIf(n -> n == 0);
        return sum;
    }

    /** The node that runs this page's session. */
    String ownerOf(SimulatedPage page) {
        return network.running().stream()
                .filter(l -> servers.get(l).runs(page.session))
                .map(l -> l.self().name())
                .findFirst()
                .orElse(names.getFirst());
    }

    boolean allLive() {
        return pages.stream().allMatch(p -> p.isLive() || p.isAsleep());
    }

    /** All nodes run and see each other, all pages are answered, all sessions have their copies. */
    boolean isWhole() {
        Set<NodeId> all = new HashSet<>();
        network.running().forEach(l -> all.add(l.self()));
        return all.size() == names.size()
                && network.running().stream()
                        .allMatch(l -> !l.isPaused() && l.view().members().equals(all))
                && allLive()
                && underReplicated() == 0;
    }

    /** Faults are over: every page gets all its answers, and then the oracle compares. */
    void settle() {
        quiet();
        boolean all =
                runUntil(
                        () -> pages.stream().allMatch(p -> p.isLive() && p.unanswered() == 0),
                        Duration.ofMinutes(2));
        if (!all) {
            pages.stream()
                    .filter(p -> !p.isLive() || p.unanswered() != 0)
                    .forEach(
                            p -> oracle.violation(p + " never got its answers: " + p.unanswered()));
        }
        // digests and orphans
        run(settings.grace().plusSeconds(62));
        for (SimulatedPage page : pages) {
            long owners =
                    network.running().stream()
                            .filter(l -> servers.get(l).runs(page.session))
                            .count();
            if (owners != 1) {
                oracle.violation(page + " runs on " + owners + " nodes");
            }
            long copies =
                    network.running().stream()
                            .filter(l -> servers.get(l).replicator.keeps(page.session))
                            .count();
            if (copies != settings.copies()) {
                oracle.violation("of " + page + " there are " + copies + " copies");
                for (SimulatedLink link : network.running()) {
                    oracle.trace(link + " " + servers.get(link).replicator.tell(page.session));
                }
            }
        }
    }

    /** Only where no split allows both sides to go on. */
    void compareEffects() {
        pages.forEach(p -> oracle.compareEffects(p.session, p.board()));
    }

    String report() {
        return oracle.report()
                + "\ncounts "
                + counts()
                + (oracle.violations().isEmpty() ? "" : "\n" + oracle.traceText());
    }
}
