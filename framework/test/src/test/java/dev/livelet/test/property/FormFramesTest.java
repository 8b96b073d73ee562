package dev.livelet.test.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.Form;
import dev.livelet.Input;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.template.CompiledTemplate;
import dev.livelet.test.LivePage;
import dev.livelet.test.LiveTest;

import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the runtime says of fields and forms is what the Java model says: the kit does not drift
 * from the browser.
 */
class FormFramesTest {
    private static final int CASES = 60;

    static final class Fields implements LiveView<Fields.State> {
        record State(String start) {}

        record Data(String a, String b) {}

        static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <form id="f" on:input={heard} on:submit={heard}>
                          <input id="a" name="a"><input id="b" name="b" value={start}><textarea id="t" name="t"></textarea><input id="anon">
                          <input id="c" type="checkbox" name="c"><input id="v" type="checkbox" name="v" value="x" checked>
                          <input id="r1" type="radio" name="r" value="1"><input id="r2" type="radio" name="r" value="2">
                          <input id="g1" type="checkbox" name="g" value="1"><input id="g2" type="checkbox" name="g" value="2">
                          <select id="s" name="s"><option>one</option><option value="2">two</option></select>
                          <select id="m" name="m" multiple><option>p</option><option>q</option><option value="z">last</option></select>
                          <input name="off" value="never" disabled><button id="go" name="how" value="fast">Go</button>
                        </form>
                        <input id="solo" on:input={one}><input id="box" type="checkbox" on:change={one}>
                        <select id="pick" on:change={one}><option>one</option><option value="2">two</option></select>
                        <select id="several" multiple on:change={one}><option>p</option><option>q</option></select>
                        """);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State("start");
        }

        @On
        void heard(State state, Form<Data> form) {}

        @On
        void one(State state, Input input) {}
    }

    /**
     * @param values the text, or the options chosen; none for a click
     */
    record Edit(String id, List<String> values) {}

    private static final String SCRIPT =
            """
            var edits = %s, up = [], i;
            socket.readyState = 1;
            socket.onopen({});
            socket.onmessage({data: '[-2,0,0]'});
            function fire(element, type) {
              var event = document.createEvent('Event');
              event.initEvent(type, true, true);
              element.dispatchEvent(event);
            }
            for (i = 0; i < edits.length; i++) {
              var element = document.getElementById(edits[i].id), values = edits[i].values, count = socket.sent.length;
              if (element.options) {
                Array.from(element.options).forEach(function(option) { option.selected = values.indexOf(option.value) >= 0 });
                fire(element, 'input');
                fire(element, 'change');
              } else if (values.length) {
                element.value = values[0];
                fire(element, 'input');
              } else if (element.type == 'submit') {
                element.click();
              } else {
                element.checked = element.type == 'radio' || !element.checked;
                fire(element, 'input');
                fire(element, 'change');
              }
              up.push(socket.sent.slice(count).map(function(frame) { return JSON.stringify(JSON.parse(frame).slice(2)) }).join(' '));
              if (socket.sent.length > count) socket.onmessage({data: '[' + (socket.sent.length - count) + ']'});
            }
            return JSON.stringify(up);
            """;

    @Test
    void theRuntimeAndTheModelSayTheSame() throws IOException {
        try (BrowserPage server = new BrowserPage();
                WebClient client = new WebClient(BrowserVersion.CHROME)) {
            for (int i = 0; i < CASES; i++) {
                List<Edit> edits = edits(Choices.random(PatchPropertyTest.SEED + i, 1_000));
                HtmlPage page =
                        client.getPage(
                                server.open(
                                        new Fields.State("start"),
                                        (CompiledTemplate<?>) Fields.PAGE));
                String script = SCRIPT.formatted(JsonMapper.shared().writeValueAsString(edits));
                String runtime =
                        String.valueOf(
                                page.executeJavaScript("(function(){" + script + "})()")
                                        .getJavaScriptResult());
                List<String> said =
                        JsonMapper.shared()
                                .readTree(runtime)
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList();
                List<String> model = model(edits);
                for (int k = 0; k < edits.size(); k++)
                    assertEquals(
                            model.get(k),
                            said.get(k),
                            "case " + i + ", edit " + k + " of " + edits.subList(0, k + 1));
            }
        }
    }

    private static List<Edit> edits(Choices choices) {
        List<Edit> edits = new ArrayList<>();
        StateGenerator texts = new StateGenerator(choices);
        for (int i = 0; i < 25; i++) {
            String id =
                    choices.of(
                            "a", "b", "t", "anon", "a", "b", "t", "c", "v", "r1", "r2", "g1", "g2",
                            "s", "m", "solo", "box", "pick", "several", "go");
            edits.add(
                    new Edit(
                            id,
                            switch (id) {
                                case "a", "b", "t", "anon", "solo" -> List.of(text(texts));
                                case "s", "pick" -> List.of(choices.of("one", "2"));
                                case "m", "several" ->
                                        List.of(
                                                choices.of("p", "q"),
                                                choices.of("q", "z"),
                                                choices.of("none", "p"));
                                default -> List.of();
                            }));
        }
        return edits;
    }

    /**
     * What a user can have typed: no half characters; no line ends, which HtmlUnit sends as CR LF.
     */
    private static String text(StateGenerator texts) {
        return texts.text().replaceAll("[\\uD800-\\uDFFF\\u0000\\r\\n]", "");
    }

    private static List<String> model(List<Edit> edits) {
        LivePage<Fields.State> page = LiveTest.mount(new Fields());
        List<String> frames = new ArrayList<>();
        for (Edit edit : edits) {
            String css = "#" + edit.id();
            switch (edit.id()) {
                case "s", "pick", "m", "several" ->
                        page.select(
                                css,
                                edit.values().stream()
                                        .filter(value -> has(page, css, value))
                                        .toArray(String[]::new));
                case "a", "b", "t", "anon", "solo" -> page.input(css, edit.values().getFirst());
                default -> page.click(css);
            }
            frames.add(
                    String.join(
                            " ",
                            page.lastStep().up().stream()
                                    .map(FormFramesTest::tail)
                                    .filter(tail -> !tail.isEmpty())
                                    .toList()));
        }
        return frames;
    }

    private static boolean has(LivePage<?> page, String css, String value) {
        return page.one(css).select("option").stream()
                .anyMatch(
                        option ->
                                value.equals(
                                        option.hasAttr("value")
                                                ? option.attr("value")
                                                : option.text()));
    }

    /** An event's frame from its path on; "" for other frames. */
    private static String tail(String frame) {
        JsonNode json = JsonMapper.shared().readTree(frame);
        if (json.get(0).asInt() != 1) return "";
        return JsonMapper.shared().writeValueAsString(json.valueStream().skip(2).toList());
    }
}
