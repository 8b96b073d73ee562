package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.Form;
import dev.livelet.Input;
import dev.livelet.Key;
import dev.livelet.LiveView;
import dev.livelet.LiveletException;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Pointer;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

/** Mistakes in handlers stop the start: all at once, each with its place and its fix. */
class ViewTypeTest {
    record State(int count, List<String> names) {}

    record Draft(String title) {}

    private abstract static class View implements LiveView<State> {
        private final Template<State> template;

        View(String source) {
            this.template = Template.of(State.class, source);
        }

        @Override
        public Template<State> template() {
            return template;
        }

        @Override
        public State mount(Socket socket) {
            return new State(0, List.of());
        }
    }

    private static String problems(LiveView<?> view) {
        String message =
                Objects.requireNonNull(
                        assertThrows(LiveletException.class, () -> ViewType.of(view)).getMessage());
        return message.substring(message.indexOf('\n') + 1);
    }

    @Test
    void aHandlerThatIsNotThereIsNamedWithTheNearest() {
        class Wrong extends View {
            Wrong() {
                super("<button on:click={increase()}>+</button>");
            }

            @On
            State increment(State state) {
                return state;
            }

            @On
            State increases(State state) {
                return state;
            }
        }
        assertEquals(
                "- ViewTypeTest.State:1:9 on:click={increase()}: there is no handler 'increase' in"
                        + " Wrong; did you mean 'increases'?",
                problems(new Wrong()));
    }

    @Test
    void aHandlerThatIsWrongItselfIsReportedOnceAndNotAsMissing() {
        class Wrong extends View {
            Wrong() {
                super("<button on:click={add(1)}>+</button>");
            }

            @On
            String add(State state, int step) {
                return "";
            }
        }
        assertEquals(
                "- The handler Wrong.add(State, int): it returns String; a handler returns the next"
                        + " State, or void where it only acts",
                problems(new Wrong()));
    }

    @Test
    void aSubmitIsBoundOnTheForm() {
        class Wrong extends View {
            Wrong() {
                super("<form><button on:submit={send}>Send</button></form>");
            }

            @On
            State send(State state) {
                return state;
            }
        }
        assertEquals(
                "- ViewTypeTest.State:1:15 on:submit={send}: a <button> is never submitted, its"
                        + " form is; bind submit on the <form>",
                problems(new Wrong()));
    }

    @Test
    void aViewWithoutHandlersIsToldOfTheAnnotation() {
        class Wrong extends View {
            Wrong() {
                super("<button on:click={add()}>+</button>");
            }

            State add(State state) {
                return state;
            }
        }
        assertEquals(
                "- ViewTypeTest.State:1:9 on:click={add()}: there is no handler 'add' in Wrong;"
                        + " annotate a method with @On",
                problems(new Wrong()));
    }

    @Test
    void numberAndTypesOfArgumentsAreChecked() {
        class Wrong extends View {
            Wrong() {
                super(
                        """
                        <button on:click={add()}>+</button>
                        <button on:click={add(1, 2)}>+</button>
                        <button on:click={add("1")}>+</button>
                        <button on:click={add(count)}>+</button>
                        <ul><li :for={name : names} :key={name} on:click={add(name)}>{name}</li></ul>
                        """);
            }

            @On
            State add(State state, long step) {
                return state;
            }
        }
        assertEquals(
                """
                - ViewTypeTest.State:1:9 on:click={add()}: gives 0 arguments to the handler Wrong.add(State, long), which takes 1 argument after the state
                - ViewTypeTest.State:2:9 on:click={add(1, 2)}: gives 2 arguments to the handler Wrong.add(State, long), which takes 1 argument after the state
                - ViewTypeTest.State:3:9 on:click={add("1")}: argument 1 is of type String, the handler Wrong.add(State, long) wants long
                - ViewTypeTest.State:5:41 on:click={add(name)}: argument 1 is of type String, the handler Wrong.add(State, long) wants long\
                """,
                problems(new Wrong()));
    }

