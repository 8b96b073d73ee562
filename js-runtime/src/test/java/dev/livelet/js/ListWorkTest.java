package dev.livelet.js;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What an operation on a table of 1000 rows does to the DOM: exactly what it must, whatever else
 * stands between the rows. A moved node counts twice, as it is removed and added.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListWorkTest {
    private static final int ROWS = 1000;

    /** Measures, in the page, how long the runtime works on each frame. */
    private static final String WATCH =
            """
            const Native = WebSocket;
            window.WebSocket = class extends Native {
              set onmessage(listener) {
                super.onmessage = listener && (event => {
                  const start = performance.now();
                  listener(event);
                  window.took.push(performance.now() - start);
                });
              }
            };
            window.took = [];
            """;

    private LivePage page;

    @BeforeAll
    void open() throws Exception {
        String rows =
                IntStream.range(0, ROWS)
                        .mapToObj(
                                i -> "<tr id=\"r" + i + "\"><td>" + i + "</td><td>label</td></tr>")
                        .collect(Collectors.joining());
        page =
                LivePage.open(
                        ListWorkTest.class,
                        new ScriptedServer.Page(
                                1,
                                "{\"1\":[[\"table\",0,[],[\"tbody\",0,[],[3,[[\"tr\",0,[[0,\"id\"]],[\"td\",0,[],[1]],[\"td\",0,[],[1]]]],2]]]]}",
                                "<table><tbody><!--" + ROWS + "-->" + rows + "</tbody></table>"),
                        WATCH);
        page.run(
                """
                window.seen = [];
                new MutationObserver(records => seen.push(...records)).observe(
                    document.querySelector('tbody'), {childList: true, characterData: true, attributes: true, subtree: true})\
                """);
    }

    @AfterAll
    void close() {
        if (page != null) page.close();
    }

    /** Added and removed nodes, and other changes, that the commands make. */
    private String mutations(String name, String commands) {
        page.run("seen.length = took.length = 0");
        page.apply("[0,0," + commands + "]");
        System.out.println(
                name + ": " + page.run("return took[0].toFixed(1)") + " ms in the browser");
        return String.valueOf(
                page.run(
                        """
                        let added = 0, removed = 0, changed = 0;
                        for (const record of seen) {
                          if (record.type != 'childList') changed++;
                          added += record.addedNodes.length;
                          removed += record.removedNodes.length;
                        }
                        return `+${added} -${removed} ~${changed}`\
                        """));
    }

    private String edges() {
        return String.valueOf(
                page.run(
                        """
                        const rows = document.querySelectorAll('tbody > tr');
                        return [rows.length, rows[0].id, rows[1].id, rows[rows.length - 2].id, rows[rows.length - 1].id].join(' ')\
                        """));
    }

    private void everyOperation() {
        assertEquals("1000 r0 r1 r998 r999", edges());
        assertEquals("+0 -0 ~1", mutations("one cell", "[3,500,2,\"four\"]"));
        assertEquals("+1 -0 ~0", mutations("prepend", "[1,0,1,\"new\",0,\"new\"]"));
        assertEquals("1001 new r0 r998 r999", edges());
        assertEquals("+0 -1 ~0", mutations("remove first", "[0,0,1]"));
        assertEquals("+1 -0 ~0", mutations("append", "[1,1000,1,\"end\",0,\"end\"]"));
        assertEquals("+0 -1 ~0", mutations("remove last", "[0,1000,1]"));
        assertEquals("+2 -2 ~0", mutations("swap", "[2,998,1,2,2,998]"));
        assertEquals("1000 r0 r998 r1 r999", edges());
        assertEquals("+2 -2 ~0", mutations("swap back", "[2,998,1,2,2,998]"));
        String deltas =
                "0"
                        + IntStream.range(1, ROWS / 10)
                                .mapToObj(i -> ",10")
                                .collect(Collectors.joining());
        assertEquals(
                "+0 -0 ~100",
                mutations(
                        "every tenth",
                        "[4,2,[" + deltas + "],[" + "[\" !!!\"],".repeat(99) + "[\" !!!\"]]]"));
        String reverse =
                "[5,["
                        + IntStream.range(0, ROWS)
                                .mapToObj(i -> "" + (ROWS - 1 - i))
                                .collect(Collectors.joining(","))
                        + "]]";
        assertEquals("+999 -999 ~0", mutations("reverse", reverse));
        assertEquals("1000 r999 r998 r1 r0", edges());
        assertEquals("+999 -999 ~0", mutations("reverse again", reverse));
        assertEquals("1000 r0 r1 r998 r999", edges());
    }

    @Test
    void anOperationTouchesOnlyWhatItNames() {
        everyOperation();
        page.run(
                """
                for (const row of document.querySelectorAll('tbody > tr')) {
                  const foreign = document.createElement('tr');
                  foreign.className = 'foreign';
                  row.before(foreign, document.createComment('foreign'));
                }
                """);
        page.run("for (const row of document.querySelectorAll('.foreign')) row.hidden = true");
        assertEquals("+0 -1 ~0", mutations("remove first, foreign nodes between", "[0,0,1]"));
        assertEquals(
                "+1 -0 ~0",
                mutations("prepend, foreign nodes between", "[1,0,1,\"r0\",0,\"new\"]"));
        assertEquals("+2 -2 ~0", mutations("swap, foreign nodes between", "[2,998,1,2,2,998]"));
        assertEquals(
                "+2 -2 ~0", mutations("swap back, foreign nodes between", "[2,998,1,2,2,998]"));
        assertEquals(
                "+0 -0 ~1", mutations("one cell, foreign nodes between", "[3,500,2,\"five\"]"));
        assertEquals("1000", "" + page.run("return document.querySelectorAll('.foreign').length"));
    }
}
