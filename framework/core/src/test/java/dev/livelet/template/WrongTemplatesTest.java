package dev.livelet.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.Async;
import dev.livelet.Html;
import dev.livelet.TemplateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a user is told about a wrong template: exact messages. */
class WrongTemplatesTest {
    record Row(int id, String label) {}

    record State(
            int count,
            String title,
            boolean full,
            List<Row> rows,
            Set<String> tags,
            Map<String, String> attrs,
            Html html,
            Optional<String> maybe,
            Async<Row> row,
            String url) {}

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                            <p>{cuont}</p> | 1:5: State has no 'cuont'; did you mean 'count'?
                            <p>{count</p> | 1:4: this hole is never closed; expected }, or {{ for a brace as text
                            <p>{}</p> | 1:4: an empty hole; expected an expression, or {{ for a brace
                            <p>{count +}</p> | 1:12: expected a value, found the end
                            <p title="{title}</p> | 1:10: this value is never closed; expected "
                            <p>text | 1:1: <p> is never closed; expected </p>
                            <p><b>text</p></b> | 1:11: found </p>, expected </b> for the <b> of line 1
                            text</p> | 1:5: found </p>, but no <p> is open here
                            <br>x</br> | 1:6: found </br>, but <br> has no content and no end tag; take it out
                            <div/> | 1:1: <div/> does not close the element in HTML; write <div></div>
                            <!doctype html><p></p> | 1:1: found '<!doctype'; a template holds elements, text and comments. <!doctype> belongs to the layout
                            <p>a <!-- b</p> | 1:6: this comment is never closed; expected -->
                            <!-- {count} --> | 1:6: a hole in a comment: comments are not sent, so it would never be evaluated; write {{ here, or take it out
                            <{title}></p> | 1:1: a hole cannot be the name of a tag; write the tags out under :if and :else
                            <p {title}></p> | 1:4: a hole cannot be an attribute; write name={…}, or {...map} for several attributes
                            <p data-{title}="x"></p> | 1:9: a hole cannot be part of an attribute's name; write name={…}, or {...map} for several attributes
                            <p class=a{title}></p> | 1:11: expected white space, > or /> after the value of 'class', found '{'; put text and holes into quotes: class="…{x}…"
                            <p class=></p> | 1:10: expected the value of 'class', found '>'
                            <form on:submit={save}><input name="parentNode"></form> | 1:37: the name 'parentNode' of this <input> is refused: it would hide the browser's own property form.parentNode; name it otherwise
                            <button id="remove">x</button> | 1:13: the id 'remove' of this <button> is refused: it would hide the browser's own property form.remove; name it otherwise
                            <my-field name=style></my-field> | 1:16: the name 'style' of this <my-field> is refused: it would hide the browser's own property form.style; name it otherwise
                            <p class="a" class="b"></p> | 1:14: 'class' is written twice in <p>
                            <p {...attrs} {...attrs}></p> | 1:15: a second {...} in <p>; merge the two maps
                            <p {...title}></p> | 1:8: found String in {...}; expected a Map of attributes by name
                            <p ="x"></p> | 1:4: expected an attribute, > or /> in <p>, found '='
                            <p onclick="go()"></p> | 1:4: 'onclick' is refused: it would hold a script, which the page's Content-Security-Policy does not let run; write on:click={handler}
                            <p onclick={title}></p> | 1:4: a hole in 'onclick' is refused: it would hold a script, which the page's Content-Security-Policy does not let run; write on:click={handler}
                            <iframe srcdoc={title}></iframe> | 1:9: a hole in 'srcdoc' is refused: it would be a whole document as text; give src an address
                            <iframe src=/x>{title}</iframe> | 1:16: browsers don't read what is in an <iframe>; leave it empty
                    <script>alert(1)</script> | 1:1: <script> cannot stand in a template: scripts belong into an asset file: the page's Content-Security-Policy lets no inline script run
                            <style>p {color: {title}}</style> | 1:1: <style> cannot stand in a template: style sheets belong into an asset file: the page's Content-Security-Policy ignores inline ones; for values use style={…}
                            <a href="javascript:alert(1)">x</a> | 1:10: the value of 'href' is refused: found 'javascript:alert(1)'; expected an http, https, mailto, tel or sms address, or a relative one
                            <p style="color: red} x"></p> | 1:11: found 'color: red} x' in a style; expected declarations like 'color: red; width: 2em', with quotes and brackets closed, without escapes, comments, @import or scripts
                            <p style="{title}: red"></p> | 1:11: a hole cannot be the name of a CSS property; give style a map: style={properties}
                            <p style="border-{title}: red"></p> | 1:18: a hole cannot be part of a CSS property's name; give style a map: style={properties}
                            <meta http-equiv={title} content=x> | 1:7: a hole in 'http-equiv' is refused: it decides what the other attributes do; write it out
                            <p xlink:href="/x"></p> | 1:4: 'xlink:href' is refused: write href without the prefix
                            <p data-live="x"></p> | 1:4: 'data-live' is refused: names that begin with data-live belong to the framework
                            <object data="/x"></object> | 1:1: <object> cannot stand in a template: the page's Content-Security-Policy allows no plugins, and Trusted Types let no script set its address; use <iframe>, <img> or a link
                            <p on:clik={go}></p> | 1:7: no event 'clik'; did you mean 'click'?
                            <p on:click.onec={go}></p> | 1:13: no modifier 'onec'; did you mean 'once'?
                            <p on:click.enter={go}></p> | 1:13: the key 'enter' on an event that has none; expected on:keydown.enter
                            <p on:click.debounce={go}></p> | 1:13: 'debounce' of how long? Give it milliseconds: debounce-300
                            <p>{state.count}</p> | 1:5: State has no 'state': a template names what is in its record directly, as attrs
                            <p on:click.debounce-x={go}></p> | 1:13: found 'debounce-x'; expected milliseconds from 1 to 99999: debounce-300
                            <p on:click="go"></p> | 1:4: expected a handler: on:click={name} or on:click={name(argument)}
                            <p on:click={js.toggle("#x")}></p> | 1:14: commands in the browser (js.…) are not part of this version; call a handler: on:click={name}
                            <p on:click={go(cuont)}></p> | 1:17: State has no 'cuont'; did you mean 'count'?
                            <p :else>x</p> | 1:4: ':else' without an :if; expected it on the element right after one with :if or :else-if, or with :catch
                            <p :if={full}>x</p>y<p :else>z</p> | 1:24: ':else' without an :if; expected it on the element right after one with :if or :else-if, or with :catch
                            <p :if={full} :else>x</p> | 1:15: ':else' beside ':if' on the same element; expected one of them
                            <p :if={full}>x</p><p :else={full}>z</p> | 1:23: ':else' takes no value; write :else-if={…} for a test
                            <p :if={title}>x</p> | 1:9: found String; expected a boolean, like: title != null
                            <p :if={count}>x</p> | 1:9: found int; expected a boolean: compare it
                            <p :if="full">x</p> | 1:4: expected a test: :if={…}
                            <p :fi={full}>x</p> | 1:4: no directive ':fi'; did you mean ':if'?
                            <p :catch={full}>x</p> | 1:4: ':catch' takes no value; what is shown when the inside fails stands right after the element: <p :else>…</p>
                            <p :catch :if={full}>x</p> | 1:11: ':if' beside ':catch' on the same element; expected one of them: put one of the two on a <template> around it
                            <p :if={full}>x</p><p :else :catch>y</p> | 1:29: ':catch' beside ':else' on the same element; expected one of them: put one of the two on a <template> around it
                            <p :catch>x</p><p :else-if={full}>y</p> | 1:19: ':else-if' after ':catch': what is shown instead of a part that failed is one element with :else, or a <template :else> with more in it
                            <p :catch>x</p>y<p :else>z</p> | 1:20: ':else' without an :if; expected it on the element right after one with :if or :else-if, or with :catch
                            <p :cathc>x</p> | 1:4: no directive ':cathc'; did you mean ':catch'?
                            <p :for={rows}>x</p> | 1:10: expected 'item : items' or 'item, index : items'
                            <p :for={row : tags} :key={row}>x</p> | 1:16: ':for' needs a List, an array or another sequence, found Set<String>, which has no order: use a List, a SequencedSet or a SortedSet
                            <p :for={row : count} :key={row}>x</p> | 1:16: ':for' needs a List, an array or another sequence, found int
                            <p :key={count}>x</p> | 1:4: ':key' without a :for on the same element
                            <p :for={row : rows} :key={row.idd}>x</p> | 1:32: Row has no 'idd'; did you mean 'id'?
                            <template><p>x</p></template> | 1:1: a <template> groups what is under :if, :else, :for or :catch; this one has none of them
                            <template :if={full} class="x">y</template> | 1:22: a <template> is a group and not an element; 'class' would be nowhere
                            <p title={html}></p> | 1:11: found markup (Html) in the attribute 'title'; it can only stand between tags
                            <p title={rows}></p> | 1:11: found List<Row> in the attribute 'title'; expected a single value. Use :for, or join it in Java
                            <p>{rows}</p> | 1:5: found List<Row> in text; expected a single value. Use :for, or join it in Java
                            <p>{maybe}</p> | 1:5: found Optional<String> in text; expected its content: maybe.orElse(…)
                            <textarea>{html}</textarea> | 1:12: found markup (Html) in <textarea>; it can only stand between tags
                            <textarea value={title}></textarea> | 1:11: <textarea> has no attribute 'value'; write the value between its tags: <textarea>{…}</textarea>
                            <select value={title}></select> | 1:9: <select> has no attribute 'value'; write selected={…} on its options
                            <textarea>{title} | 1:18: expected </textarea>, found the end of the template
                            <p 1a="x"></p> | 1:4: '1a' is not the name of an attribute
                            <image src="/x"> | 1:1: <image> cannot stand in a template: browsers read it as <img>; write <img>
                            <svg><set attributeName={title} to="x"/></svg> | 1:11: a hole in 'attributeName' is refused: an animation could write an address or a script with it; write it out, or use a class
                    """)
    void isToldWhereAndWhy(String source, String message) {
        assertEquals("WrongTemplatesTest.State:" + message, Templates.refusal(State.class, source));
    }

    @Test
    void theMessageShowsTheLineWithACaret() {
        TemplateException wrong =
                assertThrows(
                        TemplateException.class,
                        () ->
                                Templates.compile(
                                        State.class,
                                        """
                                        <h1>{title}</h1>
                                        <p>
                                        \t<b>{row is Okk r}</b>
                                        </p>
                                        """));
        assertEquals(
                """
                WrongTemplatesTest.State:3:13: no type 'Okk'; did you mean 'Ok'?
                   <b>{row is Okk r}</b>
                              ^\
                """,
                wrong.getMessage());
        assertEquals(List.of(3, 13), List.of(wrong.line(), wrong.column()));
    }

    @Test
    void aLongLineIsCutAroundTheCaret() {
        String padding = "<b>word</b> ".repeat(30);
        TemplateException wrong =
                assertThrows(
                        TemplateException.class,
                        () -> Templates.compile(State.class, padding + "{cuont} " + padding));
        assertEquals(361 + 1, wrong.column());
        List<String> lines = String.valueOf(wrong.getMessage()).lines().toList();
        assertEquals(112, lines.get(1).length());
        assertEquals(
                "cuont",
                lines.get(1).substring(lines.get(2).length() - 1, lines.get(2).length() + 4));
    }
}
