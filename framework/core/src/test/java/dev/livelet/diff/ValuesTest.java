package dev.livelet.diff;

import static dev.livelet.diff.HandMade.attribute;
import static dev.livelet.diff.HandMade.conditional;
import static dev.livelet.diff.HandMade.fragment;
import static dev.livelet.diff.HandMade.full;
import static dev.livelet.diff.HandMade.heal;
import static dev.livelet.diff.HandMade.html;
import static dev.livelet.diff.HandMade.patch;
import static dev.livelet.diff.HandMade.spread;
import static dev.livelet.diff.HandMade.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.template.Fragment;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Text, attributes, conditionals: exact HTML and exact bytes. */
class ValuesTest {
    record One(@Nullable Object value) {}

    record Two(@Nullable Object first, @Nullable Object second) {}

    private static final Fragment TEXT = fragment("<p>", text(0), "</p>");
    private static final Fragment ATTRIBUTE = fragment("<p", attribute("title", 0), "></p>");

    private static String textPatch(@Nullable Object before, @Nullable Object after) {
        return patch(TEXT, new One(before), new One(after));
    }

    private static String attributePatch(@Nullable Object before, @Nullable Object after) {
        return patch(ATTRIBUTE, new One(before), new One(after));
    }

    @Test
    void theCounterIsANumber() {
        assertEquals("<p>41</p>", html(TEXT, new One(41)));
        assertEquals("[0,42]", textPatch(41, 42));
        assertEquals("[0,-1]", textPatch(0, -1));
        assertEquals("[0,9007199254740991]", textPatch(1, 9007199254740991L));
        assertEquals("[0,\"9007199254740992\"]", textPatch(1, 9007199254740992L));
        assertEquals("[0,\"0.5\"]", textPatch(1, 0.5));
    }

    @Test
    void whatIsTheSameIsNotSent() {
        assertEquals("[]", textPatch("a", new String("a")));
        assertEquals("[]", textPatch(1000, Integer.valueOf("1000")));
        assertEquals("[]", textPatch(null, ""));
        assertEquals("[]", textPatch("a\r\nb", "a\nb"));
    }

    @Test
    void nullIsEmptyText() {
        assertEquals("<p></p>", html(TEXT, new One(null)));
        assertEquals("[0,\"\"]", textPatch("a", null));
    }

    @Test
    void aSpliceIsSentWhenItIsShorter() {
        assertEquals("[0,\"ab!\"]", textPatch("ab", "ab!"));
        assertEquals("[0,[\"!\"]]", textPatch("abcdef", "abcdef!"));
        assertEquals("[0,[6,\"-\"]]", textPatch("abcdefghij", "abcdef-ghij"));
        assertEquals("[0,[4,2,\"XY\"]]", textPatch("abcdefghijklm", "abcdXYghijklm"));
        assertEquals("[0,[8,4,\"\"]]", textPatch("abcdefghijkl", "abcdefgh"));
        assertEquals("[0,\"abc\"]", textPatch("abcdefghijkl", "abc"));
    }

    @Test
    void aSpliceIsMeasuredInBytesOfJson() {
        assertEquals("[0,[\"!\"]]", textPatch("äöü", "äöü!"));
        assertEquals("[0,[\"!\"]]", textPatch("\"\"\"", "\"\"\"!"));
        assertEquals("[0,\"ab!\"]", textPatch("ab", "ab!"));
    }

    @Test
    void aSpliceNeverSplitsASurrogatePair() {
        assertEquals("[0,[8,2,\"😁\"]]", textPatch("abcdefgh😀", "abcdefgh😁"));
        assertEquals("[0,[0,2,\"😀\"]]", textPatch("🜀abcdefgh", "😀abcdefgh"));
        String tail = "abcdefgh";
        assertEquals(
                "[0,[0,2,\"\uD83D\uDE00\"]]",
                textPatch("\uD83C\uDE00" + tail, "\uD83D\uDE00" + tail));
    }

    @Test
    void textIsEscapedInHtmlAndJson() {
        assertEquals("<p>&lt;b&gt; &amp; \"x\"</p>", html(TEXT, new One("<b> & \"x\"")));
        assertEquals("[0,\"\\\"\\\\\\n\\u0001\"]", textPatch("", "\"\\\n\u0001"));
    }

    @Test
    void whatParsersWouldChangeIsChangedBefore() {
        assertEquals("[0,\"a\uFFFDb\\nc\\nd\uFFFDe\"]", textPatch("", "a\0b\r\nc\rd\uD800e"));
        assertEquals("<p>a\uFFFDb\nc\nd\uFFFDe</p>", html(TEXT, new One("a\0b\r\nc\rd\uD800e")));
    }

