package dev.livelet.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.Html;
import dev.livelet.RenderContext;
import dev.livelet.Slot;
import dev.livelet.Template;
import dev.livelet.template.CompiledTemplate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Components, content given to them, markup as a value, patterns: exact HTML and bytes, through the
 * real compiler.
 */
class ComponentsTest {
    record Card(String title, @Nullable Slot body) {
        static final Template<Card> TEMPLATE =
                Template.of(Card.class, "<section><h2>{title}</h2>{body}</section>");
    }

    record Page(String title, int count, List<String> tags) {}

    sealed interface Shape {
        record Circle(int radius) implements Shape {}

        record Square(int side) implements Shape {}
    }

    record Shapes(Shape shape, int scale) {}

    record Note(String text) {
        static final Template<Note> TEMPLATE = Template.of(Note.class, "<em>{text}</em>");
    }

    record Other(String text) {
        static final Template<Other> TEMPLATE = Template.of(Other.class, "<i>{text}</i>");
    }

    record Shown(@Nullable Html html) {}

    private static final CompiledTemplate<Page> PAGE =
            template(
                    Page.class,
                    """
                    <Card title={title}><p>{count}</p><b :for={tag : tags} :key={tag}>{tag}{count}</b></Card>
                    """,
                    Card.class);
    private static final CompiledTemplate<Page> CARDS =
            template(
                    Page.class,
                    """
                    <div :for={tag, i : tags} :key={tag}><Card title={tag}><p>{i}: {count} {tag}</p></Card></div>
                    """,
                    Card.class);
    private static final CompiledTemplate<Shapes> SHAPES =
            template(
                    Shapes.class,
                    """
                    <p :if={shape is Circle c}>{c.radius * scale}</p><b :else-if={shape is Square s}>{s.side}</b>
                    """,
                    Shape.class,
                    Shape.Circle.class,
                    Shape.Square.class);
    private static final CompiledTemplate<Shown> SHOWN = template(Shown.class, "<div>{html}</div>");

    private static <S> CompiledTemplate<S> template(
            Class<S> state, String source, Class<?>... uses) {
        return (CompiledTemplate<S>) Template.of(state, source.strip(), uses);
    }

    private static <S> String html(CompiledTemplate<S> template, S state) {
        HtmlWriter out = new HtmlWriter();
        out.render(template, template.frame(state, RenderContext.DEFAULT));
        return new String(out.toByteArray(), StandardCharsets.UTF_8)
                .replaceAll("<!--t\\d+-->", "<!--tID-->");
    }

    private static <S> String patch(CompiledTemplate<S> template, S before, S after) {
        PatchWriter out = new PatchWriter().beginArray();
        Differ.diff(
                template,
                template.frame(before, RenderContext.DEFAULT),
                template.frame(after, RenderContext.DEFAULT),
                out);
        return text(out.endArray());
    }

    private static <S> String full(CompiledTemplate<S> template, S state) {
        PatchWriter out = new PatchWriter().beginArray();
        Differ.full(template, template.frame(state, RenderContext.DEFAULT), out);
        return text(out.endArray());
    }

    private static <S> String heal(CompiledTemplate<S> template, S state, int... path) {
        PatchWriter out = new PatchWriter().beginArray();
        boolean healed =
                Differ.heal(
                        template,
                        template.frame(state, RenderContext.DEFAULT),
                        template.frame(state, RenderContext.DEFAULT),
                        path,
                        out);
        return healed ? text(out.endArray()) : "root";
    }

    private static String text(PatchWriter out) {
        return new String(out.toByteArray(), StandardCharsets.UTF_8).replaceAll("-\\d{3,}", "-ID");
    }

    @Test
    void contentGivenToAComponentIsPatchedInside() {
        Page one = new Page("t", 1, List.of("a"));
        assertEquals(
                "<section><h2>t</h2><!--tID--><p>1</p><!--1--><b>a<!>1</b></section>",
                html(PAGE, one));
        assertEquals("[[\"t\",[-ID,1,[1,\"a\",1]]]]", full(PAGE, one));
        assertEquals("[0,[0,\"u\"]]", patch(PAGE, one, new Page("u", 1, List.of("a"))));
        assertEquals("[0,[1,[0,2,1,[3,0,1,2]]]]", patch(PAGE, one, new Page("t", 2, List.of("a"))));
        assertEquals(
                "[0,[1,[1,[1,1,1,\"b\",1]]]]",
                patch(PAGE, one, new Page("t", 1, List.of("a", "b"))));
        assertEquals("[]", patch(PAGE, one, new Page("t", 1, List.of(new String("a")))));
        assertEquals("[0,[1,[-ID,1,[1,\"a\",1]]]]", heal(PAGE, one, 0, 1));
        assertEquals("[0,[1,[0,1]]]", heal(PAGE, one, 0, 1, 0));
        assertEquals("root", heal(PAGE, one, 0));
    }

