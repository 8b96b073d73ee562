package dev.livelet.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

class FormFieldsTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** Payloads of one binding in their order, then what the form holds. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    everything said once            | [{'a':'x','b':'y'}]                              | {a=[x], b=[y]}
                    nothing filled in               | [{}]                                             | {}
                    a change                        | [{'a':'x'}] {'a':'z'}                            | {a=[z]}
                    a change of another field       | [{'a':'x'}] {'b':'y'}                            | {a=[x], b=[y]}
                    several changes                 | [{'a':'x'}] {'a':'1','b':'2'}                    | {a=[1], b=[2]}
                    a field that vanished           | [{'a':'x','b':'y'}] {'a':null}                   | {b=[y]}
                    one that comes back             | [{'a':'x'}] {'a':null} {'a':'z'}                 | {a=[z]}
                    nothing at all                  | [{'a':'x'}] {}                                   | {a=[x]}
                    appended                        | [{'a':'ab'}] {'a':['cd']}                        | {a=[abcd]}
                    inserted                        | [{'a':'ab'}] {'a':[1,'-']}                       | {a=[a-b]}
                    inserted in front               | [{'a':'ab'}] {'a':[0,'-']}                       | {a=[-ab]}
                    replaced                        | [{'a':'abcd'}] {'a':[1,2,'-']}                   | {a=[a-d]}
                    deleted                         | [{'a':'abcd'}] {'a':[0,4,'']}                    | {a=[]}
                    spliced twice                   | [{'a':'ab'}] {'a':['c']} {'a':[0,1,'']}          | {a=[bc]}
                    units, not characters           | [{'a':'😀x'}] {'a':[2,1,'y']}                    | {a=[😀y]}
                    a splice of a known empty field | [{}] {'a':['x']}                                 | {a=[x]}
                    several values                  | [{'a':{'v':['1','2']}}]                          | {a=[1, 2]}
                    fewer of them                   | [{'a':{'v':['1','2']}}] {'a':{'v':['2']}}        | {a=[2]}
                    none of them                    | [{'a':{'v':['1','2']}}] {'a':{'v':[]}}           | {}
                    true and false                  | [{'a':true,'b':false}]                           | {a=[true], b=[false]}
                    said anew after a refusal       | [{'a':'x','b':'y'}] [{'b':'z'}]                  | {b=[z]}
                    an empty text                   | [{'a':'x'}] {'a':''}                             | {a=[]}
                    """)
    void payloadsAddUp(String what, String payloads, String expected) {
        FormFields fields = FormFields.EMPTY;
        for (String payload : payloads.split(" ")) fields = fields.apply(json(payload));
        assertEquals(expected, fields.values().toString(), what);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    a change before everything was said  | {'a':'x'}
                    no change before everything was said | {}
                    a splice within everything           | [{'a':['x']}]
                    a splice behind the value's end      | [{'a':'ab'}] {'a':[3,'x']}
                    one that deletes behind the end      | [{'a':'ab'}] {'a':[1,2,'x']}
                    one whose end overflows              | [{'a':'ab'}] {'a':[1,2147483647,'x']}
                    a splice of several values           | [{'a':{'v':['1','2']}}] {'a':['x']}
                    a splice of a field that vanished    | [{'a':'ab'}] {'a':null} {'a':[1,'x']}
                    """)
    void whatHasNoBaseIsAskedForAgain(String what, String payloads) {
        assertThrows(UnknownBase.class, () -> payloadsAddUp(what, payloads, ""));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    a string                | 'x'
                    a number                | 1
                    null                    | null
                    an empty array          | []
                    two wholes              | [{},{}]
                    a whole of a string     | ['x']
                    a value that is 1       | [{'a':1}]
                    an object               | [{'a':{'x':['1']}}]
                    an object with more     | [{'a':{'v':['1'],'w':1}}]
                    v without an array      | [{'a':{'v':'1'}}]
                    v with a number         | [{'a':{'v':[1]}}]
                    v with a splice         | [{'a':{'v':[['1']]}}]
                    an empty splice         | [{'a':'x'}] {'a':[]}
                    a splice of a number    | [{'a':'x'}] {'a':[1]}
                    a splice of four        | [{'a':'x'}] {'a':[1,0,0,'x']}
                    a negative place        | [{'a':'x'}] {'a':[-1,'y']}
                    a broken place          | [{'a':'x'}] {'a':[0.5,'y']}
                    a huge place            | [{'a':'x'}] {'a':[99999999999,'y']}
                    a text as place         | [{'a':'x'}] {'a':['0','y']}
                    """)
    void whatIsNoFormIsRefused(String what, String payloads) {
        assertThrows(MalformedForm.class, () -> payloadsAddUp(what, payloads, ""));
    }

    @Test
    void aFormIsBounded() {
        FormFields known = FormFields.EMPTY.apply(json("[{}]"));
        String longName = "n".repeat(FormFields.MAX_NAME + 1);
        assertThrows(
                MalformedForm.class, () -> known.apply(JSON.valueToTree(Map.of(longName, "x"))));

        var many = JSON.createObjectNode();
        for (int i = 0; i <= FormFields.MAX_VALUES; i++) many.put("f" + i, "x");
        assertThrows(MalformedForm.class, () -> known.apply(many));

        var several = JSON.createArrayNode();
        for (int i = 0; i <= FormFields.MAX_VALUES; i++) several.add("x");
        assertThrows(
                MalformedForm.class,
                () ->
                        known.apply(
                                JSON.createObjectNode()
                                        .set("a", JSON.createObjectNode().set("v", several))));

        FormFields full =
                known.apply(JSON.valueToTree(Map.of("a", "x".repeat(FormFields.MAX_SIZE - 1))));
        assertThrows(
                MalformedForm.class,
                () -> full.apply(json("{'a':['y']}")),
                "a splice does not grow it past the limit");
    }

    @Test
    void fieldsSentOneByOneDoNotPassTheLimit() {
        assertThrows(
                MalformedForm.class,
                () -> {
                    FormFields fields = FormFields.EMPTY.apply(json("[{}]"));
                    for (int i = 0; i <= FormFields.MAX_VALUES; i++)
                        fields = fields.apply(JSON.valueToTree(Map.of("f" + i, "")), "f");
                });
    }

    @Test
    void theFieldThatCausedAnEventIsTouched() {
        FormFields one = FormFields.EMPTY.apply(json("[{'a':'x','b':'y'}]"), "a");
        assertEquals(Set.of("a"), one.touched());
        assertEquals(Set.of("a", "b"), one.apply(json("{'b':'z'}")).touched());
        assertEquals(
                Set.of("a", "c"),
                one.apply(json("{'b':'z','c':'z'}"), "c").touched(),
                "b was changed by the server");
        assertEquals(Set.of("b"), FormFields.EMPTY.apply(json("[{'b':'y'}]")).touched());
        assertEquals(Set.of(), FormFields.EMPTY.apply(json("[{'a':'x','b':'y'}]")).touched());
    }

    @Test
    void aFieldThatChangedAloneIsTheTarget() {
        FormFields all = FormFields.EMPTY.apply(json("[{'a':'x','b':'y'}]"));
        assertEquals("", all.target());
        assertEquals("b", all.apply(json("{'b':['z']}")).target());
        assertEquals("c", all.apply(json("{'a':'1','b':'2'}"), "c").target());
    }

    @Test
    void aValidSubmitBeginsAnew() {
        FormFields fields = FormFields.EMPTY.apply(json("[{'a':'x'}]"));
        assertEquals(Set.of(), fields.submitted(true).touched());
        assertEquals(false, fields.submitted(true).attempted());
        assertEquals(true, fields.submitted(false).attempted());
        assertEquals(
                List.of("x"),
                fields.submitted(true).values("a"),
                "what the browser sent stays the base of its next splice");
    }

    @Test
    void theBindingsOfAFormShareWhatIsTouched() {
        FormFields input = FormFields.EMPTY.apply(json("[{'a':'x','b':'y'}]"), "a");
        FormFields submit = FormFields.EMPTY.apply(json("[{'a':'z','b':'y'}]")).submitted(false);
        FormFields both = input.touchedAs(submit);
        assertEquals(true, both.attempted());
        assertEquals(List.of("x"), both.values("a"), "each keeps its own base");
        assertEquals(Set.of("a"), FormFields.EMPTY.touchedAs(input).apply(json("[{}]")).touched());
    }

    @Test
    void splicesOfARandomEditorGiveItsText() {
        long seed = System.nanoTime();
        System.out.println("splices of a random editor: seed " + seed);
        Random random = new Random(seed);
        String text = "";
        FormFields fields = FormFields.EMPTY.apply(json("[{}]"));
        for (int i = 0; i < 5_000; i++) {
            int at = random.nextInt(text.length() + 1);
            int deleted = random.nextInt(Math.min(4, text.length() - at) + 1);
            String typed =
                    List.of("", "a", "\r\n", "é", "😀", "\uD83D", "\"").get(random.nextInt(7));
            text = text.substring(0, at) + typed + text.substring(at + deleted);
            fields =
                    fields.apply(
                            JSON.createObjectNode()
                                    .set(
                                            "t",
                                            JSON.createArrayNode()
                                                    .add(at)
                                                    .add(deleted)
                                                    .add(typed)));
            assertEquals(List.of(text), fields.values("t"));
        }
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
