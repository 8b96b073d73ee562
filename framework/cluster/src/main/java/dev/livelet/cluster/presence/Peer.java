package dev.livelet.cluster.presence;

import dev.livelet.cluster.codec.CodecException;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.presence.Entries.Place;
import dev.livelet.cluster.presence.Entries.Told;
import dev.livelet.cluster.pubsub.Inbox;
import dev.livelet.spi.ClusterPresence.Fate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;

/**
 * Another node, as far as presence goes: what it has told of its entries. Confined to its inbox,
 * but for {@link #outgoing}.
 */
final class Peer implements Frame.Reader {
    private static final Logger log = LoggerFactory.getLogger(Peer.class);

    private final NodeId id;
    private final ClusterEntries node;
    private final Inbox inbox;
    private final Entries theirs = new Entries();
    private volatile @Nullable Outgoing outgoing;
    private @Nullable Map<Place, Told> gathered;
    private long stream;
    private int expected;
    private volatile boolean incomplete;
    private volatile long heardAt;

    Peer(NodeId id, ClusterEntries node) {
        this.id = id;
        this.node = node;
        this.inbox = new Inbox(node.executor(), this::ask);
        this.heardAt = node.now();
    }

    NodeId id() {
        return id;
    }

    @Nullable Outgoing outgoing() {
        return outgoing;
    }

    long heardAt() {
        return heardAt;
    }

    void joined(Outgoing toldFromNowOn) {
        outgoing = toldFromNowOn;
        inbox.put(() -> node.found(id, theirs.all().keySet()));
        if (incomplete) ask();
    }

    void left() {
        outgoing = null;
        incomplete = true;
        inbox.put(() -> node.lost(id));
    }

    void received(byte[] frame) {
        heardAt = node.now();
        inbox.put(() -> read(frame));
    }

    /** Frames may be missing before the next one. */
    void gap() {
        inbox.put(
                () -> {
                    expected = -1;
                    gathered = null;
                });
    }

    private void read(byte[] frame) {
        try {
            Frame.read(frame, this);
        } catch (CodecException e) {
            node.refused();
            log.warn("A frame about presence from {} was refused: {}", id, e.getMessage());
            ask();
        }
        // It may be a member soon, or have been one: frames come late.
        if (outgoing == null) node.lost(id);
        node.flush();
    }

    private void ask() {
        Outgoing out = outgoing;
        incomplete = out == null;
        if (out != null) node.tell(this, out, Outgoing::askAll);
    }

    @Override
    public boolean frame(long of, int number) {
        if (of < stream) return false;
        boolean begins = of != stream;
        if (begins) gathered = null;
        // A stream begins with all entries.
        if (begins ? number != 0 : number != expected) {
            gathered = null;
            ask();
        }
        stream = of;
        expected = number + 1;
        return true;
    }

    @Override
    public void begin() {
        gathered = new HashMap<>();
    }

    @Override
    public void entry(Place place, Fate fate, @Nullable Told told) {
        Map<Place, Told> all = gathered;
        if (all != null && told != null) all.put(place, told);
        else if (told != null) put(place, told);
        else {
            theirs.remove(place);
            node.gone(id, place, fate);
        }
    }

    @Override
    public void complete() {
        Map<Place, Told> all = gathered;
        if (all == null) return;
        gathered = null;
        for (Place place : theirs.all().keySet()) {
            if (all.containsKey(place)) continue;
            theirs.remove(place);
            node.gone(id, place, Fate.LEFT);
        }
        all.forEach(this::put);
    }

    private void put(Place place, Told told) {
        theirs.put(place, told);
        node.here(id, place, told);
    }

    @Override
    public void digest(int size, long hash) {
        if (gathered == null && (theirs.size() != size || theirs.hash() != hash)) ask();
    }

    @Override
    public void askAll() {
        Outgoing out = outgoing;
        if (out != null) node.tell(this, out, Outgoing::tellAll);
    }
}