    @Test
    void contentInARowReadsTheRow() {
        Page two = new Page("t", 1, List.of("a", "b"));
        assertEquals(
                "<!--2--><div><section><h2>a</h2><!--tID--><p>0<!>: <!>1<!>"
                    + " <!>a</p></section></div><div><section><h2>b</h2><!--tID--><p>1<!>: <!>1<!>"
                    + " <!>b</p></section></div>",
                html(CARDS, two));
        assertEquals(
                "[0,[4,0,[0,1],[[1,[1,2]],[1,[1,2]]]]]",
                patch(CARDS, two, new Page("t", 2, List.of("a", "b"))));
        assertEquals(
                "[0,[2,1,0,4,0,[0,1],[[1,[0,0]],[1,[0,1]]]]]",
                patch(CARDS, two, new Page("t", 1, List.of("b", "a"))));
        assertEquals(
                "[0,[0,0,1,3,0,0,[1,[0,0]]]]", patch(CARDS, two, new Page("t", 1, List.of("b"))));
    }

    @Test
    void patternVariablesAreComparedByWhatTheyHold() {
        assertEquals("<!--1--><p>6</p>", html(SHAPES, new Shapes(new Shape.Circle(3), 2)));
        assertEquals(
                "[0,[0,8]]",
                patch(
                        SHAPES,
                        new Shapes(new Shape.Circle(3), 2),
                        new Shapes(new Shape.Circle(4), 2)));
        assertEquals(
                "[0,[0,9]]",
                patch(
                        SHAPES,
                        new Shapes(new Shape.Circle(3), 2),
                        new Shapes(new Shape.Circle(3), 3)));
        assertEquals(
                "[0,[-2,5]]",
                patch(
                        SHAPES,
                        new Shapes(new Shape.Circle(3), 2),
                        new Shapes(new Shape.Square(5), 2)));
        assertEquals(
                "[]",
                patch(
                        SHAPES,
                        new Shapes(new Shape.Square(3), 2),
                        new Shapes(new Shape.Square(3), 5)));
    }

    @Test
    void markupAsAValueIsPatchedOrReplaced() {
        Shown none = new Shown(null);
        Shown note = new Shown(Note.TEMPLATE.with(new Note("a")));
        Shown next = new Shown(Note.TEMPLATE.with(new Note("b")));
        Shown other = new Shown(Other.TEMPLATE.with(new Other("b")));
        Shown trusted = new Shown(Html.trusted("<hr>"));
        assertEquals("<div><!--tID--><em>a</em></div>", html(SHOWN, note));
        assertEquals("<div><!--0--></div>", html(SHOWN, none));
        assertEquals("[0,[-ID,\"a\"]]", patch(SHOWN, none, note));
        assertEquals("[0,[0,\"b\"]]", patch(SHOWN, note, next));
        assertEquals("[0,[-ID,\"b\"]]", patch(SHOWN, next, other));
        assertEquals("[0,{\"h\":[[\"hr\",0]]}]", patch(SHOWN, other, trusted));
        assertEquals("[0,[-ID,\"a\"]]", patch(SHOWN, trusted, note));
        assertEquals("[0,0]", patch(SHOWN, note, none));
        assertEquals("[0,[-ID,\"a\"]]", heal(SHOWN, note, 0));
        assertEquals("[0,[0,\"a\"]]", heal(SHOWN, note, 0, 0));
    }

    @Test
    void aWriterTellsWhichTemplatesItNamed() {
        Shown note = new Shown(Note.TEMPLATE.with(new Note("a")));
        PatchWriter out = new PatchWriter().beginArray();
        Differ.full(SHOWN, SHOWN.frame(note, RenderContext.DEFAULT), out);
        assertEquals(List.of(Note.TEMPLATE), List.copyOf(out.templates()));
        out.clear();
        assertEquals(List.of(), List.copyOf(out.templates()));
    }

    @Test
    void stylesAreRulesOfOneSheet() {
        record Bar(int width, String colour) {}
        CompiledTemplate<Bar> template =
                template(
                        Bar.class,
                        "<i style=\"width: {width}px\"></i><b style=\"width: {width}px; color:"
                                + " {colour}\"></b><u style=\"width: {width}px\"></u>");
        HtmlWriter out = new HtmlWriter();
        out.render(template, template.frame(new Bar(5, "red"), RenderContext.DEFAULT));
        assertEquals(
                "<i data-live-style=\"0\"></i><b data-live-style=\"1\"></b><u"
                        + " data-live-style=\"0\"></u>",
                new String(out.toByteArray(), StandardCharsets.UTF_8));
        assertEquals(
                "[data-live-style=\"0\"]{width: 5px}[data-live-style=\"1\"]{width: 5px; color:"
                        + " red}",
                out.styleSheet());
        assertEquals(
                "[0,\"width: 6px\",1,\"width: 6px; color: red\",2,\"width: 6px\"]",
                patch(template, new Bar(5, "red"), new Bar(6, "red")));
    }
}
