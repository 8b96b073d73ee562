package dev.livelet.test.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.livelet.TemplateException;
import dev.livelet.js.Chromium;
import dev.livelet.template.CompiledTemplate;

import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.chrome.ChromeDriver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A sample of the cases of {@link PatchPropertyTest} in real documents, through the real runtime:
 * the serialised DOM is that of a fresh render, with value, checked and selected.
 */
class BrowserPatchTest {
    private static final Pattern TEXTAREA_NEWLINE = Pattern.compile("<textarea[^>]*>\n");
    private static final int CASES = Integer.getInteger("livelet.browserCases", 150);

    @Test
    void thePatchedDomIsTheFreshOneInChromium() {
        ChromeDriver driver = Chromium.orSkip(BrowserPatchTest.class).driver();
        try (BrowserPage page = new BrowserPage()) {
            runSample(
                    "Chromium",
                    one ->
                            outcome(
                                    page,
                                    one,
                                    (url, script) -> {
                                        driver.get(url);
                                        return String.valueOf(driver.executeScript(script));
                                    }));
        }
    }

    @Test
    void thePatchedDomIsTheFreshOneInHtmlUnit() {
        try (BrowserPage page = new BrowserPage();
                WebClient client = new WebClient(BrowserVersion.CHROME)) {
            runSample(
                    "HtmlUnit",
                    one ->
                            odd(one)
                                    ? ""
                                    : outcome(
                                            page, one, (url, script) -> run(client, url, script)));
        }
    }

    private static String run(WebClient client, String url, String script) {
        try {
            HtmlPage loaded = client.getPage(url);
            String function = "(function(){ window.loose = true; " + script + "})()";
            return String.valueOf(loaded.executeJavaScript(function).getJavaScriptResult());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** HtmlUnit's parser keeps the newline at the start of a textarea, which others eat. */
    private static boolean odd(Case one) {
        try {
            CompiledTemplate<?> template = one.compile();
            return one.states().stream()
                    .anyMatch(
                            state ->
                                    TEXTAREA_NEWLINE
                                            .matcher(Case.render(template, state).html())
                                            .find());
        } catch (TemplateException e) {
            return true;
        }
    }

    private interface Browser {
        String run(String url, String script);
    }

    /** What is wrong; "" for nothing, also where the compiler refuses the template. */
    private static String outcome(BrowserPage page, Case one, Browser browser) {
        CompiledTemplate<?> template;
        try {
            template = one.compile();
        } catch (TemplateException e) {
            return "";
        }
        return browser.run(page.open(one, template), BrowserPage.steps(one, template));
    }

    private static void runSample(String where, Function<Case, String> outcome) {
        long seed = PatchPropertyTest.SEED + 1_000_000;
        System.out.println(where + ": seed " + seed + ", " + CASES + " cases");
        for (int i = 0; i < CASES; i++) {
            Choices choices = Choices.random(seed + i, 300);
            String wrong = outcome.apply(Case.of(choices));
            if (wrong.isEmpty()) continue;
            int[] small =
                    Shrinker.shrink(
                            choices.made(), 400, again -> !outcome.apply(Case.of(again)).isEmpty());
            Case found = Case.of(Choices.replay(small));
            assertEquals(
                    "",
                    outcome.apply(found),
                    where
                            + ", seed "
                            + (seed + i)
                            + ", made as small as it gets:\n"
                            + found.java()
                            + "\n");
            fail(where + ", seed " + (seed + i) + ": " + wrong);
        }
    }
}
