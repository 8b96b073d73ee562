package dev.livelet.js;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

/** Under a strict Content-Security-Policy with Trusted Types, the console stays empty. */
class PolicyTest {
    private static final String RULES =
            "[data-live-style=\"0\"]{color:red;width:10px}[data-live-style=\"1\"]{color:blue}";

    private static ScriptedServer.Page page() throws Exception {
        String hash =
                Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(RULES.getBytes(StandardCharsets.UTF_8)));
        return new ScriptedServer.Page(
                "<style id=\"live-style\">" + RULES + "</style>",
                1,
                """
                {"1":[["p",0,[[2]],[1]],["ul",0,[],[3,[["li",{"style":"margin-left:3px"},[[2]],["a",{"href":"/x"},[],[1]]]],2]],[5],
                  ["form",{"id":"f"},[[4,"submit",0]],["input",{"name":"a"},[[1,"value"]]],["button",0,0,"ok"]]]}\
                """,
                """
                <p data-live-style="0">text</p><ul><!--1--><li data-live-style="1"><a href="/x">1</a></li></ul><!--0-->\
                <form id="f" method="post"><input name="a"><button>ok</button></form>\
                """,
                ScriptedServer.CSP.replace(
                        "style-src 'self'", "style-src 'self' 'sha256-" + hash + "'"));
    }

    @Test
    void everythingWorksAndNothingIsReported() throws Exception {
        try (LivePage page = LivePage.open(PolicyTest.class, page())) {
            String style =
                    "return Array.from(document.querySelectorAll('p, li'), e =>"
                            + " e.style.cssText).join('|')";
            assertEquals("color: red; width: 10px;|color: blue;", page.run(style));
            assertEquals(
                    "null 0",
                    page.run(
                            "return document.getElementById('live-style') + ' ' +"
                                    + " document.querySelectorAll('[data-live-style]').length"));
            page.apply(
                    "[0,0,\"color:green;width:10px\",2,[1,1,2,\"height:5px\",[\"x\",\"y\"],3,0,0,null]]");
            assertEquals("color: green; width: 10px;||height: 5px;|height: 5px;", page.run(style));
            page.apply(
                    "[0,3,{\"h\":[\"t\",[\"b\",{\"style\":\"color:red\",\"onclick\":\"alert(1)\"},\"x\"],[\"iframe\",{\"srcdoc\":\"<p>\"}]]}]");
            assertEquals(
                    "<b style=\"color: red;\">x</b><iframe></iframe>",
                    page.run(
                            "return document.querySelector('b').outerHTML +"
                                    + " document.querySelector('iframe').outerHTML"));
            page.run("document.getElementById('f').requestSubmit()");
            assertEquals("[0] [{}]", page.event());
            page.apply("[-1,1,1]");
            page.apply("[0,-1,[[\"flash\",\"info\",\"hello\"]]]");
            page.apply("[-3,9,1,1,\"color:red\",\"new\",[1,null,\"z\"],0,\"v\"]");
            assertEquals(List.of(), page.browser.console());
        }
    }
}
