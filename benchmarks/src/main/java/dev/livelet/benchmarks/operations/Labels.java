package dev.livelet.benchmarks.operations;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Labels of three words, always the same. */
final class Labels {
    private static final List<String> FIRST =
            List.of("pretty", "large", "small", "tall", "handsome", "plain", "quaint", "clean");
    private static final List<String> SECOND =
            List.of("red", "yellow", "blue", "green", "pink", "brown", "purple", "white");
    private static final List<String> THIRD =
            List.of("table", "chair", "house", "desk", "car", "pony", "cookie", "keyboard");

    private Labels() {}

    static List<String> some(int count) {
        Random random = new Random(1);
        return IntStream.range(0, count)
                .mapToObj(
                        i ->
                                word(random, FIRST)
                                        + ' '
                                        + word(random, SECOND)
                                        + ' '
                                        + word(random, THIRD))
                .toList();
    }

    private static String word(Random random, List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
