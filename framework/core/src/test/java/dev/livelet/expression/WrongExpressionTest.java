package dev.livelet.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What each mistake is answered with: {@code offset message}, after {@code =>}. */
class WrongExpressionTest {
    private static final String TABLE =
            """
            => 0 expected a value, found the end
            cuont => 0 State has no 'cuont'; did you mean 'count'?
            Count => 0 State has no 'Count'; did you mean 'count'?
            xyzzy => 0 State has no 'xyzzy'
            rows.siez => 5 List<Row> has no 'siez'; did you mean 'size'?
            rows.getFirst.lable => 14 Row has no 'lable'; did you mean 'label'?
            rows.get => 5 'get' cannot be called without arguments: there is get(int)
            rows.clear => 5 'clear' returns nothing
            shout => 0 'shout' cannot be called without arguments: there is shout(String)
            rows.get('a') => 5 'get' cannot be called with (String): there is get(int)
            rows.get() => 5 'get' cannot be called without arguments: there is get(int)
            count.abs => 6 int has no 'abs'
            shuot('a') => 0 State has no 'shuot'; did you mean 'shout'?
            shout(1) => 0 'shout' cannot be called with (int): there is shout(String)
            plus(total) => 0 'plus' cannot be called with (long): there is plus(int)
            name.substring('a', 1) => 5 'substring' cannot be called with (String, int): there are substring(int), substring(int, int)
            rows.clear() => 5 'clear' returns nothing
            Txt.sum(1) => 0 no type 'Txt'; did you mean 'Text'?: types are the record's, those beside it, and those given to Template.of
            Math.max(1, 2) => 0 no type 'Math': types are the record's, those beside it, and those given to Template.of
            Text.smu(1) => 5 Text has no static method 'smu'; did you mean 'sum'?
            Text.sum => 5 'sum' is a method: write sum()
            Text => 0 'Text' is a type: expected a value
            Text.both(1, 1) => 5 'both(int, int)' is ambiguous: it fits both(Integer, Object) and both(Object, Integer)
            Status.OPN => 7 Status has no 'OPN'; did you mean 'OPEN'?
            status == OPN => 10 State has no 'OPN'; did you mean 'OPEN'?
            status == 'OPEN' => 7 a Status is never equal to a String: write Status.OPEN
            name == 1 => 5 a String is never equal to an int
            busy == 'true' => 5 a boolean is never equal to a String
            selected == name => 9 a Row is never equal to a String
            name < 'b' => 5 '<' compares numbers, found String and String: write a.compareTo(b) < 0
            name - 1 => 5 '-' cannot work on String and int
            busy + 1 => 5 '+' cannot work on boolean and int: '+' adds numbers, or joins text where a side is a String
            price + 1 => 6 '+' cannot work on BigDecimal and int: call its methods, or compute it in a method of the record
            -name => 1 '-' needs a number, found String
            !count => 1 expected a boolean, found int: compare it, as in 'x > 0'
            name ? 1 : 2 => 0 expected a boolean, found String: ask it something, as in '!x.isEmpty()'
            rows && busy => 0 expected a boolean, found List<Row>: write '!x.isEmpty()'
            busy || selected => 8 expected a boolean, found Row: write 'x != null'
            best ? 1 : 2 => 0 expected a boolean, found Optional<Row>: write 'x.isPresent()'
            1 + => 3 expected a value, found the end
            (1 + 2 => 6 expected ')', found the end
            shout('a' => 9 expected ')', found the end
            1 2 => 2 expected an operator or the end, found '2'
            name 'x' => 5 expected an operator or the end, found 'x'
            rows. => 5 expected a name after '.', found the end
            busy ? 1 => 8 expected ':', found the end
            'abc => 0 the string has no end: expected '
            'a\\q' => 2 unknown escape: there are \\n \\t \\r \\\\ \\' \\" \\uXXXX
            '\\u12' => 1 expected four hexadecimal digits after \\u
            2147483648 => 0 the number is too large for an int: write 2147483648L
            99999999999999999999L => 0 the number is too large for a long
            12abc => 2 unexpected 'a' after the number 12
            1e+ => 1 expected digits after '1e+'
            count = 1 => 6 '=' assigns, which a template cannot; to compare write '=='
            count === 1 => 6 '===' is not needed: '==' means equals
            rows[0] => 4 there is no indexing: write .get(index)
            selected?.label => 8 '?.' is not needed: a null receiver gives null, write '.'
            rows -> 1 => 5 there are no lambdas in templates: write a method of the record and call it
            Row::label => 3 there are no method references in templates: write a method of the record and call it
            busy & full => 5 expected '&&'
            busy | full => 5 expected '||'
            new Row() => 0 a template makes no objects: write a method of the record and call it
            count; => 5 an expression has no ';'
            count # 1 => 6 unexpected '#'
            loaded instanceof Ok => 7 expected 'is', found 'instanceof'
            loaded is OK o => 10 no type 'OK'; did you mean 'Ok'?
            loaded is 1 => 10 expected a type after 'is', found '1'
            loaded is Row r => 10 an Async<List<Row>> is never a Row: it is one of Loading, Ok, Failed
            selected is Circle c => 12 a Row is never a Circle
            count is Integer i => 6 'is' asks for the class of an object, found int
            loaded is Ok a && loaded is Ok a => 28 'a' is a variable already: choose another name
            loaded is Ok r || r.value.isEmpty => 18 State has no 'r'
            !(loaded is Ok r) && r.value.isEmpty => 21 State has no 'r'
            null.x => 5 null has no 'x'
            SMALL == OPEN => 6 a Size is never equal to a Status
            """;

