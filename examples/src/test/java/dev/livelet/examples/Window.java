package dev.livelet.examples;

import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;

/** A Chromium of its own, with a new profile: one visitor. */
final class Window implements AutoCloseable {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    final ChromeDriver driver;
    private final String server;

    private Window(ChromeDriver driver, String server) {
        this.driver = driver;
        this.server = server;
    }

    /**
     * Skips the test aloud where there is no Chromium; fails it where {@code
     * LIVELET_REQUIRE_CHROMIUM} says that there has to be.
     */
    static Window open(Demo demo) {
        if (!Files.isExecutable(BROWSER) || !Files.isExecutable(DRIVER)) {
            String message = "SKIPPED in Chromium: needs " + BROWSER + " and " + DRIVER;
            if ("true".equals(System.getenv("LIVELET_REQUIRE_CHROMIUM")))
                throw new AssertionError(message);
            System.out.println(message);
            Assumptions.abort(message);
        }
        try {
            LoggingPreferences logs = new LoggingPreferences();
            logs.enable(LogType.BROWSER, Level.ALL);
            ChromeOptions options = new ChromeOptions().setBinary(BROWSER.toString());
            options.addArguments(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--disable-dev-shm-usage",
                    "--window-size=1280,900",
                    "--user-data-dir=" + Files.createTempDirectory("livelet-chromium"));
            options.setCapability("goog:loggingPrefs", logs);
            ChromeDriverService service =
                    new ChromeDriverService.Builder()
                            .usingDriverExecutable(new File(DRIVER.toString()))
                            .usingAnyFreePort()
                            .build();
            return new Window(new ChromeDriver(service, options), demo.server().url());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        driver.quit();
    }
}
