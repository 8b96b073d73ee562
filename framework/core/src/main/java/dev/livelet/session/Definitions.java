package dev.livelet.session;

import dev.livelet.protocol.Frames;
import dev.livelet.template.CompiledTemplate;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The definitions that a page has: those that its view's template reaches came with the bundle,
 * others are sent before they are first named. Confined to the session's turn.
 */
final class Definitions {
    private final ViewType<?> type;

    /**
     * Templates that came as values ({@code Html}) and were used on this page, with all that they
     * reach.
     */
    private @Nullable Map<Integer, CompiledTemplate<?>> more;

    Definitions(ViewType<?> type) {
        this.type = type;
    }

    /** A frame with all of the view, for a page that has another bundle. */
    byte[] all() {
        Map<Integer, CompiledTemplate<?>> all = new LinkedHashMap<>(type.templates());
        if (more != null) all.putAll(more);
        return frame(all.values());
    }

    /** A frame with what the page had in addition to its bundle, in case it did not arrive. */
    Optional<byte[]> again() {
        return more == null ? Optional.empty() : Optional.of(frame(more.values()));
    }

    /** A frame with those that the page does not have yet; it has them when that is sent. */
    Optional<byte[]> missing(Collection<CompiledTemplate<?>> named) {
        if (named.isEmpty()) return Optional.empty();
        List<CompiledTemplate<?>> lacking = used(named);
        return lacking.isEmpty() ? Optional.empty() : Optional.of(frame(lacking));
    }

    /**
     * @return those that are new
     */
    List<CompiledTemplate<?>> used(Collection<CompiledTemplate<?>> named) {
        List<CompiledTemplate<?>> found = new ArrayList<>();
        for (CompiledTemplate<?> template : named) collect(template, found);
        return found;
    }

    private void collect(CompiledTemplate<?> template, List<CompiledTemplate<?>> found) {
        if (type.templates().containsKey(template.id())) return;
        if (more == null) more = new LinkedHashMap<>();
        if (more.putIfAbsent(template.id(), template) != null) return;
        found.add(template);
        template.references().forEach(reference -> collect(reference, found));
    }

    private static byte[] frame(Collection<CompiledTemplate<?>> templates) {
        StringJoiner members = new StringJoiner(",", "[" + Frames.DEFINITIONS + ",{", "}]");
        templates.forEach(
                template -> members.add("\"" + template.id() + "\":" + template.definition()));
        return members.toString().getBytes(StandardCharsets.UTF_8);
    }
}
