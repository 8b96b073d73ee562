package dev.livelet.cluster;

import dev.livelet.LiveletException;
import dev.livelet.cluster.link.GroupLink;
import dev.livelet.cluster.link.Seeds;
import dev.livelet.cluster.link.TcpSettings;
import dev.livelet.cluster.link.Tls;
import dev.livelet.cluster.pubsub.TopicPolicy;
import dev.livelet.cluster.pubsub.TopicSettings;
import dev.livelet.cluster.replication.ReplicationSettings;
import dev.livelet.cluster.replication.Replicator;
import dev.livelet.spi.ClusterNode;
import dev.livelet.spi.Timers;

import org.jgroups.JChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A node's part in a cluster over JGroups:
 *
 * <pre>{@code
 * Livelet.create()
 *         .cluster(JGroups.tcp("chat").discovery(Discovery.fixed("10.0.0.1:7800", "10.0.0.2:7800")))
 * }</pre>
 *
 * Each setting is also a system property ({@code -Dlivelet.cluster.node=n1}) and an environment
 * variable ({@code LIVELET_CLUSTER_NODE=n1}); the first of property, variable, code and default
 * counts. A builder: not thread-safe, used once.
 */
public final class JGroups implements ClusterNode.Factory {
    private static final int PORT = 7800;
    private static final Duration LOOKING = Duration.ofMillis(1500);
    private static final Duration JOIN_WITHIN = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(JGroups.class);

    private final ClusterSettings settings;
    private @Nullable Discovery discovery;
    private final List<Class<?>> messages = new ArrayList<>();
    private TopicSettings topics = TopicSettings.DEFAULT;
    private @Nullable JChannel channel;

    private JGroups(String cluster, Map<String, String> properties, Map<String, String> variables) {
        settings = new ClusterSettings(properties, variables);
        settings.code("name", cluster);
    }

    /** Nodes that name the same cluster, and find each other, are one. */
    public static JGroups tcp(String cluster) {
        return tcp(cluster, ClusterSettings.properties(), System.getenv());
    }

    static JGroups tcp(
            String cluster, Map<String, String> properties, Map<String, String> variables) {
        return new JGroups(cluster, properties, variables);
    }

    /**
     * This node's name: unique among the nodes and the same at each start, as copies are placed by
     * it. Default: the host's name.
     */
    public JGroups node(String name) {
        settings.code("node", name);
        return this;
    }

    /**
     * The address to listen on, and to be reached at by the others. Default: an address of the
     * local network, if there is one and no more; else it must be said.
     */
    public JGroups bind(String address) {
        settings.code("bind", address);
        return this;
    }

    /** Default: 7800. Zero lets the system choose, for discovery that tells ports. */
    public JGroups port(int port) {
        settings.code("port", Integer.toString(port));
        return this;
    }

    /** How others are found; there is no default. */
    public JGroups discovery(Discovery how) {
        discovery = how;
        return this;
    }

    /**
     * Mutual TLS: only nodes with a certificate that the truststore trusts can join.
     *
     * @param keystore PKCS12 with this node's key and certificate
     * @param truststore PKCS12 with what signed the others'
     * @param password of both
     */
    public JGroups tls(Path keystore, Path truststore, String password) {
        settings.code("tls-keystore", keystore.toString());
        settings.code("tls-truststore", truststore.toString());
        settings.code("tls-password", password);
        return this;
    }

    /**
     * A channel of the application's own instead of a TCP stack made here: a ForkChannel, or one
     * with a stack of its own. Its protocols, discovery and security are the application's. If it
     * is not connected yet, it is connected and closed with the node.
     */
    public JGroups channel(JChannel own) {
        channel = own;
        return this;
    }

    /** How many other nodes keep a copy of each session. Default: 1. */
    public JGroups copies(int number) {
        settings.code("copies", Integer.toString(number));
        return this;
    }

    /** What pages do whose session no other node can keep. Default: go on, counted. */
    public JGroups alone(ReplicationSettings.Alone what) {
        settings.code("alone", what.name().toLowerCase(Locale.ROOT));
        return this;
    }

    /** Called by the server. */
    @Override
    public ClusterNode node(Timers timers, ClusterNode.Application application) {
        ReplicationSettings replication =
                ReplicationSettings.DEFAULT
                        .copies(settings.number("copies", 1, ReplicationSettings.DEFAULT.copies()))
                        .alone(settings.choice("alone", ReplicationSettings.DEFAULT.alone()))
                        .grace(
                                settings.duration(
                                        "orphan-time", ReplicationSettings.DEFAULT.grace()));
        return new JGroupsNode(
                link(), timers, application, messages, topics, replication, Replicator::new);
    }

