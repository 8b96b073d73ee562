package dev.livelet.cluster.presence;

import dev.livelet.cluster.codec.CodecException;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.presence.Entries.Place;
import dev.livelet.cluster.presence.Entries.Told;
import dev.livelet.cluster.stream.Inbox;
import dev.livelet.cluster.stream.StreamPeer;
import dev.livelet.spi.ClusterPresence.Fate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Another node, as far as presence goes: what it has told of its entries. Confined to its inbox,
 * but for {@link #outgoing}.
 */
final class Peer implements StreamPeer, Frame.Reader {
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

    @Override
    public NodeId id() {
        return id;
    }

    @Override
    public boolean isMember() {
        return outgoing != null;
    }

    @Nullable Outgoing outgoing() {
        return outgoing;
    }

    long heardAt() {
        return heardAt;
    }

    @Override
    public void joined(long stream) {
        outgoing = node.outgoing(stream);
        inbox.put(() -> node.found(id, theirs.all().keySet()));
        if (incomplete) ask();
    }

    @Override
    public void left() {
        outgoing = null;
        incomplete = true;
        inbox.put(() -> node.lost(id));
    }

    @Override
    public byte @Nullable [] next(int limit) {
        Outgoing out = outgoing;
        return out == null ? null : node.next(out, limit);
    }

    /** Has it told, if it is a member. */
    void tell(Consumer<Outgoing> what) {
        Outgoing out = outgoing;
        if (out != null) node.tell(this, out, what);
    }

    @Override
    public void received(byte[] frame) {
        heardAt = node.now();
        inbox.put(() -> read(frame));
    }

    @Override
    public void gap() {
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
        incomplete = outgoing == null;
        tell(Outgoing::askAll);
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
        tell(Outgoing::tellAll);
    }
}
