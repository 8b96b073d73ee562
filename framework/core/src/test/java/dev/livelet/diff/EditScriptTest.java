package dev.livelet.diff;

import static dev.livelet.diff.HandMade.ROW;
import static dev.livelet.diff.HandMade.component;
import static dev.livelet.diff.HandMade.fragment;
import static dev.livelet.diff.HandMade.list;
import static dev.livelet.diff.HandMade.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.expression.Reads;
import dev.livelet.template.Fragment;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The fewest moves, and work that grows little faster than the list. */
class EditScriptTest {
    private static final JsonMapper JSON = new JsonMapper();

    record Item(int id, String label) {
        Item(int id) {
            this(id, "row");
        }
    }

    record Page(List<Item> items) {}

    @Test
    void theLongestIncreasingSubsequenceIsFound() {
        for (int n = 0; n <= 8; n++) {
            permutations(
                    n,
                    numbers -> {
                        boolean[] members = new boolean[numbers.length];
                        int length = Increasing.mark(numbers, members);
                        assertEquals(longestByTryingAll(numbers), length);
                        int last = -1;
                        for (int i = 0; i < numbers.length; i++) {
                            if (!members[i]) continue;
                            assertTrue(numbers[i] > last);
                            last = numbers[i];
                            length--;
                        }
                        assertEquals(0, length);
                    });
        }
    }

    @Test
    void everyOrderIsReachedWithTheFewestMoves() {
        for (int n = 2; n <= 7; n++) {
            permutations(
                    n,
                    numbers -> {
                        PatchWriter out = new PatchWriter().beginArray();
                        Moves.single(pairing(numbers), out);
                        JsonNode commands = JSON.readTree(out.endArray().toByteArray());
                        List<Integer> rows = new ArrayList<>();
                        for (int i = 0; i < numbers.length; i++) rows.add(i);
                        for (int i = 0; i < commands.size(); i += 3)
                            rows.add(
                                    commands.get(i + 2).asInt(),
                                    rows.remove(commands.get(i + 1).asInt()));
                        assertEquals(IntStream.of(numbers).boxed().toList(), rows);
                        assertEquals(
                                numbers.length - longestByTryingAll(numbers), commands.size() / 3);
                    });
        }
    }

    @Test
    void oneChangeInAHundredThousandRowsEvaluatesOneKey() {
        Work work = new Work(100_000);
        List<Item> next = new ArrayList<>(work.items);
        next.set(70_000, new Item(70_000, "new"));
        assertEquals("[0,[3,70000,0,\"new\"]]", work.patch(next));
        assertEquals(2, work.keys);
        assertEquals(2, work.values);
        next.remove(50_000);
        assertEquals("[0,[0,50000,1,3,69999,0,\"new\"]]", work.patch(next));
    }

    @Test
    void aShuffledListEvaluatesEachKeyOnce() {
        Work work = new Work(100_000);
        List<Item> next = new ArrayList<>(work.items);
        Collections.shuffle(next, new Random(7));
        JsonNode patch = JSON.readTree(work.patch(next));
        assertEquals(2, patch.get(1).size());
        assertEquals(next.stream().map(Item::id).toList(), ids(patch.get(1).get(1)));
        assertTrue(work.keys <= 2 * 100_000 + 4, "keys evaluated: " + work.keys);
        assertEquals(0, work.values);
    }

    @Test
    void keysWithEqualHashesAreFoundInAFewSteps() {
        List<String> keys = List.of("Aa", "BB");
        for (int i = 0; i < 13; i++)
            keys = keys.stream().flatMap(key -> List.of("Aa" + key, "BB" + key).stream()).toList();
        KeyIndex index = new KeyIndex(keys.size());
        for (int i = keys.size() - 1; i >= 0; i--) index.add(keys.get(i), i);
        for (int i = 0; i < keys.size(); i++) assertEquals(i, index.take(keys.get(i)));
        assertTrue(index.steps() < 8L * keys.size(), "steps: " + index.steps());
    }

    /** A list whose evaluations are counted. */
    private static final class Work {
        final List<Item> items;
        final Fragment template;
        int keys;
        int values;

        Work(int rows) {
            items = IntStream.range(0, rows).mapToObj(Item::new).toList();
            template =
                    fragment(
                            list(
                                    0,
                                    frame -> {
                                        keys++;
                                        return component(ROW, 0).eval(frame);
                                    },
                                    fragment(
                                            text(
                                                    Reads.variable(ROW),
                                                    frame -> {
                                                        values++;
                                                        return component(ROW, 1).eval(frame);
                                                    }))));
        }

        String patch(List<Item> next) {
            return HandMade.patch(template, new Page(items), new Page(next));
        }
    }

    private static List<Integer> ids(JsonNode order) {
        List<Integer> ids = new ArrayList<>();
        for (JsonNode index : order) ids.add(index.asInt());
        return ids;
    }

    private static Pairing pairing(int[] order) {
        Pairing pairing = Pairing.between(order.length, order.length, 0, 0);
        for (int i = 0; i < order.length; i++) pairing.pair(order[i], i);
        return pairing;
    }

    private static int longestByTryingAll(int[] numbers) {
        int longest = 0;
        for (int subset = 0; subset < 1 << numbers.length; subset++) {
            int last = -1;
            boolean increasing = true;
            for (int i = 0; i < numbers.length && increasing; i++) {
                if ((subset >> i & 1) == 0) continue;
                increasing = numbers[i] > last;
                last = numbers[i];
            }
            if (increasing) longest = Math.max(longest, Integer.bitCount(subset));
        }
        return longest;
    }

    private static void permutations(int n, Consumer<int[]> each) {
        permute(IntStream.range(0, n).toArray(), 0, each);
    }

    private static void permute(int[] numbers, int from, Consumer<int[]> each) {
        if (from >= numbers.length - 1) {
            each.accept(numbers.clone());
            return;
        }
        for (int i = from; i < numbers.length; i++) {
            swap(numbers, from, i);
            permute(numbers, from + 1, each);
            swap(numbers, from, i);
        }
    }

    private static void swap(int[] numbers, int i, int j) {
        int held = numbers[i];
        numbers[i] = numbers[j];
        numbers[j] = held;
    }
}
