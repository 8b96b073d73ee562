package dev.livelet.cluster.codec;

import dev.livelet.state.Structure;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What a state brought along that this release does not know: components of a newer one, and
 * components in whose value something was left out. It is written again as it came, so that a
 * session which visits an older node loses nothing by it. Immutable.
 */
public final class Carried {
    /** Of a state that was mounted here. */
    public static final Carried NOTHING = new Carried(Map.of(), Map.of());

    record Kept(@Nullable Object value, byte[] blob) {}

    private final Map<String, byte[]> unknown;
    private final Map<String, Kept> kept;

    Carried(Map<String, byte[]> unknown, Map<String, Kept> kept) {
        this.unknown = Map.copyOf(unknown);
        this.kept = Map.copyOf(kept);
    }

    Map<String, byte[]> unknown() {
        return unknown;
    }

    /** The blob that this value came in, when it holds more than the value. */
    byte @Nullable [] blob(String component, @Nullable Object value) {
        Kept known = kept.get(component);
        return known != null && Structure.same(known.value, value) ? known.blob : null;
    }
}
