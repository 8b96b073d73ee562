package dev.livelet.session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * The states that the page may be showing: the last one acknowledged, and those sent since. With a
 * window of W patches these are at most W + 1; the current state may be one more. Confined to the
 * session's turn.
 */
final class Snapshots {
    private final ArrayDeque<Snapshot> kept = new ArrayDeque<>(2);

    /** The last patch number used, whether its snapshot is kept or not. */
    private int sent;

    private int acknowledged;

    void add(Snapshot snapshot) {
        kept.addLast(snapshot);
        sent = snapshot.number();
    }

    /** Numbers go on from here: what the page may have seen before is not known. */
    void startAfter(int number) {
        kept.clear();
        sent = Math.max(sent, number);
        acknowledged = number;
    }

    int sent() {
        return sent;
    }

    int inFlight() {
        return sent - acknowledged;
    }

    int acknowledged() {
        return acknowledged;
    }

    /** The page has applied this many patches more. */
    boolean acknowledge(int more) {
        if (more > inFlight()) return false;
        acknowledged += more;
        while (!kept.isEmpty() && kept.getFirst().number() < acknowledged) kept.removeFirst();
        return true;
    }

    /**
     * The page says at a join which patch it applied last; false when that state is not kept (any
     * more). What was sent after it is lost. What was sent before it stays until {@link #resumed}:
     * the events that come with the join may have been made there.
     */
    boolean resumeAt(int seen) {
        if (find(seen) == null) return false;
        while (kept.getLast().number() > seen) kept.removeLast();
        return true;
    }

    /** The events of the join are done: it counts as an acknowledgement. */
    void resumed(int seen) {
        acknowledged = Math.max(acknowledged, seen);
        while (!kept.isEmpty() && kept.getFirst().number() < acknowledged) kept.removeFirst();
    }

    /**
     * Patches were lost, but nothing of them is missing: the page has what the last of them led to.
     */
    void renumber() {
        Snapshot last = kept.peekLast();
        if (last != null && last.number() != sent) {
            add(new Snapshot(sent, last.state(), last.context(), last.sentAt()));
        }
    }

    @Nullable Snapshot find(int number) {
        for (Snapshot snapshot : kept) if (snapshot.number() == number) return snapshot;
        return null;
    }

    /**
     * What the page will show when it has applied all that was sent; null when the next thing sent
     * must be a full render.
     */
    @Nullable Snapshot last() {
        return kept.peekLast();
    }

    /** The oldest that is not acknowledged. */
    @Nullable Snapshot oldestInFlight() {
        for (Snapshot snapshot : kept) if (snapshot.number() > acknowledged) return snapshot;
        return null;
    }

    /** How many different states are held here and as the current one. */
    int states(Object current) {
        Set<Object> states = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Snapshot snapshot : kept) states.add(snapshot.state());
        states.add(current);
        return states.size();
    }
}
