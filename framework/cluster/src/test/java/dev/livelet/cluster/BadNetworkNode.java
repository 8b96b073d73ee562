package dev.livelet.cluster;

import dev.livelet.cluster.link.BadTcp;
import dev.livelet.cluster.link.Interference;
import dev.livelet.cluster.link.TcpSettings;
import dev.livelet.cluster.pubsub.TopicSettings;
import dev.livelet.cluster.replication.LaxReplicator;
import dev.livelet.cluster.replication.ReplicationSettings;
import dev.livelet.spi.ClusterNode;
import dev.livelet.spi.Timers;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A node as {@link JGroups} makes it, on a port that the system chooses, found by files, and over a
 * network that does what the test tells it.
 *
 * @param lacks a rule that its replication does without
 * @param messages types that travel besides those that views take
 */
public record BadNetworkNode(
        String cluster,
        String node,
        Path directory,
        Interference network,
        LaxReplicator lacks,
        List<Class<?>> messages)
        implements ClusterNode.Factory {
    public BadNetworkNode(String cluster, String node, Path directory, Interference network) {
        this(cluster, node, directory, network, LaxReplicator.NOTHING, List.of());
    }

    @Override
    public ClusterNode node(Timers timers, ClusterNode.Application application) {
        TcpSettings settings =
                new TcpSettings(
                        cluster,
                        node,
                        InetAddress.getLoopbackAddress(),
                        0,
                        Discovery.files(directory).seeds(),
                        null,
                        Duration.ofMillis(1500),
                        Duration.ofSeconds(15));
        return new JGroupsNode(
                BadTcp.link(settings, network),
                timers,
                application,
                messages,
                TopicSettings.DEFAULT,
                ReplicationSettings.DEFAULT,
                lacks::over);
    }
}
