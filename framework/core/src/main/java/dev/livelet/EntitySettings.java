package dev.livelet;

import java.time.Duration;

/**
 * How the entities of a type live.
 *
 * @param majority 0: when the cluster is split both halves have the entity, and {@link
 *     Entity#merge} makes one of two afterwards. Else the number of nodes that the cluster has:
 *     only the half with more than half of them goes on, the other answers {@link
 *     EntityUnavailable}
 * @param passivateAfter an entity that nobody has called or watched for so long ends; its state is
 *     what {@link Entity#create} makes of it next time. {@link Duration#ZERO}: never
 * @param timeout for a call, tries included, until it is given up as {@link EntityUnavailable}. The
 *     default is long enough for an entity to go on elsewhere when its node hangs: 6 s until that
 *     is noticed, its leases, the claim, and as much again
 * @param failures so many in {@code failureTime} make an entity start again from its last state,
 *     after a pause
 * @param failureTime see {@code failures}
 * @param restarts so many in a row without a call that succeeds, and the entity is made anew by
 *     {@link Entity#create}
 * @param waiting calls that may wait for one entity; more are refused
 */
public record EntitySettings(
        int majority,
        Duration passivateAfter,
        Duration timeout,
        int failures,
        Duration failureTime,
        int restarts,
        int waiting) {

    private static final EntitySettings DEFAULTS =
            new EntitySettings(
                    0,
                    Duration.ZERO,
                    Duration.ofSeconds(15),
                    10,
                    Duration.ofSeconds(10),
                    5,
                    10_000);

    public EntitySettings {
        if (majority < 0 || passivateAfter.isNegative() || timeout.isNegative() || timeout.isZero())
            throw new LiveletException(
                    "The settings of an entity need a majority and a passivation time that are not"
                            + " negative, and a timeout above 0: "
                            + majority
                            + ", "
                            + passivateAfter
                            + ", "
                            + timeout);
        if (failures < 1 || restarts < 1 || waiting < 1)
            throw new LiveletException(
                    "failures, restarts and waiting of an entity's settings are at least 1");
    }

    /** In a split both halves go on; {@link Entity#merge} puts them together afterwards. */
    public static EntitySettings available() {
        return DEFAULTS;
    }

    /** In a split only a half with more than half of so many nodes goes on. */
    public static EntitySettings majority(int voters) {
        if (voters < 1) throw new LiveletException("A majority needs at least one voter");
        return new EntitySettings(
                voters,
                DEFAULTS.passivateAfter,
                DEFAULTS.timeout,
                DEFAULTS.failures,
                DEFAULTS.failureTime,
                DEFAULTS.restarts,
                DEFAULTS.waiting);
    }

    /** These, but with entities that end when nobody has needed them for so long. */
    public EntitySettings passivateAfter(Duration idle) {
        return new EntitySettings(
                majority, idle, timeout, failures, failureTime, restarts, waiting);
    }

    /** These, but with another limit for a call. */
    public EntitySettings timeout(Duration call) {
        return new EntitySettings(
                majority, passivateAfter, call, failures, failureTime, restarts, waiting);
    }

    /** These, but with another limit of failures and of restarts. */
    public EntitySettings supervision(int failures, Duration within, int restarts) {
        return new EntitySettings(
                majority, passivateAfter, timeout, failures, within, restarts, waiting);
    }

    /** These, but with another number of calls that may wait. */
    public EntitySettings waiting(int calls) {
        return new EntitySettings(
                majority, passivateAfter, timeout, failures, failureTime, restarts, calls);
    }
}
