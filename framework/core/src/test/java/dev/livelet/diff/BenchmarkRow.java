package dev.livelet.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A row of the js-framework-benchmark: an id and a label of three words. */
public record BenchmarkRow(int id, String label) {
    private static final String[] ADJECTIVES = {
        "pretty",
        "large",
        "big",
        "small",
        "tall",
        "short",
        "long",
        "handsome",
        "plain",
        "quaint",
        "clean",
        "elegant",
        "easy",
        "angry",
        "crazy",
        "helpful",
        "mushy",
        "odd",
        "unsightly",
        "adorable",
        "important",
        "inexpensive",
        "cheap",
        "expensive",
        "fancy"
    };
    private static final String[] COLOURS = {
        "red", "yellow", "blue", "green", "pink", "brown", "purple", "brown", "white", "black",
        "orange"
    };
    private static final String[] NOUNS = {
        "table",
        "chair",
        "house",
        "bbq",
        "desk",
        "car",
        "pony",
        "cookie",
        "sandwich",
        "burger",
        "pizza",
        "mouse",
        "keyboard"
    };

    /** So many rows with the ids from 1 on, always the same. */
    public static List<BenchmarkRow> rows(int count) {
        Random random = new Random(1);
        return IntStream.rangeClosed(1, count)
                .mapToObj(
                        id ->
                                new BenchmarkRow(
                                        id,
                                        word(random, ADJECTIVES)
                                                + ' '
                                                + word(random, COLOURS)
                                                + ' '
                                                + word(random, NOUNS)))
                .toList();
    }

    private static String word(Random random, String[] words) {
        return words[random.nextInt(words.length)];
    }

    /** The benchmark's update: three marks at the first of each ten. */
    public static List<BenchmarkRow> everyTenthExcited(List<BenchmarkRow> rows) {
        List<BenchmarkRow> updated = new ArrayList<>(rows);
        for (int i = 0; i < rows.size(); i += 10)
            updated.set(i, new BenchmarkRow(rows.get(i).id(), rows.get(i).label() + " !!!"));
        return List.copyOf(updated);
    }
}
