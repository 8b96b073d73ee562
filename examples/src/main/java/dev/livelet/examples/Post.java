package dev.livelet.examples;

import dev.livelet.Errors;
import dev.livelet.Validated;

/** What the chat's form holds. */
record Post(String name, String message) implements Validated {
    static final int LONGEST = 500;
    static final int LONGEST_NAME = 30;

    @Override
    public void validate(Errors errors) {
        errors.notBlank("name", name, "Please say who you are")
                .maxLength("name", name.strip(), LONGEST_NAME)
                .notBlank("message", message, "Please write a message")
                .maxLength("message", message.strip(), LONGEST);
    }
}
