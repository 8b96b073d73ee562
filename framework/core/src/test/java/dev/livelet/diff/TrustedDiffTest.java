package dev.livelet.diff;

import static dev.livelet.diff.HandMade.dynamic;
import static dev.livelet.diff.HandMade.fragment;
import static dev.livelet.diff.HandMade.full;
import static dev.livelet.diff.HandMade.heal;
import static dev.livelet.diff.HandMade.html;
import static dev.livelet.diff.HandMade.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Html;
import dev.livelet.template.Fragment;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Trusted markup: exact bytes, and generated trees. */
class TrustedDiffTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CASES = 1_000;

    record One(@Nullable Html html) {}

    private static final Fragment PAGE = fragment("<div>", dynamic(0), "</div>");
    private static final String LONG =
            "<p>A paragraph that is long enough for its patch to be shorter than itself.</p>";

    private static One of(String markup) {
        return new One(Html.trusted(markup));
    }

    private static String change(String before, String after) {
        return patch(PAGE, of(before), of(after));
    }

    @Test
    void itIsRenderedWithTheNumberOfItsNodes() {
        assertEquals(
                "<div><!--2-->a<b class=\"k\">c</b></div>", html(PAGE, of("a<b class=k>c</b>")));
        assertEquals("<div><!--0--></div>", html(PAGE, of("")));
        assertEquals("<div><!--0--></div>", html(PAGE, new One(null)));
    }

    @Test
    void itTravelsAsATree() {
        assertEquals(
                "[{\"h\":[\"a\",[\"b\",{\"class\":\"k\"},\"c\"],[\"hr\",0]]}]",
                full(PAGE, of("a<b class=k>c</b><hr>")));
        assertEquals("[0]", full(PAGE, of("")));
        assertEquals("[0,{\"h\":[[\"hr\",0]]}]", patch(PAGE, new One(null), of("<hr>")));
        assertEquals("[0,0]", patch(PAGE, of("<hr>"), new One(null)));
        assertEquals("[0,{\"h\":[\"b\"]}]", change("a", "b"));
        assertEquals("[]", change("<p>a", "<p>a</p>"));
        assertEquals("[0,{\"h\":[\"a\"]}]", heal(PAGE, of("a"), of("a"), 0));
    }

    @Test
    void whatChangedIsPatched() {
        assertEquals("[0,{\"p\":[1,1,[[\"p\",0,\"x\"]]]}]", change(LONG, LONG + "<p>x</p>"));
        assertEquals("[0,{\"p\":[0,1,1]}]", change(LONG + "<p>x</p>", LONG));
        assertEquals(
                "[0,{\"p\":[2,2,0]}]",
                change(LONG + "<i>1</i><b>2</b>", "<b>2</b>" + LONG + "<i>1</i>"));
        assertEquals(
                "[0,{\"p\":[4,1,{\"href\":\"/b\",\"id\":null},5,1,[3,0,\"y\"]]}]"
                        .replace(",\"id\":null", ",\"rel\":null"),
                change(LONG + "<a href=/a rel=x>x</a>", LONG + "<a href=/b>y</a>"));
    }

    @Test
    void anElementWithAnIdBecomesNothingElse() {
        assertEquals(
                "[0,{\"p\":[0,1,1,1,1,[[\"p\",{\"id\":\"b\"},\"1\"]]]}]",
                change(LONG + "<p id=a>1</p>", LONG + "<p id=b>1</p>"));
        assertEquals(
                "[0,{\"p\":[2,2,0,5,0,[3,0,\"3\"]]}]",
                change(
                        LONG + "<p id=a>1</p><p id=b>2</p>",
                        "<p id=b>3</p>" + LONG + "<p id=a>1</p>"));
    }

    @Test
    void aPatchMakesTheNewTree() throws Exception {
        long seed = new Random().nextLong();
        for (int i = 0; i < CASES; i++) {
            Random random = new Random(seed + i);
            List<String> nodes = nodes(random, 0);
            One before = of(LONG + String.join("", nodes));
            One after = of(LONG + String.join("", edited(nodes, random)));
            JsonNode patch = JSON.readTree(patch(PAGE, before, after));
            JsonNode wanted = tree(after);
            String message = "seed " + (seed + i) + " " + patch;
            if (patch.isEmpty()) {
                assertEquals(wanted, tree(before), message);
            } else if (patch.get(1).has("p")) {
                ArrayNode page = tree(before);
                commands(page, 0, patch.get(1).get("p"));
                assertEquals(wanted, page, message);
                assertTrue(patch.toString().length() <= full(PAGE, after).length() + 2, message);
            } else {
                assertEquals(wanted, patch.get(1).get("h"), message);
            }
        }
    }

    private static ArrayNode tree(One page) throws Exception {
        return (ArrayNode) JSON.readTree(full(PAGE, page)).get(0).get("h");
    }

    /**
     * @param children an array of nodes that begin at {@code offset}: 0, or 2 within an element
     */
    private static void commands(ArrayNode children, int offset, JsonNode commands) {
        for (int i = 0; i < commands.size(); i += 3) {
            int index = offset + commands.get(i + 1).asInt();
            JsonNode argument = commands.get(i + 2);
            switch (commands.get(i).asInt()) {
                case 0 -> {
                    for (int n = argument.asInt(); n > 0; n--) children.remove(index);
                }
                case 1 -> {
                    for (int n = 0; n < argument.size(); n++)
                        children.insert(index + n, argument.get(n));
                }
                case 2 -> {
                    JsonNode moved = children.remove(index);
                    children.insert(offset + argument.asInt(), moved);
                }
                case 3 -> {
                    assertTrue(children.get(index).isString());
                    children.set(index, argument);
                }
                case 4 -> {
                    ArrayNode element = (ArrayNode) children.get(index);
                    ObjectNode attributes =
                            element.get(1).isObject()
                                    ? (ObjectNode) element.get(1)
                                    : JSON.createObjectNode();
                    argument.properties()
                            .forEach(
                                    entry -> {
                                        if (entry.getValue().isNull())
                                            attributes.remove(entry.getKey());
                                        else attributes.set(entry.getKey(), entry.getValue());
                                    });
                    if (attributes.isEmpty()) element.set(1, 0);
                    else element.set(1, attributes);
                }
                default -> commands((ArrayNode) children.get(index), 2, argument);
            }
        }
    }

    private static List<String> nodes(Random random, int depth) {
        List<String> nodes = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) nodes.add(node(random, depth));
        return nodes;
    }

    private static String node(Random random, int depth) {
        String[] tags = {"b", "i", "span", "div", "ul"};
        if (depth > 3 || random.nextInt(3) == 0) return "text" + random.nextInt(20);
        String tag = tags[random.nextInt(tags.length)];
        String id = random.nextInt(4) == 0 ? " id=n" + random.nextInt(10) : "";
        String attribute = random.nextInt(3) == 0 ? " class=c" + random.nextInt(3) : "";
        return "<"
                + tag
                + id
                + attribute
                + ">"
                + String.join("", nodes(random, depth + 1))
                + "</"
                + tag
                + ">";
    }

    private static List<String> edited(List<String> nodes, Random random) {
        List<String> next = new ArrayList<>(nodes);
        for (int edits = random.nextInt(3); edits >= 0; edits--) {
            switch (random.nextInt(5)) {
                case 0 -> Collections.shuffle(next, random);
                case 1 -> next.add(random.nextInt(next.size() + 1), node(random, 1));
                case 2 -> next.removeIf(node -> random.nextInt(4) == 0);
                case 3 -> next.replaceAll(node -> node.replace("text1", "other"));
                default ->
                        next.replaceAll(
                                node -> node.replace("<b", "<em title=t").replace("/b>", "/em>"));
            }
        }
        return next;
    }
}
