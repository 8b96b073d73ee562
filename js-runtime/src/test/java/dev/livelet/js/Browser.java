package dev.livelet.js;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/** A browser with one page in it. */
public interface Browser extends AutoCloseable {
    Duration PATIENCE = Duration.ofSeconds(8);

    void open(String url);

    /**
     * @param script the body of a function
     * @return what it returns: a string, boolean or number
     */
    Object run(String script);

    @Override
    void close();

    /** Runs a script until it returns what is wanted; gives what it returned last. */
    default Object await(String script, Predicate<Object> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Object found = run(script);
            if (wanted.test(found) || System.nanoTime() > end) return found;
            Thread.onSpinWait();
        }
    }

    default void await(String script, Object wanted) {
        Object found =
                await(
                        script,
                        value -> Objects.equals(String.valueOf(value), String.valueOf(wanted)));
        if (!Objects.equals(String.valueOf(found), String.valueOf(wanted)))
            throw new AssertionError(script + "\nexpected: " + wanted + "\nbut was:  " + found);
    }
}
