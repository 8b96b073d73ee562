package dev.livelet.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.Html;
import dev.livelet.LiveletException;
import dev.livelet.Template;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Markup that comes as a value stands where it may stand, whatever it holds. */
class MarkupValueTest {
    record Page(@Nullable Html html) {}

    record Row(String text) {
        static final Template<Row> TEMPLATE = Template.of(Row.class, "<tr><td>{text}</td></tr>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    <div>{html}</div> | <p>a</p><ul><li>b</li></ul> | <div><!--2--><p>a</p><ul><li>b</li></ul></div>
                    <p>{html}</p> | <b>a</b> c | <p><!--2--><b>a</b> c</p>
                    <p>{html}</p> | x<p>a</p><ul><li>b</li></ul> | <p><!--1-->xab</p>
                    <p><i>{html}</i></p> | <div><b>a</b></div> | <p><i><!--1--><b>a</b></i></p>
                    <a href=/x>{html}</a> | <a href=/y>a <b>c</b></a> | <a href="/x"><!--2-->a <b>c</b></a>
                    <button>{html}</button> | <svg><path d="M0"/></svg><input> | <button><!--1--><svg><path d="M0"></path></svg></button>
                    <form>{html}</form> | <form><input name=a></form> | <form method="post"><!--1--><input name="a"></form>
                    <ul><li>{html}</li></ul> | <li>a</li><ul><li>b</li></ul> | <ul><li><!--2-->a<ul><li>b</li></ul></li></ul>
                    <h1>{html}</h1> | <h2>a</h2> | <h1><!--1-->a</h1>
                    """)
    void trustedMarkupLosesWhatDoesNotFit(String source, String markup, String html) {
        assertEquals(
                html,
                Templates.render(
                        Templates.compile(Page.class, source), new Page(Html.trusted(markup))));
    }

    @Test
    void aTemplateThatDoesNotFitIsAnError() {
        Html row = Row.TEMPLATE.with(new Row("x"));
        CompiledTemplate<Page> table =
                Templates.compile(Page.class, "<table><tbody>{html}</tbody></table>");
        assertEquals(
                "<table><tbody><!--tN--><tr><td>x</td></tr></tbody></table>",
                Templates.render(table, new Page(row)).replaceAll("t[0-9]+", "tN"));
        CompiledTemplate<Page> paragraph = Templates.compile(Page.class, "<p>{html}</p>");
        LiveletException wrong =
                assertThrows(
                        LiveletException.class, () -> Templates.render(paragraph, new Page(row)));
        assertEquals(
                "MarkupValueTest.Page:1:4 {html}: MarkupValueTest.Row:1:1: <tr> in <p>: browsers"
                        + " drop the tag; expected it in <tbody>, <tfoot>, <thead>",
                String.valueOf(wrong.getMessage()).lines().findFirst().orElse(""));
    }

    @Test
    void trustedMarkupCannotBeARow() {
        CompiledTemplate<Page> table =
                Templates.compile(Page.class, "<table><tbody>{html}</tbody></table>");
        LiveletException wrong =
                assertThrows(
                        LiveletException.class,
                        () -> Templates.render(table, new Page(Html.trusted("<tr></tr>"))));
        assertEquals(
                "MarkupValueTest.Page:1:15 {html}: trusted markup cannot stand directly in <tbody>;"
                        + " put it into an element, or use a template",
                wrong.getMessage());
    }

    @Test
    void nullIsNothing() {
        assertEquals(
                "<p><!--0--></p>",
                Templates.render(Templates.compile(Page.class, "<p>{html}</p>"), new Page(null)));
    }

    @Test
    void aRowIsNoPage() {
        assertEquals(
                "",
                ((CompiledTemplate<?>) Templates.compile(Page.class, "<p>a</p>b")).rootProblem());
        assertEquals(
                "MarkupValueTest.Row:1:1: <tr> in <div>: browsers drop the tag; expected it in"
                        + " <tbody>, <tfoot>, <thead>",
                ((CompiledTemplate<?>) Row.TEMPLATE).rootProblem().lines().findFirst().orElse(""));
    }
}
