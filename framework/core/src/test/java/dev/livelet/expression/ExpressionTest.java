package dev.livelet.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class ExpressionTest {
    private final Map<String, @Nullable Object> table = new LinkedHashMap<>();

    @TestFactory
    List<DynamicTest> literals() {
        is("1", 1);
        is("1_000", 1000);
        is("5L", 5L);
        is("-2147483648", Integer.MIN_VALUE);
        is("-9223372036854775808L", Long.MIN_VALUE);
        is("1.5", 1.5);
        is("1e3", 1000.0);
        is("2.5e-1", 0.25);
        is("'it'", "it");
        is("\"it's\"", "it's");
        is("'a\\n\\u0041\\''", "a\nA'");
        is("true", true);
        is("false", false);
        is("null", null);
        return tests();
    }

    @TestFactory
    List<DynamicTest> namesAndPaths() {
        is("count", 3);
        is("count()", 3);
        is("full", false);
        is("full()", false);
        is("name.length", 3);
        is("name.length()", 3);
        is("rows.size", 2);
        is("rows.getFirst.label", "one");
        is("rows.get(1).parent.label", "one");
        is("numbers.length", 3);
        is("pair.second.getFirst.label", "one");
        is("stock.get('apple') + 1", 5);
        is("sorted.get('k').label", "one");
        is("best.get.label", "two");
        is("context.dark", false);
        is("'abc'.length", 3);
        return tests();
    }

    @TestFactory
    List<DynamicTest> nullPropagates() {
        is("missing", null);
        is("missing.length", null);
        is("selected.parent.label.length", null);
        is("selected.label('x')", null);
        is("missing.length + 1", null);
        is("-missing.length", null);
        is("missing.length > 0", false);
        is("missing.length <= 0", false);
        is("missing == null", true);
        is("missing.length == null", true);
        is("'<' + missing + '>'", "<>");
        is("missing ?? 'none'", "none");
        is("name ?? 'none'", "Ada");
        is("selected.label ?? missing ?? 'none'", "none");
        is("boxed ?? 7L", 7L);
        is("name.charAt(missing.length)", null);
        is("selected.even ? 1 : 2", 2);
        is("!selected.even", true);
        is("nothing", null);
        is("Text.orElse(missing, 'b')", "b");
        is("rows.getFirst.parent.parent", null);
        return tests();
    }

    @TestFactory
    List<DynamicTest> arithmetic() {
        is("1 + 2 * 3", 7);
        is("(1 + 2) * 3", 9);
        is("7 / 2", 3);
        is("7 % 3", 1);
        is("7 / 2.0", 3.5);
        is("count + total", 5_000_000_003L);
        is("-count", -3);
        is("- -count", 3);
        is("10 - 3 - 2", 5);
        is("2147483647 + 1", Integer.MIN_VALUE);
        is("letter + 1", 121);
        is("'a' + 1 + 2", "a12");
        is("1 + 2 + 'a'", "3a");
        is("'' + letter", "x");
        is("ratio * count", 1.5);
        return tests();
    }

    @TestFactory
    List<DynamicTest> comparison() {
        is("count > 2", true);
        is("count >= 3", true);
        is("count < 3", false);
        is("count <= 2.9", false);
        is("total > count", true);
        is("count == 3.0", true);
        is("count == 3L", true);
        is("count != 4", true);
        is("ratio == 0.5", true);
        is("0.0 / 0 == 0.0 / 0", false);
        is("0.0 == -0.0", true);
        is("price == 2.5", true);
        is("price > 2", true);
        is("letter == 'x'", true);
        is("letter >= 'a'", true);
        is("name == 'Ada'", true);
        is("name != 'Bob'", true);
        is("status == OPEN", true);
        is("OPEN == status", true);
        is("status == Status.CLOSED", false);
        is("status != CLOSED", true);
        is("rows.getFirst == rows.getFirst", true);
        is("anything == 'any'", true);
        is("anything == 1", false);
        is("stock.get('apple') == 4", true);
        return tests();
    }

    @TestFactory
    List<DynamicTest> logic() {
        is("busy && count > 2", true);
        is("busy && full || name.isEmpty", false);
        is("!busy || !full", true);
        is("busy ? 'a' : 'b'", "a");
        is("full ? 'a' : busy ? 'b' : 'c'", "b");
        is("busy ? 1 : 2.5", 1.0);
        is("true || 1 / 0 == 0", true);
        is("false && 1 / 0 == 0", false);
        return tests();
    }

    @TestFactory
    List<DynamicTest> calls() {
        is("shout(name)", "ADA!");
        is("plus(4)", 7);
        is("greet('Bob')", "Hello Bob");
        is("motto", "Open all day");
        is("motto()", "Open all day");
        is("rows.get(0).label('#')", "#one");
        is("Text.join('-', 1, 'b', true)", "1-b-true");
        is("Text.join('-')", "");
        is("Text.sum(1, 2, 3)", 6);
        is("Text.sum()", 0);
        is("Text.kind(1)", "int");
        is("Text.kind(1L)", "long");
        is("Text.kind(1.0)", "double");
        is("Text.kind(boxed)", "Integer");
        is("Text.kind(letter)", "char");
        is("Text.kind('text')", "Object");
        is("Text.first(rows).label", "one");
        is("Text.wide(1, 2, count)", 6L);
        is("name.substring(1)", "da");
        is("name.substring(1, 2)", "d");
        is("name.indexOf('d')", 1);
        is("stock.getOrDefault('pear', 0)", 0);
        is("name.replace('A', 'O')", "Oda");
        is("name.repeat(2).length", 6);
        return tests();
    }

    @TestFactory
    List<DynamicTest> patterns() {
        is("loaded is Ok r", true);
        is("loaded is Loading", false);
        is("loaded is Ok r && r.value.size == 1", true);
        is("loaded is Ok r ? r.value.getFirst.label : '-'", "two");
        is("!(loaded is Ok r) ? '-' : r.value.getFirst.label", "two");
        is("!(loaded is Ok r) || r.value.isEmpty", false);
        is("loaded is Async.Failed f ? f.reason : 'fine'", "fine");
        is("shape is Circle c ? c.radius : shape is Square s ? s.side : 0", 2.0);
        is("shape is Shop.Circle c && c.radius > 1", true);
        is("anything is String s ? s.length : 0", 3);
        is("selected is Row r", false);
        return tests();
    }

    private void is(String source, @Nullable Object expected) {
        table.put(source, expected);
    }

    private List<DynamicTest> tests() {
        List<DynamicTest> tests = new ArrayList<>();
        table.forEach(
                (source, expected) -> {
                    tests.add(
                            DynamicTest.dynamicTest(
                                    source, () -> assertEquals(expected, Shop.eval(source))));
                });
        table.clear();
        return tests;
    }
}
