package dev.livelet.server;

import dev.livelet.entity.EntityType;
import dev.livelet.spi.ClusterNode;
import dev.livelet.template.CompiledTemplate;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What this server's routes and keys are to the nodes of a cluster. */
final class ClusterApplication implements ClusterNode.Application {
    private final Tokens tokens;
    private final Set<Class<?>> messages = new LinkedHashSet<>();
    private final Map<String, Class<?>> states = new LinkedHashMap<>();
    private final Map<Integer, CompiledTemplate<?>> templates = new HashMap<>();

    ClusterApplication(Routes routes, Collection<EntityType<?>> entities, Tokens tokens) {
        this.tokens = tokens;
        for (EntityType<?> entity : entities) messages.addAll(entity.kind().messages());
        for (Routes.Route route : routes.all()) {
            messages.addAll(route.view().messages());
            states.put(route.view().name(), route.view().template().stateType());
            templates.putAll(route.view().templates());
        }
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
        return messages;
    }

    @Override
    public Map<String, Class<?>> states() {
        return states;
    }

    @Override
    public @Nullable CompiledTemplate<?> template(int id) {
        return templates.get(id);
    }
}
