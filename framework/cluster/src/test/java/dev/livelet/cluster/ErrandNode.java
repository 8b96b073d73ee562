package dev.livelet.cluster;

import dev.livelet.Async;
import dev.livelet.Errors;
import dev.livelet.Form;
import dev.livelet.Gap;
import dev.livelet.LiveState;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.Validated;
import dev.livelet.server.Livelet;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A program that runs as one node of a cluster: a page that waits for an answer that never comes,
 * for a timer, for news, and for somebody to fill in its form. It says its port, and ends when its
 * input does.
 */
final class ErrandNode {
    static final Duration TIMER = Duration.ofSeconds(8);

    private ErrandNode() {}

    record Letter(String name, String text) implements Validated {
        @Override
        public void validate(Errors errors) {
            errors.minLength("name", name, 3).minLength("text", text, 10);
        }
    }

    record Ring() {}

    /**
     * @param told what came of what the page waits for
     */
    record State(Async<String> answer, String told, Form<Letter> form) implements LiveState<State> {
        State and(String more) {
            return with(State::told, told + " " + more);
        }

        String wrong() {
            return form.error("name") + "|" + form.error("text");
        }
    }

    static final class Errand implements LiveView<State> {
        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <p :if={answer is Loading}>waits</p>
                        <p :else-if={answer is Failed f}>failed: {f.reason}</p>
                        <p :else>idle</p>
                        <ins>{told}</ins><em>{wrong}</em><b>{form.text("text")}</b>
                        <button on:click={begin()}>Begin</button>
                        <form on:input={check}><input name="name"><textarea name="text"></textarea></form>
                        """,
                        Async.Loading.class,
                        Async.Failed.class);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            socket.subscribe("news");
            return new State(new Async.Ok<>(""), "", Form.empty(Letter.class));
        }

        @On
        State begin(State state, Socket socket) {
            socket.<State, String>async(
                    "ask",
                    () -> {
                        new CountDownLatch(1).await();
                        return "never";
                    },
                    (now, answer) -> now.with(State::answer, answer));
            socket.after("ring", TIMER, new Ring());
            return state.with(State::answer, new Async.Loading<String>());
        }

        @On
        State check(State state, Form<Letter> form) {
            return state.with(State::form, form);
        }

        @OnMessage
        State rang(State state, Ring ring, Socket socket) {
            return state.and("rang at " + socket.node().name());
        }

        @OnMessage
        State missed(State state, Gap gap, Socket socket) {
            return state.and("gap in " + gap.topic() + " at " + socket.node().name());
        }
    }

    /**
     * @param arguments the node's name, and the directory by which nodes find each other
     */
    static void main(String[] arguments) throws IOException {
        LoopbackNodes.serve(Livelet.create().live("/errand", new Errand()), "errand", arguments);
    }
}
