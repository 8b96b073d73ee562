package dev.livelet.cluster.entity;

import dev.livelet.EntityRef;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Some minutes in the life of a cluster of five nodes with ledgers, while nodes crash, are paused
 * and are cut off, all by one seed; and what the world outside saw of it.
 */
final class LedgerHistory {
    private static final int LEDGERS = 30;
    private static final int SECONDS = 150;
    private static final long LONGEST_CALL = 8_000_000;
    private static final long LONGEST_START = 1_000_000_000;
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    final SimulatedCluster cluster;
    final LedgerWorld world = new LedgerWorld();
    private final Random random;
    private final boolean restarts;
    private final Map<String, CompletableFuture<Integer>> written = new TreeMap<>();
    private String paused = "";
    private String dead = "";
    private int lines;
    int answered;

    /** One in which nodes are killed, paused and cut off. */
    LedgerHistory(long seed, Rules rules) {
        this(seed, rules, false);
    }

    /**
     * @param restarts whether nodes also start again at once, with nothing, and before the others
     *     have given them anything the next thing happens
     */
    LedgerHistory(long seed, Rules rules, boolean restarts) {
        this.restarts = restarts;
        random = new Random(seed);
        cluster =
                new SimulatedCluster(seed, rules, (all, name) -> List.of(new Ledger(NAMES.size())));
        cluster.network.signalLoss(0.02);
    }

    private void start(String name) {
        cluster.start(name)
                .pubSub()
                .subscribe(
                        "effects", (topic, effect) -> world.happened(name, (Ledger.Effect) effect));
    }

    private EntityRef<Ledger, Ledger.State> ledger(String node, String name) {
        return cluster.node(node).get(Ledger.class, name);
    }

    /** All of it; the world knows afterwards what was wrong. */
    void run() {
        NAMES.forEach(this::start);
        cluster.run(Duration.ofSeconds(5));
        for (int second = 0; second < SECONDS; second++) {
            if (second % 15 == 5) strike();
            boolean last = second % 15 == 4;
            if (second % 15 == 14 && random.nextBoolean() || last) {
                cluster.network.heal();
                revive();
                if (last) resume();
            }
            for (int step = 0; step < 10; step++) {
                write(NAMES.get(random.nextInt(NAMES.size())));
                cluster.run(Duration.ofMillis(100));
            }
        }
        cluster.network.heal();
        revive();
        resume();
        cluster.run(Duration.ofSeconds(20));
        judge();
    }

    /** In the midst of calls: some are under way, some have been done and not answered. */
    private void strike() {
        for (int i = 0; i < LEDGERS; i++) write(NAMES.get(random.nextInt(NAMES.size())));
        cluster.run(Duration.ofNanos(random.nextLong(LONGEST_CALL)));
        if (restarts && random.nextInt(3) > 0 && mayForgetMore()) restart();
        int harm = random.nextInt(4);
        switch (harm == 1 && !mayForgetMore() ? 3 : harm) {
            case 0 -> {
                List<String> shuffled = new ArrayList<>(NAMES);
                Collections.shuffle(shuffled, random);
                int cut = 1 + random.nextInt(2);
                cluster.network.split(
                        Set.copyOf(shuffled.subList(0, cut)), Set.copyOf(shuffled.subList(cut, 5)));
            }
            case 1 -> {
                dead = NAMES.get(random.nextInt(5));
                cluster.crash(dead);
            }
            case 2 -> {
                String from = NAMES.get(random.nextInt(5));
                String to = NAMES.get(random.nextInt(5));
                if (!from.equals(to)) cluster.network.cut(from, to);
            }
            default -> {
                paused = NAMES.get(random.nextInt(5));
                cluster.network.pause(paused);
            }
        }
    }

    /** With one more that is dead or without memory there is still a majority that is not. */
    private boolean mayForgetMore() {
        long forgetful =
                NAMES.stream()
                        .filter(name -> name.equals(dead) || !cluster.node(name).inside().isWhole())
                        .count();
        return forgetful + 1 <= NAMES.size() / 2;
    }

    private void restart() {
        String name = NAMES.get(random.nextInt(5));
        cluster.crash(name);
        cluster.run(Duration.ofNanos(random.nextLong(LONGEST_START)));
        start(name);
        cluster.run(Duration.ofNanos(random.nextLong(LONGEST_START)));
    }

    private void revive() {
        if (!dead.isEmpty()) start(dead);
        dead = "";
    }

    private void resume() {
        if (!paused.isEmpty()) cluster.network.resume(paused);
        paused = "";
    }

    private void write(String node) {
        if (node.equals(dead) || node.equals(paused)) return;
        String ledger = "l" + random.nextInt(LEDGERS);
        String text = "line " + lines++;
        written.put(ledger + ":" + text, ledger(node, ledger).ask(Ledger::write, text));
    }

    private void judge() {
        Map<String, List<String>> kept = new HashMap<>();
        for (int i = 0; i < LEDGERS; i++) {
            var state = ledger("a", "l" + i).fetch();
            if (cluster.runUntil(state::isDone, Duration.ofSeconds(60)))
                kept.put("l" + i, state.join().value().lines());
            else world.wrong.add("l" + i + " is not there any more");
        }
        written.forEach(
                (name, answer) -> {
                    if (!answer.isDone() || answer.isCompletedExceptionally()) return;
                    answered++;
                    String[] parts = name.split(":");
                    if (!kept.getOrDefault(parts[0], List.of()).contains(parts[1]))
                        world.wrong.add(name + " was answered and is lost");
                });
        kept.forEach(
                (name, all) -> {
                    if (new HashSet<>(all).size() < all.size())
                        world.wrong.add(name + " has a line twice: " + all);
                });
    }

    @Override
    public String toString() {
        return answered + " of " + lines + " calls answered, " + world;
    }
}
