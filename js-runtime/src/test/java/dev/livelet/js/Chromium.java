package dev.livelet.js;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.Stream;

/**
 * Chromium, where the machine has it; one for all tests of a module, with a new profile. Other
 * modules use it from the test jar.
 */
public final class Chromium implements Browser {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final boolean REQUIRED =
            Boolean.getBoolean("LIVELET_REQUIRE_CHROMIUM")
                    || "true".equals(System.getenv("LIVELET_REQUIRE_CHROMIUM"));
    private static @Nullable Chromium only;

    private final Path profile;
    final ChromeDriver driver;

    public ChromeDriver driver() {
        return driver;
    }

    /** Skips the test, aloud, where there is no Chromium; fails it where there has to be. */
    public static synchronized Chromium orSkip(Class<?> test) {
        requireOrSkip(test);
        if (only == null) {
            Chromium started = new Chromium();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            only = started;
        }
        return only;
    }

    /** As {@link #orSkip}, but one of the test's own, which it closes: another visitor. */
    public static Chromium another(Class<?> test) {
        requireOrSkip(test);
        return new Chromium();
    }

    private static void requireOrSkip(Class<?> test) {
        if (!Files.isExecutable(BROWSER) || !Files.isExecutable(DRIVER)) {
            String message =
                    "SKIPPED in Chromium: "
                            + test.getSimpleName()
                            + " (needs "
                            + BROWSER
                            + " and "
                            + DRIVER
                            + ")";
            if (REQUIRED)
                throw new AssertionError(message + ", and LIVELET_REQUIRE_CHROMIUM is set");
            System.out.println(message);
            Assumptions.abort(message);
        }
    }

    private Chromium() {
        try {
            profile = Files.createTempDirectory("livelet-chromium");
            LoggingPreferences logs = new LoggingPreferences();
            logs.enable(LogType.BROWSER, Level.ALL);
            ChromeOptions options =
                    new ChromeOptions()
                            .setBinary(BROWSER.toString())
                            .addArguments(
                                    "--headless",
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync",
                                    "--disable-dev-shm-usage",
                                    // nothing leaves the machine, whatever a page names
                                    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost,"
                                            + " EXCLUDE 127.0.0.1",
                                    "--autoplay-policy=no-user-gesture-required",
                                    "--user-data-dir=" + profile);
            options.setCapability("goog:loggingPrefs", logs);
            driver =
                    new ChromeDriver(
                            new ChromeDriverService.Builder()
                                    .usingDriverExecutable(new File(DRIVER.toString()))
                                    .usingAnyFreePort()
                                    .build(),
                            options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void open(String url) {
        driver.manage().logs().get(LogType.BROWSER);
        driver.get(url);
    }

    @Override
    public Object run(String script) {
        Object result = driver.executeScript(script);
        return result == null ? "null" : result;
    }

    /** What the console has said since the page was opened. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            // what the browser's last process still removes itself is gone already
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.out.println("Left in " + profile + ": " + e);
        }
    }
}
