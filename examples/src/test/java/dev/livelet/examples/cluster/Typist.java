package dev.livelet.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.js.Chromium;

import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The user with a real browser, who types in the chat's form while nodes die. */
final class Typist implements AutoCloseable {
    private static final String NAME = "Ada";

    private final Chromium browser;
    private final ChromeDriver driver;
    private int said;

    private Typist(Chromium browser) {
        this.browser = browser;
        driver = browser.driver();
    }

    static Typist open(String address) {
        Typist typist = new Typist(Chromium.another(Typist.class));
        typist.driver.get(address);
        typist.await("a live page", () -> typist.state().equals("connected"));
        typist.driver.executeScript(
                """
                window.same = true;
                window.back = [];
                new MutationObserver(() => {
                  if (document.querySelector('[data-live]').dataset.liveState == 'connected') window.back.push(Date.now());
                }).observe(document.querySelector('[data-live]'), {attributeFilter: ['data-live-state']});
                """);
        typist.type("#name", Keys.chord(Keys.CONTROL, "a"), NAME, Keys.TAB);
        return typist;
    }

    /** A page that is rendered whole has other elements: those that were found are of no use. */
    private void type(String css, CharSequence... keys) {
        await(
                "to type into " + css,
                () -> {
                    driver.findElement(By.cssSelector(css)).sendKeys(keys);
                    return true;
                });
    }

    private String state() {
        return String.valueOf(
                driver.findElement(By.cssSelector("[data-live]"))
                        .getDomAttribute("data-live-state"));
    }

    /** The node that serves the page. */
    String node() {
        return driver.findElement(By.id("node")).getText();
    }

    /** Types the beginning of the next message. */
    void begin() {
        type("#message", NAME + " says " + ++said + ", slow");
    }

    /** Types the rest of it, key by key, whatever happens to the page meanwhile. */
    void goOn() {
        for (String key : "ly and to the end".split("")) type("#message", key);
    }

    /** Checks that nothing of it is lost, and sends it. */
    String finish() {
        String message = NAME + " says " + said + ", slowly and to the end";
        assertEquals(
                message, driver.findElement(By.id("message")).getDomProperty("value"), "typed");
        type("#message", Keys.ENTER);
        await(
                "the field to be empty, and the message to be said",
                () ->
                        "".equals(driver.findElement(By.id("message")).getDomProperty("value"))
                                && count(message) == 1);
        assertEquals(true, driver.executeScript("return window.same"), "it was not reloaded");
        return message;
    }

    /** How often the page shows this message. */
    private long count(String message) {
        return (Long)
                driver.executeScript(
                        "return [...document.querySelectorAll('#messages .text')].filter(e =>"
                                + " e.textContent == arguments[0]).length",
                        message);
    }

    /**
     * Waits until the page has come back since then.
     *
     * @param millis of the wall clock
     * @return when it did
     */
    long awaitReturn(long millis) {
        await("the page to come back", () -> state().equals("connected") && back(millis) > 0);
        return back(millis);
    }

    private long back(long since) {
        return (Long)
                driver.executeScript(
                        "return window.back.find(at => at >= arguments[0]) || 0", since);
    }

    void await(String what, BooleanSupplier condition) {
        new WebDriverWait(driver, Duration.ofSeconds(30), Duration.ofMillis(50))
                .withMessage(() -> what + "; the page: " + page())
                .ignoring(
                        StaleElementReferenceException.class, ElementNotInteractableException.class)
                .until(same -> condition.getAsBoolean());
    }

    /** How it is, for the message of a failure. */
    private String page() {
        return String.valueOf(
                driver.executeScript(
                        """
                        const root = document.querySelector('[data-live]');
                        const fields = [...root.querySelectorAll('input')].map(e => e.name + '=' + e.value);
                        const marks = [root, ...root.querySelectorAll('[data-live-pending]')].map(e => e.id + JSON.stringify(e.dataset));
                        return [fields, marks, window.back, document.body.innerText.slice(-3000)].flat().join('; ');
                        """));
    }

    int said() {
        return said;
    }

    @Override
    public void close() {
        browser.close();
    }
}
