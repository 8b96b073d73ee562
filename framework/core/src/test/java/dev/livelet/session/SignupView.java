package dev.livelet.session;

import dev.livelet.Errors;
import dev.livelet.Form;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.Validated;

/** A form that shows what is wrong where the user has been. */
final class SignupView implements LiveView<SignupView.State> {
    record Signup(String name, String mail) implements Validated {
        @Override
        public void validate(Errors errors) {
            errors.require("name", name.length() >= 3, "Too short");
            errors.require("mail", mail.contains("@"), "No address");
        }
    }

    record State(Form<Signup> form) {
        String wrongName() {
            return form.error("name");
        }

        String wrongMail() {
            return form.error("mail");
        }
    }

    private static final Template<State> PAGE =
            Template.of(
                    State.class,
                    """
                    <form on:input={check} on:submit={save}>
                    <p>{form.text("name")}</p><b title={wrongName}></b><i title={wrongMail}></i>
                    </form>
                    """);

    @Override
    public Template<State> template() {
        return PAGE;
    }

    @Override
    public State mount(Socket socket) {
        return new State(Form.empty(Signup.class));
    }

    @On
    State check(State state, Form<Signup> form) {
        return new State(form);
    }

    @On
    State save(State state, Form<Signup> form) {
        return new State(form);
    }
}
