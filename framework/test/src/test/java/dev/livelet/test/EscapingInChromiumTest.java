package dev.livelet.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.RenderContext;
import dev.livelet.Template;
import dev.livelet.diff.HtmlWriter;
import dev.livelet.js.Chromium;
import dev.livelet.template.CompiledTemplate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The attacks of core's {@code payloads.txt} in a real browser, without a Content-Security-Policy
 * that would stop them: each is rendered into every place of its context, and nothing runs, nothing
 * could run by a click, and no element has a handler or a style of its own.
 */
class EscapingInChromiumTest {
    record State(String x, Map<String, String> map, List<String> list) {}

    @Test
    void nothingRuns(@TempDir Path folder) throws IOException {
        ChromeDriver driver = Chromium.orSkip(EscapingInChromiumTest.class).driver();
        Map<String, List<String>> attacks = attacks();
        StringBuilder page = new StringBuilder();
        int count = 0;
        for (String context : List.of("markup", "url", "css")) {
            for (String place : section(attacks, "in " + context)) {
                if (leaves(place)) continue;
                CompiledTemplate<State> template =
                        (CompiledTemplate<State>) Template.of(State.class, place);
                for (String payload : section(attacks, context)) {
                    page.append("<section>").append(render(template, payload));
                    page.append("</section>\n");
                    count++;
                }
            }
        }
        Path file = folder.resolve("page.html");
        Files.writeString(
                file,
                "<!doctype html><meta charset=utf-8><script>var ran=0;function"
                        + " pwned(){ran++}</script><body>"
                        + page
                        + "</body>");
        driver.get(file.toUri().toString());
        assertEquals(0L, driver.executeScript("return ran"));
        assertEquals(List.of(), driver.executeScript(SUSPECTS));
        assertEquals(
                (long) count,
                driver.executeScript("return document.querySelectorAll('body > section').length"));
    }

    /** What could run, as the browser has understood the page. */
    private static final String SUSPECTS =
            """
            const found = [];
            for (const element of document.querySelectorAll('body *')) {
              if (['SCRIPT', 'BASE', 'TEMPLATE', 'MARQUEE'].includes(element.tagName)) found.push(element.outerHTML);
              for (const attribute of element.attributes) {
                const name = attribute.name;
                if (/^on|^srcdoc$|^style$/.test(name)) found.push(element.outerHTML);
                if (!['href', 'src', 'action', 'formaction', 'data', 'poster', 'cite', 'background'].includes(name)) continue;
                let url;
                try { url = new URL(attribute.value, document.baseURI); } catch (e) { continue; }
                const image = url.protocol === 'data:' && /^data:image\\/(png|jpeg|gif|webp)/.test(url.href);
                if (!image && !['http:', 'https:', 'mailto:', 'tel:', 'sms:', 'blob:', 'about:', 'file:'].includes(url.protocol)) {
                  found.push(element.outerHTML);
                }
              }
            }
            return found.slice(0, 10);
            """;

    /** Frames and refreshes would leave the page; core's test looks at their addresses. */
    private static boolean leaves(String place) {
        return place.contains("<meta") || place.contains("<iframe") || place.contains("<link");
    }

    private static String render(CompiledTemplate<State> template, String payload) {
        State state =
                new State(
                        payload,
                        Map.of("title", payload, "href", payload, "color", payload, payload, "x"),
                        List.of(payload, "y" + payload));
        HtmlWriter out = new HtmlWriter();
        out.render(template, template.frame(state, RenderContext.DEFAULT));
        String sheet = out.styleSheet();
        return (sheet.isEmpty() ? "" : "<style>" + sheet + "</style>")
                + new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    private static List<String> section(Map<String, List<String>> attacks, String name) {
        return Objects.requireNonNull(attacks.get(name), name);
    }

    private static Map<String, List<String>> attacks() throws IOException {
        Map<String, List<String>> found = new LinkedHashMap<>();
        List<String> section = new ArrayList<>();
        Path file = Path.of("../core/src/test/resources/dev/livelet/template/payloads.txt");
        for (String line : Files.readAllLines(file)) {
            if (line.isEmpty() || line.startsWith("# ")) continue;
            if (line.matches("\\[[a-z ]+]")) {
                section = new ArrayList<>();
                found.put(line.substring(1, line.length() - 1), section);
            } else {
                section.add(unescaped(line));
            }
        }
        return found;
    }

    private static String unescaped(String line) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char next = line.charAt(++i);
            switch (next) {
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    out.append((char) Integer.parseInt(line.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> out.append(next);
            }
        }
        return out.toString();
    }
}
