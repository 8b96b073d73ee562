package dev.livelet.template;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.Slot;
import dev.livelet.Template;
import dev.livelet.TemplateException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** The tree that is written is the tree that browsers build, or the template is refused. */
class StructureTest {
    record State(String x, boolean b, List<String> xs) {}

    record Line(String text) {
        static final Template<Line> TEMPLATE = Template.of(Line.class, "<tr><td>{text}</td></tr>");
    }

    record Panel(Slot content) {
        static final Template<Panel> TEMPLATE =
                Template.of(Panel.class, "<div class=panel>{content}</div>");
    }

    record Phrase(Slot content) {
        static final Template<Phrase> TEMPLATE =
                Template.of(Phrase.class, "<p><b>{content}</b></p>");
    }

    record Nav(String to) {
        static final Template<Nav> TEMPLATE =
                Template.of(Nav.class, "<nav><a href={to}>go</a></nav>");
    }

    record Dot(int r) {
        static final Template<Dot> TEMPLATE = Template.of(Dot.class, "<circle r={r}/>");
    }

    record Choice(String of) {
        static final Template<Choice> TEMPLATE = Template.of(Choice.class, "<option>{of}</option>");
    }

    record Tree(String name, List<Tree> below) {
        static final Template<Tree> TEMPLATE =
                Template.of(
                        Tree.class,
                        "<li>{name}<ul><Tree :for={t : below} :key={t.name} name={t.name}"
                                + " below={t.below}/></ul></li>");
    }

    record Hungry(List<Hungry> below) {
        static final Template<Hungry> TEMPLATE =
                Template.of(
                        Hungry.class,
                        "<form><Hungry :for={h : below} :key={h} below={h.below}/></form>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<table><thead><tr><th>{x}</th></tr></thead><tbody><tr :for={y : xs}"
                        + " :key={y}><td>{y}</td></tr></tbody></table>",
                "<table><caption>{x}</caption><colgroup><col><col></colgroup><tbody><Line"
                        + " text={x}/></tbody></table>",
                "<table>\n"
                        + "  <tbody>\n"
                        + "    <template :if={b}><Line text={x}/></template>\n"
                        + "  </tbody>\n"
                        + "</table>",
                "<tr><td>{x}</td></tr>",
                "<td>{x}</td><td>{x}</td>",
                "<option>{x}</option>",
                "<select><option :for={y : xs} :key={y}>{y}</option></select>",
                "<select><Choice :for={y : xs} :key={y} of={y}/></select>",
                "<select><optgroup label=a><option>{x}</option></optgroup><hr></select>",
                "<p>{x} <b>a</b> <i>b</i><br>c</p>",
                "<ul><li>{x}<ul><li>{x}</li></ul></li></ul>",
                "<dl><div><dt>a</dt><dd>{x}</dd></div></dl>",
                "<a href=/x><div>{x}</div></a>",
                "<svg viewBox='0 0 1 1'><g><Dot"
                        + " r={1}/></g><foreignObject><div>{x}</div></foreignObject></svg>",
                "<svg><title>{x}</title><text>{x}</text></svg>",
                "<math><mi>{x}</mi><mo>=</mo></math>",
                "<Panel><p>{x}</p></Panel>",
                "<Phrase><i>{x}</i></Phrase>",
                "<p><button on:click={go}>{x}</button></p>",
                "<form><label>{x}<input name=a></label><button>ok</button></form>",
                "<details><summary>{x}</summary><p>a</p></details>",
                "<ruby>{x}<rp>(</rp><rt>a</rt><rp>)</rp></ruby>",
                "<h1>a</h1><section><h2>b</h2></section>",
                "<ul><Tree name={x} below={[]}/></ul>",
                "<figure><img src=/a.png alt=a><figcaption>{x}</figcaption></figure>",
                "<video controls><source src=/a.mp4><track src=/a.vtt></video>",
                "<form><template :if={b}><input type=hidden name=a value=b></template></form>",
                "<table><tbody><tr><td><table><tbody><tr><td>{x}</td></tr></tbody></table></td></tr></tbody></table>",
                "<button><span>{x}</span></button>",
                "{x}",
            })
    void isAccepted(String source) {
        assertDoesNotThrow(
                () ->
                        Templates.compile(
                                State.class,
                                source.replace("below={[]}", "below={Lists.none()}"),
                                Lists.class));
    }

