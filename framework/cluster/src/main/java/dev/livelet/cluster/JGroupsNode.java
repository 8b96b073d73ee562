package dev.livelet.cluster;

import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.codec.SharedCodec;
import dev.livelet.cluster.link.GroupLink;
import dev.livelet.cluster.pubsub.ClusterTopics;
import dev.livelet.cluster.pubsub.TopicSettings;
import dev.livelet.cluster.replication.CborCopies;
import dev.livelet.cluster.replication.ReplicationSettings;
import dev.livelet.cluster.replication.Replicator;
import dev.livelet.cluster.replication.Seal;
import dev.livelet.spi.ClusterNode;
import dev.livelet.spi.ClusterPresence;
import dev.livelet.spi.ClusterPubSub;
import dev.livelet.spi.Replication;
import dev.livelet.spi.Timers;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parts of a node over one link. */
final class JGroupsNode implements ClusterNode {
    private final GroupLink link;
    private final Codecs codecs;
    private final ClusterTopics topics;
    private final Replicator replicator;

    JGroupsNode(
            GroupLink link,
            Timers timers,
            Application application,
            ReplicationSettings replication) {
        this.link = link;
        codecs = new Codecs(application.messages(), application::template, SharedCodec.BY_VALUE);
        topics =
                new ClusterTopics(
                        TopicSettings.DEFAULT,
                        timers,
                        System::nanoTime,
                        task -> Thread.ofVirtual().name("livelet-topics").start(task));
        replicator =
                new Replicator(
                        link,
                        timers,
                        System::nanoTime,
                        new CborCopies(codecs),
                        replication,
                        seal(application));
    }

    private static Seal seal(Application application) {
        return new Seal() {
            @Override
            public String sign(String text) {
                return application.sign(text);
            }

            @Override
            public Optional<String> verify(String signed) {
                return application.verify(signed);
            }
        };
    }

    @Override
    public String name() {
        return link.self().name();
    }

    @Override
    public ClusterPubSub pubSub() {
        return topics;
    }

    @Override
    public ClusterPresence presence() {
        return ClusterPresence.ALONE;
    }

    @Override
    public Replication replication() {
        return replicator;
    }

    @Override
    public void start(Host host) {
        topics.start(link, codecs.messages(), host::deliver);
        link.start();
    }

    @Override
    public int leave(Duration within) {
        topics.leave();
        link.leave();
        return replicator.handOver(within);
    }

    @Override
    public Map<String, Long> figures() {
        Map<String, Long> figures = new TreeMap<>(link.counters());
        replicator
                .counts()
                .forEach(
                        (count, value) ->
                                figures.put(
                                        "replication_" + count.name().toLowerCase(Locale.ROOT),
                                        value));
        figures.put("under_replicated", (long) replicator.underReplicated());
        figures.put("copies", (long) replicator.copies());
        figures.put("copy_bytes", replicator.copyBytes());
        return figures;
    }

    @Override
    public void close() {
        topics.close();
        replicator.close();
        link.close();
    }
}
