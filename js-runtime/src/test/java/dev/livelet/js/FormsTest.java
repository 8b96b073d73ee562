package dev.livelet.js;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What forms tell, and that what the user types is never lost. */
class FormsTest {
    private static final ScriptedServer.Page PAGE =
            new ScriptedServer.Page(
                    1,
                    """
                    {"1":[
                      ["form",{"id":"form"},[[4,"input",0],[4,"submit",0]],
                        ["input",{"name":"name"},[[1,"value"]]],
                        ["textarea",{"name":"bio"},[[1,"value"]]],
                        ["input",{"type":"checkbox","name":"news"},[[1,"checked"]]],
                        ["select",{"name":"size"},[],["option",{"value":"s"},[[1,"selected"]],"S"],["option",{"value":"l"},[[1,"selected"]],"L"]],
                        ["select",{"name":"colors","multiple":""},0,["option",0,0,"red"],["option",0,0,"blue"],["option",0,0,"green"]],
                        ["button",{"id":"send"},0,"Send"]],
                      ["input",{"id":"single"},[[1,"value"],[4,"input",0],[4,"change",0]]],
                      ["input",{"id":"box","type":"checkbox"},[[4,"change",0]]],
                      ["p",0,[],[1]],
                      ["details",{"id":"more"},0,["summary",0,0,"m"]],
                      ["div",{"id":"keep","live:keep":""},[[0,"title"]]]]}\
                    """,
                    """
                    <form id="form" method="post"><input type="hidden" name="_livelet" value="csrf"><input name="name" value="">\
                    <textarea name="bio"></textarea><input type="checkbox" name="news"><select name="size"><option value="s" selected>S\
                    </option><option value="l">L</option></select><select name="colors" multiple><option>red</option><option>blue</option>\
                    <option>green</option></select><button id="send">Send</button></form><input id="single" value=""><input id="box"\
                     type="checkbox"><p>0</p><details id="more"><summary>m</summary></details><div id="keep" live:keep></div>\
                    """);

    private static LivePage open() throws InterruptedException {
        return LivePage.open(FormsTest.class, PAGE);
    }

    private static WebElement field(LivePage page, String css) {
        return page.browser.driver.findElement(By.cssSelector(css));
    }

    private static Object value(LivePage page, String css) {
        return page.run("return document.querySelector('" + css + "').value");
    }

    private static void select(LivePage page, String script) {
        page.run(
                script
                        + ";document.querySelector('[name=colors]').dispatchEvent(new"
                        + " Event('input', {bubbles: true}))");
    }

    @Test
    void onlyWhatChangedIsTold() throws Exception {
        try (LivePage page = open()) {
            WebElement name = field(page, "[name=name]");
            name.sendKeys("A");
            assertEquals("[0] [{\"name\":\"A\",\"size\":\"s\"}] \"name\"", page.event());
            name.sendKeys("d");
            assertEquals("[0] {\"name\":\"Ad\"}", page.event());
            page.run("document.querySelector('[name=name]').value = 'Ada Lovelace, Countess'");
            name.sendKeys("!");
            assertEquals("[0] {\"name\":\"Ada Lovelace, Countess!\"}", page.event());
            name.sendKeys("!");
            assertEquals("[0] {\"name\":[\"!\"]}", page.event());
            name.sendKeys(Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.BACK_SPACE);
            assertEquals("[0] {\"name\":[21,1,\"\"]}", page.event());
            name.sendKeys("x");
            assertEquals("[0] {\"name\":[21,\"x\"]}", page.event());

            field(page, "[name=news]").click();
            assertEquals("[0] {\"news\":\"on\"}", page.event());
            field(page, "[name=news]").click();
            assertEquals("[0] {\"news\":null}", page.event());
            String options = "const o = document.querySelector('[name=colors]').options;";
            select(page, options + "o[0].selected = o[2].selected = true");
            assertEquals("[0] {\"colors\":{\"v\":[\"red\",\"green\"]}}", page.event());
            select(page, options + "o[0].selected = false");
            assertEquals("[0] {\"colors\":\"green\"}", page.event());
            select(page, options + "o[2].selected = false");
            assertEquals("[0] {\"colors\":null}", page.event());
        }
    }

