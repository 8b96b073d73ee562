package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.js.Chromium;
import dev.livelet.template.Payloads;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

import java.util.List;
import java.util.Map;

/**
 * Every attack of {@code payloads.txt} in rows that the runtime builds from a patch, judged by
 * Chromium's own parsers of addresses and styles. The page allows inline script, so that whatever
 * slips through would run. (Attacks in the HTML of a first render are shown in the test kit's
 * module.)
 */
class InertInChromiumTest {
    /**
     * @param framed whether it is tried as the address of a frame, too
     */
    record Attack(String text, boolean framed) {}

    record State(List<Attack> attacks) {}

    /** Elements within a row, the row itself and frames not counted. */
    private static final int ELEMENTS = 25;

    static final class Attacked implements LiveView<State> {
        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <button id="more" on:click={more}>More</button>
                        <section class="row" :for={attack, i : attacks} :key={i}>
                          <Places x={attack.text}/>
                          <template :if={attack.framed}>
                            <iframe src={attack.text} title="x"></iframe>
                          </template>
                        </section>
                        """,
                        Places.class);

        record Places(String x) {
            static final Template<Places> TEMPLATE =
                    Template.of(
                            Places.class,
                            """
                            <p title={x}>{x}</p>
                            <p title="a {x} b">a {x} b</p>
                            <p class={x} data-x={x} aria-label={x}></p>
                            <input value={x} aria-label="x"><textarea aria-label="x">{x}</textarea><pre>{x}</pre>
                            <a class="address" href={x} ping={x}>y</a>
                            <a class="address" href="/a/{x}?b={x}#{x}">y</a>
                            <a class="address" href="java{x}">y</a>
                            <img src={x} srcset={x} alt={x}>
                            <p class="styled" style="color: {x}"></p>
                            <p class="styled" style={x}></p>
                            <p class="styled" style="background: url({x})"></p>
                            <svg><text fill={x}>{x}</text></svg>
                            <select aria-label="x"><option value={x}>{x}</option></select>
                            <form action={x}><button formaction={x}>y</button></form>
                            <video poster={x} src={x}></video>
                            <blockquote cite={x}>y</blockquote>
                            <table><tbody><tr><td>{x}</td></tr></tbody></table>
                            """);
        }

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(List.of());
        }

        @On
        State more(State state) {
            return new State(attacks());
        }
    }

    private static List<Attack> attacks() {
        return Payloads.all().entrySet().stream()
                .flatMap(
                        context ->
                                context.getValue().stream()
                                        .map(
                                                text ->
                                                        new Attack(
                                                                text,
                                                                context.getKey().equals("url"))))
                .toList();
    }

    private static final String WATCH =
            "window.pwned = function () { window.top.ran = (window.top.ran || 0) + 1; };";

    private static final String FINDINGS =
            """
            const found = [];
            if (window.ran) found.push('script ran ' + window.ran + ' times');
            const harmless = ['http:', 'https:', 'mailto:', 'tel:', 'sms:', 'about:'];
            const check = (row, el, name) => {
              const address = new URL(el[name], document.baseURI);
              const picture = el.matches('img, video') && /^(data:image\\/|blob:)/.test(address.href);
              if (!picture && !harmless.includes(address.protocol))
                found.push(row + ': ' + el.tagName + '.' + name + ' ' + address);
            };
            document.querySelectorAll('section.row').forEach((row, i) => {
              const all = row.querySelectorAll('*');
              const frames = row.querySelectorAll('iframe').length;
              if (all.length - frames !== arguments[0]) found.push(i + ': ' + all.length + ' elements');
              all.forEach(el => {
                for (const a of el.attributes) if (/^on|srcdoc/i.test(a.name)) found.push(i + ': ' + a.name);
                ['href', 'src', 'action', 'formAction', 'data', 'poster', 'currentSrc'].forEach(name => {
                  if (typeof el[name] === 'string' && el[name]) check(i, el, name);
                });
                if (/url\\(.?\\s*(javascript|vbscript|data:(?!image)):|expression\\(|behavior:|-moz-binding/i.test(el.style && el.style.cssText))
                  found.push(i + ': style ' + el.style.cssText);
              });
            });
            return found;
            """;

    @Test
    void nothingRunsAndNothingChangesTheTree() {
        ChromeDriver browser = Chromium.orSkip(InertInChromiumTest.class).driver();
        assertTrue(attacks().size() >= 150, attacks().size() + " attacks");
        try (LiveServer server =
                Livelet.create()
                        .live("/", new Attacked())
                        .contentSecurityPolicy("script-src", "'self' 'unsafe-inline' 'unsafe-eval'")
                        .set("stop-timeout", "0s")
                        .start(0)) {
            Object watch =
                    browser.executeCdpCommand(
                                    "Page.addScriptToEvaluateOnNewDocument",
                                    Map.of("source", WATCH))
                            .get("identifier");
            browser.get(server.url() + "/");
            Eventually.holds(() -> state(browser).equals("connected"), "the page connects");
            browser.findElement(By.id("more")).click();
            Eventually.holds(() -> rows(browser) == attacks().size(), "the rows are there");
            assertEquals(List.of(), findings(browser), "rows built by the runtime");
            browser.executeCdpCommand(
                    "Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", watch));
        }
    }

    private static Object findings(ChromeDriver browser) {
        return browser.executeScript(FINDINGS, ELEMENTS);
    }

    private static String state(ChromeDriver browser) {
        return browser.findElement(By.cssSelector("[data-live]"))
                .getDomAttribute("data-live-state");
    }

    private static int rows(ChromeDriver browser) {
        return browser.findElements(By.cssSelector("section.row")).size();
    }
}
