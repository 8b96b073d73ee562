package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.Link;
import dev.livelet.spi.Replication;
import dev.livelet.spi.Timers;

import java.util.function.LongSupplier;

/** Replication that lacks one of its {@link Rules}: tests must notice. */
public enum LaxReplicator {
    NOTHING(Rules.STRICT),
    FENCES(
            new Rules() {
                @Override
                boolean fences() {
                    return false;
                }
            }),
    WITNESS(
            new Rules() {
                @Override
                boolean isSafe(CopyHead copy, Replication.Claim claim) {
                    return true;
                }

                @Override
                boolean isWitnessed(CopyHead copy, Replication.Claim claim, Where where) {
                    return true;
                }
            });

    private final Rules rules;

    LaxReplicator(Rules rules) {
        this.rules = rules;
    }

    public Replicator over(
            Link link,
            Timers timers,
            LongSupplier nanos,
            CopyCodec codec,
            ReplicationSettings settings,
            Seal seal) {
        return new Replicator(link, timers, nanos, codec, settings, seal, rules);
    }
}
