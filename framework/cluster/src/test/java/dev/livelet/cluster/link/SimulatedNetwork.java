package dev.livelet.cluster.link;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Several nodes and what is between them, on one thread, in virtual time, repeatable by its seed:
 * the contract of {@link Link}, with everything bad that it permits.
 *
 * <pre>{@code
 * var network = new SimulatedNetwork(seed).signalLoss(0.05);
 * SimulatedLink a = network.start("a");
 * SimulatedLink b = network.start("b");
 * // give each node's parts its link, a.timers() and network.clock()::nanos
 * network.clock().run(Duration.ofSeconds(1));
 * network.split(Set.of("a"), Set.of("b"));
 * network.pause("a"); network.resume("a"); network.crash("b"); network.start("b"); // b#2
 * }</pre>
 *
 * <p>Each pair of nodes learns of each other by itself and late, so views differ for a while: a
 * crash is seen after 0.4 to 1 s, a split or a pause after 4 to 6 s, a heal and a resume after 0.3
 * to 4.6 s. A paused node runs no timers and gets nothing; when it resumes it finds all that in
 * random order, and its old view. Frames between two nodes that see each other come in order; after
 * an exclusion at either end some are lost, and the receiver is told. Signals and questions come in
 * any order, or not at all. A node that crashed refuses; one behind a split is silent.
 *
 * <p>Everything that a node does must be in what it is called back with or in actions of {@link
 * SimulatedLink#timers}: else pauses and crashes don't stop it. What is thrown comes out of {@link
 * VirtualClock#run}.
 */
public final class SimulatedNetwork {
    private record Way(String from, String to) {}

    private final VirtualClock clock = new VirtualClock();
    private final Map<NodeId, SimulatedLink> nodes =
            new TreeMap<>(Comparator.comparing(NodeId::name).thenComparing(NodeId::incarnation));
    private final Map<String, SimulatedLink> running = new TreeMap<>();
    private final Map<String, Long> incarnations = new TreeMap<>();
    private final Set<Way> cut = new HashSet<>();
    private final Random random;
    private double signalLoss;
    private Duration latencyMin = Duration.ofNanos(100_000);
    private Duration latencyMax = Duration.ofMillis(2);
    private int frameSize = 32 * 1024;
    private int window = 256 * 1024;

    public SimulatedNetwork(long seed) {
        random = new Random(seed);
    }

    public VirtualClock clock() {
        return clock;
    }

    /** Chance of a signal, a question or an answer to get lost. */
    public SimulatedNetwork signalLoss(double chance) {
        signalLoss = chance;
        return this;
    }

    public SimulatedNetwork latency(Duration least, Duration most) {
        latencyMin = least;
        latencyMax = most;
        return this;
    }

    public SimulatedNetwork frameSize(int bytes) {
        frameSize = bytes;
        return this;
    }

    /** Bytes of frames on the way to one peer. */
    public SimulatedNetwork window(int bytes) {
        window = bytes;
        return this;
    }

    /**
     * Starts a node; it sees at once whom it can reach, the others see it 5 to 60 ms later. One of
     * this name that still runs crashes.
     */
    public SimulatedLink start(String name) {
        if (running.containsKey(name)) {
            crash(name);
        }
        NodeId id = new NodeId(name, incarnations.merge(name, 1L, Long::sum));
        SimulatedLink link = new SimulatedLink(this, id);
        Set<NodeId> members = new HashSet<>(Set.of(id));
        for (SimulatedLink other : running.values()) {
            if (present(link, other)) {
                members.add(other.self());
            }
        }
        nodes.put(id, link);
        running.put(name, link);
        link.install(new View(members, leaving(members)));
        changed();
        return link;
    }

    /** kill -9. */
    public void crash(String name) {
        SimulatedLink link = running.remove(name);
        if (link != null) {
            link.die();
            changed();
        }
    }

    /** SIGSTOP. */
    public void pause(String name) {
        SimulatedLink link = running.get(name);
        if (link != null) {
            link.pause();
            changed();
        }
    }

    /** SIGCONT. */
    public void resume(String name) {
        SimulatedLink link = running.get(name);
        if (link != null) {
            link.resume();
            changed();
        }
    }

    /** Nothing goes from one of these groups to another; those in no group reach all. */
    @SafeVarargs
    public final void split(Set<String>... groups) {
        for (Set<String> group : groups) {
            for (Set<String> other : groups) {
                if (group != other) {
                    group.forEach(from -> other.forEach(to -> cut.add(new Way(from, to))));
                }
            }
        }
        changed();
    }

    /** Nothing goes from one node to the other; the way back stays open. */
    public void cut(String from, String to) {
        cut.add(new Way(from, to));
        changed();
    }

    /** Ends all splits. */
    public void heal() {
        cut.clear();
        changed();
    }

    /** Loses all frames on the way between two nodes, without any change of views. */
    public void loseFrames(String from, String to) {
        SimulatedLink link = running.get(from);
        SimulatedLink other = running.get(to);
        if (link != null && other != null) {
            link.stream(other.self()).lose();
        }
    }

    /** The nodes that run, paused ones too, by name. */
    public Collection<SimulatedLink> running() {
        return List.copyOf(running.values());
    }

    Random random() {
        return random;
    }

    int frameSize() {
        return frameSize;
    }

    int window() {
        return window;
    }

    boolean loses() {
        return signalLoss > 0 && random.nextDouble() < signalLoss;
    }

    SimulatedLink node(NodeId id) {
        SimulatedLink link = nodes.get(id);
        if (link == null) {
            throw new IllegalArgumentException(id + " was never started");
        }
        return link;
    }

    boolean knows(NodeId id) {
        return nodes.containsKey(id);
    }

    boolean reaches(NodeId from, NodeId to) {
        return cut.isEmpty() || !cut.contains(new Way(from.name(), to.name()));
    }

    Duration latency() {
        return between(latencyMin, latencyMax);
    }

    Duration between(Duration least, Duration most) {
        long spread = most.toNanos() - least.toNanos();
        return least.plusNanos(spread <= 0 ? 0 : random.nextLong(spread + 1));
    }

    void gone(SimulatedLink link) {
        running.remove(link.self().name(), link);
        changed();
    }

    /** The node said that it leaves. */
    void leaves(SimulatedLink leaver) {
        for (SimulatedLink link : running.values()) {
            if (link != leaver) {
                later(
                        link,
                        between(Duration.ofMillis(1), Duration.ofMillis(10)),
                        () -> {
                            View view = link.view();
                            link.install(new View(view.members(), leaving(view.members())));
                        });
            }
        }
    }

    private boolean present(SimulatedLink seer, SimulatedLink seen) {
        return seen.isAlive()
                && !seen.isPaused()
                && reaches(seer.self(), seen.self())
                && reaches(seen.self(), seer.self());
    }

    private Set<NodeId> leaving(Set<NodeId> members) {
        Set<NodeId> leaving = new HashSet<>();
        members.forEach(
                m -> {
                    if (nodes.containsKey(m) && node(m).isLeaving()) {
                        leaving.add(m);
                    }
                });
        return leaving;
    }

    /** Something is otherwise between the nodes: those who see it wrong find it out later. */
    private void changed() {
        for (SimulatedLink seer : List.copyOf(running.values())) {
            if (seer.isPaused()) {
                continue;
            }
            for (SimulatedLink seen : List.copyOf(nodes.values())) {
                boolean is = present(seer, seen);
                if (seer != seen && is != seer.view().has(seen.self())) {
                    later(seer, delay(seer, seen, is), () -> found(seer, seen, is));
                }
            }
        }
    }

    private Duration delay(SimulatedLink seer, SimulatedLink seen, boolean is) {
        if (is) {
            return seer.met(seen.self())
                    ? between(Duration.ofMillis(300), Duration.ofMillis(4600))
                    : between(Duration.ofMillis(5), Duration.ofMillis(60));
        }
        if (seen.isAlive()) {
            return between(Duration.ofSeconds(4), Duration.ofSeconds(6));
        }
        return seen.isLeaving()
                ? between(Duration.ofMillis(30), Duration.ofMillis(50))
                : between(Duration.ofMillis(400), Duration.ofSeconds(1));
    }

    private void found(SimulatedLink seer, SimulatedLink seen, boolean is) {
        if (present(seer, seen) != is || seer.view().has(seen.self()) == is) {
            return;
        }
        Set<NodeId> members = new HashSet<>(seer.view().members());
        if (is) {
            members.removeIf(m -> m.name().equals(seen.self().name()));
            members.add(seen.self());
        } else {
            members.remove(seen.self());
        }
        seer.install(new View(members, leaving(members)));
        if (is && seen.view().has(seer.self())) {
            later(seen, latency(), () -> seen.install(seen.view()));
        }
    }

    private void later(SimulatedLink node, Duration delay, Runnable what) {
        clock.after(delay, () -> node.happens(what));
    }
}
