package dev.livelet.examples;

import dev.livelet.js.Chromium;

import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;

/** A Chromium of its own, with a new profile: one visitor. */
final class Window implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    final ChromeDriver driver;
    private final Chromium browser;
    private final String server;

    private Window(Chromium browser, String server) {
        this.browser = browser;
        driver = browser.driver();
        this.server = server;
    }

    /** Skips the test aloud where there is no Chromium. */
    static Window open(Demo demo) {
        return open(demo.server().url());
    }

    /** As {@link #open(Demo)}, of a server elsewhere. */
    static Window open(String server) {
        Window window = new Window(Chromium.another(Window.class), server);
        window.driver.manage().window().setSize(new Dimension(1280, 900));
        return window;
    }

    /** Opens a live page, and waits until it is connected. */
    Window visit(String path) {
        driver.get(server + path);
        await("connected", () -> attribute("[data-live]", "data-live-state").equals("connected"));
        return this;
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    int count(String css) {
        return driver.findElements(By.cssSelector(css)).size();
    }

    String text(String css) {
        return find(css).getText();
    }

    List<String> texts(String css) {
        return driver.findElements(By.cssSelector(css)).stream().map(WebElement::getText).toList();
    }

    String attribute(String css, String name) {
        return String.valueOf(find(css).getDomAttribute(name));
    }

    Window click(String css) {
        find(css).click();
        return this;
    }

    Window type(String css, CharSequence... keys) {
        find(css).sendKeys(keys);
        return this;
    }

    String run(String script, Object... arguments) {
        return String.valueOf(driver.executeScript(script, arguments));
    }

    /** Waits until the element's text is this. */
    Window awaitText(String css, String text) {
        return await(css + " to be \"" + text + "\"", () -> text(css).equals(text));
    }

    /** Waits until the element's text contains this. */
    Window awaitPart(String css, String text) {
        return await(css + " to contain \"" + text + "\"", () -> text(css).contains(text));
    }

    Window await(String what, BooleanSupplier condition) {
        try {
            new WebDriverWait(driver, PATIENCE, Duration.ofMillis(25))
                    .ignoring(StaleElementReferenceException.class)
                    .until(same -> condition.getAsBoolean());
        } catch (TimeoutException e) {
            String page = driver.findElement(By.tagName("main")).getText();
            throw new AssertionError(
                    "Waited for "
                            + what
                            + "; the page says: "
                            + page.substring(0, Math.min(500, page.length())),
                    e);
        }
        return this;
    }

    /**
     * What the console has complained about so far: errors, among them whatever the security policy
     * forbade.
     */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    @Override
    public void close() {
        browser.close();
    }
}
