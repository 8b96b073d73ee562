package dev.livelet.session;

import dev.livelet.RenderContext;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/**
 * A frame from the browser, parsed and bounded, not yet trusted. Shapes as in {@code
 * docs/protocol.md}.
 */
public sealed interface ClientFrame {
    record Join(
            String session,
            String token,
            int seen,
            String bundle,
            int attempt,
            int first,
            List<Queued> queue,
            String zone,
            boolean dark,
            String where,
            int answered)
            implements ClientFrame {

        /** This join where the page was told nothing yet: its session was here then. */
        public Join from(String origin) {
            return where.isEmpty()
                    ? new Join(
                            session, token, seen, bundle, attempt, first, queue, zone, dark, origin,
                            answered)
                    : this;
        }

        /** What the browser says about itself, over what its request for the page said. */
        RenderContext over(RenderContext request) {
            return RenderContexts.shared(
                    new RenderContext(request.locale(), zone(request.zone()), dark));
        }

        private ZoneId zone(ZoneId otherwise) {
            try {
                return zone.isEmpty() ? otherwise : ZoneId.of(zone);
            } catch (DateTimeException unknown) {
                return otherwise;
            }
        }
    }

    /** An event of a join's queue, with its absolute {@code seen}. */
    record Queued(int seen, Event event) {}

    record Event(int patches, int[] path, @Nullable JsonNode payload, @Nullable String target)
            implements ClientFrame {}

    record Ack(int patches) implements ClientFrame {}

    record Heal(int patches, int[] path) implements ClientFrame {}

    record Leave() implements ClientFrame {}

    record Ping() implements ClientFrame {}
}