    @Test
    void aFieldMayHaveANameThatEveryObjectKnows() throws Exception {
        for (String name : new String[] {"constructor", "__proto__"}) {
            try (LivePage page = open()) {
                page.run("document.querySelector('[name=name]').name = '" + name + "'");
                WebElement field = field(page, "[name=" + name + "]");
                field.sendKeys("A");
                assertEquals(
                        "[0] [{\"" + name + "\":\"A\",\"size\":\"s\"}] \"" + name + "\"",
                        page.event());
                field.sendKeys("d");
                assertEquals("[0] {\"" + name + "\":\"Ad\"}", page.event());
            }
        }
    }

    @Test
    void aSurrogatePairIsNeverSplit() throws Exception {
        try (LivePage page = open()) {
            String set =
                    "const f = document.querySelector('[name=bio]'); f.value = %s;"
                            + " f.dispatchEvent(new Event('input', {bubbles: true}))";
            page.run(set.formatted("'a long text with a face at its end 😀'"));
            page.event();
            page.run(set.formatted("'a long text with a face at its end 😁'"));
            assertEquals("[0] {\"bio\":\"a long text with a face at its end 😁\"}", page.event());
        }
    }

    @Test
    void afterARefusalEverythingIsTold() throws Exception {
        try (LivePage page = open()) {
            WebElement name = field(page, "[name=name]");
            name.sendKeys("A");
            page.event();
            name.sendKeys("B");
            page.event();
            page.apply("[-1,2,2]");
            assertEquals(
                    "error That did not work. Try again.",
                    page.run(
                            "const n = document.querySelector('.live-notice'); return"
                                    + " n.dataset.kind + ' ' + n.textContent"));
            name.sendKeys("C");
            assertEquals("[0] [{\"name\":\"ABC\",\"size\":\"s\"}] \"name\"", page.event());
        }
    }

    @Test
    void aFormWhoseBaseIsUnknownIsSentAgainWhole() throws Exception {
        try (LivePage page = open()) {
            WebElement name = field(page, "[name=name]");
            name.sendKeys("A");
            page.event();
            name.sendKeys("B");
            page.event();
            page.socket.send("[-1,1,5]");
            page.socket.send("[-1,1,5]");
            assertEquals("[0] [{\"name\":\"AB\",\"size\":\"s\"}] \"name\"", page.event());
            page.apply("[1]");
            assertTrue(page.socket.isQuiet(), "it is sent once");
        }
    }

    @Test
    void aSubmitIsOneAtATimeAndShowsThatItIsUnderWay() throws Exception {
        try (LivePage page = open()) {
            field(page, "[name=name]").sendKeys("A");
            page.event();
            page.apply("[1]");
            field(page, "#send").click();
            assertEquals("[1] [{\"name\":\"A\",\"size\":\"s\"}]", page.event());
            String state =
                    "const f = document.getElementById('form'); return"
                        + " [document.getElementById('send').disabled,"
                        + " f.hasAttribute('data-live-pending'),"
                        + " document.querySelector('[data-live]').hasAttribute('data-live-pending')].join('"
                        + " ')";
            assertEquals("true true true", page.run(state));
            page.run("document.getElementById('form').requestSubmit()");
            field(page, "[name=name]").sendKeys(Keys.ENTER);
            page.apply("[0,6,\"other\"]");
            assertTrue(page.socket.isQuiet(), "no second submit");
            page.apply("[1]");
            assertEquals("false false false", page.run(state));
            field(page, "#send").click();
            assertEquals("[1] {}", page.event());
        }
    }

