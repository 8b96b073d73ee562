package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.Html;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.template.CompiledTemplate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * Templates that come as values: their definitions go before their first use, their events are the
 * page's own.
 */
class DynamicTemplateTest {
    record Extra(int value) {}

    private static final Template<Extra> EXTRA =
            Template.of(Extra.class, "<b on:click={set(value)}>{value}</b>");
    private static final Template<Extra> WRONG =
            Template.of(Extra.class, "<i on:click={nowhere()}>{value}</i>");

    static final class View implements LiveView<View.State> {
        record State(int number, int set) {
            @Nullable Html extra() {
                return number == 0 ? null : (number > 5 ? WRONG : EXTRA).with(new Extra(number));
            }
        }

        private static final Template<State> PAGE =
                Template.of(State.class, "<p>{extra}</p><button on:click={next()}>{set}</button>");

        private final int first;

        View(int first) {
            this.first = first;
        }

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(first, 0);
        }

        @On
        State next(State state) {
            return new State(state.number() + 1, state.set());
        }

        @On
        State set(State state, int value) {
            return new State(state.number(), value);
        }
    }

    private final TestNode node = new TestNode();

    private static String definition(Template<Extra> template) {
        CompiledTemplate<Extra> compiled = (CompiledTemplate<Extra>) template;
        return "[-9,{\"" + compiled.id() + "\":" + compiled.definition() + "}]";
    }

    private static int id(Template<Extra> template) {
        return ((CompiledTemplate<Extra>) template).id();
    }

    @Test
    void itsDefinitionIsSentOnceBeforeItIsNamed() {
        TestPage page = node.open(new View(0));
        page.join();
        assertEquals(List.of(definition(EXTRA), "[1,0,[-" + id(EXTRA) + ",1]]"), page.click(0, 0));
        assertEquals(List.of("[1,0,[0,2]]"), page.click(1, 0));
    }

    @Test
    void aPageThatWasRenderedWithItGetsItWithTheJoin() {
        TestPage page = node.open(new View(1));
        assertEquals(List.of(definition(EXTRA), "[-2,0,0]"), page.join());
    }

    @Test
    void itsEventsAreServedByThePagesHandlers() {
        TestPage page = node.open(new View(3));
        page.join();
        assertEquals(List.of("[1,1,3]"), page.click(0, 0, 0));
    }

    @Test
    void anEventThatNoHandlerServesFailsAndHarmsNothingElse() {
        TestPage page = node.open(new View(6));
        page.join();
        assertEquals(List.of("[-1,1,2]"), page.click(0, 0, 0));
        assertEquals(List.of("[1,0,[0,7]]"), page.click(0, 0));
    }
}
