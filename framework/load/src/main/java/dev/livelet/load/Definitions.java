package dev.livelet.load;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The bundle of an application: its hash, and its templates by their number. */
final class Definitions {
    private static final String BEGIN = "Livelet.define(\"";

    private final String hash;
    private final Map<Integer, Fragment> templates = new HashMap<>();

    private Definitions(String hash, JsonNode all) {
        this.hash = hash;
        add(all);
    }

    /** Reads the script of the bundle. */
    static Definitions of(String script) {
        int begin = script.indexOf(BEGIN);
        int end = script.indexOf("\",", begin + BEGIN.length());
        if (begin < 0 || end < 0) throw new IllegalStateException("no bundle: " + script);
        String definitions = script.substring(end + 2, script.lastIndexOf(')'));
        return new Definitions(
                script.substring(begin + BEGIN.length(), end),
                JsonMapper.shared().readTree(definitions));
    }

    void add(JsonNode more) {
        for (var template : more.properties())
            templates.put(Integer.valueOf(template.getKey()), Fragment.of(template.getValue()));
    }

    String hash() {
        return hash;
    }

    Fragment template(int id) {
        return Objects.requireNonNull(templates.get(id), "no template " + id + " in the bundle");
    }

    /**
     * The first event of this type on such an element, in the order of the markup.
     *
     * @throws IllegalArgumentException when a page of the template can have none
     */
    Locator locate(int template, String type, String element) {
        Deque<Integer> path = new ArrayDeque<>();
        if (!find(template(template), type, element, path, new ArrayDeque<>()))
            throw new IllegalArgumentException(
                    "No element " + element + " with on:" + type + " is in the template");
        return new Locator(path.stream().mapToInt(Integer::intValue).toArray());
    }

    private boolean find(
            Fragment in, String type, String element, Deque<Integer> path, Deque<Integer> inside) {
        for (int i = 0; i < in.events().size(); i++) {
            Fragment.Binding event = in.events().get(i);
            if (event.type().equals(type) && matches(event, element)) {
                path.addLast(i);
                return true;
            }
        }
        for (int slot = 0; slot < in.slots().size(); slot++) {
            path.addLast(slot);
            boolean found =
                    switch (in.slots().get(slot)) {
                        case Fragment.Content.Conditional(var branches) ->
                                branches.stream()
                                        .anyMatch(b -> find(b, type, element, path, inside));
                        case Fragment.Content.Rows(Fragment row) -> {
                            path.addLast(Locator.ANY_ROW);
                            boolean inRow = find(row, type, element, path, inside);
                            if (!inRow) path.removeLast();
                            yield inRow;
                        }
                        case Fragment.Content.Component(int id) ->
                                inComponent(id, type, element, path, inside);
                        case Fragment.Content.Leaf() -> false;
                        case Fragment.Content.Dynamic() -> false;
                    };
            if (found) return true;
            path.removeLast();
        }
        return false;
    }

    private boolean inComponent(
            int id, String type, String element, Deque<Integer> path, Deque<Integer> inside) {
        Fragment component = templates.get(id);
        // a component that contains itself is not looked through again
        if (component == null || inside.contains(id)) return false;
        inside.addLast(id);
        boolean found = find(component, type, element, path, inside);
        inside.removeLast();
        return found;
    }

    /**
     * @param element {@code tag}, {@code #id}, {@code .class} or {@code [name=value]}
     */
    private static boolean matches(Fragment.Binding event, String element) {
        Map<String, String> attributes = event.attributes();
        return switch (element.charAt(0)) {
            case '#' -> element.substring(1).equals(attributes.get("id"));
            case '.' -> contains(attributes.get("class"), element.substring(1));
            case '[' -> {
                int equals = element.indexOf('=');
                String value = attributes.get(element.substring(1, equals));
                yield element.substring(equals + 1, element.length() - 1).equals(value);
            }
            default -> element.equals(event.tag());
        };
    }

    private static boolean contains(@Nullable String classes, String name) {
        return classes != null && (" " + classes + " ").contains(" " + name + " ");
    }
}
