package dev.livelet.benchmarks.vaadin;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells all {@link TickerView}s, each under its session's lock, as Vaadin's documentation has it.
 */
final class Prices {
    private static final Set<TickerView> SHOWN = ConcurrentHashMap.newKeySet();

    private Prices() {}

    static void add(TickerView view) {
        SHOWN.add(view);
    }

    static void remove(TickerView view) {
        SHOWN.remove(view);
    }

    /** Returns when it began, as {@link System#nanoTime}. */
    static long publish(long number) {
        long now = System.nanoTime();
        for (TickerView view : SHOWN)
            view.getUI().ifPresent(page -> page.access(() -> view.show(number)));
        return now;
    }
}
