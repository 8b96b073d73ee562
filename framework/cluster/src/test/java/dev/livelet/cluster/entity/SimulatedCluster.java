package dev.livelet.cluster.entity;

import dev.livelet.Entity;
import dev.livelet.EntityId;
import dev.livelet.EntityRef;
import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.link.SimulatedLink;
import dev.livelet.cluster.link.SimulatedNetwork;
import dev.livelet.entity.EntityNode;
import dev.livelet.entity.EntityType;
import dev.livelet.entity.Surroundings;
import dev.livelet.pubsub.PubSub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/** Nodes with entities, on one thread, in virtual time. */
final class SimulatedCluster {
    final SimulatedNetwork network;
    private final BiFunction<SimulatedCluster, String, List<Entity<?>>> types;
    private final Rules rules;
    private final Map<String, Node> nodes = new TreeMap<>();

    /** One run of one node. */
    record Node(SimulatedLink link, EntityNode entities, EntityCluster cluster, PubSub pubSub) {
        Inside inside() {
            return new Inside(cluster);
        }

        <E extends Entity<S>, S> EntityRef<E, S> get(Class<E> type, String name) {
            return entities.get(type, name);
        }
    }

    /**
     * @param types makes those of a node
     */
    SimulatedCluster(
            long seed, Rules rules, BiFunction<SimulatedCluster, String, List<Entity<?>>> types) {
        System.out.println("Entities: seed " + seed);
        this.network = new SimulatedNetwork(seed);
        this.rules = rules;
        this.types = types;
    }

    SimulatedCluster(long seed, List<Entity<?>> types) {
        this(seed, Rules.STRICT, (cluster, name) -> types);
    }

    long nanos() {
        return network.clock().nanos();
    }

    Node start(String name) {
        SimulatedLink link = network.start(name);
        InstantSource wall = () -> Instant.ofEpochSecond(1_000_000, nanos());
        EntityCluster cluster =
                new EntityCluster(
                        link,
                        link.timers(),
                        this::nanos,
                        wall,
                        Runnable::run,
                        Runnable::run,
                        rules);
        List<EntityType<?>> checked = new ArrayList<>();
        for (Entity<?> each : types.apply(this, name)) checked.add(EntityType.of(each));
        PubSub pubSub = new PubSub();
        EntityNode entities =
                new EntityNode(
                        checked,
                        cluster,
                        new Surroundings(pubSub, link.timers(), this::nanos, wall, Runnable::run));
        List<Class<?>> messages = new ArrayList<>();
        entities.kinds().values().forEach(kind -> messages.addAll(kind.messages()));
        Node node = new Node(link, entities, cluster, pubSub);
        nodes.put(name, node);
        cluster.start(new Codecs(messages, id -> null, cluster.byValue()));
        return node;
    }

    void start(String... names) {
        for (String name : names) start(name);
    }

    void crash(String name) {
        network.crash(name);
        nodes.remove(name);
    }

    Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) throw new IllegalArgumentException(name + " does not run");
        return node;
    }

    void run(Duration time) {
        network.clock().run(time);
    }

    boolean runUntil(BooleanSupplier so, Duration atMost) {
        return network.clock().runUntil(so, atMost);
    }

    /** Which nodes run each entity. */
    Map<EntityId, Set<String>> owners() {
        Map<EntityId, Set<String>> owners = new HashMap<>();
        nodes.forEach(
                (name, node) ->
                        node.inside()
                                .running()
                                .forEach(
                                        id ->
                                                owners.computeIfAbsent(
                                                                id, i -> new java.util.TreeSet<>())
                                                        .add(name)));
        return owners;
    }
}
