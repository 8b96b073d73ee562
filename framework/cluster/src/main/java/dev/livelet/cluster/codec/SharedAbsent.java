package dev.livelet.cluster.codec;

import dev.livelet.EntityId;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Versions of shared values that were named and are not here: to be {@link SharedCodec#fetch}ed.
 */
public final class SharedAbsent extends CodecException {
    private static final long serialVersionUID = 1L;

    private final transient Map<EntityId, Set<Long>> versions;

    private SharedAbsent(Map<EntityId, Set<Long>> versions) {
        super(Kind.UNKNOWN, "shared values that are not known here: " + versions);
        this.versions = versions;
    }

    static SharedAbsent of(EntityId entity, long version) {
        return new SharedAbsent(Map.of(entity, Set.of(version)));
    }

    public Map<EntityId, Set<Long>> versions() {
        return versions;
    }

    /** Both. */
    public SharedAbsent and(SharedAbsent other) {
        Map<EntityId, Set<Long>> both = new HashMap<>();
        versions.forEach((entity, some) -> both.put(entity, new HashSet<>(some)));
        other.versions.forEach(
                (entity, some) -> both.computeIfAbsent(entity, e -> new HashSet<>()).addAll(some));
        return new SharedAbsent(Collections.unmodifiableMap(both));
    }

    @Override
    CodecException in(String place) {
        return this;
    }
}
