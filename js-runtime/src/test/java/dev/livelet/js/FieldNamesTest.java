package dev.livelet.js;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A field hides the property of its form that has its name. The runtime asks nothing of a form
 * under a name that a template may give to a field: not its own data, whatever minified names it
 * has, and few of the browser's properties, which the compiler refuses as names.
 */
class FieldNamesTest {
    private static List<String> names() {
        List<String> names =
                new ArrayList<>(
                        List.of(
                                "name",
                                "title",
                                "action",
                                "method",
                                "target",
                                "length",
                                "children",
                                "attributes",
                                "submit",
                                "reset",
                                "data",
                                "value",
                                "type",
                                "closest",
                                "constructor"));
        for (char first = 'A'; first <= 'z'; first++) {
            if (!Character.isLetter(first)) continue;
            names.add("" + first);
            for (char second = 'a'; second <= 'z'; second++)
                if (first >= 'a') names.add("" + first + second);
        }
        return names;
    }

    @Test
    void aFormWithFieldsOfAnyAllowedNameIsAlive() throws Exception {
        List<String> names = names();
        String definition =
                names.stream()
                        .map(name -> "[\"input\",{\"name\":\"" + name + "\"},0]")
                        .collect(Collectors.joining(","));
        String fields =
                names.stream()
                        .map(name -> "<input name=\"" + name + "\">")
                        .collect(Collectors.joining());
        try (LivePage page =
                LivePage.open(
                        FieldNamesTest.class,
                        new ScriptedServer.Page(
                                1,
                                "{\"1\":[[3,[[\"form\",0,[[0,\"title\"],[4,\"submit\",0]],"
                                        + definition
                                        + ",[\"b\",0,[],[1]]]],2]]}",
                                "<!--2--><form>"
                                        + fields
                                        + "<b>1</b></form><form>"
                                        + fields
                                        + "<b>2</b></form>"))) {
            page.run("document.querySelectorAll('form')[1].requestSubmit()");
            assertEquals("[0,1,0] [{}]", page.event());
            page.apply("[1,0,[3,1,0,\"t\",3,1,1,\"two\",2,1,0]]");
            page.apply("[0,0,[1,2,1,null,\"new\",0,1,1]]");
            assertEquals(
                    "two new",
                    page.run(
                            "return Array.from(document.querySelectorAll('b'), b =>"
                                    + " b.textContent).join(' ')"));
            page.run("document.querySelectorAll('form')[1].requestSubmit()");
            assertEquals("[0,1,0] [{}]", page.event());
            page.apply("[-3,9,2,1,[1,null,\"rendered\"]]");
            assertEquals("rendered", page.run("return document.querySelector('b').textContent"));
        }
    }
}
