package dev.livelet.benchmarks.browser;

import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A headless Chromium with a new profile, and the counters of its main thread. */
final class Chromium implements AutoCloseable {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private final ChromeDriver driver;
    private final Path profile;

    private Chromium(ChromeDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
    }

    /**
     * @throws IOException where there is none
     */
    static Chromium start() throws IOException {
        if (!Files.isExecutable(BROWSER) || !Files.isExecutable(DRIVER))
            throw new IOException("there is no " + BROWSER + " with " + DRIVER);
        Path profile = Files.createTempDirectory("livelet-bench-chromium");
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
                                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                                "--user-data-dir=" + profile);
        ChromeDriver driver =
                new ChromeDriver(
                        new ChromeDriverService.Builder()
                                .usingDriverExecutable(DRIVER.toFile())
                                .usingAnyFreePort()
                                .build(),
                        options);
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
        driver.executeCdpCommand("Performance.enable", Map.of());
        return new Chromium(driver, profile);
    }

    void open(URI page) {
        driver.get(page.toString());
    }

    /** Runs a script that ends with a call of {@code done}, and gives what it was called with. */
    Object run(String script, Object... arguments) {
        Object result =
                driver.executeAsyncScript(
                        "const done = arguments[arguments.length - 1];" + script, arguments);
        return result == null ? "" : result;
    }

    /** What the page's main thread has done so far: seconds by the name of the counter. */
    Map<String, Double> metrics() {
        Map<String, Double> found = new HashMap<>();
        Object metrics =
                driver.executeCdpCommand("Performance.getMetrics", Map.of()).get("metrics");
        if (!(metrics instanceof List<?> list)) throw new IllegalStateException("no metrics");
        for (Object each : list)
            if (each instanceof Map<?, ?> metric && metric.get("value") instanceof Number value)
                found.put(String.valueOf(metric.get("name")), value.doubleValue());
        return found;
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
