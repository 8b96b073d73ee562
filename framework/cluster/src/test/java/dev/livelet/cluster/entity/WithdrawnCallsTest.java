package dev.livelet.cluster.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.EntityRef;
import dev.livelet.EntitySettings;
import dev.livelet.EntityUnavailable;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A caller that gives up knows what became of its call: it was done, or it never will be. Whether
 * its entity had to move to another node meanwhile, and how long that took.
 */
class WithdrawnCallsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int HISTORIES = 30;
    private final long seed = Long.getLong("livelet.seed", new Random().nextLong());

    private static EntityRef<Bag, Bag.State> bag(SimulatedCluster cluster, String node, int bag) {
        return cluster.node(node).get(Bag.class, "bag " + bag);
    }

    @Test
    void whatIsSaidToBeDoneIsAndWhatIsSaidNotToBeNeverIs() {
        Tally all = new Tally();
        for (int i = 0; i < HISTORIES; i++)
            all.add(history(seed + i, EntitySettings.available().timeout(Duration.ofSeconds(1))));
        System.out.println("WithdrawnCallsTest: " + all);
        assertTrue(all.done > 100 && all.not > 100, all.toString());
        assertTrue(all.unknown * 20 < all.done, all.toString());
    }

    @Test
    void anEntityOfAMajoritySaysSoToo() {
        Tally all = new Tally();
        for (int i = 0; i < HISTORIES; i++)
            all.add(history(seed + i, EntitySettings.majority(4).timeout(Duration.ofSeconds(1))));
        System.out.println("WithdrawnCallsTest: of a majority " + all);
        assertTrue(all.done > 100 && all.not > 100, all.toString());
    }

    /** What became of calls, as their callers were told. */
    private static final class Tally {
        int done;
        int not;
        int unknown;

        void add(Tally other) {
            done += other.done;
            not += other.not;
            unknown += other.unknown;
        }

        @Override
        public String toString() {
            return done + " done, " + not + " not, " + unknown + " unknown";
        }
    }

    /**
     * The entities' nodes hang, are noticed after some seconds, and wake up with calls that have
     * been given up long ago.
     */
    private static Tally history(long seed, EntitySettings settings) {
        SimulatedCluster cluster = new SimulatedCluster(seed, List.of(new Bag(settings)));
        Random random = new Random(seed);
        cluster.start("a", "b", "c", "d");
        cluster.run(Duration.ofSeconds(5));
        for (int i = 0; i < 10; i++) get(cluster, bag(cluster, "a", i).ask(Bag::add, "first"));
        Map<String, CompletableFuture<?>> asked = new TreeMap<>();
        cluster.network.pause("b");
        for (int second = 0; second < 14; second++) {
            for (int i = 0; i < 10; i++) {
                String item = "item " + second + "." + i;
                asked.put(
                        item,
                        bag(cluster, random.nextBoolean() ? "a" : "c", i).ask(Bag::add, item));
            }
            if (second == 11) cluster.network.resume("b");
            cluster.run(Duration.ofSeconds(1));
        }
        cluster.run(Duration.ofSeconds(40));
        Tally tally = new Tally();
        for (Map.Entry<String, CompletableFuture<?>> each : asked.entrySet()) {
            String item = each.getKey();
            int bag = Integer.parseInt(item.substring(item.indexOf('.') + 1));
            Set<String> items = get(cluster, bag(cluster, "d", bag).fetch()).value().items();
            String told = told(each.getValue());
            switch (told) {
                case "done" -> tally.done++;
                case "not" -> tally.not++;
                default -> tally.unknown++;
            }
            if (told.equals("unknown")) continue;
            assertEquals(told.equals("done"), items.contains(item), item + ", seed " + seed);
        }
        return tally;
    }

    private static String told(CompletableFuture<?> call) {
        try {
            call.join();
            return "done";
        } catch (CompletionException e) {
            return e.getCause() instanceof EntityUnavailable none && !none.mayBeDone()
                    ? "not"
                    : "unknown";
        }
    }

    private static <T> T get(SimulatedCluster cluster, CompletableFuture<T> future) {
        assertTrue(cluster.runUntil(future::isDone, LONG), "no answer");
        return future.join();
    }
}
