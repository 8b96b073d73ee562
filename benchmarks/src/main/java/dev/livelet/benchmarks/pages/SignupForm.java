package dev.livelet.benchmarks.pages;

import dev.livelet.Errors;
import dev.livelet.Form;
import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.Validated;

/** Four fields that are validated while they are typed. */
public final class SignupForm implements LiveView<SignupForm.State> {
    public record State(Form<Signup> form) {}

    public record Signup(String name, String email, int age, String bio) implements Validated {
        @Override
        public void validate(Errors errors) {
            errors.notBlank("name", name, "Please tell us your name")
                    .notBlank("email", email, "Please tell us your address")
                    .range("age", age, 13, 130)
                    .maxLength("bio", bio, 280);
        }
    }

    private static final Template<State> PAGE =
            Template.of(
                    State.class,
                    """
                    <form on:input={check}>
                    <input name="name"><p>{form.error("name")}</p>
                    <input name="email"><p>{form.error("email")}</p>
                    <input name="age"><p>{form.error("age")}</p>
                    <textarea name="bio"></textarea><p>{form.error("bio")}</p>
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
}