    public static final class Lists {
        public static List<Tree> none() {
            return List.of();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    <table><tr><td>{x}</td></tr></table> | 1:8: <tr> in <table>: browsers put a <tbody> between them; write the <tbody>
                    <table><col></table> | 1:8: <col> in <table>: browsers put a <colgroup> between them; write the <colgroup>
                    <table><tbody><td>x</td></tbody></table> | 1:15: <td> in <tbody>: browsers put a <tr> between them; write the <tr>
                    <table><tbody>{x}</tbody></table> | 1:15: text in <tbody>: browsers move it out of the table; put it into a <td>, <th> or <caption>
                    <table><tbody><div>x</div></tbody></table> | 1:15: <div> in <tbody>: browsers move it out of the table; expected <tr>
                    <table><form></form></table> | 1:8: <form> in <table>: browsers move it out of the table; expected <caption>, <colgroup>, <tbody>, <tfoot>, <thead>
                    <div><tr><td>x</td></tr></div> | 1:6: <tr> in <div>: browsers drop the tag; expected it in <tbody>, <tfoot>, <thead>
                    <div><Line text={x}/></div> | 1:6: <Line> brings <tr> (StructureTest.Line:1:1). <tr> in <div>: browsers drop the tag; expected it in <tbody>, <tfoot>, <thead>
                    <table><Line text={x}/></table> | 1:8: <Line> brings <tr> (StructureTest.Line:1:1). <tr> in <table>: browsers put a <tbody> between them; write the <tbody>
                    <p>a<div>b</div></p> | 1:5: <div> in <p>: browsers close the <p> before it; make the <p> a <div>
                    <p><b><ul><li>x</li></ul></b></p> | 1:7: <ul> in <p>: browsers close the <p> before it; make the <p> a <div>
                    <p><Panel>x</Panel></p> | 1:4: <Panel> brings <div> (StructureTest.Panel:1:1). <div> in <p>: browsers close the <p> before it; make the <p> a <div>
                    <Phrase><div>x</div></Phrase> | 1:9: <div> in <p>: browsers close the <p> before it; make the <p> a <div>
                    <a href=/x><Nav to={x}/></a> | 1:12: <Nav> brings <a> (StructureTest.Nav:1:6). <a> in <a>: browsers close the outer link where the inner one begins
                    <form><div><form></form></div></form> | 1:12: <form> in <form>: browsers drop the inner form's tag; use form="id" on the fields, or put the forms side by side
                    <button><b><button>x</button></b></button> | 1:12: <button> in <button>: browsers close the outer button where the inner one begins
                    <button><a href=/x>y</a></button> | 1:9: <a> in <button>: what can be used cannot stand in what can be clicked; put them side by side
                    <button><input></button> | 1:9: <input> in <button>: what can be used cannot stand in what can be clicked; put them side by side
                    <a href=/x><button>y</button></a> | 1:12: <button> in <a>: what can be used cannot stand in what can be clicked; put them side by side
                    <h1><h2>x</h2></h1> | 1:5: <h2> in <h1>: browsers close a heading where the next one begins
                    <ul><li><li>x</li></li></ul> | 1:9: <li> in <li>: browsers close the outer <li> where the inner one begins; put a <ul> or <ol> between them
                    <dl><dt><dd>x</dd></dt></dl> | 1:9: <dd> in <dt> or <dd>: browsers close the outer one where the inner one begins; put a <dl> between them
                    <svg><div>x</div></svg> | 1:6: <div> in <svg>: browsers close the drawing before it; put it into a <foreignObject>, or after the drawing
                    <svg><Panel>x</Panel></svg> | 1:6: <Panel> brings <div> (StructureTest.Panel:1:1). <div> in <svg>: browsers close the drawing before it; put it into a <foreignObject>, or after the drawing
                    <select><option>a<option>b</option></option></select> | 1:18: <option> in <option>: browsers close the outer one where the inner one begins
                    <label>a<label>b</label></label> | 1:9: <label> in <label>: a click would go to two fields
                    <td>x</td><tr></tr> | 1:11: <tr> in <tr>: browsers move it out of the table; expected <td>, <th>
                    <tr></tr>{x} | 1:10: text in <tbody>: browsers move it out of the table; put it into a <td>, <th> or <caption>
                    <select><div><input></div></select> | 1:14: <input> in <select>: browsers close the <select> before it
                    """)
    void isRefused(String source, String message) {
        TemplateException refused =
                assertThrows(TemplateException.class, () -> Templates.compile(State.class, source));
        assertEquals(
                "StructureTest.State:" + message,
                String.valueOf(refused.getMessage()).lines().findFirst().orElse(""));
    }

    @org.junit.jupiter.api.Test
    void aTemplateThatNamesItselfIsCheckedWhenItIsComplete() {
        CompiledTemplate<?> hungry = (CompiledTemplate<?>) Hungry.TEMPLATE;
        TemplateException refused = assertThrows(TemplateException.class, hungry::references);
        assertEquals(
                "StructureTest.Hungry:1:7: <Hungry> brings <form> (StructureTest.Hungry:1:1)."
                    + " <form> in <form>: browsers drop the inner form's tag; use form=\"id\" on"
                    + " the fields, or put the forms side by side",
                String.valueOf(refused.getMessage()).lines().findFirst().orElse(""));
    }
}