    /**
     * Lets objects of a type travel between nodes, as messages and as metas of presence. Those that
     * an {@code @OnMessage} handler takes may anyway.
     *
     * @param type a record, an enum, or a sealed interface of them
     */
    public JGroups message(Class<?> type) {
        messages.add(type);
        return this;
    }

    /**
     * What happens to messages of topics that begin so, while a node does not take them as fast as
     * they come. The longest beginning that fits counts; default: the oldest are dropped.
     */
    public JGroups topics(String prefix, TopicPolicy policy) {
        topics = topics.with(prefix, policy);
        return this;
    }

    /**
     * Each node keeps the last messages that it published on each topic that begins so, and repeats
     * them to nodes that have missed some: then no gap is told.
     */
    public JGroups ring(String prefix, int messages) {
        topics = topics.withRing(prefix, messages);
        return this;
    }

    /** The link, not started. All wrong settings are told at once. */
    public GroupLink link() {
        String cluster = settings.text("name", "");
        String node = settings.text("node", ClusterSettings.hostName());
        if (!GroupLink.isNodeName(node))
            settings.wrong(
                    "node",
                    node,
                    "a node's name: letters, digits, dot, underscore and hyphen, at most 100,"
                            + " unique among the nodes and the same at each start");
        Duration joinWithin = settings.duration("join-timeout", JOIN_WITHIN);
        JChannel own = channel;
        if (own != null) {
            settings.check();
            return GroupLink.over(own, cluster, node, joinWithin);
        }
        Duration looking = settings.duration("discovery-timeout", LOOKING);
        int port = settings.port("port", PORT);
        InetAddress bind = bind();
        Seeds seeds = seeds();
        Tls tls = tls();
        settings.check();
        if (bind == null || seeds == null) throw new IllegalStateException("unchecked settings");
        log.info(settings.describe());
        return new TcpSettings(cluster, node, bind, port, seeds, tls, looking, joinWithin).link();
    }

    private @Nullable InetAddress bind() {
        String text = settings.text("bind", "");
        if (!text.isEmpty()) {
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException _) {
                settings.wrong("bind", text, "an address of this machine, as 10.0.0.1");
                return null;
            }
        }
        List<InetAddress> local = ClusterSettings.localAddresses();
        if (local.size() == 1) {
            settings.given("bind", local.getFirst().getHostAddress(), "this machine");
            return local.getFirst();
        }
        settings.missing(
                "bind",
                "this machine has "
                        + (local.isEmpty() ? "no address in a local network" : "several: " + local)
                        + "; say which one the other nodes shall reach this one at");
        return null;
    }

    private @Nullable Seeds seeds() {
        String text = settings.text("discovery", "");
        if (!text.isEmpty()) {
            try {
                return Discovery.parse(text).seeds();
            } catch (LiveletException e) {
                settings.wrong("discovery", text, "a way to find nodes: " + e.getMessage());
                return null;
            }
        }
        if (discovery != null) {
            settings.given("discovery", discovery.seeds().toString(), "code");
            return discovery.seeds();
        }
        settings.missing(
                "discovery",
                "this node does not know where the others are; call"
                        + " .discovery(Discovery.fixed(\"10.0.0.1:7800\")) or set it, as"
                        + " fixed:10.0.0.1:7800,10.0.0.2:7800");
        return null;
    }

    private @Nullable Tls tls() {
        String keystore = settings.text("tls-keystore", "");
        String truststore = settings.text("tls-truststore", "");
        String password = settings.text("tls-password", "");
        if (keystore.isEmpty() && truststore.isEmpty()) return null;
        if (keystore.isEmpty()) settings.missing("tls-keystore", "there is a truststore alone");
        if (truststore.isEmpty()) settings.missing("tls-truststore", "there is a keystore alone");
        if (keystore.isEmpty() || truststore.isEmpty()) return null;
        Tls tls = new Tls(Path.of(keystore), Path.of(truststore), password);
        try {
            tls.context();
        } catch (LiveletException e) {
            settings.wrong(String.valueOf(e.getMessage()));
        }
        return tls;
    }
}
