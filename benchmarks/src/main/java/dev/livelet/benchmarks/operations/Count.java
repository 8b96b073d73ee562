package dev.livelet.benchmarks.operations;

import dev.livelet.Template;

/** A counter. */
record Count(int count) {
    static final Template<Count> PAGE =
            Template.of(Count.class, "<h1>Clicked {count} times</h1><button>+1</button>");
}
