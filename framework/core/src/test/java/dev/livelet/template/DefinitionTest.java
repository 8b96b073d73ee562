package dev.livelet.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;

/** Templates, their definitions and their HTML, as {@code docs/protocol.md} has them. */
class DefinitionTest {
    record Row(int id, String label) {}

    record State(
            int count,
            String name,
            boolean full,
            List<Row> rows,
            Map<String, String> attrs,
            dev.livelet.Html html,
            List<String> names) {}

    static Arguments of(String source, String definition, String html) {
        return Arguments.of(source, definition, html);
    }

    static List<Arguments> templates() {
        return List.of(
                of(
                        "<h1>Clicked {count} times</h1>",
                        "[[\"h1\",0,[],\"Clicked \",0,[1],0,\" times\"]]",
                        "<h1>Clicked <!>‹0›<!> times</h1>"),
                of("{name}", "[[1]]", "‹0›"),
                of("{name}{count}", "[[1],0,[1]]", "‹0›<!>‹1›"),
                of(
                        "<b>a</b> {name} <b>c</b>",
                        "[[\"b\",0,0,\"a\"],\" \",0,[1],0,\" \",[\"b\",0,0,\"c\"]]",
                        "<b>a</b> <!>‹0›<!> <b>c</b>"),
                of(
                        "<p>\n  <b>a</b>\n  <i>b</i>\n</p>",
                        "[[\"p\",0,0,[\"b\",0,0,\"a\"],[\"i\",0,0,\"b\"]]]",
                        "<p><b>a</b><i>b</i></p>"),
                of(
                        "<template :for={row : rows} :key={row.id}></template>a",
                        "[[3,[0],2],\"a\"]",
                        "‹0›a"),
                of("<p>a<!-- no -->b</p>", "[[\"p\",0,0,\"ab\"]]", "<p>ab</p>"),
                of(
                        "<p>{{x} &amp; &lt;\u00e9</p>",
                        "[[\"p\",0,0,\"{x} & <\u00e9\"]]",
                        "<p>{x} &amp; &lt;\u00e9</p>"),
                of(
                        "<br><input disabled>",
                        "[[\"br\",0,0],[\"input\",{\"disabled\":\"\"},0]]",
                        "<br><input disabled=\"\">"),
                of(
                        "<button on:click={add(1)} disabled={full} class=\"a b\">+1</button>",
                        "[[\"button\",{\"class\":\"a"
                                + " b\"},[[4,\"click\",0],[0,\"disabled\"]],\"+1\"]]",
                        "<button‹0› class=\"a b\">+1</button>"),
                of(
                        "<input value={name} checked={full} title={name}>",
                        "[[\"input\",0,[[1,\"value\"],[1,\"checked\"],[0,\"title\"]]]]",
                        "<input‹0›‹1›‹2›>"),
                of(
                        "<option selected={full} value={name}>x</option>",
                        "[[\"option\",0,[[1,\"selected\"],[0,\"value\"]],\"x\"]]",
                        "<option‹0›‹1›>x</option>"),
                of(
                        "<i style=\"color: red\" {...attrs}></i>",
                        "[[\"i\",0,[[2],[3]]]]",
                        "<i‹0›‹1›></i>"),
                of("<b :if={full}>x</b>", "[[2,[[\"b\",0,0,\"x\"]]]]", "‹0›"),
                of(
                        "<b :if={full}>x</b> <i :else-if={count > 1}>y</i>\n"
                                + "<template :else>z</template> w",
                        "[[2,[[\"b\",0,0,\"x\"]],[[\"i\",0,0,\"y\"]],[\"z\"]],0,\" w\"]",
                        "‹0›<!> w"),
                of(
                        "<ul><li :for={row : rows} :key={row.id}>{row.label}</li></ul>",
                        "[[\"ul\",0,[],[3,[[\"li\",0,[],[1]]],2]]]",
                        "<ul>‹0›</ul>"),
                of(
                        "<p :for={n : names}><b on:click-away={close}>{n}</b></p>",
                        "[[3,[[\"p\",0,[],[\"b\",0,[[4,\"click\",{\"a\":\"away\"}]],[1]]]],0]]",
                        "‹0›"),
                of(
                        "<p :for={n : names} on:keydown.shift.ctrl.enter={close}>{n}</p>",
                        "[[3,[[\"p\",0,[[4,\"keydown\",{\"k\":\"enter\",\"m\":\"c.*s\"}]],[1]]],2]]",
                        "‹0›"),
                of(
                        "<template :for={n, i : names}>{i}: {n}</template>!",
                        "[[3,[[1],0,\": \",0,[1]],1],0,\"!\"]",
                        "‹0›<!>!"),
                of("a{html}b", "[\"a\",[5],0,\"b\"]", "a‹0›<!>b"),
                of(
                        "<textarea name=\"t\">\n\nHi {name}</textarea>",
                        "[[\"textarea\",{\"name\":\"t\"},[[1,\"value\"]]]]",
                        "<textarea name=\"t\">‹0›</textarea>"),
                of(
                        "<textarea>\n\nx</textarea>",
                        "[[\"textarea\",0,0,\"\\nx\"]]",
                        "<textarea>\n\nx</textarea>"),
                of(
                        "<title>{name}</title>",
                        "[[\"title\",0,[[1,\"value\"]]]]",
                        "<title>‹0›</title>"),
                of(
                        "<pre>\n\n a\n{name}</pre>",
                        "[[\"pre\",0,[],\"\\n a\\n\",0,[1]]]",
                        "<pre>\n\n a\n<!>‹0›</pre>"),
                of(
                        "<pre>\n{name}\n</pre>",
                        "[[\"pre\",0,[],[1],0,\"\\n\"]]",
                        "<pre>‹0›<!>\n</pre>"),
                of(
                        "<form on:submit={save}><input name=a></form>",
                        "[[\"form\",{\"method\":\"post\"},[[4,\"submit\",0]],[\"input\",{\"name\":\"a\"},0]]]",
                        "<form method=\"post\"><input name=\"a\"></form>"),
                of(
                        "<form action=\"/x\"></form>",
                        "[[\"form\",{\"action\":\"/x\"},0]]",
                        "<form action=\"/x\"></form>"),
                of(
                        "<svg viewbox=\"0 0 1"
                            + " 1\"><lineargradient/><foreignObject><p>{name}</p></foreignObject></svg>",
                        "[[\"svg\",{\"viewBox\":\"0 0 1"
                            + " 1\"},[],[\"linearGradient\",0,0],[\"foreignObject\",0,[],[\"p\",0,[],[1]]]]]",
                        "<svg viewBox=\"0 0 1"
                            + " 1\"><linearGradient></linearGradient><foreignObject><p>‹0›</p></foreignObject></svg>"),
                of(
                        "<input on:keydown.enter.ctrl.prevent={add(1)}"
                                + " on:input.debounce-300={add(2)} on:click-away.once={close}>",
                        "[[\"input\",0,[[4,\"keydown\",{\"p\":1,\"k\":\"enter\",\"m\":\"c\"}],[4,\"input\",{\"d\":300}],[4,\"click\",{\"o\":1,\"a\":\"away\"}]]]]",
                        "<input>"),
                of(
                        "<canvas on:click.pointer.self.stop.online={at}"
                                + " on:mousemove.throttle-50.window={at}></canvas>",
                        "[[\"canvas\",0,[[4,\"click\",{\"s\":1,\"c\":1,\"n\":1,\"x\":1}],[4,\"mousemove\",{\"w\":1,\"t\":50}]]]]",
                        "<canvas></canvas>"),
                of(
                        "<a href=\"/x?a=1&amp;b={name}\">\u2028\"</a>",
                        "[[\"a\",0,[[0,\"href\"]],\"\\u2028\\\"\"]]",
                        "<a‹0›>\u2028\"</a>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("templates")
    void isWhatTheProtocolSays(String source, String definition, String html) {
        CompiledTemplate<State> template = Templates.compile(State.class, source);
        assertEquals(definition, template.definition());
        assertEquals(html, Templates.statics(template.root()));
    }

    @Test
    void theNumberIsTheSameForTheSameSource() {
        assertEquals(
                Templates.compile(State.class, "{name}").id(),
                Templates.compile(State.class, "{name}").id());
    }
}
