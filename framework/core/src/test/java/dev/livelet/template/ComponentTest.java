package dev.livelet.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.RenderContext;
import dev.livelet.Slot;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.expression.Frame;
import dev.livelet.expression.Reads;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class ComponentTest {
    record Draft(String text) {}

    record Item(int id, String label, Draft draft) {}

    record State(
            String title,
            int count,
            boolean open,
            List<Item> items,
            Item[] array,
            Draft draft,
            TreeMap<String, Integer> totals,
            Map<String, String> map) {
        List<Item> shown() {
            return items;
        }
    }

    private record Card(String title, long size, @Nullable Slot content, @Nullable Slot footer) {
        private static final Template<Card> TEMPLATE =
                Template.of(
                        Card.class,
                        "<section><h2>{title} {size}</h2>{content}<footer :if={footer !="
                                + " null}>{footer}</footer></section>");
    }

    record Cells(List<String> of) {
        static final Template<Cells> TEMPLATE =
                Template.of(Cells.class, "<td :for={c : of} :key={c}>{c}</td>");
    }

    record Ping(String to, int depth) {
        static final Template<Ping> TEMPLATE =
                Template.of(Ping.class, "<b>{to}</b><Pong :if={depth > 0} depth={depth - 1}/>");
    }

    record Pong(int depth) {
        static final Template<Pong> TEMPLATE =
                Template.of(
                        Pong.class,
                        "<i>pong</i><Ping :if={depth > 0} to=\"ping\" depth={depth - 1}/>");
    }

    record Bare(String text) {
        static final Template<Bare> TEMPLATE = Template.of(Bare.class, "{text}");
    }

    record Silent(String to) {
        static final Template<Silent> TEMPLATE = Template.of(Silent.class, "<!-- nothing -->");
    }

    record Flag(boolean on, @Nullable Slot a, @Nullable Slot b) {
        static final Template<Flag> TEMPLATE = Template.of(Flag.class, "<u :if={on}>{a}{b}</u>");
    }

    record Nothing(String x) {}

    static final class Editor implements LiveView<Draft> {
        static final Template<Draft> PAGE =
                Template.of(Draft.class, "<textarea on:input={typed}>{text}</textarea>");

        @Override
        public Template<Draft> template() {
            return PAGE;
        }

        @Override
        public Draft mount(Socket socket) {
            return new Draft("");
        }

        @On
        Draft typed(Draft draft) {
            return draft;
        }
    }

    static final class Needy implements LiveView<Draft> {
        Needy(String service) {
            assert !service.isEmpty();
        }

        @Override
        public Draft mount(Socket socket) {
            return new Draft("");
        }
    }

    static final State STATE =
            new State(
                    "T",
                    3,
                    true,
                    List.of(
                            new Item(1, "one", new Draft("d1")),
                            new Item(2, "two", new Draft("d2"))),
                    new Item[0],
                    new Draft("d"),
                    new TreeMap<>(Map.of("a", 1, "b", 2)),
                    Map.of());

    private static String render(String source) {
        return Templates.render(Templates.compile(State.class, source), STATE);
    }

    @Test
    void getsTypedAttributesAndContent() {
        assertEquals(
                "<section><h2>T<!> <!>3</h2><!--t"
                        + contentId("<Card title={title} size={count}><p>{title}!</p></Card>")
                        + "--><p>T<!>!</p><!--0--></section>",
                render("<Card title={title} size={count}><p>{title}!</p></Card>"));
    }

    private static int contentId(String source) {
        return Templates.compile(State.class, source).references().stream()
                .filter(t -> t.stateType() == State.class)
                .findFirst()
                .orElseThrow()
                .id();
    }

    @Test
    void mixedTextAndNamedContentInALoop() {
        String html =
                render(
                        "<Card :for={item, i : items} :key={item.id} title=\"{i}: {item.label}\""
                            + " size={item.id}><:footer>{item.label} of {title}</:footer></Card>");
        assertEquals(
                "<!--2--><section><h2>0: one<!> <!>1</h2><!--0--><!--1--><footer><!--t#-->one<!> of"
                        + " <!>T</footer></section><section><h2>1: two<!>"
                        + " <!>2</h2><!--0--><!--1--><footer><!--t#-->two<!> of"
                        + " <!>T</footer></section>",
                html.replaceAll("<!--t[0-9]+-->", "<!--t#-->"));
    }

    /** Where a row has no node, nobody knows where the next one begins. */
    @Test
    void showsNothingYetHasAPlaceInAList() {
        assertEquals(
                "<b>a</b><!--2--><!><!><b>z</b>",
                render(
                        "<b>a</b><Silent :for={item : items} :key={item.id} to={item.label}/>"
                                + "<b>z</b>"));
        assertEquals("<b>a</b><b>z</b>", render("<b>a</b><Silent to={title}/><b>z</b>"));
    }

    @Test
    void standsInTables() {
        assertEquals(
                "<table><tbody><tr><!--1--><td>T</td></tr></tbody></table>",
                Templates.render(
                        Templates.compile(
                                State.class,
                                "<table><tbody><tr><Cells"
                                        + " of={Lists.one(title)}/></tr></tbody></table>",
                                Lists.class),
                        STATE));
    }

    public static final class Lists {
        public static List<String> one(String of) {
            return List.of(of);
        }
    }

    @Test
    void mayNameOneAnother() {
        CompiledTemplate<?> ping = (CompiledTemplate<?>) Ping.TEMPLATE;
        assertEquals(
                "<b>a</b><!--1--><i>pong</i><!--1--><b>ping</b><!--0-->",
                Templates.render(ping, new Ping("a", 2)));
        CompiledTemplate<?> pong = (CompiledTemplate<?>) Pong.TEMPLATE;
        assertEquals(List.of(pong), List.copyOf(ping.references()));
        assertEquals("[[\"b\",0,[],[1]],[2,[[4," + pong.id() + "]]]]", ping.definition());
    }

    @Test
    void hasASeparatorWhereItsTextWouldMeetAnother() {
        CompiledTemplate<State> template =
                Templates.compile(State.class, "a <Bare text={title}/><Bare text={title}/><b></b>");
        int bare = ((CompiledTemplate<?>) Bare.TEMPLATE).id();
        assertEquals(
                "[\"a \",0,[4," + bare + "],0,[4," + bare + "],[\"b\",0,0]]",
                template.definition());
        assertEquals("a <!>T<!>T<b></b>", Templates.render(template, STATE));
    }

    @Test
    void insideAPreItsTextKeepsItsNewline() {
        assertEquals(
                "<pre><!>\nx</pre>",
                Templates.render(
                        Templates.compile(State.class, "<pre><Bare text={title}/></pre>"),
                        new State(
                                "\nx",
                                0,
                                false,
                                List.of(),
                                new Item[0],
                                new Draft(""),
                                new TreeMap<>(),
                                Map.of())));
    }

    @Test
    void contentUnderATestIsThereOrNot() {
        assertEquals(
                "<!--1--><u><!--0--><!--t#-->x</u>",
                render("<Flag on><:a :if={count > 5}>no</:a><:b :if={open}>x</:b></Flag>")
                        .replaceAll("t[0-9]+", "t#"));
    }

    @Test
    void readsWhatItsAttributesAndItsContentRead() {
        CompiledTemplate<State> template =
                Templates.compile(State.class, "<Card title={title} size={1}>{count}</Card>");
        assertEquals(
                Reads.component(0) | Reads.component(1),
                template.root().slots().getFirst().reads());
    }

    @Test
    void aLoopReadsItsItemsAndWhatItsRowsReadOutside() {
        CompiledTemplate<State> template =
                Templates.compile(
                        State.class,
                        "<p :for={item, i : items} :key={item.id}>{item.label} {i} {title}</p>");
        assertEquals(Reads.component(3) | Reads.component(0), template.root().reads());
    }

    @Test
    void mapsAreWalkedByTheirEntries() {
        assertEquals(
                "<!--2--><p>a<!>=<!>1</p><p>b<!>=<!>2</p>",
                render("<p :for={e : totals} :key={e.getKey()}>{e.getKey()}={e.getValue()}</p>"));
    }

    @Test
    void aStatefulComponentHasAPathOfComponents() {
        CompiledTemplate<State> template =
                Templates.compile(State.class, "<Editor :state={draft} on:saved={save(count)}/>");
        TemplateSlot.Component slot = (TemplateSlot.Component) template.root().slots().getFirst();
        Stateful stateful = java.util.Objects.requireNonNull(slot.stateful());
        assertEquals(List.of(new Stateful.Step.Component(5)), stateful.path());
        assertSame(Editor.class, stateful.view());
        assertEquals(
                List.of("saved save Editor"),
                stateful.emitted().stream()
                        .map(e -> e.type() + " " + e.handler() + " " + e.element())
                        .toList());
        assertEquals("<textarea>d</textarea>", Templates.render(template, STATE));
    }

    @Test
    void aStatefulComponentInALoopIsFoundByItsKey() {
        CompiledTemplate<State> template =
                Templates.compile(
                        State.class,
                        "<Editor :for={item, i : items} :key={item.id} :state={item.draft}/>");
        TemplateSlot.Loop loop = (TemplateSlot.Loop) template.root().slots().getFirst();
        TemplateSlot.Component slot = (TemplateSlot.Component) loop.row().slots().getFirst();
        List<Stateful.Step> path = java.util.Objects.requireNonNull(slot.stateful()).path();
        assertEquals(new Stateful.Step.Component(3), path.get(0));
        Stateful.Step.Element element = (Stateful.Step.Element) path.get(1);
        assertEquals(
                List.of(loop.variable(), loop.indexVariable()),
                List.of(element.variable(), element.indexVariable()));
        Frame row = template.frame(STATE, RenderContext.DEFAULT).fork();
        row.set(loop.variable(), STATE.items().get(1));
        assertEquals(2, element.key().eval(row));
        assertEquals(new Stateful.Step.Component(2), path.get(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    <Crad title={title}/> | 1:2: no component Crad; did you mean 'Card'?
                    <card title={title}>x</card> | 1:2: <card> is no element of HTML; the component is written <Card>
                    <DIV></DIV> | 1:2: no component DIV; HTML's own tags are written in lower case
                    <Card titel={title} size={1}/> | 1:7: <Card> has no 'titel'; did you mean 'title'?; expected one of title, size, content, footer
                    <Card/> | 1:2: <Card> lacks title, size; write title={…}
                    <Card title={count} size={1}/> | 1:14: 'title' of <Card> is a String, found int
                    <Card title="x" size="3"/> | 1:23: 'size' of <Card> is a long, found String: size={…}
                    <Card title size={1}/> | 1:7: 'title' of <Card> is a String, found nothing, which means true
                    <Card title="x" size={1} content="y"/> | 1:26: 'content' of <Card> is content; write <:content>…</:content>
                    <Card title="x" size={1}><:fotoer>y</:fotoer></Card> | 1:26: <Card> has no content 'fotoer'; did you mean 'footer'?; expected a record component of type Slot
                    <Card title="x" size={1}><:footer>y</:footer><:footer>z</:footer></Card> | 1:46: 'footer' of <Card> is given twice
                    <Cells of={array}>x</Cells> | 1:12: 'of' of <Cells> is a List<String>, found Item[]
                    <Cells of={items}/> | 1:12: 'of' of <Cells> is a List<String>, found List<Item>
                    <Bare text={title}>x</Bare> | 1:20: <Bare> takes no content: its record has no component of type Slot
                    <Flag on>x</Flag> | 1:10: <Flag> takes several contents and none is called 'content'; write <:a>…</:a>
                    <Bare text={title} on:click={go}/> | 1:20: <Bare> is not stateful and emits nothing; put on:click on an element in its content or its template
                    <Bare text={title} :state={draft}/> | 1:20: ':state' belongs to a stateful component; Bare is a record: give it attributes
                    <Bare {...map}/> | 1:7: a component takes no {...}; write its attributes out
                    <Nothing x={title}/> | 1:2: dev.livelet.template.ComponentTest$Nothing has no template; give the record 'static final Template<Nothing> TEMPLATE = Template.of(Nothing.class, …)', or put Nothing.html beside it
                    <:footer>x</:footer> | 1:1: <:footer> is content for a component; expected it directly inside a component's tag
                    <Editor/> | 1:2: Editor is stateful; expected where its state lies in this one's: <Editor :state={component}/>
                    <Editor :state={title}/> | 1:17: the state of Editor is a Draft, found String
                    <Editor :state={draft} text="x"/> | 1:24: Editor is stateful: what it shows is its state; expected :state and on:…, found 'text'
                    <Editor :state={draft}>x</Editor> | 1:24: Editor is stateful and takes no content
                    <Editor :state={draft} on:saved.once={x}/> | 1:32: a component's events have no modifiers; put them on the element inside
                    <Editor :for={i : shown} :key={i.id} :state={i.draft}/> | 1:46: 'i.draft' is computed and has no place in the state; a component's state must be a component of this record, or an element of a list component that a :for with :key stands on
                    <Editor :for={i : items} :state={i.draft}/> | 1:34: 'i.draft' is computed and has no place in the state; a component's state must be a component of this record, or an element of a list component that a :for with :key stands on
                    <Needy :state={draft}/> | 1:2: The stateful component dev.livelet.template.ComponentTest$Needy needs a constructor without parameters
                    <p :state={draft}></p> | 1:4: ':state' belongs to a stateful component, found it on <p>
                    """)
    void isRefusedWithAdvice(String source, String message) {
        assertEquals("ComponentTest.State:" + message, Templates.refusal(State.class, source));
    }

    @Test
    void whatIsWrongInAComponentIsShownThere() {
        record Broken(String text) {
            static final Template<Broken> TEMPLATE = Template.of(Broken.class, "<p>{label}</p>");
        }
        assertEquals(
                "ComponentTest.1Broken:1:5: Broken has no 'label'",
                Templates.refusal(State.class, "<Broken text={title}/>", Broken.class));
    }
}
