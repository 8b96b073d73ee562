package dev.livelet;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides who may see a page; runs at the HTTP request, at the join, and when another node takes
 * over. Stateless, thread-safe.
 */
@FunctionalInterface
public interface Guard {
    Verdict check(JoinRequest request);

    /**
     * @param path the page's path
     * @param headers by lower-case name; of the page's request, at a join of the WebSocket's
     * @param cookies by name
     * @param address the client's address, trusted proxies taken off
     * @param found the identity that an earlier guard of the same route found
     */
    record JoinRequest(
            String path,
            Params params,
            Map<String, List<String>> headers,
            Map<String, String> cookies,
            String address,
            Optional<Identity> found) {}

    sealed interface Verdict {
        record Admit(Optional<Identity> identity) implements Verdict {}

        record Redirect(String url) implements Verdict {}

        record Deny(String reason) implements Verdict {}
    }
}
