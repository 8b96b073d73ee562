package dev.livelet.examples;

import dev.livelet.Errors;
import dev.livelet.Validated;

import java.util.regex.Pattern;

/** What the form asks for. */
record Signup(String name, String email, int age, String bio) implements Validated {
    static final int LONGEST_BIO = 280;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");

    @Override
    public void validate(Errors errors) {
        errors.notBlank("name", name, "Please tell us your name")
                .maxLength("name", name, 60)
                .notBlank("email", email, "Please tell us your email address")
                .maxLength("email", email, 200)
                .matches("email", email, EMAIL, "An address looks like ada@example.org")
                .range("age", age, 13, 130)
                .maxLength("bio", bio, LONGEST_BIO);
    }
}
