package dev.livelet.cluster.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.EntityId;
import dev.livelet.EntityRef;
import dev.livelet.EntitySettings;
import dev.livelet.Shared;
import dev.livelet.cluster.codec.SharedCodec;
import dev.livelet.cluster.codec.SharedCodec.Use;
import dev.livelet.entity.Watcher;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Values that a page has shown on one node are found by the next one. */
class SharedValuesTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Watcher NOBODY = id -> {};

    private final long seed = Long.getLong("livelet.seed", new Random().nextLong());
    private SimulatedCluster cluster = new SimulatedCluster(seed, List.of(new Bag()));

    private EntityRef<Bag, Bag.State> bag(String node) {
        return cluster.node(node).get(Bag.class, "one");
    }

    private EntityId id() {
        return new EntityId("Bag", "one");
    }

    private <T> T get(CompletableFuture<T> future) {
        assertTrue(cluster.runUntil(future::isDone, LONG), "no answer");
        return future.join();
    }

    private SharedCodec values(String node) {
        return cluster.node(node).cluster().byName();
    }

    private @Nullable Object found(String node, long version, Use use) {
        Shared<?> found = values(node).find(id(), version, use);
        return found == null ? null : ((Bag.State) found.value()).items();
    }

    /** How long it takes, in milliseconds of the simulation. */
    private long fetch(String node, long... versions) {
        Set<Long> wanted = new java.util.HashSet<>();
        for (long version : versions) wanted.add(version);
        long before = cluster.nanos();
        get(values(node).fetch(Map.of(id(), wanted)));
        return (cluster.nanos() - before) / 1_000_000;
    }

    /** Names of the owner, of its backup, and of the one that has nothing. */
    private List<String> roles() {
        String owner = Objects.requireNonNull(cluster.owners().get(id())).iterator().next();
        List<String> roles = new ArrayList<>(List.of(owner));
        for (String each : List.of("a", "b", "c"))
            if (!each.equals(owner) && cluster.node(each).cluster().has(id())) roles.add(each);
        for (String each : List.of("a", "b", "c")) if (!roles.contains(each)) roles.add(each);
        return roles;
    }

    private List<Long> threeVersions() {
        cluster.start("a", "b", "c");
        cluster.run(Duration.ofSeconds(1));
        List<Long> versions = new ArrayList<>();
        for (String item : List.of("x", "y", "z"))
            versions.add(get(bag("a").ask(Bag::add, item)).version());
        return versions;
    }

    @Test
    void ownerAndBackupHaveThemAtOnceAndOthersAfterAQuestion() {
        List<Long> versions = threeVersions();
        List<String> roles = roles();
        for (String node : roles.subList(0, 2)) {
            assertEquals(Set.of("x", "y"), found(node, versions.get(1), Use.SHOWN));
            assertEquals(Set.of("x", "y", "z"), found(node, versions.get(2), Use.NEXT));
        }
        String other = roles.get(2);
        assertNull(found(other, versions.get(0), Use.SHOWN));
        long took = fetch(other, versions.get(0), versions.get(2));
        assertTrue(took < 50, took + " ms");
        assertEquals(Set.of("x"), found(other, versions.get(0), Use.SHOWN));
        assertEquals(Set.of("x", "y", "z"), found(other, versions.get(2), Use.SHOWN));
        assertSame(
                values(other).find(id(), versions.get(0), Use.SHOWN),
                values(other).find(id(), versions.get(0), Use.SHOWN),
                "one object for all pages");
    }

    @Test
    void theBackupIsAskedWithoutWaitingForTheLossOfTheOwnerToBeKnown() {
        List<Long> versions = threeVersions();
        List<String> roles = roles();
        cluster.crash(roles.get(0));
        long took = fetch(roles.get(2), versions.get(2));
        assertTrue(took < 50, took + " ms");
        assertEquals(Set.of("x", "y", "z"), found(roles.get(2), versions.get(2), Use.SHOWN));
    }

    /** Only the owner and its backup had the last one, and a page of the owner's has shown it. */
    @Test
    void whatAPageMayHaveSeenOfALostOwnerIsAskedOfItsBackup() {
        cluster.start("a", "b", "c");
        cluster.run(Duration.ofSeconds(1));
        List<Long> versions = new ArrayList<>();
        for (String item : List.of("x", "y"))
            versions.add(get(bag("a").ask(Bag::add, item)).version());
        String other = roles().get(2);
        fetch(other, versions.get(1));
        get(bag(roles().get(0)).ask(Bag::add, "z"));
        cluster.crash(roles().get(0));
        assertEquals(Set.of("x", "y"), found(other, versions.get(1), Use.NEXT));

        long before = cluster.nanos();
        List<CompletableFuture<Void>> pages =
                Stream.generate(() -> values(other).renew(Set.of(id()))).limit(3).toList();
        pages.forEach(this::get);
        long took = (cluster.nanos() - before) / 1_000_000;

        assertTrue(took < 50, took + " ms: the backup has it, before it is the next owner");

        assertEquals(Set.of("x", "y", "z"), found(other, versions.get(1), Use.NEXT));
        assertEquals(Set.of("x", "y"), found(other, versions.get(1), Use.SHOWN));
    }

    /** A node that says nothing may be the one that has it: the entity's next owner knows. */
    @Test
    void whereANodeIsSilentThePageWaitsForTheNextOwner() {
        List<Long> versions = threeVersions();
        List<String> roles = roles();
        cluster.network.pause(roles.get(0));
        long before = cluster.nanos();
        get(values(roles.get(2)).renew(Set.of(id())));
        long took = (cluster.nanos() - before) / 1_000_000;
        assertTrue(took >= 300 && took <= 2_600, took + " ms");
        assertEquals(Set.of("x", "y", "z"), found(roles.get(2), versions.get(0), Use.NEXT));
    }

    @Test
    void aPageThatIsOlderThanWhatIsShownHereGoesOnWithThat() {
        List<Long> versions = threeVersions();
        String other = roles().get(2);
        Shared<Bag.State> newest = get(bag(other).fetch());
        cluster.node(other).entities().watch(newest, NOBODY);
        assertSame(newest, values(other).find(id(), versions.get(0), Use.NEXT));
        assertSame(newest, values(other).find(id(), versions.get(2), Use.SHOWN));
    }

    @Test
    void aVersionThatWasReplacedLongAgoIsGoneAndANewerOneIsThere() {
        List<Long> versions = threeVersions();
        String other = roles().get(2);
        cluster.run(Ring.KEPT.plusSeconds(5));
        fetch(other, versions.get(0));
        assertNull(found(other, versions.get(0), Use.SHOWN));
        assertEquals(Set.of("x", "y", "z"), found(other, versions.get(0), Use.NEXT));
    }

    @Test
    void anEntityThatNobodyHasAnyMoreIsMadeAnewWithAVersionAboveAll() {
        List<Long> versions = threeVersions();
        List<String> roles = roles();
        cluster.crash(roles.get(0));
        cluster.crash(roles.get(1));
        cluster.run(Duration.ofSeconds(5));
        String other = roles.get(2);
        fetch(other, versions.get(2));
        Shared<?> next = values(other).find(id(), versions.get(2), Use.NEXT);
        assertNotNull(next);
        assertTrue(next.version() > versions.get(2));
        assertEquals(Set.of(), ((Bag.State) next.value()).items());
        assertEquals(0, cluster.node(other).cluster().valuesLost());
    }

    @Test
    void whereTheEntityCannotBeHadAnOlderValueIsTakenAndCounted() {
        cluster = new SimulatedCluster(seed, List.of(new Bag(EntitySettings.majority(3))));
        List<Long> versions = new ArrayList<>();
        cluster.start("a", "b", "c");
        cluster.run(Duration.ofSeconds(5));
        for (String item : List.of("x", "y"))
            versions.add(get(bag("a").ask(Bag::add, item)).version());
        List<String> roles = roles();
        String left = roles.get(2);
        fetch(left, versions.get(0));
        cluster.crash(roles.get(0));
        cluster.crash(roles.get(1));
        long took = fetch(left, versions.get(1) + 1);
        assertTrue(took < 2000, took + " ms");
        assertNotNull(values(left).find(id(), versions.get(1) + 1, Use.NEXT));
        assertNull(values(left).find(id(), versions.get(1) + 1, Use.SHOWN));
        assertEquals(1, cluster.node(left).cluster().valuesLost());
    }

    @Test
    void halvesOfASplitNeverGiveTwoValuesOneVersion() {
        threeVersions();
        List<String> roles = roles();
        cluster.network.split(Set.of(roles.get(0)), Set.of(roles.get(1), roles.get(2)));
        cluster.run(Duration.ofSeconds(10));
        Set<Long> left = new java.util.HashSet<>();
        Set<Long> right = new java.util.HashSet<>();
        for (int i = 0; i < 50; i++) {
            left.add(get(bag(roles.get(0)).ask(Bag::add, "l" + i)).version());
            right.add(get(bag(roles.get(1)).ask(Bag::add, "r" + i)).version());
        }
        Set<Long> both = new java.util.HashSet<>(left);
        both.retainAll(right);
        assertEquals(Set.of(), both);
        assertNotEquals(Set.of(), left);
        cluster.network.heal();
        cluster.run(Duration.ofSeconds(20));
        Shared<Bag.State> merged = get(bag(roles.get(2)).fetch());
        assertEquals(103, merged.value().items().size());
        long newest = Math.max(java.util.Collections.max(left), java.util.Collections.max(right));
        assertTrue(merged.version() > newest, "versions go on growing");
    }
}