    @TestFactory
    Stream<DynamicTest> mistakes() {
        return TABLE.lines()
                .map(
                        line -> {
                            int arrow = line.indexOf("=> ");
                            String source = line.substring(0, Math.max(0, arrow - 1));
                            return DynamicTest.dynamicTest(
                                    "{" + source + "}",
                                    () -> assertEquals(line.substring(arrow + 3), error(source)));
                        });
    }

    private static String error(String source) {
        ExpressionException e =
                assertThrows(
                        ExpressionException.class,
                        () -> ExpressionCompiler.compile(source, Shop.scope()));
        return e.offset() + " " + e.getMessage();
    }

    @Test
    void aHandlerIsNamed() {
        assertEquals("add", ExpressionCompiler.call("add", Shop.scope()).name());
        assertEquals(0, ExpressionCompiler.call("add()", Shop.scope()).arguments().size());
        Call call = ExpressionCompiler.call(" add(count + 1, 'x') ", Shop.scope());
        assertEquals(
                List.of(int.class, String.class),
                call.arguments().stream().map(Compiled::type).toList());
        for (Map.Entry<String, String> wrong :
                Map.of(
                                "", "0 expected the name of a handler, found the end",
                                "1", "0 expected the name of a handler, found '1'",
                                "add(1", "5 expected ')', found the end",
                                "add(1) + 2", "7 expected an operator or the end, found '+'",
                                "add(cuont)", "4 State has no 'cuont'; did you mean 'count'?",
                                "true", "0 expected the name of a handler, found 'true'")
                        .entrySet()) {
            ExpressionException e =
                    assertThrows(
                            ExpressionException.class,
                            () -> ExpressionCompiler.call(wrong.getKey(), Shop.scope()));
            assertEquals(wrong.getValue(), e.offset() + " " + e.getMessage());
        }
    }

    @Test
    void aListIsNeededForALoop() {
        assertEquals("Row", loop("rows"));
        assertEquals("int", loop("numbers"));
        assertEquals("Entry<String, Row>", loop("sorted"));
        assertEquals("Row", loop("rows.reversed"));
        assertEquals("Entry<String, Row>", loop("sorted.reversed"));
        assertEquals(
                "0 ':for' needs a List, an array or another sequence, found int", loop("count"));
        assertEquals(
                "0 ':for' needs a List, an array or another sequence, found Map<String, Integer>,"
                    + " which has no order: use a SequencedMap or SortedMap, or a list of entries",
                loop("stock"));
        assertEquals(
                "0 ':for' needs a List, an array or another sequence, found Set<String>, which has"
                        + " no order: use a List, a SequencedSet or a SortedSet",
                loop("tags"));
    }

    private static String loop(String items) {
        try {
            return ExpressionCompiler.typeName(
                    ExpressionCompiler.elementType(
                            ExpressionCompiler.compile(items, Shop.scope()).type(), 0));
        } catch (ExpressionException e) {
            return e.offset() + " " + e.getMessage();
        }
    }
}
