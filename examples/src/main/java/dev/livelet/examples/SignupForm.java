package dev.livelet.examples;

import dev.livelet.Form;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;

/**
 * A form that is checked while it is filled in. An error shows once its field was touched, and all
 * of them when it is sent.
 */
final class SignupForm implements LiveView<SignupForm.State> {

    /**
     * @param form what the fields hold, and what is wrong with it
     * @param saved the name under which it was saved last, "" before
     */
    record State(Form<Signup> form, String saved) {
        private int left() {
            String bio = form.text("bio");
            return Signup.LONGEST_BIO - bio.codePointCount(0, bio.length());
        }

        /** How many characters more, or too many. */
        int room() {
            return Math.abs(left());
        }

        String measure() {
            return (room() == 1 ? "character " : "characters ")
                    + (left() < 0 ? "too many" : "left");
        }
    }

    @Override
    public State mount(Socket socket) {
        socket.title("Form · Livelet");
        return new State(Form.empty(Signup.class), "");
    }

    @On
    State check(State state, Form<Signup> form) {
        return new State(form, "");
    }

    @On
    State save(State state, Form<Signup> form) {
        return new State(form, form.valid() ? form.value().name().strip() : "");
    }
}
