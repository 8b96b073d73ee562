package dev.livelet.cluster.entity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What ledgers did outside, as the world saw it; and whether that may be. */
final class LedgerWorld {
    private final Map<String, Long> epochs = new HashMap<>();
    final List<String> wrong = new ArrayList<>();
    int effects;
    int takeovers;

    /** Never an effect of an epoch after the first one of the next. */
    void happened(String node, Ledger.Effect effect) {
        effects++;
        Long last = epochs.get(effect.ledger());
        epochs.merge(effect.ledger(), effect.epoch(), Math::max);
        if (last == null || last == effect.epoch()) return;
        takeovers++;
        if (last > effect.epoch())
            wrong.add(node + " did " + effect + " after an effect of the epoch " + last);
    }

    @Override
    public String toString() {
        return effects + " effects, " + takeovers + " takeovers seen";
    }
}
