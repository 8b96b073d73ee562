package dev.livelet.js;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The runtime does in real DOMs what the golden files say; the Java model of the client runs the
 * same files. Compared is a canonical text: attributes sorted, comments gone, neighbouring texts
 * joined.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenFilesTest {
    private static final Path FILES = Path.of("../docs/golden");

    private static final String CANONICAL =
            """
            function canonical(node) {
              if (node.nodeType == 3) return node.data.replace(/&/g, '&amp;').replace(/</g, '&lt;');
              if (node.nodeType != 1) return '';
              var text = '', children = '', i;
              var attributes = Array.from(node.attributes).filter(function(a) { return a.name != 'style' })
                  .map(function(a) { return ' ' + a.name + '="' + a.value.replace(/"/g, '&quot;') + '"' });
              if (node.style && node.style.cssText) attributes.push(' style="' + node.style.cssText + '"');
              if (/^(input|textarea)$/i.test(node.nodeName)) attributes.push(' .value=' + node.value, node.checked ? ' .checked' : '');
              if (/^option$/i.test(node.nodeName)) attributes.push(node.selected && node.hasAttribute('selected') ? ' .selected' : '');
              for (i = 0; i < node.childNodes.length; i++) children += canonical(node.childNodes[i]);
              var space = /svg/.test(node.namespaceURI) ? 'svg:' : /Math/.test(node.namespaceURI) ? 'math:' : '';
              return '<' + space + node.nodeName.toLowerCase() + attributes.sort().join('') + '>' + children + '</>\\n';
            }
            """;

    private final List<AutoCloseable> started = new ArrayList<>();

    @BeforeAll
    static void say() {
        System.out.println("Golden files from " + FILES.toAbsolutePath().normalize());
    }

    @AfterAll
    void close() throws Exception {
        for (AutoCloseable each : started) each.close();
    }

    @TestFactory
    List<DynamicTest> everyGoldenFileHoldsInHtmlUnit() throws IOException {
        Browser browser = new HtmlUnitBrowser();
        started.add(browser);
        return tests(browser);
    }

    @TestFactory
    List<DynamicTest> everyGoldenFileHoldsInChromium() throws IOException {
        return tests(Chromium.orSkip(GoldenFilesTest.class));
    }

    private List<DynamicTest> tests(Browser browser) throws IOException {
        ScriptedServer server = new ScriptedServer();
        started.add(server);
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> browser instanceof Chromium || !isForeign(file))
                    .sorted()
                    .map(
                            file ->
                                    dynamicTest(
                                            file.getFileName().toString(),
                                            () -> run(file, browser, server)))
                    .toList();
        }
    }

    /** HtmlUnit's own HTML parser does not know the rules for SVG, MathML and first newlines. */
    private static boolean isForeign(Path file) {
        return file.getFileName().toString().matches("(svg|mathml|leading).*");
    }

    private void run(Path file, Browser browser, ScriptedServer server) throws Exception {
        JsonNode golden = JsonMapper.shared().readTree(Files.readString(file));
        String html = golden.get("html").asString();
        List<String> expected = new ArrayList<>();
        browser.open(server.address() + "/blank");
        for (JsonNode after : golden.get("after"))
            expected.add(
                    (String)
                            browser.run(
                                    CANONICAL
                                            + "var div = document.createElement('div');"
                                            + "document.body.appendChild(div);"
                                            + "div.innerHTML = "
                                            + after
                                            + "; var text = canonical(div); div.remove(); return"
                                            + " text"));

        browser.open(
                server.serve(
                        new ScriptedServer.Page(
                                golden.get("template").asInt(),
                                golden.get("definitions").toString(),
                                html)));
        ScriptedServer.Connection socket = server.connection();
        socket.next();
        socket.send("[-2,0,0]");
        for (int i = 0; i < expected.size(); i++) {
            String frame = golden.get("frames").get(i).toString();
            // a settled page has read the frame: the title comes with it, or right after it
            socket.send(frame);
            socket.send("[0,-1,[[\"title\",\"frame " + i + "\"]]]");
            browser.await("return document.title", "frame " + i);
            assertEquals(
                    expected.get(i),
                    browser.run(
                            CANONICAL
                                    + "var all = canonical(document.querySelector('[data-live]'));"
                                    + "return '<div>' + all.slice(all.indexOf('>') + 1)"),
                    "after frame " + i + ": " + frame);
        }
    }
}
