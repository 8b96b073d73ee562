package dev.livelet.test.property;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.livelet.template.CompiledTemplate;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves the first page of a case with the real runtime, over a socket that is made of script:
 * {@code steps(frames, pages)} joins, applies the frames, and gives what is wrong after each of
 * them, compared with the fresh pages.
 */
final class BrowserPage implements AutoCloseable {
    private static final String SCRIPT =
            """
            window.WebSocket = function() { window.socket = this; this.readyState = 0; this.sent = [] };
            WebSocket.prototype.send = function(text) { this.sent.push(text) };
            WebSocket.prototype.close = function() {};
            function canonical(node) {
              if (node.nodeType == 3) return node.data.replace(/&/g, '&amp;').replace(/</g, '&lt;');
              if (node.nodeType != 1) return '';
              var attributes = [], children = '', i, attribute;
              for (i = 0; i < node.attributes.length; i++) {
                attribute = node.attributes[i];
                if (attribute.name != 'style') attributes.push(' ' + attribute.name + '="' + attribute.value.replace(/"/g, '&quot;') + '"');
              }
              // HtmlUnit ends the text of a rule with a semicolon, that of an element as it was given
              if (node.style && node.style.cssText) attributes.push(' style="' + node.style.cssText.replace(/;$/, '') + '"');
              if (/^(input|textarea)$/i.test(node.nodeName)) attributes.push(' .value=' + node.value, node.checked ? ' .checked' : '');
              if (/^option$/i.test(node.nodeName) && !ambiguous(node)) attributes.push(node.selected ? ' .selected' : '');
              // HtmlUnit (loose) keeps the text of a textarea and its value apart
              if (/^textarea$/i.test(node.nodeName)) children = window.loose ? '' : node.defaultValue;
              else for (i = 0; i < node.childNodes.length; i++) children += canonical(node.childNodes[i]);
              return '<' + node.nodeName.toLowerCase() + attributes.sort().join('') + '>' + children + '</' + node.nodeName.toLowerCase() + '>\\n';
            }
            // which of several selected options wins depends on the order in which they were selected; HtmlUnit does not select the first by itself
            function ambiguous(option) {
              var select = option.parentNode;
              while (select && !/^select$/i.test(select.nodeName)) select = select.parentNode;
              return window.loose || !select || select.querySelectorAll('option[selected]').length > 1;
            }
            function fresh(page) {
              var div = document.createElement('div'), styled, i;
              div.innerHTML = page.html;
              styled = div.querySelectorAll('[data-live-style]');
              for (i = 0; i < styled.length; i++) {
                styled[i].style.cssText = page.styles[styled[i].getAttribute('data-live-style')];
                styled[i].removeAttribute('data-live-style');
              }
              return canonical(div).replace(/^<div[^>]*>/, '');
            }
            function steps(frames, pages) {
              var root = document.querySelector('[data-live]'), i, found, wanted, heals;
              socket.readyState = 1;
              socket.onopen({});
              socket.onmessage({data: '[-2,0,0]'});
              for (i = 0; i < pages.length; i++) {
                if (i) socket.onmessage({data: frames[i - 1]});
                heals = socket.sent.filter(function(text) { return text.indexOf('[6') == 0 });
                if (heals.length) return 'Step ' + i + ': the runtime asks for a heal: ' + heals[0] + (i ? ' after ' + frames[i - 1] : '');
                found = canonical(root).replace(/^<div[^>]*>/, '');
                wanted = fresh(pages[i]);
                if (found != wanted) return 'Step ' + i + (i ? ', ' + frames[i - 1] : '') + '\\nexpected ' + wanted + '\\nbut was  ' + found;
              }
              return '';
            }
            """;

    private final HttpServer server;
    private String html = "";
    private String bundle = "";

    BrowserPage() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] runtime = runtime();
        server.createContext(
                "/",
                exchange -> send(exchange, "text/html", html.getBytes(StandardCharsets.UTF_8)));
        server.createContext("/runtime.js", exchange -> send(exchange, "text/javascript", runtime));
        server.createContext(
                "/socket.js",
                exchange ->
                        send(exchange, "text/javascript", SCRIPT.getBytes(StandardCharsets.UTF_8)));
        server.createContext(
                "/bundle.js",
                exchange ->
                        send(exchange, "text/javascript", bundle.getBytes(StandardCharsets.UTF_8)));
        server.start();
    }

    private static byte[] runtime() {
        try (InputStream in = BrowserPage.class.getResourceAsStream("/dev/livelet/js/livelet.js")) {
            if (in == null)
                throw new IllegalStateException(
                        "js-runtime has not been built: /dev/livelet/js/livelet.js is not on the"
                                + " class path");
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        if (!exchange.getRequestURI().getPath().equals("/runtime.js"))
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** A page for this case; give what its script returns to {@link #steps}. */
    String open(Case one, CompiledTemplate<?> template) {
        return open(one.states().getFirst(), template);
    }

    /** A page for this state. */
    String open(Object state, CompiledTemplate<?> template) {
        Map<String, Object> definitions = new LinkedHashMap<>();
        collect(template, definitions);
        collect((CompiledTemplate<?>) Family.PLAQUE, definitions);
        collect((CompiledTemplate<?>) Family.OTHER, definitions);
        bundle =
                "Livelet.define(\"h\"," + JsonMapper.shared().writeValueAsString(definitions) + ")";
        Case.Rendered first = Case.render(template, state);
        html =
                """
                <!doctype html><html><head><meta charset="utf-8"><title>Case</title><link rel="icon" href="data:,">%s
                <script src="/socket.js"></script><script src="/runtime.js" defer></script><script src="/bundle.js" defer></script></head><body>
                <div data-live="s" data-live-token="t" data-live-template="%d" data-live-state="connecting">%s</div></body></html>
                """
                        .formatted(
                                first.sheet().isEmpty()
                                        ? ""
                                        : "<style id=\"live-style\">" + first.sheet() + "</style>",
                                template.id(),
                                first.html());
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private static void collect(CompiledTemplate<?> template, Map<String, Object> definitions) {
        if (definitions.put(
                        String.valueOf(template.id()),
                        JsonMapper.shared().readTree(template.definition()))
                == null)
            template.references().forEach(reference -> collect(reference, definitions));
    }

    /** The body of a function that goes through the case; it returns "" or what is wrong. */
    static String steps(Case one, CompiledTemplate<?> template) {
        List<String> frames = new ArrayList<>();
        List<Map<String, Object>> pages = new ArrayList<>();
        for (int i = 0; i < one.states().size(); i++) {
            if (i > 0)
                frames.add(Case.frame(template, one.states().get(i - 1), one.states().get(i)));
            Case.Rendered rendered = Case.render(template, one.states().get(i));
            pages.add(
                    Map.of(
                            "html",
                            rendered.html(),
                            "styles",
                            dev.livelet.test.browser.Styles.parse(rendered.sheet())));
        }
        return "return steps("
                + JsonMapper.shared().writeValueAsString(frames)
                + ","
                + JsonMapper.shared().writeValueAsString(pages)
                + ")";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
