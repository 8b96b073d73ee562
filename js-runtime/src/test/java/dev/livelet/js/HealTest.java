package dev.livelet.js;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

/** A page that others have changed mends itself, and is never half-patched. */
class HealTest {
    private static final String DEFINITIONS =
            """
            {"1":[["h1",0,[],[1]],[2,[["p",0,[[0,"title"]],[1]],["div",0,[],[3,[["b",0,[],[1]]],2]]]],["hr",0,0]]}\
            """;

    private static final ScriptedServer.Page PAGE =
            new ScriptedServer.Page(
                    1,
                    DEFINITIONS,
                    "<h1>a</h1><!--1--><p"
                            + " title=\"t\">text</p><div><!--2--><b>1</b><b>2</b></div><hr>");

    /** The path that the page asks for. */
    private static String healed(LivePage page) throws InterruptedException {
        JsonNode frame = page.other();
        assertEquals(6, frame.get(0).asInt());
        return frame.get(2).toString();
    }

    private static String shown(LivePage page) {
        return String.valueOf(
                page.run(
                        """
                        const p = document.querySelector('p');
                        return [document.querySelector('h1').textContent, p && p.title, p && p.textContent,
                            Array.from(document.querySelectorAll('b'), b => b.textContent).join('')].join(' ')\
                        """));
    }

    @Test
    void aTextThatWasTakenAwayBreaksOnlyTheSmallestPartAroundIt() throws Exception {
        try (LivePage page = LivePage.open(HealTest.class, PAGE)) {
            // as page translators do
            page.run(
                    "const b = document.querySelectorAll('b')[1];"
                            + " b.firstChild.replaceWith('zwei')");
            page.apply("[0,0,\"b\",1,[0,\"u\",2,[3,0,0,\"x\"]]]");
            assertEquals("b u text xzwei", shown(page));
            page.run("document.querySelector('b').firstChild.remove()");
            page.apply("[0,0,\"c\",1,[0,\"v\",2,[3,0,0,\"y\",3,1,0,\"z\"]]]");
            assertEquals("[1,2]", healed(page));
            assertEquals("c v text zwei", shown(page));
            page.apply("[0,0,\"d\",1,[2,[3,1,0,\"skipped\"]]]");
            assertEquals("d v text zwei", shown(page));
            page.apply("[0,1,[2,[6,2,[\"n\",\"m\"]]]]");
            page.apply("[0,1,[2,[3,1,0,\"w\"]]]");
            assertEquals("d v text nw", shown(page));
        }
    }

    @Test
    void aBranchThatIsNotAsItWasIsReplaced() throws Exception {
        try (LivePage page = LivePage.open(HealTest.class, PAGE)) {
            // what was bound already is not bound again
            page.apply("[0,1,[1,\"bound\"]]");
            page.run("document.querySelector('p').firstChild.remove()");
            page.apply("[0,1,[0,\"u\",1,\"gone\",2,[0,0,1]],0,\"b\"]");
            assertEquals("[1]", healed(page));
            assertEquals("b t  12", shown(page));
            page.apply("[0,1,[-1,\"w\",\"new\",[1,\"r\"]]]");
            assertEquals("b w new r", shown(page));
        }
    }

    @Test
    void aPageThatCannotBeBoundAsksForARender() throws Exception {
        try (LivePage page =
                LivePage.open(
                        HealTest.class,
                        new ScriptedServer.Page(1, DEFINITIONS, "<h2>not as it should be</h2>"))) {
            page.apply("[0,0,\"b\"]");
            assertEquals("[]", healed(page));
            page.apply("[-3,9,0,1,\"new\",[-1,\"t\",\"x\",[2,[\"1\",\"2\"]]]]");
            assertEquals("new t x 12", shown(page));
            page.apply("[0,0,\"on\"]");
            assertEquals("on t x 12", shown(page));
        }
    }

    @Test
    void whatExtensionsAddIsLeftAlone() throws Exception {
        try (LivePage page =
                LivePage.open(
                        HealTest.class,
                        PAGE,
                        """
                        const root = document.querySelector('[data-live]'), add = (before, tag) => {
                          const e = document.createElement(tag); e.className = 'extra'; before.before(e) };
                        add(root.querySelector('h1'), 'aside'); add(root.querySelector('p'), 'i'); add(root.querySelector('b'), 'i');
                        root.querySelector('p').setAttribute('data-extra', '1')\
                        """)) {
            page.apply("[0,0,\"b\",1,[0,\"u\",1,\"new\",2,[3,1,0,\"w\",2,1,0]]]");
            assertEquals("b u new w1", shown(page));
            page.apply("[0,1,0]");
            assertEquals("b   ", shown(page));
            assertTrue(
                    page.socket.isQuiet() || page.socket.text().startsWith("[2"),
                    "nothing to heal");
        }
    }

    @Test
    void anUnknownTemplateIsNotHalfShown() throws Exception {
        try (LivePage page =
                LivePage.open(
                        HealTest.class,
                        new ScriptedServer.Page(
                                1, "{\"1\":[[\"h1\",0,[],[1]],[5]]}", "<h1>a</h1><!--0-->"))) {
            page.apply("[0,0,\"b\",1,[-99,\"x\"]]");
            assertEquals("[]", healed(page));
            assertEquals("a", page.run("return document.querySelector('h1').textContent"));
        }
    }
}
