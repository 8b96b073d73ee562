package dev.livelet.session;

import dev.livelet.RenderContext;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
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

    /** As copies have it, until something changes. */
    private @Nullable List<SessionCopy.Version> versions;

    void add(Snapshot snapshot) {
        versions = null;
        kept.addLast(snapshot);
        sent = snapshot.number();
    }

    /**
     * The page shows the same for another state: that one takes the last one's place. So pages that
     * show the same stand on the same state, and an old one is not held for want of a patch.
     */
    void replaceLast(Object state, RenderContext context) {
        Snapshot last = kept.removeLast();
        versions = null;
        kept.addLast(new Snapshot(last.number(), state, context, last.sentAt()));
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
        versions = null;
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
        versions = null;
        kept.clear();
        kept.add(seen);
    }

    /** It is not known what the page shows. */
    void forget() {
        versions = null;
        kept.clear();
    }

    /** For another node: the same list until something changes. */
    List<SessionCopy.Version> versions() {
        if (versions == null) {
            List<SessionCopy.Version> all = new ArrayList<>(kept.size());
            for (Snapshot each : kept)
                all.add(new SessionCopy.Version(each.number(), each.state(), each.context()));
            versions = Collections.unmodifiableList(all);
        }
        return versions;
    }

    /** What another node knew. */
    void restore(SessionCopy copy, long now) {
        forget();
        for (SessionCopy.Version version : copy.window())
            kept.add(new Snapshot(version.number(), version.state(), version.context(), now));
        sent = copy.sent();
        acknowledged = copy.acknowledged();
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
