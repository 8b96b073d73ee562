package dev.livelet.server;

import dev.livelet.LiveletException;
import dev.livelet.session.ViewType;
import dev.livelet.template.CompiledTemplate;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The definitions of all templates that the registered views reach, as one classic script. The same
 * bytes on every node.
 */
final class Bundle {
    private final String hash;
    private final String script;

    private Bundle(String hash, String script) {
        this.hash = hash;
        this.script = script;
    }

    static Bundle of(Collection<ViewType<?>> views) {
        Map<Integer, CompiledTemplate<?>> found = new TreeMap<>();
        for (ViewType<?> view : views) collect(view.template(), found);
        StringBuilder definitions = new StringBuilder("{");
        found.forEach(
                (id, template) ->
                        definitions
                                .append(definitions.length() == 1 ? "" : ",")
                                .append('"')
                                .append(id)
                                .append("\":")
                                .append(template.definition()));
        String json = definitions.append('}').toString();
        String hash = Asset.hash(json.getBytes(StandardCharsets.UTF_8));
        return new Bundle(hash, "Livelet.define(\"" + hash + "\"," + json + ")");
    }

    private static void collect(
            CompiledTemplate<?> template, Map<Integer, CompiledTemplate<?>> found) {
        CompiledTemplate<?> known = found.putIfAbsent(template.id(), template);
        if (known == null)
            for (CompiledTemplate<?> reference : template.references()) collect(reference, found);
        else if (known != template && !known.definition().equals(template.definition()))
            throw new LiveletException(
                    "The templates "
                            + known.name()
                            + " and "
                            + template.name()
                            + " have the same hash, "
                            + template.id()
                            + ". Change one of them, be it by a space.");
    }

    /** What a join says to show that the page has these definitions. */
    String hash() {
        return hash;
    }

    String script() {
        return script;
    }
}
