package dev.livelet.cluster.soak;

import dev.livelet.Call;
import dev.livelet.Entity;
import dev.livelet.EntitySettings;
import dev.livelet.Reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts what pages tell it, and what it is told twice. */
abstract class Tally implements Entity<Tally.State> {
    private static final int REMEMBERED = 100;

    /**
     * @param seen of each page the last numbers, ascending
     * @param twice numbers that came again
     */
    record State(Map<String, List<Integer>> seen, int twice) {}

    record Line(String page, int number) {}

    @Override
    public State create(String name) {
        return new State(Map.of(), 0);
    }

    /**
     * A number far below the newest cannot be told from one that was forgotten.
     *
     * @return with a short answer: the last ones are kept with each copy
     */
    Reply<State, Integer> told(State state, Line line) {
        State next = added(state, line);
        return Reply.of(next, next.twice());
    }

    private static State added(State state, Line line) {
        Map<String, List<Integer>> seen = new TreeMap<>(state.seen());
        List<Integer> before = seen.getOrDefault(line.page(), List.of());
        if (before.contains(line.number())) return new State(state.seen(), state.twice() + 1);
        seen.put(line.page(), newest(before, List.of(line.number())));
        return new State(seen, state.twice());
    }

    private static List<Integer> newest(List<Integer> some, List<Integer> more) {
        TreeSet<Integer> all = new TreeSet<>(some);
        all.addAll(more);
        List<Integer> sorted = new ArrayList<>(all);
        return List.copyOf(sorted.subList(Math.max(0, sorted.size() - REMEMBERED), sorted.size()));
    }

    static final class Available extends Tally {
        @Call
        Reply<State, Integer> add(State state, Line line) {
            return told(state, line);
        }

        @Override
        public State merge(State winner, State loser) {
            Map<String, List<Integer>> seen = new TreeMap<>(winner.seen());
            loser.seen().forEach((page, numbers) -> seen.merge(page, numbers, Tally::newest));
            return new State(seen, Math.max(winner.twice(), loser.twice()));
        }
    }

    static final class Majority extends Tally {
        private final int voters;

        Majority(int voters) {
            this.voters = voters;
        }

        @Call
        Reply<State, Integer> add(State state, Line line) {
            return told(state, line);
        }

        @Override
        public EntitySettings settings() {
            return EntitySettings.majority(voters);
        }
    }
}
