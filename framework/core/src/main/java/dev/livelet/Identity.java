package dev.livelet;

import java.util.Map;

/**
 * A user, as a {@link Guard} found them.
 *
 * @param id what limits per identity and {@code disconnect} go by
 * @param claims further facts
 */
public record Identity(String id, Map<String, String> claims) {
    public Identity {
        claims = Map.copyOf(claims);
    }

    public static Identity of(String id) {
        return new Identity(id, Map.of());
    }
}
