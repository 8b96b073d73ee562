package dev.livelet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.server.Livelet;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesInChromiumTest {
    private Demo demo;
    private Window window;

    @BeforeAll
    void start() {
        demo = Demo.start(Livelet.create().host("127.0.0.1").port(0), "jdbc:h2:mem:pages");
        window = Window.open(demo);
    }

    @AfterEach
    void nothingWasComplainedAbout() {
        assertEquals("[]", window.complaints().toString());
    }

    @AfterAll
    void stop() {
        window.close();
        demo.close();
    }

    @Test
    void theIndexLeadsToEveryExample() {
        window.visit("/");
        assertEquals(4, window.count(".examples a"));
        for (String path : new String[] {"/counter", "/table", "/form", "/chat/lobby"}) {
            window.visit("/").click(".examples a[href='" + path + "']");
            window.await(path, () -> String.valueOf(window.driver.getCurrentUrl()).endsWith(path));
        }
    }

    @Test
    void theIndexOpensARoomByItsName() {
        window.visit("/").type("#room", "!!", Keys.ENTER);
        window.awaitText("[data-error-for=room]", "A room's name has letters or digits");
        window.type("#room", "Book Club", Keys.ENTER);
        window.await(
                "the room",
                () -> String.valueOf(window.driver.getCurrentUrl()).endsWith("/chat/book-club"));
        window.awaitText("#room", "#book-club");
    }

    @Test
    void theCounterCounts() {
        window.visit("/counter").click("#inc").click("#inc").click("#dec").click("#inc");
        window.awaitText("#count", "2");
        window.click("#dec").click("#dec").click("#dec").awaitText("#count", "-1");
    }

    @Test
    void theTableDoesItsOperations() {
        window.visit("/table");
        assertEquals(1_000, window.count("tbody tr"));
        window.click("#swaprows").await("swapped", () -> firstIds(3).equals("1,999,3"));
        window.click("#swaprows").await("swapped back", () -> firstIds(3).equals("1,2,3"));
        window.click("tbody tr:nth-child(2) a.select")
                .await("selected", () -> window.count("tr.selected") == 1);
        window.awaitText("tr.selected td", "2");
        window.click("tbody tr:nth-child(3) a.select").awaitText("tr.selected td", "3");
        window.click("tbody tr:nth-child(2) a.remove")
                .await("removed", () -> firstIds(3).equals("1,3,4"));
        window.click("#removefirst").await("removed", () -> firstIds(2).equals("3,4"));
        String label = window.text("tbody tr:first-child a.select");
        window.click("#update").awaitText("tbody tr:first-child a.select", label + " !!!");
        assertEquals(
                100,
                Integer.parseInt(
                        window.run(
                                "return document.querySelectorAll('tbody"
                                        + " a.select').values().filter(a =>"
                                        + " a.textContent.endsWith('!!!')).toArray().length")));
        window.click("#reverse").await("reversed", () -> firstIds(2).equals("1000,999"));
        window.click("#prepend").await("prepended", () -> firstIds(2).equals("1001,1000"));
        window.click("#add").await("appended", () -> window.count("tbody tr") == 1_999);
        window.click("#clear").await("cleared", () -> window.count("tbody tr") == 0);
        window.click("#run").await("created", () -> window.count("tbody tr") == 1_000);
        assertEquals(0, window.count("tr.selected"));
    }

    @Test
    void theFormShowsAnErrorWhereTheUserWasAndAllWhenItIsSent() {
        window.visit("/form").type("#form [name=email]", "ada");
        window.awaitText("[data-error-for=email]", "An address looks like ada@example.org");
        assertEquals("", window.text("[data-error-for=name]"));
        assertEquals("true", window.attribute("[name=email]", "aria-invalid"));
        window.type("#form [name=email]", Keys.ENTER);
        window.awaitText("[data-error-for=name]", "Please tell us your name");
        window.awaitText("[data-error-for=age]", "Please fill in this field");
        window.type("[name=name]", "Ada").awaitText("[data-error-for=name]", "");
        assertEquals(
                "Please fill in this field",
                window.text("[data-error-for=age]"),
                "what is not mended yet stays in sight");
        window.type("[name=age]", "twelve")
                .awaitText("[data-error-for=age]", "Please enter a whole number");
        window.type(
                "[name=age]",
                Keys.BACK_SPACE,
                Keys.BACK_SPACE,
                Keys.BACK_SPACE,
                Keys.BACK_SPACE,
                Keys.BACK_SPACE,
                Keys.BACK_SPACE,
                "36");
        window.awaitText("[data-error-for=age]", "");
        window.type("[name=email]", "@example.org").awaitText("[data-error-for=email]", "");
        window.type("[name=bio]", "Notes\nand an engine")
                .awaitPart("label[for=bio]", "261 characters left");
        window.click("#form [type=submit]").awaitText("#saved", "Saved. Nice to meet you, Ada!");
    }

    @Test
    void everyPageIsUsedByKeyboardAlone() {
        window.visit("/counter");
        focus("#inc").sendKeys(Keys.SPACE, Keys.ENTER);
        window.awaitText("#count", "2");
        window.visit("/table");
        focus("tbody a.select").sendKeys(Keys.ENTER);
        window.await("selected", () -> window.count("tr.selected") == 1);
        focus("tbody a.remove").sendKeys(Keys.ENTER);
        window.await("removed", () -> window.count("tbody tr") == 999);
        focus("tbody tr:nth-child(2) a.select").sendKeys(Keys.SPACE);
        window.awaitText("tr.selected td", "3");
        focus("tbody a.remove").sendKeys(Keys.SPACE);
        window.await("removed by space", () -> window.count("tbody tr") == 998);
        assertEquals("0", window.run("return window.scrollY"));
        window.visit("/form");
        focus("#form [name=name]")
                .sendKeys(
                        "Ada",
                        Keys.TAB,
                        "ada@example.org",
                        Keys.TAB,
                        "36",
                        Keys.TAB,
                        "Hi",
                        Keys.TAB,
                        Keys.SPACE);
        window.awaitPart("#saved", "Ada");
    }

    /**
     * Goes to the element by the tab key, from the page's beginning, as those without a mouse do.
     */
    private WebElement focus(String css) {
        window.driver.executeScript("document.activeElement.blur()");
        for (int i = 0; i < 40; i++) {
            window.driver.switchTo().activeElement().sendKeys(Keys.TAB);
            if (window.run("return document.activeElement.matches(arguments[0])", css)
                    .equals("true")) return window.driver.switchTo().activeElement();
        }
        throw new AssertionError("The tab key does not lead to " + css);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/counter", "/table", "/form", "/chat/wide"})
    void nothingIsWiderThanAPhone(String path) {
        window.driver.manage().window().setSize(new Dimension(500, 800));
        try {
            window.driver.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", 360, "height", 740, "deviceScaleFactor", 2, "mobile", true));
            window.visit(path);
            assertEquals("360", window.run("return document.documentElement.scrollWidth"));
        } finally {
            window.driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
            window.driver.manage().window().setSize(new Dimension(1280, 900));
        }
    }

    @Test
    void pagesComeWithTheStrictPolicyAndWithoutInlineCode() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : new String[] {"/", "/counter", "/table", "/form", "/chat/lobby"}) {
                HttpResponse<String> page =
                        client.send(
                                HttpRequest.newBuilder(URI.create(demo.server().url() + path))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
                assertTrue(
                        policy.contains("script-src 'self'") && policy.contains("style-src 'self'"),
                        policy);
                assertTrue(policy.contains("require-trusted-types-for 'script'"), policy);
                assertTrue(!policy.contains("unsafe"), policy);
                assertTrue(
                        !page.body().matches("(?s).*(<script>|<style>| style=| on[a-z]+=).*"),
                        path);
            }
        }
    }

    private String firstIds(int count) {
        return window.run(
                "return [...document.querySelectorAll('tbody tr')].slice(0, arguments[0]).map(r =>"
                        + " r.cells[0].textContent).join()",
                count);
    }
}
