package dev.livelet.server;

import dev.livelet.Presence;
import dev.livelet.session.Sessions;
import dev.livelet.spi.ClusterNode;

/** What other nodes bring to this server's sessions. */
final class ClusterHost implements ClusterNode.Host {
    private final Sessions sessions;

    ClusterHost(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void deliver(String topic, Object message) {
        sessions.pubSub().deliver(topic, message);
    }

    @Override
    public void merge(Presence.Change remote) {
        sessions.presence().merge(remote);
    }
}
