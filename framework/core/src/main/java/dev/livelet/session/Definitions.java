package dev.livelet.session;

import dev.livelet.protocol.Frames;
import dev.livelet.template.CompiledTemplate;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The definitions of a template and of all that it names, for a page whose bundle is another one.
 */
final class Definitions {
    private Definitions() {}

    static byte[] frame(CompiledTemplate<?> root) {
        Map<Integer, CompiledTemplate<?>> all = new TreeMap<>();
        collect(root, all);
        StringJoiner members = new StringJoiner(",", "[" + Frames.DEFINITIONS + ",{", "}]");
        all.forEach((id, template) -> members.add("\"" + id + "\":" + template.definition()));
        return members.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void collect(
            CompiledTemplate<?> template, Map<Integer, CompiledTemplate<?>> all) {
        if (all.putIfAbsent(template.id(), template) != null) return;
        template.references().forEach(reference -> collect(reference, all));
    }
}
