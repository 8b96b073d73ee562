package dev.livelet.diff;

import dev.livelet.template.Source;

import java.util.HashSet;
import java.util.Set;

/**
 * The failed parts that one render begins to show fallbacks for: each boundary of the template is
 * told of once, however many rows it fails in. Confined to one thread.
 */
public final class PartFailures {

    /**
     * Told of failed parts on the thread that renders, before it is known whether the page gets the
     * render. Must not throw.
     */
    public interface Listener {
        void failed(PartFailure failure);
    }

    /** For renders outside of sessions. */
    public static final Listener UNHEARD = failure -> {};

    private final Listener listener;
    private Set<Source> told = Set.of();

    PartFailures(Listener listener) {
        this.listener = listener;
    }

    void add(Choice choice) {
        PartFailure failure = choice.failure();
        if (failure == null) return;
        if (told.isEmpty()) told = new HashSet<>();
        if (told.add(failure.boundary())) listener.failed(failure);
    }
}