    @Test
    void theNewlineThatParsersEatIsDoubledInHtmlOnly() {
        Fragment pre =
                fragment(
                        "<pre>",
                        text(0),
                        "</pre><TEXTAREA class=\"x\">",
                        text(0),
                        "</TEXTAREA><p>",
                        text(0),
                        "</p>");
        assertEquals(
                "<pre>\n\na</pre><TEXTAREA class=\"x\">\n\na</TEXTAREA><p>\na</p>",
                html(pre, new One("\na")));
        assertEquals("[\"\\na\",\"\\na\",\"\\na\"]", full(pre, new One("\na")));
    }

    @Test
    void attributesAreBareAbsentOrValued() {
        assertEquals(
                "<p title=\"&lt;a&gt; &amp; &quot;\"></p>".replace("&gt;", ">"),
                html(ATTRIBUTE, new One("<a> & \"")));
        assertEquals("<p title></p>", html(ATTRIBUTE, new One(true)));
        assertEquals("<p></p>", html(ATTRIBUTE, new One(null)));
        assertEquals("<p></p>", html(ATTRIBUTE, new One(false)));
        assertEquals("<p title=\"7\"></p>", html(ATTRIBUTE, new One(7)));
        assertEquals("[0,true]", attributePatch(null, true));
        assertEquals("[0,null]", attributePatch("x", false));
        assertEquals("[]", attributePatch(null, false));
        assertEquals("[0,8]", attributePatch(7, 8));
        assertEquals("[0,[\"ghi\"]]", attributePatch("abcdef", "abcdefghi"));
        assertEquals("[0,\"\"]", attributePatch(true, ""));
    }

    @Test
    void aSpreadSendsWhatChangedAndNullForWhatIsGone() {
        Fragment spread = fragment("<p", spread(0), "></p>");
        Map<String, Object> two = new LinkedHashMap<>();
        two.put("data-a", "1");
        two.put("hidden", true);
        two.put("title", null);
        assertEquals("<p data-a=\"1\" hidden></p>", html(spread, new One(two)));
        assertEquals(
                "[0,{\"data-a\":\"1\",\"hidden\":true}]",
                patch(spread, new One(Map.of()), new One(two)));
        assertEquals(
                "[0,{\"data-a\":null,\"hidden\":null}]",
                patch(spread, new One(two), new One(null)));
    }

    @Test
    void onlySlotsThatReadWhatChangedAreEvaluated() {
        List<String> evaluated = new ArrayList<>();
        Fragment two =
                fragment(
                        text(1, frame -> evaluated.add("first")),
                        text(2, frame -> evaluated.add("second")));
        patch(two, new Two(1, 1), new Two(1, 2));
        assertEquals(List.of("second", "second"), evaluated);
    }

    @Test
    void aConditionalChangesItsBranchOrInside() {
        Fragment page =
                fragment(
                        conditional(
                                0,
                                List.of("a", "b"),
                                fragment("<i>", text(1), "</i>"),
                                fragment("<b", attribute("title", 1), "></b>")));
        assertEquals("<!--1--><i>x</i>", html(page, new Two("a", "x")));
        assertEquals("<!--2--><b title=\"x\"></b>", html(page, new Two("b", "x")));
        assertEquals("<!--0-->", html(page, new Two("c", "x")));
        assertEquals("[0,[-2,\"x\"]]", patch(page, new Two("a", "x"), new Two("b", "x")));
        assertEquals("[0,0]", patch(page, new Two("a", "x"), new Two("c", "x")));
        assertEquals("[0,[0,\"y\"]]", patch(page, new Two("a", "x"), new Two("a", "y")));
        assertEquals("[]", patch(page, new Two("c", "x"), new Two("d", "y")));
    }

    @Test
    void aPartIsHealedByReplacingIt() {
        Fragment page =
                fragment(text(1), conditional(0, List.of("a"), fragment("<i>", text(1), "</i>")));
        Two same = new Two("a", "x");
        assertEquals("[0,\"x\"]", heal(page, same, same, 0));
        assertEquals("[1,[-1,\"x\"]]", heal(page, same, same, 1));
        assertEquals("[1,[0,\"x\"]]", heal(page, same, same, 1, 0));
        assertEquals("[0,\"y\",1,[0,\"y\"]]", heal(page, same, new Two("a", "y"), 1, 0));
        assertEquals("[1,[-1,\"x\"]]", heal(page, same, same, 1, 5));
        assertEquals("root", heal(page, same, same, 7));
        assertEquals("root", heal(page, same, same));
    }
}
