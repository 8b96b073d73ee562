package dev.livelet.test.property;

import dev.livelet.test.property.Family.Box;
import dev.livelet.test.property.Family.Colour;
import dev.livelet.test.property.Family.Dot;
import dev.livelet.test.property.Family.Liar;
import dev.livelet.test.property.Family.Node;
import dev.livelet.test.property.Family.Pile;
import dev.livelet.test.property.Family.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** States, and states near to others. */
final class StateGenerator {
    private static final List<String> PIECES =
            List.of(
                    "x",
                    "y",
                    "abc",
                    " ",
                    "<",
                    "&amp;",
                    "\"'",
                    "\n",
                    "\r",
                    "\r\n",
                    "\u0000",
                    "\uD83D",
                    "\uDE00",
                    "\uD83D\uDE00",
                    "e\u0301",
                    "\u05D0\u05D1",
                    "-->",
                    "{",
                    "\uFFFD",
                    "\u00A0",
                    "\t",
                    "Lorem ipsum dolor sit amet, consectetur",
                    "\uD83D\uDE01\uD83D\uDE02",
                    "]]>",
                    "\u2028",
                    "0",
                    "12");

    private final Choices choices;

    StateGenerator(Choices choices) {
        this.choices = choices;
    }

    Node node(int depth) {
        return new Node(
                choices.below(6),
                text(),
                maybeText(),
                number(),
                choices.of(0L, 7L, -1L, 9_007_199_254_740_993L, Long.MIN_VALUE, 1_000_000_000_000L),
                decimal(),
                choices.chance(50),
                choices.of(Colour.values()),
                kids(depth),
                tags(),
                shape(2),
                new Liar(choices.below(2), text()),
                choices.below(7));
    }

    private int number() {
        return choices.of(0, 1, 2, 3, 5, 10, -4, Integer.MAX_VALUE, 100);
    }

    private double decimal() {
        return choices.of(
                0.0,
                1.0,
                1.5,
                -0.0,
                1e21,
                1e-7,
                0.1 + 0.2,
                123456789.125,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                1e300,
                3e-5,
                1e15,
                1e7);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        while (choices.chance(50)) text.append(choices.of(PIECES));
        return text.toString();
    }

    private @Nullable String maybeText() {
        return choices.chance(70) ? text() : null;
    }

    private List<Node> kids(int depth) {
        List<Node> kids = new ArrayList<>();
        if (depth > 0)
            while (kids.size() < 12 && choices.chance(depth > 1 ? 60 : 40))
                kids.add(withId(node(depth - 1), kids.size()));
        return List.copyOf(kids);
    }

    /** Most keys differ, some do not. */
    private Node withId(Node node, int id) {
        return choices.chance(4) ? node : with(node, id + 10, node.a(), node.n(), node.kids());
    }

    private List<String> tags() {
        List<String> tags = new ArrayList<>();
        while (choices.chance(50))
            tags.add(choices.of("t", "u", "v", "w", "x", "", "\uD83D\uDE00"));
        return List.copyOf(tags);
    }

    private Shape shape(int depth) {
        return switch (choices.below(depth > 0 ? 3 : 2)) {
            case 0 -> new Dot(text());
            case 1 -> new Box(number(), text());
            default -> {
                List<Shape> shapes = new ArrayList<>();
                while (choices.chance(50)) shapes.add(shape(depth - 1));
                yield new Pile(List.copyOf(shapes));
            }
        };
    }

    /**
     * A state that differs from this one in a few places; parts that are the same may be other
     * objects.
     */
    Node near(Node node) {
        Node next = node;
        do next = changed(next, 2);
        while (choices.chance(30));
        return next;
    }

