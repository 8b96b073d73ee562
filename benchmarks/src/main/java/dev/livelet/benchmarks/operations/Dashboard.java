package dev.livelet.benchmarks.operations;

import dev.livelet.Template;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A number that changes, beside two hundred texts that are made of what does not. */
record Dashboard(int count, String title) {
    private static final int TEXTS = 200;

    static final Template<Dashboard> PAGE =
            Template.of(
                    Dashboard.class,
                    "<h1>{count}</h1>"
                            + IntStream.range(0, TEXTS)
                                    .mapToObj(i -> "<p>{title + \" " + i + "\"}</p>")
                                    .collect(Collectors.joining()));
}
