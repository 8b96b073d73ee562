package dev.livelet;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of an address: those of the route's path ({@code /chat/{room}}) and of its query.
 * Decoded; immutable.
 *
 * @param path by name in the route's pattern
 * @param query by name, each with its values in the order given
 */
public record Params(Map<String, String> path, Map<String, List<String>> query) {
    public static final Params NONE = new Params(Map.of(), Map.of());

    public Params {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    /** The path parameter, else the first query parameter of this name. */
    public Optional<String> find(String name) {
        String value = path.get(name);
        if (value != null) return Optional.of(value);
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** As {@link #find}, or an exception that names the parameter. */
    public String get(String name) {
        return find(name)
                .orElseThrow(
                        () ->
                                new LiveletException(
                                        "No parameter '"
                                                + name
                                                + "' in the address; the route has "
                                                + path.keySet()
                                                + ", the query "
                                                + query.keySet()
                                                + "; where it may be missing, ask find(\""
                                                + name
                                                + "\")"));
    }
}