    @Test
    void whatTheServerComputedFromOlderTextDoesNotOverwriteWhatIsTyped() throws Exception {
        try (LivePage page = open()) {
            WebElement single = field(page, "#single");
            single.sendKeys("a");
            assertEquals("[2] \"a\"", page.event());
            single.sendKeys("b");
            assertEquals("[2] \"ab\"", page.event());
            page.apply("[1," + slots("A", "1") + "]");
            assertEquals("ab", value(page, "#single"));
            single.sendKeys("c");
            page.event();
            page.apply("[1," + slots("AB", "2") + "]");
            assertEquals("abc", value(page, "#single"));
            page.run("document.querySelector('#single').setSelectionRange(1, 1)");
            page.apply("[1," + slots("ABC", "3") + "]");
            assertEquals(
                    "ABC 1",
                    page.run(
                            "const i = document.querySelector('#single'); return i.value + ' ' +"
                                    + " i.selectionStart"));
            // an answer without a value lets the one through that was held back
            single.sendKeys("d");
            page.event();
            page.apply("[0," + slots("held", "4") + "]");
            assertEquals("AdBC", value(page, "#single"));
            page.apply("[1]");
            assertEquals("held", value(page, "#single"));
        }
    }

    /** Values of the single field and of the paragraph. */
    private static String slots(String single, String text) {
        return "5,\"" + single + "\",6,\"" + text + "\"";
    }

    @Test
    void aFieldThatNobodyIsInTakesTheServersValue() throws Exception {
        try (LivePage page = open()) {
            page.run("document.querySelector('[name=name]').value = 'typed'");
            page.apply("[0,0,\"server\",1,\"text\",2,true,4,true,3,null]");
            assertEquals("server", value(page, "[name=name]"));
            assertEquals("text", value(page, "[name=bio]"));
            assertEquals("l", value(page, "[name=size]"));
            assertEquals(true, page.run("return document.querySelector('[name=news]').checked"));
        }
    }

    @Test
    void aSingleFieldTellsItsValue() throws Exception {
        try (LivePage page = open()) {
            field(page, "#box").click();
            assertEquals("[4] \"true\"", page.event());
            field(page, "#box").click();
            assertEquals("[4] \"false\"", page.event());
        }
    }

    @Test
    void textTypedBeforeTheRuntimeWasThereStaysAndIsTold() throws Exception {
        try (LivePage page =
                LivePage.open(
                        FormsTest.class,
                        PAGE,
                        "document.querySelector('[name=bio]').value ="
                                + " 'early';document.querySelector('[name=bio]').focus()")) {
            page.apply("[0,1,\"server\"]");
            assertEquals("early", value(page, "[name=bio]"));
            field(page, "[name=name]").sendKeys("A");
            assertEquals(
                    "[0] [{\"name\":\"A\",\"bio\":\"early\",\"size\":\"s\"}] \"name\"",
                    page.event());
        }
    }

    @Test
    void aFullRenderKeepsWhatTheUserDid() throws Exception {
        try (LivePage page = open()) {
            field(page, "#single").sendKeys("other");
            WebElement name = field(page, "[name=name]");
            name.sendKeys("typed");
            page.run(
                    """
                    document.querySelector('[name=name]').setSelectionRange(2, 4); document.getElementById('more').open = true;
                    window.kept = document.getElementById('keep'); window.kept.append('foreign');
                    window.field = document.activeElement\
                    """);
            for (int i = 0; i < 11; i++) page.event();
            page.socket.send("[-8,\"s2\",\"t2\"]");
            page.apply("[-3,7,11,1,\"fresh\",\"\",null,null,null,\"\",\"9\",\"t\"]");
            assertEquals(
                    "typed 2 4 true true foreign true",
                    page.run(
                            """
                            const i = document.activeElement, k = document.getElementById('keep');
                            return [i.value, i.selectionStart, i.selectionEnd, i !== window.field, document.getElementById('more').open,
                                k.textContent, k === window.kept].join(' ')\
                            """));
            page.apply("[0,7,\"after\"]");
            assertEquals("after", page.run("return window.kept.title"));
            page.browser.driver.switchTo().activeElement().sendKeys(Keys.END, "!");
            assertEquals("[0] [{\"name\":\"typed!\",\"size\":\"s\"}] \"name\"", page.event());
            page.socket.cut();
            assertTrue(
                    page.server.connection().text().startsWith("[0,\"s2\",\"t2\",10,\"h1\",2,12,"),
                    "the join has the new session");
        }
    }
}
