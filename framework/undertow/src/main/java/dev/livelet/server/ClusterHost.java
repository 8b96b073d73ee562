package dev.livelet.server;

import dev.livelet.Presence;
import dev.livelet.session.Sessions;
import dev.livelet.spi.ClusterNode;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What other nodes bring to this server's sessions. */
final class ClusterHost implements ClusterNode.Host {
    private final Sessions sessions;
    private final Routes routes;
    private final Tokens tokens;

    ClusterHost(Sessions sessions, Routes routes, Tokens tokens) {
        this.sessions = sessions;
        this.routes = routes;
        this.tokens = tokens;
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
    public String sign(String text) {
        return tokens.forNodes(text);
    }

    @Override
    public Optional<String> verify(String signed) {
        return tokens.checkNodes(signed) instanceof Tokens.Finding.Valid(String text)
                ? Optional.of(text)
                : Optional.empty();
    }

    @Override
    public Collection<Class<?>> messages() {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (Routes.Route route : routes.all()) types.addAll(route.view().messages());
        return types;
    }
}
