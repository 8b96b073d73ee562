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

    int sent() {
        return sent;
    }

    int acknowledged() {
        return acknowledged;
    }

    int inFlight() {
        return sent - acknowledged;
    }

    /**
     * The page has applied this many patches more.
     *
     * @return false when there are not as many
     */
    boolean acknowledge(int more) {
        if (more > inFlight()) return false;
        acknowledged += more;
        while (!kept.isEmpty() && kept.getFirst().number() < acknowledged) kept.removeFirst();
        return true;
    }

    /**
     * The page joins, and has applied no patch after this one. All snapshots stay: the events that
     * it brings may have been made on older ones.
     */
    void rejoin(int seen) {
        acknowledged = seen;
        sent = Math.max(sent, seen);
    }

    /** What was sent after this one was lost, what came before it is done with. */
    void keepOnly(Snapshot seen) {
        kept.clear();
        kept.add(seen);
    }

    /** It is not known what the page shows. */
    void forget() {
        kept.clear();
    }

    @Nullable Snapshot find(int number) {
        for (Snapshot snapshot : kept) if (snapshot.number() == number) return snapshot;
        return null;
    }

    /** What was rendered last; null when the next thing sent must be a full render. */
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
