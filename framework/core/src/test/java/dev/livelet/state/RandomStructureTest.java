package dev.livelet.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.expression.Reads;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Generated states: comparison agrees with what a page could show of them, and commits change
 * nothing that shows.
 */
class RandomStructureTest {
    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Group(List<Shape> shapes, @Nullable String name) implements Shape {}

    /** Nothing it says about equality is true. */
    record State(
            int number,
            boolean flag,
            @Nullable String text,
            List<Shape> shapes,
            Map<String, List<Integer>> map,
            SortedMap<Integer, Group> sorted,
            SequencedSet<String> set,
            Optional<Shape> best) {
        @Override
        public boolean equals(@Nullable Object other) {
            return true;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    private static final class Generator {
        private final Random random;

        Generator(long seed) {
            random = new Random(seed);
        }

        State state() {
            return new State(
                    number(),
                    random.nextBoolean(),
                    text(),
                    list(3),
                    map(),
                    sorted(),
                    new LinkedHashSet<>(List.of("k" + number(), "x")),
                    random.nextBoolean() ? Optional.empty() : Optional.of(shape(2)));
        }

        int number() {
            return random.nextInt(3) * 1000;
        }

        @Nullable String text() {
            return random.nextInt(4) == 0 ? null : "t" + random.nextInt(2);
        }

        Shape shape(int depth) {
            if (depth == 0 || random.nextBoolean()) return new Circle(random.nextInt(3) / 2.0);
            return new Group(list(depth - 1), text());
        }

        List<Shape> list(int depth) {
            List<Shape> list = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) list.add(shape(depth));
            return switch (random.nextInt(3)) {
                case 0 -> List.copyOf(list);
                case 1 -> new LinkedList<>(list);
                default -> list;
            };
        }

        Map<String, List<Integer>> map() {
            Map<String, List<Integer>> map = new LinkedHashMap<>();
            for (int i = random.nextInt(3); i > 0; i--)
                map.put("k" + random.nextInt(3), new ArrayList<>(List.of(number())));
            return map;
        }

        SortedMap<Integer, Group> sorted() {
            SortedMap<Integer, Group> map = new TreeMap<>();
            for (int i = random.nextInt(3); i > 0; i--)
                map.put(number(), new Group(list(1), text()));
            return map;
        }
    }

    @Test
    void whatLooksTheSameIsTheSame() {
        long seed = Long.getLong("livelet.seed", System.nanoTime());
        System.out.println("RandomStructureTest -Dlivelet.seed=" + seed);
        Random seeds = new Random(seed);
        RecordShape shape = RecordShape.of(State.class);
        for (int i = 0; i < 20_000; i++) {
            State a = new Generator(seeds.nextInt(2000)).state();
            State b = new Generator(seeds.nextInt(2000)).state();
            long expected = Reads.NOTHING;
            for (int c = 0; c < shape.size(); c++) {
                if (!String.valueOf(shape.get(a, c)).equals(String.valueOf(shape.get(b, c))))
                    expected |= Reads.component(c);
            }
            assertEquals(expected, Structure.changed(a, b), () -> a + "\n" + b);
            assertEquals(expected == Reads.NOTHING, Structure.same(a, b), () -> a + "\n" + b);
            if (expected == Reads.NOTHING) assertEquals(Structure.hash(a), Structure.hash(b));
        }
    }

    @Test
    void aCommitShowsNoDifferenceAndNeedsNoOther() {
        long seed = Long.getLong("livelet.seed", System.nanoTime());
        System.out.println("RandomStructureTest -Dlivelet.seed=" + seed);
        Random seeds = new Random(seed);
        StateType type = StateType.of(State.class);
        for (int i = 0; i < 5_000; i++) {
            State state = new Generator(seeds.nextInt()).state();
            Object committed = type.commit(state);
            assertTrue(Structure.same(state, committed), state::toString);
            assertEquals(state.toString(), committed.toString());
            assertSame(committed, type.commit(committed), state::toString);
            assertSame(committed, type.commit(committed, state), state::toString);
        }
    }

    @Test
    void theWeightOfANextStateIsThatOfTheOneBeforeAndTheDifference() {
        long seed = Long.getLong("livelet.seed", System.nanoTime());
        System.out.println("RandomStructureTest -Dlivelet.seed=" + seed);
        Random seeds = new Random(seed);
        StateType type = StateType.of(State.class);
        for (int i = 0; i < 5_000; i++) {
            Generator generator = new Generator(seeds.nextInt());
            Object before = type.commit(generator.state());
            State other = generator.state();
            List<Shape> shapes = new ArrayList<>(((State) before).shapes());
            shapes.add(generator.random.nextInt(shapes.size() + 1), generator.shape(2));
            Object moved =
                    new State(
                            other.number(),
                            other.flag(),
                            other.text(),
                            shapes,
                            other.map(),
                            other.sorted(),
                            other.set(),
                            other.best());
            for (Object after : List.of(other, moved)) {
                assertEquals(
                        StateWeight.of(after),
                        StateWeight.of(before) + StateWeight.difference(before, after),
                        () -> before + "\n" + after);
            }
        }
    }
}
