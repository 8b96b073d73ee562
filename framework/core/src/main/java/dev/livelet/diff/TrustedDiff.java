package dev.livelet.diff;

import dev.livelet.template.TrustedHtml;
import dev.livelet.template.TrustedNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tree diff of trusted markup. Nodes are paired at both ends where they are equal, then by id,
 * then by equality, then in order by kind; pairs that are not equal are changed in place.
 */
final class TrustedDiff {
    private static final int REMOVE = 0;
    private static final int INSERT = 1;
    private static final int TEXT = 3;
    private static final int ATTRIBUTES = 4;
    private static final int CHILDREN = 5;
    private static final String TEXT_KIND = "#text";

    private TrustedDiff() {}

    /**
     * Writes commands, or the whole markup where that is shorter, or nothing where nothing has
     * changed.
     */
    static boolean write(TrustedHtml before, TrustedHtml after, PatchWriter out, FullValues full) {
        if (before.html().equals(after.html())) return false;
        int start = out.size();
        out.beginObject().name("p").beginArray();
        nodes(before.nodes(), after.nodes(), out);
        out.endArray().endObject();
        int end = out.size();
        if (end - start <= after.html().length() / 2) return true;
        out.resumeAt(start);
        full.trusted(after);
        if (out.size() - end < end - start) out.cut(start, end);
        else out.reset(end);
        return true;
    }

    /** Writes whole nodes, each as a tree. */
    static void trees(List<TrustedNode> nodes, PatchWriter out) {
        for (TrustedNode node : nodes) tree(node, out);
    }

    private static void tree(TrustedNode node, PatchWriter out) {
        switch (node) {
            case TrustedNode.Text text -> out.string(text.text());
            case TrustedNode.Element element -> {
                out.beginArray().string(element.tag());
                if (element.attributes().isEmpty()) out.number(0);
                else {
                    out.beginObject();
                    element.attributes().forEach((name, value) -> out.name(name).string(value));
                    out.endObject();
                }
                trees(element.children(), out);
                out.endArray();
            }
        }
    }

    private static void nodes(List<TrustedNode> before, List<TrustedNode> after, PatchWriter out) {
        Pairing pairing = pair(before, after);
        pairing.removals(out, REMOVE);
        Moves.single(pairing, out);
        for (int i = 0; i < after.size(); i++) {
            int start = i;
            while (i < after.size() && pairing.origin(i) < 0) i++;
            if (i == start) continue;
            out.number(INSERT).number(start).beginArray();
            trees(after.subList(start, i), out);
            out.endArray();
        }
        for (int i = 0; i < after.size(); i++) {
            int origin = pairing.origin(i);
            if (origin >= 0) node(before.get(origin), after.get(i), i, out);
        }
    }

    private static void node(TrustedNode before, TrustedNode after, int index, PatchWriter out) {
        if (after instanceof TrustedNode.Text text) {
            if (!text.equals(before)) out.number(TEXT).number(index).string(text.text());
        } else if (before instanceof TrustedNode.Element was
                && after instanceof TrustedNode.Element is) {
            attributes(was.attributes(), is.attributes(), index, out);
            if (was.children().equals(is.children())) return;
            out.number(CHILDREN).number(index).beginArray();
            nodes(was.children(), is.children(), out);
            out.endArray();
        }
    }

    private static void attributes(
            Map<String, String> before, Map<String, String> after, int index, PatchWriter out) {
        if (before.equals(after)) return;
        out.number(ATTRIBUTES).number(index).beginObject();
        after.forEach(
                (name, value) -> {
                    if (!value.equals(before.get(name))) out.name(name).string(value);
                });
        before.forEach(
                (name, value) -> {
                    if (!after.containsKey(name)) out.name(name).none();
                });
        out.endObject();
    }

    private static Pairing pair(List<TrustedNode> before, List<TrustedNode> after) {
        int shorter = Math.min(before.size(), after.size());
        int prefix = 0;
        while (prefix < shorter && before.get(prefix).equals(after.get(prefix))) prefix++;
        int suffix = 0;
        while (suffix < shorter - prefix
                && before.get(before.size() - 1 - suffix)
                        .equals(after.get(after.size() - 1 - suffix))) suffix++;
        Pairing pairing = Pairing.between(before.size(), after.size(), prefix, suffix);
        byIdentity(pairing, before, after);
        byKind(pairing, before, after);
        return pairing;
    }

    /** Elements with an id by tag and id, all others by equality. */
    private static void byIdentity(
            Pairing pairing, List<TrustedNode> before, List<TrustedNode> after) {
        Map<Object, Deque<Integer>> waiting = new HashMap<>();
        for (int i = pairing.prefix(); i < pairing.prefix() + pairing.middleBefore(); i++)
            waiting.computeIfAbsent(identity(before.get(i)), key -> new ArrayDeque<>()).add(i);
        for (int i = pairing.prefix(); i < pairing.prefix() + pairing.middleAfter(); i++)
            pairing.pair(next(waiting, identity(after.get(i))), i);
    }

    private static void byKind(Pairing pairing, List<TrustedNode> before, List<TrustedNode> after) {
        Map<Object, Deque<Integer>> waiting = new HashMap<>();
        for (int i = pairing.prefix(); i < pairing.prefix() + pairing.middleBefore(); i++)
            if (pairing.target(i) < 0 && kind(before.get(i)) != null)
                waiting.computeIfAbsent(kind(before.get(i)), key -> new ArrayDeque<>()).add(i);
        for (int i = pairing.prefix(); i < pairing.prefix() + pairing.middleAfter(); i++)
            if (pairing.origin(i) < 0) pairing.pair(next(waiting, kind(after.get(i))), i);
    }

    private static int next(Map<Object, Deque<Integer>> waiting, @Nullable Object key) {
        Deque<Integer> rows = key == null ? null : waiting.get(key);
        Integer row = rows == null ? null : rows.poll();
        return row == null ? -1 : row;
    }

    private static Object identity(TrustedNode node) {
        String id = id(node);
        return id == null || !(node instanceof TrustedNode.Element element)
                ? node
                : element.tag() + '#' + id;
    }

    /**
     * What nodes must have in common to become each other; null for elements with an id, which
     * become nothing else.
     */
    private static @Nullable String kind(TrustedNode node) {
        return switch (node) {
            case TrustedNode.Text text -> TEXT_KIND;
            case TrustedNode.Element element -> id(element) == null ? element.tag() : null;
        };
    }

    private static @Nullable String id(TrustedNode node) {
        return node instanceof TrustedNode.Element element ? element.attributes().get("id") : null;
    }
}