    private Node changed(Node node, int depth) {
        return switch (choices.below(16)) {
            case 0 -> with(node, node.id(), edited(node.a()), node.n(), node.kids());
            case 1 -> with(node, node.id(), node.a(), number(), node.kids());
            case 2, 3, 4, 5 ->
                    with(node, node.id(), node.a(), node.n(), rearranged(node.kids(), depth));
            case 6, 7 -> with(node, node.id(), node.a(), node.n(), deeper(node.kids(), depth));
            case 8 ->
                    copy(
                            node,
                            maybeText(),
                            node.c(),
                            node.colour(),
                            node.tags(),
                            node.shape(),
                            node.liar(),
                            node.rich());
            case 9 ->
                    copy(
                            node,
                            node.b(),
                            !node.c(),
                            node.colour(),
                            node.tags(),
                            node.shape(),
                            node.liar(),
                            node.rich());
            case 10 ->
                    copy(
                            node,
                            node.b(),
                            node.c(),
                            choices.of(Colour.values()),
                            node.tags(),
                            node.shape(),
                            node.liar(),
                            node.rich());
            case 11 ->
                    copy(
                            node,
                            node.b(),
                            node.c(),
                            node.colour(),
                            rearrangedTags(node.tags()),
                            node.shape(),
                            node.liar(),
                            node.rich());
            case 12 ->
                    copy(
                            node,
                            node.b(),
                            node.c(),
                            node.colour(),
                            node.tags(),
                            shape(2),
                            node.liar(),
                            node.rich());
            case 13 ->
                    copy(
                            node,
                            node.b(),
                            node.c(),
                            node.colour(),
                            node.tags(),
                            node.shape(),
                            new Liar(node.liar().id(), text()),
                            node.rich());
            case 14 ->
                    copy(
                            node,
                            node.b(),
                            node.c(),
                            node.colour(),
                            node.tags(),
                            node.shape(),
                            node.liar(),
                            choices.below(7));
            default -> fresh(node(depth), node.id());
        };
    }

    private Node fresh(Node node, int id) {
        return with(node, id, node.a(), node.n(), node.kids());
    }

    private String edited(String text) {
        int at = text.isEmpty() ? 0 : choices.below(text.length() + 1);
        int cut = text.length() == at ? 0 : choices.below(Math.min(3, text.length() - at) + 1);
        return text.substring(0, at) + text() + text.substring(at + cut);
    }

    private List<Node> deeper(List<Node> kids, int depth) {
        List<Node> next = new ArrayList<>(kids);
        if (kids.isEmpty()) return rearranged(kids, depth);
        int first = choices.below(kids.size());
        next.set(first, changed(next.get(first), depth - 1));
        if (choices.chance(30))
            for (int i = 0; i < next.size(); i += 2) next.set(i, changed(next.get(i), depth - 1));
        return List.copyOf(next);
    }

    private List<Node> rearranged(List<Node> kids, int depth) {
        List<Node> next = new ArrayList<>(kids);
        switch (choices.below(9)) {
            case 0 ->
                    next.add(
                            place(next),
                            fresh(node(Math.max(0, depth - 1)), 20 + choices.below(30)));
            case 1 -> removeSome(next);
            case 2 -> Collections.reverse(next);
            case 3 -> {
                if (next.size() > 1)
                    next.add(choices.below(next.size()), next.remove(choices.below(next.size())));
            }
            case 4 -> {
                if (next.size() > 1)
                    Collections.swap(next, choices.below(next.size()), choices.below(next.size()));
            }
            case 5 -> next.clear();
            case 6 -> {
                if (!next.isEmpty()) next.add(place(next), next.get(choices.below(next.size())));
            }
            case 7 -> {
                for (int i = next.size() - 1; i > 0; i--)
                    Collections.swap(next, i, choices.below(i + 1));
            }
            default -> {
                for (int i = 0; i < next.size(); i++)
                    next.set(
                            i,
                            with(
                                    next.get(i),
                                    next.get(i).id(),
                                    next.get(i).a(),
                                    next.get(i).n(),
                                    next.get(i).kids()));
            }
        }
        return List.copyOf(next);
    }

    private void removeSome(List<Node> next) {
        if (next.isEmpty()) return;
        int from = choices.below(next.size());
        next.subList(from, from + 1 + choices.below(next.size() - from)).clear();
    }

    private int place(List<Node> list) {
        return choices.below(list.size() + 1);
    }

    private List<String> rearrangedTags(List<String> tags) {
        List<String> next = new ArrayList<>(tags);
        switch (choices.below(4)) {
            case 0 -> next.add(choices.below(next.size() + 1), choices.of("t", "n", "m"));
            case 1 -> {
                if (!next.isEmpty()) next.remove(choices.below(next.size()));
            }
            case 2 -> Collections.reverse(next);
            default -> Collections.sort(next);
        }
        return List.copyOf(next);
    }

    private static Node with(Node node, int id, String a, int n, List<Node> kids) {
        return new Node(
                id,
                a,
                node.b(),
                n,
                node.big(),
                node.d(),
                node.c(),
                node.colour(),
                kids,
                node.tags(),
                node.shape(),
                node.liar(),
                node.rich());
    }

    private static Node copy(
            Node node,
            @Nullable String b,
            boolean c,
            Colour colour,
            List<String> tags,
            Shape shape,
            Liar liar,
            int rich) {
        return new Node(
                node.id(),
                node.a(),
                b,
                node.n(),
                node.big(),
                node.d(),
                c,
                colour,
                node.kids(),
                tags,
                shape,
                liar,
                rich);
    }
}
