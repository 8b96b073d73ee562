package dev.livelet.cluster.presence;

import dev.livelet.cluster.presence.Entries.Place;
import dev.livelet.cluster.presence.Entries.Told;
import dev.livelet.spi.ClusterPresence.Fate;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one node is to be told of this node's entries, from when it became a member until it is none
 * any more: first all, then what becomes of each; of several changes the last. Guarded by this
 * node's {@link Entries}.
 */
final class Outgoing {
    private final Entries entries;
    private final long stream;
    private final Map<Place, Fate> changes = new LinkedHashMap<>();
    private int number;
    private boolean askAll;
    private boolean tellAll = true;
    private boolean digest;
    private @Nullable Iterator<Map.Entry<Place, Told>> all;

    Outgoing(Entries entries, long stream) {
        this.entries = entries;
        this.stream = stream;
    }

    void changed(Place place, Fate fate) {
        changes.put(place, fate);
    }

    void tellAll() {
        tellAll = true;
    }

    void askAll() {
        askAll = true;
    }

    void tellDigest() {
        digest = true;
    }

    /** The next frame, null when there is nothing to say. */
    byte @Nullable [] next(int limit) {
        Frame.Writer frame = new Frame.Writer(stream, number, limit);
        if (askAll) frame.askAll();
        askAll = false;
        if (all(frame) && changes(frame) && digest) {
            frame.digest(entries.size(), entries.hash());
            digest = false;
        }
        if (frame.isEmpty()) return null;
        number++;
        return frame.take();
    }

    /**
     * @return whether all is said
     */
    private boolean all(Frame.Writer frame) {
        if (tellAll) {
            tellAll = false;
            changes.clear();
            all = entries.all().entrySet().iterator();
            frame.begin();
        }
        if (all == null) return true;
        while (all.hasNext()) {
            if (frame.isFull()) return false;
            Map.Entry<Place, Told> each = all.next();
            frame.entry(each.getKey(), Fate.HERE, each.getValue());
        }
        all = null;
        frame.complete();
        return true;
    }

    private boolean changes(Frame.Writer frame) {
        for (Iterator<Map.Entry<Place, Fate>> i = changes.entrySet().iterator(); i.hasNext(); ) {
            if (frame.isFull()) return false;
            Map.Entry<Place, Fate> change = i.next();
            i.remove();
            Told told = entries.get(change.getKey());
            if (told != null) frame.entry(change.getKey(), Fate.HERE, told);
            else frame.entry(change.getKey(), change.getValue(), null);
        }
        return true;
    }
}
