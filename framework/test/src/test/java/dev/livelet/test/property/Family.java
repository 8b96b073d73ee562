package dev.livelet.test.property;

import dev.livelet.Html;
import dev.livelet.Slot;
import dev.livelet.Template;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The records that generated templates are written over: recursive, nullable, sealed, and one whose
 * equals lies.
 */
final class Family {
    private Family() {}

    enum Colour {
        RED,
        GREEN,
        BLUE
    }

    sealed interface Shape {}

    record Dot(String label) implements Shape {}

    record Box(int width, String label) implements Shape {}

    record Pile(List<Shape> shapes) implements Shape {}

    /** Equal to every other with its id, whatever it says. */
    record Liar(int id, String text) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Liar liar && liar.id == id;
        }

        @Override
        public int hashCode() {
            return id;
        }
    }

    record Node(
            int id,
            String a,
            @Nullable String b,
            int n,
            long big,
            double d,
            boolean c,
            Colour colour,
            List<Node> kids,
            List<String> tags,
            Shape shape,
            Liar liar,
            int rich) {

        String shout() {
            return a.toUpperCase(Locale.ROOT) + n;
        }

        /** Throws in about a third of all nodes: for what stands within a {@code :catch}. */
        String risky() {
            if (n % 3 == 0) throw new IllegalStateException("n is " + n);
            return a + "!";
        }

        boolean many() {
            return kids.size() > 1;
        }

        List<Node> shown() {
            return kids.stream().filter(Node::c).toList();
        }

        @Nullable Node first() {
            return kids.isEmpty() ? null : kids.getFirst();
        }

        Map<String, Object> extras() {
            Map<String, Object> extras = new TreeMap<>();
            if (c) extras.put("data-c", true);
            if (n % 2 == 0) extras.put("title", a);
            if (b != null) extras.put("lang", b);
            return extras;
        }

        List<String> classes() {
            return c ? List.of("on", colour.name()) : List.of("off");
        }

        String look() {
            return n % 3 == 0
                    ? ""
                    : "width: " + n + "px; color: " + colour.name().toLowerCase(Locale.ROOT);
        }

        /** Markup of every kind, or none. */
        @Nullable Html markup() {
            return switch (rich % 7) {
                case 0 -> null;
                case 1 -> PLAQUE.with(new Plaque(a, n));
                case 2 -> OTHER.with(new Other(kids));
                case 3 -> Html.trusted("plain " + n);
                case 4 ->
                        Html.trusted(
                                "<p class=\"k"
                                        + n % 3
                                        + "\">one</p><ul><li>"
                                        + n
                                        + "<li>two</ul>tail");
                case 5 ->
                        Html.trusted(
                                "<ul>"
                                        + "<li>x</li>".repeat(Math.abs(n) % 4)
                                        + "</ul><b>"
                                        + n
                                        + "</b>"
                                        + (c ? "<i>c</i>" : "text"));
                default -> Html.trusted("");
            };
        }
    }

    record Plaque(String text, int n) {}

    static final Template<Plaque> PLAQUE = Template.of(Plaque.class, "<b title={n}>{text}</b>");

    record Other(List<Node> nodes) {}

    static final Template<Other> OTHER =
            Template.of(
                    Other.class,
                    "{nodes.size()}<i :for={node : nodes} :key={node.id} on:click={hit(node.a)}"
                            + " data-arg={node.a}>{node.a}</i>",
                    Node.class);

    /** A component with two contents. */
    record Card(String title, int n, @Nullable Slot body, @Nullable Slot footer) {
        static final Template<Card> TEMPLATE =
                Template.of(
                        Card.class,
                        "<div class=\"card\"><b on:click={hit(title)}"
                                + " data-arg={title}>{title}</b>{body}<i :if={n >"
                                + " 2}>{n}</i>{footer}</div>");
    }

    /** A component whose template begins and ends with text. */
    record Bare(String text, boolean mark) {
        static final Template<Bare> TEMPLATE =
                Template.of(Bare.class, "{text}<template :if={mark}>!<b>?</b></template> {text}");
    }

    /** A component that shows nothing at all. */
    record Empty(String text) {
        static final Template<Empty> TEMPLATE = Template.of(Empty.class, "");
    }

    /** A component that names itself. */
    record Tree(Node node) {
        static final Template<Tree> TEMPLATE =
                Template.of(
                        Tree.class,
                        "<span title={node.n}><i on:click={hit(node.a)}"
                                + " data-arg={node.a}>{node.a}</i><Tree :for={kid : node.kids}"
                                + " :key={kid.id} node={kid}/></span>",
                        Node.class);
    }

    /** A component for the rows of a table. */
    record Line(Node node, @Nullable Slot cell) {
        static final Template<Line> TEMPLATE =
                Template.of(
                        Line.class,
                        "<tr class={node.colour} on:click={hit(node.liar.text)}"
                            + " data-arg={node.liar.text}><td>{node.a}</td><td>{cell}</td></tr>",
                        Node.class);
    }
}
