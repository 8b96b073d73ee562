package dev.livelet.cluster.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was found: what was not as promised, and how often what happened that may. Thread-safe. */
final class Verdict {
    private final long start = System.nanoTime();
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Integer> facts = new TreeMap<>();
    private final Map<String, List<Long>> figures = new TreeMap<>();

    synchronized void violation(String what) {
        violations.add(at() + what);
        System.out.println("VIOLATION " + at() + what);
    }

    synchronized void tell(String what) {
        System.out.println(at() + what);
    }

    private String at() {
        return at(System.nanoTime());
    }

    String at(long nanos) {
        return "%.1f s: ".formatted((nanos - start) / 1e9);
    }

    void fact(String what) {
        facts(what, 1);
    }

    synchronized void facts(String what, int times) {
        facts.merge(what, times, Integer::sum);
    }

    synchronized void measured(String what, long millis) {
        figures.computeIfAbsent(what, same -> new ArrayList<>()).add(millis);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder("facts ").append(facts);
        figures.forEach(
                (what, all) -> {
                    long[] sorted = all.stream().mapToLong(Long::longValue).sorted().toArray();
                    text.append(
                            "\n%s, ms: %d times, p50 %d, p90 %d, most %s"
                                    .formatted(
                                            what,
                                            sorted.length,
                                            sorted[sorted.length / 2],
                                            sorted[sorted.length * 9 / 10],
                                            Arrays.toString(
                                                    Arrays.copyOfRange(
                                                            sorted,
                                                            Math.max(0, sorted.length - 5),
                                                            sorted.length))));
                });
        return text.append("\nviolations (")
                .append(violations.size())
                .append(") ")
                .append(violations)
                .toString();
    }
}
