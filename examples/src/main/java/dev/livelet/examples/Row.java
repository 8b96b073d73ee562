package dev.livelet.examples;

import java.util.List;
import java.util.stream.IntStream;

/** A row of the table. Its label follows from its id, so that a page and its tests agree on it. */
record Row(int id, String label) {
    private static final List<String> SIZES =
            List.of(
                    "small",
                    "large",
                    "tiny",
                    "huge",
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
                    "adorable");
    private static final List<String> COLOURS =
            List.of(
                    "red", "yellow", "blue", "green", "pink", "brown", "purple", "white", "black",
                    "orange");
    private static final List<String> THINGS =
            List.of(
                    "table",
                    "chair",
                    "house",
                    "bicycle",
                    "desk",
                    "sandwich",
                    "keyboard",
                    "mouse",
                    "lamp",
                    "teapot",
                    "pillow",
                    "notebook");

    static Row numbered(int id) {
        int mixed = Integer.reverse(id * 0x9E3779B9) >>> 1;
        return new Row(
                id,
                pick(SIZES, mixed)
                        + " "
                        + pick(COLOURS, mixed >>> 7)
                        + " "
                        + pick(THINGS, mixed >>> 13));
    }

    /** {@code count} rows with the ids from {@code first} on. */
    static List<Row> from(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(Row::numbered).toList();
    }

    Row excited() {
        return new Row(id, label + " !!!");
    }

    private static String pick(List<String> words, int number) {
        return words.get(number % words.size());
    }
}
