package dev.livelet.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.RenderContext;
import dev.livelet.Slot;
import dev.livelet.Template;
import dev.livelet.template.CompiledTemplate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Error boundaries: exact HTML and bytes, with insides that throw before, after, in both. */
class BoundaryTest {
    /** Shows its number unless that is negative. */
    record Item(int id, int number) {
        int shown() {
            if (number < 0) throw new IllegalStateException("no number " + number);
            return number;
        }

        List<Item> halves() {
            return List.of(new Item(id * 2, shown()), new Item(id * 2 + 1, number - 5));
        }
    }

    record Page(String title, Item item, List<Item> items) {
        Page(int number) {
            this("t", new Item(0, number), List.of());
        }

        Page(List<Item> items) {
            this("t", new Item(0, 0), items);
        }
    }

    record Strict(Item item, @Nullable Slot content) {
        static final Template<Strict> TEMPLATE =
                Template.of(Strict.class, "<b>{item.number}</b>{content}");

        Strict {
            if (item.number == 13) throw new IllegalArgumentException("13 is refused");
        }
    }

    private final List<PartFailure> told = new ArrayList<>();

    private static CompiledTemplate<Page> page(String source) {
        return (CompiledTemplate<Page>) Template.of(Page.class, source, Strict.class);
    }

    private String html(CompiledTemplate<Page> template, Page page) {
        HtmlWriter out = new HtmlWriter(DuplicateKeys.REFUSED, told::add);
        out.render(template, template.frame(page, RenderContext.DEFAULT));
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    private String patch(CompiledTemplate<Page> template, Page before, Page after) {
        PatchWriter out = new PatchWriter(DuplicateKeys.REFUSED, told::add).beginArray();
        Differ.diff(
                template,
                template.frame(before, RenderContext.DEFAULT),
                template.frame(after, RenderContext.DEFAULT),
                out);
        return new String(out.endArray().toByteArray(), StandardCharsets.UTF_8);
    }

    private static final CompiledTemplate<Page> ONE =
            page("<h1>{title}</h1><p :catch>{item.shown}</p><i :else>not now</i>");

    @Test
    void whatRendersIsShown() {
        assertEquals("<h1>t</h1><!--1--><p>3</p>", html(ONE, new Page(3)));
        assertEquals("[1,[0,4]]", patch(ONE, new Page(3), new Page(4)));
        assertEquals(List.of(), told);
    }

    @Test
    void whatThrowsIsReplacedByTheFallbackAndComesBack() {
        assertEquals("<h1>t</h1><!--2--><i>not now</i>", html(ONE, new Page(-3)));
        assertEquals("[1,[-2]]", patch(ONE, new Page(3), new Page(-3)));
        assertEquals("[]", patch(ONE, new Page(-3), new Page(-4)));
        assertEquals("[1,[-1,3]]", patch(ONE, new Page(-3), new Page(3)));
    }

    @Test
    void theRestOfThePageGoesOn() {
        Page after = new Page("next", new Item(0, -4), List.of());
        assertEquals("[0,\"next\",1,[-2]]", patch(ONE, new Page(3), after));
        assertEquals("[0,\"next\"]", patch(ONE, new Page(-3), after));
    }

    @Test
    void itIsToldOfWhenThePageBeginsToShowTheFallback() {
        patch(ONE, new Page(3), new Page(-3));
        assertEquals(1, told.size());
        assertEquals("BoundaryTest.Page:1:27 {item.shown}", told.getFirst().place().toString());
        assertEquals("BoundaryTest.Page:1:17 <p :catch>", told.getFirst().boundary().toString());
        assertEquals("no number -3", told.getFirst().cause().getMessage());
        patch(ONE, new Page(-3), new Page(-4));
        patch(ONE, new Page(-4), new Page(3));
        assertEquals(1, told.size());
    }

    @Test
    void withoutAFallbackNothingIsShown() {
        CompiledTemplate<Page> page = page("<p :catch title={item.shown}>x</p>");
        assertEquals("<!--0-->", html(page, new Page(-1)));
        assertEquals("[0,0]", patch(page, new Page(1), new Page(-1)));
        assertEquals("[0,[-1,2]]", patch(page, new Page(-1), new Page(2)));
    }

    @Test
    void aGroupAndAComponentMayBeBoundaries() {
        CompiledTemplate<Page> group =
                page(
                        "<template :catch>a<b>{item.shown}</b></template><template"
                                + " :else>z</template>");
        assertEquals("<!--1-->a<b>1</b>", html(group, new Page(1)));
        assertEquals("[0,[-2]]", patch(group, new Page(1), new Page(-1)));
        CompiledTemplate<Page> component =
                page("<Strict :catch item={item}>{item.shown}</Strict><p :else>no</p>");
        assertEquals("[0,[-2]]", patch(component, new Page(1), new Page(13)));
        assertEquals("[]", patch(component, new Page(13), new Page(-2)));
        assertEquals("no number -2", failureOf(component, new Page(-2)).getMessage());
    }

    private Throwable failureOf(CompiledTemplate<Page> template, Page page) {
        told.clear();
        html(template, page);
        return told.getFirst().cause();
    }

    @Test
    void eachRowMayHaveItsOwn() {
        CompiledTemplate<Page> rows =
                page("<ul><li :for={x : items} :key={x.id} :catch>{x.shown}</li></ul>");
        Page before = new Page(List.of(new Item(1, 1), new Item(2, -2), new Item(3, -3)));
        Page after = new Page(List.of(new Item(1, -1), new Item(2, 2), new Item(3, -4)));
        assertEquals("<ul><!--3--><!--1--><li>1</li><!--0--><!--0--></ul>", html(rows, before));
        assertEquals(1, told.size());
        assertEquals("[0,[4,0,[0,1],[0,[-1,2]]]]", patch(rows, before, after));
    }

    @Test
    void aListOfListsFailsAsAWhole() {
        CompiledTemplate<Page> lists =
                page(
                        "<div :catch><p :for={x : items} :key={x.id}><i :for={h : x.halves}"
                                + " :key={h.id}>{h.shown}</i></p></div><b :else>none</b>");
        Page fine = new Page(List.of(new Item(1, 9), new Item(2, 8)));
        Page inner = new Page(List.of(new Item(1, 9), new Item(2, 4)));
        Page outer = new Page(List.of(new Item(1, 9), new Item(2, -1)));
        assertEquals("[0,[-2]]", patch(lists, fine, inner));
        assertEquals("[]", patch(lists, inner, outer));
        assertEquals(html(lists, inner), html(lists, outer));
        assertEquals("[0,[-1,[2,[[2,[9,4]],[2,[8,3]]]]]]", patch(lists, outer, fine));
    }

    @Test
    void theInnermostCatches() {
        CompiledTemplate<Page> nested =
                page(
                        "<div :catch><p :catch>{item.shown}</p><i"
                                + " :else>{item.id / item.number}</i></div><b :else>none</b>");
        assertEquals("<!--1--><div><!--1--><p>1</p></div>", html(nested, new Page(1)));
        assertEquals("<!--1--><div><!--2--><i>0</i></div>", html(nested, new Page(-1)));
        assertEquals("[0,[0,[-2,0]]]", patch(nested, new Page(1), new Page(-1)));
    }

    @Test
    void aFallbackThatThrowsIsForTheBoundaryAround() {
        CompiledTemplate<Page> nested =
                page(
                        "<div :catch><p :catch>{item.shown}</p><i"
                                + " :else>{item.shown}</i></div><b :else>none</b>");
        assertEquals("<!--2--><b>none</b>", html(nested, new Page(-1)));
        CompiledTemplate<Page> alone = page("<p :catch>{item.shown}</p><i :else>{item.shown}</i>");
        assertThrows(IllegalStateException.class, () -> html(alone, new Page(-1)));
    }

    @Test
    void aMistakeOfTheTemplateIsNotHidden() {
        CompiledTemplate<Page> rows =
                page("<ul :catch><li :for={x : items} :key={x.id}>{x.number}</li></ul>");
        Page twice = new Page(List.of(new Item(1, 1), new Item(1, 2)));
        assertThrows(dev.livelet.LiveletException.class, () -> html(rows, twice));
    }
}
