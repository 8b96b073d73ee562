package dev.livelet.cluster.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.EntityRef;
import dev.livelet.Shared;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Entities that several nodes have together. */
class EntityClusterTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private final long seed = Long.getLong("livelet.seed", new Random().nextLong());
    private final SimulatedCluster cluster = new SimulatedCluster(seed, List.of(new Bag()));

    private EntityRef<Bag, Bag.State> bag(String node, String name) {
        return cluster.node(node).get(Bag.class, name);
    }

    private <T> T get(CompletableFuture<T> future) {
        assertTrue(cluster.runUntil(future::isDone, LONG), "no answer");
        return future.join();
    }

    private void all(List<? extends CompletableFuture<?>> futures) {
        CompletableFuture<?> all =
                CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
        cluster.runUntil(all::isDone, LONG);
        all.join();
    }

    @Test
    void anEntityIsOneForAllNodes() {
        cluster.start("a", "b", "c");
        get(bag("a", "one").ask(Bag::add, "x"));
        get(bag("b", "one").ask(Bag::add, "y"));
        assertEquals(2, get(bag("c", "one").ask(Bag::size)));
        assertEquals(Set.of("x", "y"), get(bag("a", "one").fetch()).value().items());
        assertEquals(1, cluster.owners().get(bag("a", "one").id()).size());
    }

    @Test
    void twoNodesThatMakeTheSameThousandAtOnceMakeAThousand() {
        cluster.start("a", "b", "c", "d");
        cluster.run(Duration.ofSeconds(1));
        List<CompletableFuture<?>> made = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            made.add(bag("a", "bag " + i).ask(Bag::add, "a"));
            made.add(bag("b", "bag " + i).ask(Bag::add, "b"));
        }
        all(made);
        cluster.run(Duration.ofSeconds(1));
        assertEquals(1000, cluster.owners().size());
        cluster.owners().forEach((id, nodes) -> assertEquals(1, nodes.size(), id + " " + nodes));
        for (int i = 0; i < 1000; i++) {
            Bag.State state = get(bag("c", "bag " + i).fetch()).value();
            assertEquals(Set.of("a", "b"), state.items());
            assertEquals(0, state.merges(), "nothing was made twice");
        }
    }

    @Test
    void nothingThatWasAnsweredIsLostWhenItsNodeIs() {
        cluster.start("a", "b", "c", "d");
        cluster.run(Duration.ofSeconds(1));
        List<CompletableFuture<?>> made = new ArrayList<>();
        for (int i = 0; i < 200; i++) made.add(bag("a", "bag " + i).ask(Bag::add, "before"));
        all(made);
        cluster.crash("b");
        List<CompletableFuture<?>> after = new ArrayList<>();
        for (int i = 0; i < 200; i++) after.add(bag("a", "bag " + i).ask(Bag::add, "after"));
        all(after);
        for (int i = 0; i < 200; i++) {
            Bag.State state = get(bag("c", "bag " + i).fetch()).value();
            assertEquals(Set.of("before", "after"), state.items());
            assertEquals(2, state.adds(), "each once");
            assertEquals(0, state.merges());
        }
    }

    @Test
    void aSplitClusterGoesOnInBothHalvesAndIsOneAgainAfterwards() {
        cluster.start("a", "b", "c", "d");
        cluster.run(Duration.ofSeconds(1));
        List<CompletableFuture<?>> made = new ArrayList<>();
        for (int i = 0; i < 1000; i++) made.add(bag("a", "bag " + i).ask(Bag::add, "before"));
        all(made);
        List<Boolean> onTheLeft = new ArrayList<>();
        List<Boolean> onTheRight = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            onTheLeft.add(has("a", i) || has("b", i));
            onTheRight.add(has("c", i) || has("d", i));
        }
        cluster.network.split(Set.of("a", "b"), Set.of("c", "d"));
        cluster.run(Duration.ofSeconds(10));
        List<CompletableFuture<?>> apart = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            if (i % 3 != 1) apart.add(bag("a", "bag " + i).ask(Bag::add, "left"));
            if (i % 3 != 2) apart.add(bag("c", "bag " + i).ask(Bag::add, "right"));
        }
        all(apart);
        cluster.network.heal();
        cluster.run(Duration.ofSeconds(20));
        assertEquals(1000, cluster.owners().size());
        cluster.owners().forEach((id, nodes) -> assertEquals(1, nodes.size(), id + " " + nodes));
        int merged = 0;
        for (int i = 0; i < 1000; i++) {
            Set<String> expected = new TreeSet<>(Set.of("before"));
            if (i % 3 != 1) expected.add("left");
            if (i % 3 != 2) expected.add("right");
            Bag.State state = get(bag("d", "bag " + i).fetch()).value();
            assertEquals(expected, state.items(), "bag " + i);
            // A half that had no copy began from nothing.
            boolean both =
                    i % 3 == 0
                            || i % 3 == 1 && !onTheRight.get(i)
                            || i % 3 == 2 && !onTheLeft.get(i);
            assertEquals(both ? 1 : 0, state.merges(), "merged if changed in both: bag " + i);
            merged += state.merges();
        }
        System.out.println(
                "EntityClusterTest: 1,000 after a split and its heal, "
                        + merged
                        + " of them merged");
    }

    private boolean has(String node, int bag) {
        return cluster.node(node).cluster().has(bag(node, "bag " + bag).id());
    }

    @Test
    void aPageOfAnotherNodeIsShownEachChange() {
        cluster.start("a", "b", "c");
        Shared<Bag.State> first = get(bag("a", "one").fetch());
        List<String> seen = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            Shared<Bag.State> shown = get(bag(name, "one").fetch());
            assertEquals(first.version(), shown.version());
            cluster.node(name)
                    .entities()
                    .watch(
                            shown,
                            id ->
                                    seen.add(
                                            name
                                                    + ((Bag.State)
                                                                    cluster.node(name)
                                                                            .entities()
                                                                            .current(id)
                                                                            .value())
                                                            .items()));
        }
        cluster.run(Duration.ofSeconds(1));
        get(bag("b", "one").ask(Bag::add, "x"));
        cluster.run(Duration.ofMillis(50));
        assertEquals(Set.of("a[x]", "b[x]", "c[x]"), Set.copyOf(seen));
    }

    @Test
    void aMemberThatSaysNothingHoldsUpTheOthersForSomeSecondsOnly() {
        cluster.network.start("mute");
        cluster.start("a", "b");
        List<CompletableFuture<?>> made = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            EntityRef<Bag, Bag.State> bag = bag("a", "bag " + i);
            int shard = Shards.of(bag.id(), false);
            if (!cluster.node("a").inside().target(shard).equals("mute"))
                made.add(bag.ask(Bag::add, "x"));
        }
        assertTrue(made.size() > 5, "some belong to others");
        all(made);
        assertTrue(cluster.nanos() < Duration.ofSeconds(10).toNanos(), cluster.nanos() + " ns");
    }

    @Test
    void timersGoOnWhenTheNodeIsLost() {
        cluster.start("a", "b", "c");
        cluster.run(Duration.ofSeconds(1));
        List<CompletableFuture<?>> made = new ArrayList<>();
        for (int i = 0; i < 20; i++)
            made.add(bag("a", "bag " + i).ask(Bag::addLater, "late", Duration.ofSeconds(5)));
        all(made);
        cluster.crash("b");
        cluster.run(Duration.ofSeconds(8));
        for (int i = 0; i < 20; i++)
            assertEquals(
                    Set.of("late"), get(bag("c", "bag " + i).fetch()).value().items(), "bag " + i);
    }

    @Test
    void anEntityThatHasEndedIsMadeAnew() {
        cluster.start("a", "b", "c");
        get(bag("a", "one").ask(Bag::add, "x"));
        get(bag("b", "one").ask(Bag::end));
        assertEquals(0, cluster.owners().size());
        assertEquals(0, get(bag("c", "one").ask(Bag::size)));
    }

    @Test
    void shardsMoveToANodeThatJoinsAndAwayFromOneThatLeaves() {
        cluster.start("a", "b");
        cluster.run(Duration.ofSeconds(1));
        List<CompletableFuture<?>> made = new ArrayList<>();
        for (int i = 0; i < 300; i++) made.add(bag("a", "bag " + i).ask(Bag::add, "x"));
        all(made);
        cluster.start("c");
        assertTrue(
                cluster.runUntil(() -> cluster.node("c").inside().running().size() > 60, LONG),
                "a third of them moves: " + cluster.node("c").inside().running().size());
        cluster.run(Duration.ofSeconds(10));
        cluster.owners().forEach((id, nodes) -> assertEquals(1, nodes.size(), id + " " + nodes));
        cluster.node("a").link().leave();
        assertTrue(
                cluster.runUntil(() -> cluster.node("a").cluster().shards() == 0, LONG),
                "left: " + cluster.node("a").cluster().shards());
        cluster.crash("a");
        cluster.run(Duration.ofSeconds(3));
        for (int i = 0; i < 300; i++) {
            Bag.State state = get(bag("b", "bag " + i).ask(Bag::add, "y")).value();
            assertEquals(Set.of("x", "y"), state.items());
            assertEquals(2, state.adds());
            assertEquals(0, state.merges(), "a move is no split");
        }
        assertEquals(300, cluster.owners().size());
    }
}
