package dev.livelet.cluster.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Does harm to nodes, one kind at a time, by a seed; the next when all is whole again. */
final class Chaos {
    private enum Fault {
        KILL,
        STOP,
        PAUSE,
        HALVES,
        ONE_ALONE,
        ONE_WAY,
        FLAKY,
        SLOW
    }

    private final SoakNodes nodes;
    private final Weather weather;
    private final Verdict verdict;
    private final Random random;
    private final boolean patient;

    /**
     * @param patient whether there is time for long pauses
     */
    Chaos(SoakNodes nodes, Weather weather, Verdict verdict, Random random, boolean patient) {
        this.nodes = nodes;
        this.weather = weather;
        this.verdict = verdict;
        this.random = random;
        this.patient = patient;
    }

    /** What is done when the nodes are whole again. */
    interface Rest {
        void take() throws IOException, InterruptedException;
    }

    /** All kinds in a random order, again and again, until this time. */
    void rage(long untilNanos, Rest whenWhole) throws IOException, InterruptedException {
        List<Fault> faults = new ArrayList<>();
        while (System.nanoTime() < untilNanos) {
            if (faults.isEmpty()) {
                faults.addAll(List.of(Fault.values()));
                faults.add(Fault.KILL);
                Collections.shuffle(faults, random);
            }
            Fault fault = faults.removeLast();
            pass(between(300, 2000));
            harm(fault);
            nodes.awaitWhole();
            weather.whole();
            verdict.fact(fault.toString());
            whenWhole.take();
        }
    }

    private static void pass(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis * 1_000_000; left > 0; left = end - System.nanoTime())
            LockSupport.parkNanos(left);
    }

    private long between(int least, int most) {
        return least + random.nextInt(most - least);
    }

    private void harm(Fault fault) throws IOException, InterruptedException {
        List<Integer> all = new ArrayList<>(IntStream.range(0, nodes.count()).boxed().toList());
        Collections.shuffle(all, random);
        int victim = all.getFirst();
        List<Integer> others = all.subList(1, all.size());
        verdict.tell(fault + " of " + nodes.get(victim).name());
        switch (fault) {
            case KILL -> {
                weather.oneFault();
                nodes.kill(victim);
                pass(between(0, 3000));
                nodes.start(victim);
            }
            case STOP -> {
                weather.oneFault();
                nodes.stop(victim);
                pass(between(0, 3000));
                nodes.start(victim);
            }
            case PAUSE -> {
                weather.oneFault();
                nodes.pause(victim);
                pass(
                        patient
                                ? List.of(3, 15, 60).get(random.nextInt(3)) * 1000L
                                : between(1000, 8000));
                nodes.resume(victim);
            }
            case HALVES ->
                    split(
                            all.subList(0, nodes.count() / 2),
                            all.subList(nodes.count() / 2, nodes.count()),
                            true);
            case ONE_ALONE -> split(List.of(victim), others, true);
            case ONE_WAY -> split(List.of(victim), others, false);
            case FLAKY -> {
                weather.rough();
                nodes.tell(all, "flaky 0.2", all);
                pass(between(2000, 6000));
                nodes.heal();
            }
            case SLOW -> {
                weather.oneFault();
                nodes.tell(others, "slow 150", List.of(victim));
                nodes.tell(List.of(victim), "slow 150", others);
                pass(between(2000, 6000));
                nodes.heal();
            }
        }
    }

    private void split(List<Integer> one, List<Integer> other, boolean bothWays)
            throws IOException {
        weather.rough();
        nodes.cut(one, other);
        if (bothWays) nodes.cut(other, one);
        pass(between(2000, 9000));
        nodes.heal();
    }
}
