package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.Link;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.spi.Timers;

import java.util.function.LongSupplier;

/** What the parts of one node's replication share. */
final class Node {
    final Link link;
    final NodeId self;
    final Timers timers;
    final LongSupplier nanos;
    final CopyCodec codec;
    final ReplicationSettings settings;
    final Seal seal;
    final Rules rules;
    final Count.Counts counts = new Count.Counts();
    final Placement placement;
    final Holdings holdings;
    final PeerQueues queues;
    final PauseWatch pauses;
    final Untold untold = new Untold();

    Node(
            Link link,
            Timers timers,
            LongSupplier nanos,
            CopyCodec codec,
            ReplicationSettings settings,
            Seal seal,
            Rules rules) {
        this.link = link;
        this.self = link.self();
        this.timers = timers;
        this.nanos = nanos;
        this.codec = codec;
        this.settings = settings;
        this.seal = seal;
        this.rules = rules;
        placement = new Placement(self);
        holdings = new Holdings();
        queues = new PeerQueues(this);
        pauses = new PauseWatch(timers, nanos);
    }

    long now() {
        return nanos.getAsLong();
    }
}
