package dev.livelet.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jsoup.safety.Safelist;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class TrustedHtmlTest {

    @Test
    void isATreeAndItsMarkup() {
        TrustedHtml html = TrustedHtml.of("<p class=a>one<br>two</p> &amp; three");
        assertEquals(
                List.of(
                        new TrustedNode.Element(
                                "p",
                                Map.of("class", "a"),
                                List.of(
                                        new TrustedNode.Text("one"),
                                        new TrustedNode.Element("br", Map.of(), List.of()),
                                        new TrustedNode.Text("two"))),
                        new TrustedNode.Text(" & three")),
                html.nodes());
        assertEquals("<p class=\"a\">one<br>two</p> &amp; three", html.html());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    a</div></body>b              | ab
                    <b>open                      | <b>open</b>
                    <p>a<div>b</div>             | <p>a</p><div>b</div>
                    <!-- c -->x<!-- d -->y       | xy
                    <script>alert(1)</script>x   | x
                    <img src=x onerror=alert(1)> | <img src="x">
                    <p style="color:red">x</p>   | <p>x</p>
                    <iframe srcdoc="<script>"></iframe> | <iframe></iframe>
                    <svg viewbox="0 0 1 1"><lineargradient/></svg> | <svg viewBox="0 0 1 1"><linearGradient></linearGradient></svg>
                    <svg><foreignobject><p>x</p></foreignobject></svg> | <svg><foreignObject><p>x</p></foreignObject></svg>
                    <svg><desc><p>x</p></desc></svg> | <svg><desc></desc></svg>
                    <a title='"&quot;<'>x</a>    | <a title="&quot;&quot;&lt;">x</a>
                    <template><b>x</b></template>y | y
                    <textarea><b></textarea>     | <textarea>&lt;b&gt;</textarea>
                    """)
    void isEmittedAsParsed(String markup, String emitted) {
        assertEquals(emitted, TrustedHtml.of(markup).html());
    }

    @Test
    void keepsTheNewlineThatParsersEat() {
        assertEquals("<pre>\n\nx</pre>", TrustedHtml.of("<pre>\n\nx</pre>").html());
        assertEquals("<pre>x</pre>", TrustedHtml.of("<pre>\nx</pre>").html());
    }

    @Test
    void hasNoCharacterThatAParserWouldChange() {
        assertEquals(
                "a\nb\nc\uFFFDd\uFFFD\uD83D\uDE00",
                TrustedHtml.of("a\r\nb\rc\0d\uD800\uD83D\uDE00").html());
        assertEquals("\n", TrustedHtml.of("&#13;").html());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1"
                        + " onerror=alert(1)&gt;\">",
                "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
                "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
                "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
                "<svg><title><a title=\"</title><img src=x onerror=alert(1)>\">",
                "<select><template><style><!--</style><a rel=\"--></style></template></select><img"
                        + " src onerror=alert(1)>\">",
                "<table><a href=x>1<table><a href=y>2",
            })
    void readsBackAsTheSameTree(String markup) {
        TrustedHtml html = TrustedHtml.of(markup);
        assertEquals(html.nodes(), TrustedParser.parse(html.html()));
        assertTrue(
                org.jsoup.Jsoup.parseBodyFragment("<div>" + html.html() + "</div>")
                        .select("[onerror],script,style")
                        .isEmpty(),
                html.html());
    }

    @Test
    void isRefusedWhenItIsTooLarge() {
        assertThrows(
                IllegalArgumentException.class,
                () -> TrustedHtml.of("x".repeat(TrustedHtml.LIMIT + 1)));
    }

    @Test
    void sanitizedKeepsWhatTheSafelistNames() {
        assertEquals(
                "<b>x</b>y",
                TrustedHtml.sanitized(
                                "<b onclick=f()>x</b><i><a href='javascript:f()'>y</a></i>",
                                Safelist.none().addTags("b"))
                        .html());
    }
}
