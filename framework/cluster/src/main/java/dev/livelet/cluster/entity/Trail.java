package dev.livelet.cluster.entity;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an entity's state has in it: for each ballot under which it changed, up to which change. So
 * it can be told whether one state came from another, or both from a third (a version vector).
 * Immutable.
 *
 * @param serials oldest ballot first
 */
record Trail(Map<Ballot, Long> serials) {
    /** Beyond, the oldest are forgotten: a node that was away for so many moves may merge again. */
    private static final int LONGEST = 32;

    static final Trail EMPTY = new Trail(Map.of());

    /** With a change more. */
    Trail and(Ballot ballot, long serial) {
        Map<Ballot, Long> longer = new LinkedHashMap<>(serials);
        longer.remove(ballot);
        longer.put(ballot, serial);
        return new Trail(shortened(longer));
    }

    /** Of a state that was made from both. */
    Trail and(Trail other) {
        Map<Ballot, Long> both = new LinkedHashMap<>(other.serials);
        serials.forEach((ballot, serial) -> both.merge(ballot, serial, Math::max));
        return new Trail(shortened(both));
    }

    /** Whether all that is in the other one is in this one. */
    boolean has(Trail other) {
        for (Map.Entry<Ballot, Long> each : other.serials.entrySet())
            if (serials.getOrDefault(each.getKey(), 0L) < each.getValue()) return false;
        return true;
    }

    private static Map<Ballot, Long> shortened(Map<Ballot, Long> trail) {
        while (trail.size() > LONGEST) trail.remove(trail.keySet().iterator().next());
        return trail;
    }
}
