package dev.livelet.js;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** What the user is doing, and what others put into the page, survives the patches around it. */
class SurvivalTest {
    private static final ScriptedServer.Page PAGE =
            new ScriptedServer.Page(
                    1,
                    """
                    {"1":[
                      ["h1",0,[],[1]],
                      ["div",{"id":"list"},[[0,"class"]],[3,[["div",{"class":"row"},[[0,"id"]],["input",0,[[1,"value"]]],["b",0,[],[1]]]],2]],
                      ["details",{"id":"more"},[[0,"title"]],["summary",0,0,"more"],["p",0,[],[1]]],
                      ["div",{"id":"foreign"},[[0,"title"]],[2,["yes"]]],
                      ["div",{"id":"scroll"},[],[3,[["p",0,[],[1]]],2]],
                      ["div",{"id":"media"},[],[3,[["div",0,[[0,"title"]],["video",{"muted":"","playsinline":""},0]]],2]]]}\
                    """,
                    """
                    <h1>a</h1><div id="list"><!--3--><div class="row" id="r1"><input value="1"><b>1</b></div><div class="row" id="r2"><input\
                     value="two"><b>2</b></div><div class="row" id="r3"><input value="3"><b>3</b></div></div>\
                    <details id="more"><summary>more</summary><p>text</p></details><div id="foreign"><!--0--></div>\
                    <div id="scroll"><!--0--></div><div id="media"><!--2--><div><video muted playsinline></video></div><div><video muted\
                     playsinline></video></div></div>\
                    """);

    private static LivePage open() throws InterruptedException {
        return LivePage.open(SurvivalTest.class, PAGE);
    }

    /** Moves the row of index 1 about, and changes everything around it. */
    private static void changeAround(LivePage page) {
        page.apply("[0,0,\"b\",1,\"on\",2,[1,0,1,\"r0\",\"0\",\"0\"]]");
        page.apply("[0,2,[2,2,0,3,0,2,\"moved\"]]");
        page.apply("[0,2,[5,[3,2,0,1]]]");
        page.apply("[0,2,[0,0,1,1,2,1,\"r9\",\"9\",\"9\"]]");
        page.apply("[0,2,[2,0,2]]");
    }

    private static void focusSecondRow(LivePage page) {
        page.run(
                "const i = document.querySelector('#r2 input'); i.focus(); i.setSelectionRange(1,"
                        + " 2); window.kept = i;window.blurs = 0; i.addEventListener('blur', () =>"
                        + " window.blurs++)");
    }

    @Test
    void focusAndSelectionStayInARowThatIsMoved() throws Exception {
        try (LivePage page = open()) {
            focusSecondRow(page);
            changeAround(page);
            assertEquals(
                    "true 1 2 two 0",
                    page.run(
                            "const i = document.activeElement; return [i === window.kept,"
                                + " i.selectionStart, i.selectionEnd, i.value, window.blurs].join('"
                                + " ')"));
            assertEquals(
                    "moved",
                    page.run("return window.kept.parentNode.querySelector('b').textContent"));
        }
    }

    @Test
    void withoutMoveBeforeTheFocusedRowIsNotMovedButTheOthersAre() throws Exception {
        try (LivePage page =
                LivePage.open(
                        SurvivalTest.class,
                        PAGE,
                        "delete Element.prototype.moveBefore; delete"
                                + " DocumentFragment.prototype.moveBefore;")) {
            focusSecondRow(page);
            changeAround(page);
            assertEquals(
                    "true 1 2 two 0",
                    page.run(
                            "const i = document.activeElement; return [i === window.kept,"
                                + " i.selectionStart, i.selectionEnd, i.value, window.blurs].join('"
                                + " ')"));
            assertEquals(
                    "r2 r9 r1 r0",
                    page.run(
                            "return Array.from(document.querySelectorAll('#list .row'), e =>"
                                    + " e.id).join(' ')"));
        }
    }

    @Test
    void aCompositionIsNotInterrupted() throws Exception {
        try (LivePage page = open()) {
            page.run(
                    "const i = document.querySelector('#r2 input'); i.focus(); i.select();"
                            + " window.kept = i");
            compose(page, "か");
            changeAround(page);
            page.apply("[0,2,[3,2,1,\"from the server\"]]");
            compose(page, "かな");
            page.apply("[0,0,\"c\"]");
            assertEquals("かな", page.run("return window.kept.value"));
            page.browser.driver.executeCdpCommand("Input.insertText", Map.of("text", "仮名"));
            page.apply("[0,0,\"d\"]");
            assertEquals("仮名", page.run("return window.kept.value"));
        }
    }

    private static void compose(LivePage page, String text) {
        page.browser.driver.executeCdpCommand(
                "Input.imeSetComposition",
                Map.of(
                        "text",
                        text,
                        "selectionStart",
                        text.length(),
                        "selectionEnd",
                        text.length()));
    }

    @Test
    void openDetailsAndForeignNodesAndScrollPositionStay() throws Exception {
        try (LivePage page = open()) {
            page.run("document.getElementById('more').open = true");
            page.run(
                    "const w = document.createElement('canvas'); w.id = 'widget'; window.widget ="
                            + " w;document.getElementById('foreign').append(w, 'foreign text')");
            page.apply("[0,3,\"t\",4,\"changed\",5,\"t\",6,[-1]]");
            page.apply("[0,7,[1,0,200,\"line\"]]");
            page.run(
                    "const s = document.getElementById('scroll'); s.style.cssText ="
                        + " 'height:100px;overflow:auto;overflow-anchor:none';s.scrollTop = 500");
            page.apply("[0,7,[0,150,5,4,0,[100,1],\"x\",1,195,1,\"new\"]]");
            page.apply("[0,6,0,5,null]");
            assertEquals(
                    "true changed true foreign text 500",
                    page.run(
                            """
                            const f = document.getElementById('foreign'), d = document.getElementById('more');
                            return [d.open, d.querySelector('p').textContent, f.querySelector('canvas') === window.widget,
                                f.textContent.trim(), document.getElementById('scroll').scrollTop].join(' ')\
                            """));
        }
    }

    @Test
    void aVideoPlaysOnWhileItsRowIsMoved() throws Exception {
        try (LivePage page = open()) {
            page.run(
                    """
                    const c = document.createElement('canvas'), x = c.getContext('2d'), v = document.querySelector('video');
                    setInterval(() => x.fillRect(0, 0, Math.random() * 100, 50), 20);
                    v.muted = true; v.srcObject = c.captureStream(); window.video = v; window.pauses = 0;
                    v.addEventListener('pause', () => window.pauses++); v.play()\
                    """);
            page.browser.await("return !window.video.paused && window.video.currentTime > 0", true);
            changeAround(page);
            page.apply("[0,8,[2,0,1,3,1,0,\"t\",5,[1,0]]]");
            assertEquals(
                    "true false 0",
                    page.run(
                            "return [document.querySelector('video') === window.video,"
                                    + " window.video.paused, window.pauses].join(' ')"));
        }
    }
}