    @Test
    void whatTheEventDoesNotCarryCannotBeTaken() {
        class Wrong extends View {
            Wrong() {
                super(
                        """
                        <button on:click={form()}>+</button>
                        <button on:click={key()}>+</button>
                        <button on:click={pointer()}>+</button>
                        <button on:click={input()}>+</button>
                        <form on:input={input()} on:submit={form()}><input name="title" on:input={input()} on:keyup={key()}></form>
                        """);
            }

            @On
            State form(State state, Form<Draft> form) {
                return state;
            }

            @On
            State key(State state, Key key) {
                return state;
            }

            @On
            State pointer(State state, Pointer pointer, Socket socket) {
                return state;
            }

            @On
            State input(State state, Input input) {
                return state;
            }
        }
        assertEquals(
                """
                - ViewTypeTest.State:1:9 on:click={form()}: the handler Wrong.form(State, Form<Draft>) takes a Form, but on:click on <button> carries none; bind submit, input or change on the <form>
                - ViewTypeTest.State:2:9 on:click={key()}: the handler Wrong.key(State, Key) takes a Key, but on:click on <button> carries none; bind keydown or keyup
                - ViewTypeTest.State:3:9 on:click={pointer()}: the handler Wrong.pointer(State, Pointer, Socket) takes a Pointer, but the binding does not ask for it; write on:click.pointer
                - ViewTypeTest.State:4:9 on:click={input()}: the handler Wrong.input(State, Input) takes an Input, but on:click on <button> carries none; bind input or change on the field itself
                - ViewTypeTest.State:5:7 on:input={input()}: the handler Wrong.input(State, Input) takes an Input, but on:input on <form> carries none; bind input or change on the field itself\
                """,
                problems(new Wrong()));
    }

    @Test
    void handlersHaveTheRightShape() {
        class Wrong extends View {
            Wrong() {
                super("<p></p>");
            }

            @On
            State first(int step) {
                return new State(step, List.of());
            }

            @On
            int result(State state) {
                return state.count();
            }

            @On
            State order(State state, Socket socket, int step) {
                return state;
            }

            @On
            State twice(State state) {
                return state;
            }

            @On
            State twice(State state, int step) {
                return state;
            }

            @On
            State form(State state, Form<Socket> form) {
                return state;
            }

            @OnMessage
            State message(State state) {
                return state;
            }

            @OnMessage
            State one(State state, String text) {
                return state;
            }

            @OnMessage
            State two(State state, String text, Socket socket) {
                return state;
            }
        }
        List<String> lines = problems(new Wrong()).lines().sorted().toList();
        assertEquals(7, lines.size(), String.join("\n", lines));
        assertEquals(
                List.of(
                        "- The handler Wrong.first(int): its first parameter must be the state:"
                                + " State first(State state, …)",
                        "- The handler Wrong.message(State): an @OnMessage method takes the state,"
                                + " the message, and a Socket where it needs one",
                        "- The handler Wrong.order(State, Socket, int): its parameter of type int"
                            + " stands after what the event carries; the template's arguments come"
                            + " first, then Form, Key, Pointer, Input and Socket",
                        "- The handler Wrong.result(State): it returns int; a handler returns the"
                                + " next State, or void where it only acts"),
                lines.stream()
                        .filter(
                                line ->
                                        line.matches(
                                                "- The handler"
                                                        + " Wrong.(first|message|order|result).*"))
                        .toList());
    }

    @Test
    void theStateIsARecordOfValues() {
        record Mutable(StringBuilder text) {}

        class Wrong implements LiveView<Mutable> {
            private static final Template<Mutable> PAGE =
                    Template.of(Mutable.class, "<p>{text.length()}</p>");

            @Override
            public Template<Mutable> template() {
                return PAGE;
            }

            @Override
            public Mutable mount(Socket socket) {
                return new Mutable(new StringBuilder());
            }
        }
        assertEquals(true, problems(new Wrong()).contains("Mutable.text"));
    }

    @Test
    void theMostSpecificMessageHandlerIsTaken() {
        class Fine extends View {
            Fine() {
                super("<p></p>");
            }

            @OnMessage
            void any(State state, Object message) {}

            @OnMessage
            void number(State state, Number message) {}

            @OnMessage
            void integer(State state, Integer message) {}

            @OnMessage
            void text(State state, CharSequence message) {}

            @OnMessage
            void comparable(State state, Comparable<?> message) {}
        }
        HandlerTable handlers = ViewType.of(new Fine()).root().handlers();
        assertEquals("integer", Objects.requireNonNull(handlers.message(1)).method().getName());
        assertEquals("any", Objects.requireNonNull(handlers.message(List.of())).method().getName());
        assertEquals(
                "text", Objects.requireNonNull(handlers.message(new Plain())).method().getName());
        assertThrows(LiveletException.class, () -> handlers.message("both"));
    }

    private static final class Plain implements CharSequence {
        @Override
        public int length() {
            return 0;
        }

        @Override
        public char charAt(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return this;
        }
    }
}
