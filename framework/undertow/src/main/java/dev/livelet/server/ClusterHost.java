package dev.livelet.server;

import dev.livelet.Presence;
import dev.livelet.session.Sessions;
import dev.livelet.spi.ClusterNode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/** What other nodes bring to this server's sessions. */
final class ClusterHost implements ClusterNode.Host {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterHost.class);

    private final Sessions sessions;
    private final Duration stopTimeout;
    private volatile boolean replaced;

    ClusterHost(Sessions sessions, Duration stopTimeout) {
        this.sessions = sessions;
        this.stopTimeout = stopTimeout;
    }

    /** This node takes no pages any more. */
    boolean isReplaced() {
        return replaced;
    }

    @Override
    public void deliver(String topic, Object message) {
        sessions.pubSub().deliver(topic, message);
    }

    @Override
    public void merge(Presence.Change remote) {
        sessions.presence().merge(remote);
    }

    @Override
    public void replaced() {
        replaced = true;
        LOG.error(
                "This node is out of the cluster, as another one has its name. It is not ready any"
                        + " more, and sends its pages elsewhere. Stop this process; if both shall"
                        + " run, give one another livelet.cluster.node.");
        sessions.drain(stopTimeout);
    }
}
