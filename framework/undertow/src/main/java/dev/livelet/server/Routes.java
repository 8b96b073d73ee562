package dev.livelet.server;

import dev.livelet.Guard;
import dev.livelet.Guard.JoinRequest;
import dev.livelet.Guard.Verdict;
import dev.livelet.Identity;
import dev.livelet.LiveletException;
import dev.livelet.Params;
import dev.livelet.session.ViewType;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The live routes: which view serves an address, behind which guards. Filled before the start, read
 * by all threads after it.
 */
final class Routes {
    record Route(PathPattern pattern, ViewType<?> view, List<Guard> guards) {

        /** Asks the guards in order; the first that does not admit decides. */
        Verdict check(String path, Params params, Caller caller) {
            Optional<Identity> found = Optional.empty();
            for (Guard guard : guards) {
                Verdict verdict =
                        guard.check(
                                new JoinRequest(
                                        path,
                                        params,
                                        caller.headers(),
                                        caller.cookies(),
                                        caller.address(),
                                        found));
                if (!(verdict instanceof Verdict.Admit(Optional<Identity> identity)))
                    return verdict;
                if (identity.isPresent()) found = identity;
            }
            return new Verdict.Admit(found);
        }
    }

    /**
     * @param path as in the request line, without the query
     */
    record Match(Route route, String path, Params params) {}

    private final List<Route> routes = new ArrayList<>();

    void add(Route route) {
        int at = 0;
        for (Route other : routes) {
            if (other.pattern().same(route.pattern()))
                throw new LiveletException(
                        "Two live routes match the same paths: "
                                + other.pattern()
                                + " ("
                                + other.view().name()
                                + ") and "
                                + route.pattern()
                                + " ("
                                + route.view().name()
                                + ").");
            if (!route.pattern().before(other.pattern())) at++;
            else break;
        }
        routes.add(at, route);
    }

    List<Route> all() {
        return routes;
    }

    /**
     * @param target path and query, as in the request line
     */
    @Nullable Match find(String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        for (Route route : routes) {
            Map<String, String> parameters = route.pattern().match(path);
            if (parameters == null) continue;
            Map<String, List<String>> query =
                    mark < 0 ? Map.of() : query(target.substring(mark + 1));
            return query == null ? null : new Match(route, path, new Params(parameters, query));
        }
        return null;
    }

    private static @Nullable Map<String, List<String>> query(String text) {
        Map<String, List<String>> query = new HashMap<>();
        try {
            for (String pair : text.split("&")) {
                if (pair.isEmpty()) continue;
                int equals = pair.indexOf('=');
                String name =
                        URLDecoder.decode(
                                equals < 0 ? pair : pair.substring(0, equals),
                                StandardCharsets.UTF_8);
                String value =
                        equals < 0
                                ? ""
                                : URLDecoder.decode(
                                        pair.substring(equals + 1), StandardCharsets.UTF_8);
                query.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
        } catch (IllegalArgumentException brokenEncoding) {
            return null;
        }
        query.replaceAll((_, values) -> List.copyOf(values));
        return query;
    }
}
