package dev.livelet.cluster.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.EntityRef;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** A copy that is one of those that make a majority stays until a majority has a newer one. */
class LastCopiesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Set<String> ALL = Set.of("a", "b", "c", "d", "e");
    private static final int HISTORIES = 40;

    @Test
    void aCopyOfAnEarlierOwnershipStaysUntilAMajorityHasTheNextOnes() {
        int such = 0;
        for (int seed = 0; seed < HISTORIES; seed++) if (happens(seed)) such++;
        assertTrue(such >= 5, "so it happened " + such + " times in " + HISTORIES);
    }

    /**
     * The owner and two of five have what was answered. The owner must claim its shard again, and
     * now has other backups, of which one never hears of it. The third of those that have the
     * answer is no backup any more, and the owner is lost: its copy is the last that a majority can
     * find.
     *
     * @return whether the seed led there
     */
    private static boolean happens(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(seed, List.of(new Ledger(5)));
        ALL.stream().sorted().forEach(cluster::start);
        cluster.run(Duration.ofSeconds(5));
        write(cluster, "a", "one");
        Assignment first = assignment(cluster, "a");
        String owner = first.owner().name();
        String stays = first.backups().getFirst().name();
        String leaves = first.backups().getLast().name();
        Set<String> rest = new TreeSet<>(ALL);
        rest.removeAll(Set.of(owner, stays, leaves));
        String third = rest.iterator().next();
        Set<String> majority = Set.of(owner, stays, third);
        Set<String> minority = new TreeSet<>(ALL);
        minority.removeAll(majority);
        cluster.network.split(majority, minority);
        cluster.run(Duration.ofSeconds(10));
        write(cluster, owner, "two");
        cluster.network.heal();
        boolean again =
                cluster.runUntil(
                        () -> assignment(cluster, owner).ballot().above(first.ballot()), LONG);
        if (!again || !assignment(cluster, owner).owner().name().equals(owner)) return false;
        Set<String> backups = new TreeSet<>();
        assignment(cluster, owner).backups().forEach(each -> backups.add(each.name()));
        if (backups.contains(third) || !backups.contains(stays)) return false;
        minority.forEach(each -> cluster.network.cut(owner, each));
        // Before another backup is found for the one that hears nothing.
        cluster.runUntil(
                () -> !cluster.node(third).cluster().has(ledger(cluster, third).id()),
                Duration.ofMillis(450));
        minority.add(third);
        cluster.network.split(Set.of(owner, stays), minority);
        cluster.run(Duration.ofSeconds(10));
        assertEquals(
                List.of("one", "two"),
                get(cluster, ledger(cluster, third).fetch()).value().lines());
        return true;
    }

    private static Assignment assignment(SimulatedCluster cluster, String node) {
        Assignment known = cluster.node(node).inside().assignment(ledger(cluster, node).id());
        if (known == null) throw new AssertionError("nobody has it");
        return known;
    }

    private static EntityRef<Ledger, Ledger.State> ledger(SimulatedCluster cluster, String node) {
        return cluster.node(node).get(Ledger.class, "ledger");
    }

    private static void write(SimulatedCluster cluster, String node, String line) {
        get(cluster, ledger(cluster, node).ask(Ledger::write, line));
    }

    private static <T> T get(SimulatedCluster cluster, CompletableFuture<T> future) {
        assertTrue(cluster.runUntil(future::isDone, LONG), "no answer");
        return future.join();
    }
}
