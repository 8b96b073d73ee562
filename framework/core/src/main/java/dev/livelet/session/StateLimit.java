package dev.livelet.session;

import dev.livelet.LiveletException;
import dev.livelet.state.StateWeight;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Locale;

/**
 * How much a session's state may weigh: beyond one limit it is reported, beyond another the turn
 * that made it fails, so that the state before stays. Confined to the session's turn.
 */
final class StateLimit {
    private static final Logger log = LoggerFactory.getLogger(StateLimit.class);

    private final SessionServices services;
    private final String view;

    StateLimit(SessionServices services, String view) {
        this.services = services;
        this.view = view;
    }

    /**
     * The weight of a next state.
     *
     * @param weight of the state before
     * @throws LiveletException where it is too much
     */
    long next(Object before, long weight, Object next) {
        return checked(weight, weight + StateWeight.difference(before, next), next);
    }

    /** The weight of a first state; throws as {@link #next}. */
    long first(Object state) {
        return checked(0, StateWeight.of(state), state);
    }

    private long checked(long before, long weight, Object state) {
        SessionSettings settings = services.settings();
        // What shrinks is on its way back, also where the limit has been lowered since.
        if (weight <= before) return weight;
        if (weight > settings.stateLimit()) {
            services.counters().statesRefused.increment();
            throw new LiveletException(
                    message(weight, "state-limit", settings.stateLimit(), state));
        }
        if (weight > settings.stateWarning() && before <= settings.stateWarning()) {
            services.counters().statesLarge.increment();
            long seen = services.counters().statesLarge.sum();
            // The first, and then each time their number has doubled.
            if (Long.bitCount(seen) == 1)
                log.warn(
                        "{} ({} so far)",
                        message(weight, "state-warning", settings.stateWarning(), state),
                        seen);
        }
        return weight;
    }

    private String message(long weight, String setting, int limit, Object state) {
        return "A state of the view "
                + view
                + " weighs about "
                + bytes(weight)
                + ", more than the "
                + bytes(limit)
                + " of the setting "
                + setting
                + ". Most of it is "
                + StateWeight.heaviest(state)
                + ". Keep what many pages show in a Shared, which does not count, and load long"
                + " lists page by page; or raise the setting";
    }

    private static String bytes(long count) {
        return String.format(Locale.ROOT, "%,d bytes", count);
    }
}
