package dev.livelet.session;

import dev.livelet.diff.PartFailure;
import dev.livelet.diff.PartFailures;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs and counts the parts of a session's page that failed within an error boundary. They fail no
 * turn: the page goes on with their fallbacks. Confined to the session's turn.
 */
final class CaughtParts implements PartFailures.Listener {
    private static final Logger log = LoggerFactory.getLogger(CaughtParts.class);

    private final Session session;

    CaughtParts(Session session) {
        this.session = session;
    }

    @Override
    public void failed(PartFailure failure) {
        session.services().counters().partsFailed.increment();
        log.error(
                "{} could not be rendered in session {}; the :catch at {} shows its fallback",
                failure.place(),
                session,
                failure.boundary(),
                failure.cause());
    }
}
