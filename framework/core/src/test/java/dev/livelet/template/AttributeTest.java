package dev.livelet.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each form of attribute renders. */
class AttributeTest {
    enum Size {
        SMALL,
        LARGE
    }

    record State(
            boolean yes,
            boolean no,
            @Nullable String none,
            @Nullable Boolean unknown,
            String word,
            int number,
            long big,
            double half,
            BigDecimal money,
            Size size,
            List<@Nullable String> words,
            Map<String, Boolean> flags,
            Map<String, Object> css,
            List<String> styles,
            Map<String, Object> attrs) {}

    static final State STATE =
            new State(
                    true,
                    false,
                    null,
                    null,
                    "a&b",
                    7,
                    1L << 60,
                    0.5,
                    new BigDecimal("1E+3"),
                    Size.LARGE,
                    new ArrayList<>(Arrays.asList("x", null, " y ", "")),
                    Map.of("on", true, "off", false, "also", true),
                    new LinkedHashMap<>(Map.of("width", "10px")),
                    List.of("color: red", "margin: 0"),
                    Map.of(
                            "title",
                            "t",
                            "hidden",
                            true,
                            "lang",
                            false,
                            "href",
                            "javascript:x",
                            "tabindex",
                            3));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    <p hidden={yes}></p> | <p hidden></p>
                    <p hidden={no}></p> | <p></p>
                    <p title={none}></p> | <p></p>
                    <p title={word}></p> | <p title="a&amp;b"></p>
                    <p title={number}></p> | <p title="7"></p>
                    <p title={big}></p> | <p title="1152921504606846976"></p>
                    <p title={half}></p> | <p title="0.5"></p>
                    <p title={money}></p> | <p title="1000"></p>
                    <p title={size}></p> | <p title="LARGE"></p>
                    <p title="{none}-{word}-{number}"></p> | <p title="-a&amp;b-7"></p>
                    <p aria-hidden={no} data-x={yes} draggable={no} contenteditable={yes} spellcheck={no}></p> | <p aria-hidden="false" data-x="true" draggable="false" contenteditable="true" spellcheck="false"></p>
                    <p aria-hidden={unknown}></p> | <p></p>
                    <p class={words}></p> | <p class="x y"></p>
                    <p class={flags}></p> | <p class="also on"></p>
                    <p class={none}></p> | <p></p>
                    <p class={word}></p> | <p class="a&amp;b"></p>
                    <p class="z {words} {flags}"></p> | <p class="z x y also on"></p>
                    <p class="z {yes ? word : none}"></p> | <p class="z a&amp;b"></p>
                    <input value={word} checked={yes} disabled={no}> | <input value="a&amp;b" checked>
                    <p {...attrs} id=i></p> | <p hidden href="about:invalid#livelet" tabindex="3" title="t" id="i"></p>
                    <p {...attrs} title="own"></p> | <p hidden href="about:invalid#livelet" tabindex="3" title="own"></p>
                    <a href="/x/{word}?q={word}#{word}">y</a> | <a href="/x/a&amp;b?q=a%26b#a%26b">y</a>
                    <a href="/{styles.get(0)}">y</a> | <a href="/color:%20red">y</a>
                    <a href="{word}/x">y</a> | <a href="a&amp;b/x">y</a>
                    <a href="mailto:{word}">y</a> | <a href="mailto:a&amp;b">y</a>
                    <p>{none}{yes}{big}{half}{money}{size}</p> | <p><!>true<!>1152921504606846976<!>0.5<!>1000<!>LARGE</p>
                    <p title='{{x} {word == "a&b" ? "}" : "{"}'></p> | <p title="{x} }"></p>
                    <svg><path fill="url(#a)" stroke={word}/></svg> | <svg><path fill="url(#a)" stroke="a&amp;b"></path></svg>
                    """)
    void renders(String source, String html) {
        assertEquals(html, Templates.render(Templates.compile(State.class, source), STATE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    <p style="color: red; margin: 0 auto;"></p> | color: red; margin: 0 auto
                    <p style="width: {number}px; color: {none}"></p> | width: 7px
                    <p style="width: calc({number}px + 1em)"></p> | width: calc(7px + 1em)
                    <p style="color: {yes ? 'red' : 'blue'} !important"></p> | color: red !important
                    <p style={css}></p> | width: 10px
                    <p style={styles}></p> | color: red; margin: 0
                    <p style="{styles}; top: 1px"></p> | color: red; margin: 0; top: 1px
                    <p style="background: url('/a.png?x={word}')"></p> | background: url('/a.png?x=a&b')
                    <p style="--gap: {number}px"></p> | --gap: 7px
                    <p style="background: linear-gradient(90deg, rgb(1 2 3 / 50%), #fff {number}%)"></p> | background: linear-gradient(90deg, rgb(1 2 3 / 50%), #fff 7%)
                    """)
    void stylesGoIntoASheet(String source, String declarations) {
        String html = Templates.render(Templates.compile(State.class, source), STATE);
        assertEquals(
                "<style>[data-live-style=\"0\"]{"
                        + declarations
                        + "}</style><p data-live-style=\"0\"></p>",
                html.replace("\n", ""));
    }

    @Test
    void aStyleWithoutDeclarationsIsAbsent() {
        assertEquals(
                "<p></p>",
                Templates.render(Templates.compile(State.class, "<p style={none}></p>"), STATE));
        assertEquals(
                "<p></p>",
                Templates.render(
                        Templates.compile(State.class, "<p style=\"color: {none}\"></p>"), STATE));
    }

    @Test
    void anAnchorOfAnotherHostCannotComeFromAPathHole() {
        CompiledTemplate<State> template =
                Templates.compile(State.class, "<a href=\"/{word}\">y</a>");
        State state =
                new State(
                        true,
                        false,
                        null,
                        null,
                        "/evil.example/\\x",
                        0,
                        0,
                        0,
                        BigDecimal.ONE,
                        Size.SMALL,
                        List.of(),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        Map.of());
        assertEquals("<a href=\"/evil.example/%5cx\">y</a>", Templates.render(template, state));
    }

    @Test
    void theBranchOfAPatternSeesItsVariable() {
        record Page(dev.livelet.Async<String> rows) {}
        CompiledTemplate<Page> template =
                Templates.compile(
                        Page.class,
                        """
                        <p :if={rows is Ok ok}>{ok.value}</p>
                        <p :else-if={rows is Failed f}>{f.reason}</p>
                        <p :else>…</p>
                        """);
        assertEquals(
                "<!--1--><p>x</p>",
                Templates.render(template, new Page(new dev.livelet.Async.Ok<>("x"))));
        assertEquals(
                "<!--2--><p>why</p>",
                Templates.render(template, new Page(new dev.livelet.Async.Failed<>("why"))));
        assertEquals(
                "<!--3--><p>…</p>",
                Templates.render(template, new Page(new dev.livelet.Async.Loading<>())));
    }

    @Test
    void aTestInsideALoopChoosesAmongItsRows() {
        record Page(List<Integer> numbers) {}
        CompiledTemplate<Page> template =
                Templates.compile(
                        Page.class,
                        "<ul><li :for={n : numbers} :if={n > 1} :key={n}>{n}</li></ul>");
        assertEquals(
                "<ul><!--2--><!--0--><!--1--><li>2</li></ul>",
                Templates.render(template, new Page(List.of(1, 2))));
    }

    @Test
    void whatAnEventCarriesIsComputedInItsRow() {
        record Page(List<Integer> numbers, String to) {}
        CompiledTemplate<Page> template =
                Templates.compile(
                        Page.class, "<b :for={n : numbers} :key={n} on:click={pick(n, to)}></b>");
        TemplateSlot.Loop loop = (TemplateSlot.Loop) template.root().slots().getFirst();
        EventBinding event = loop.row().events().getFirst();
        assertEquals(
                "click b pick [int, class java.lang.String]",
                event.type()
                        + " "
                        + event.element()
                        + " "
                        + event.handler()
                        + " "
                        + event.argumentTypes().stream()
                                .map(t -> t == Integer.class ? "int" : t.toString())
                                .toList());
        dev.livelet.expression.Frame row =
                template.frame(new Page(List.of(4, 5), "x"), dev.livelet.RenderContext.DEFAULT)
                        .fork();
        row.set(loop.variable(), 5);
        assertEquals(
                List.of(5, "x"),
                event.arguments().stream().map(argument -> argument.eval(row)).toList());
    }
}
