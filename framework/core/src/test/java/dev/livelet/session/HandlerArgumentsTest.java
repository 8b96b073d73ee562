package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The template's arguments become what the handler asks for. */
class HandlerArgumentsTest {
    static final class Picker implements LiveView<Picker.State> {
        record State(int id, String picked) {}

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <p>{picked}</p>
                        <a on:click={boxed(id)}></a>
                        <a on:click={wide(id, id + 1)}></a>
                        """);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            return new State(7, "");
        }

        @On
        State boxed(State state, Long id) {
            return new State(state.id(), "Long " + id);
        }

        @On
        State wide(State state, double a, Object b) {
            return new State(state.id(), a + " " + b);
        }
    }

    @Test
    void anIntServesWhereALongOrADoubleIsAskedFor() {
        TestPage page = new TestNode().open(new Picker());
        page.join();
        assertEquals(List.of("[1,0,\"Long 7\"]"), page.click(0, 0));
        assertEquals(List.of("[1,0,\"7.0 8\"]"), page.click(1, 1));
    }
}
