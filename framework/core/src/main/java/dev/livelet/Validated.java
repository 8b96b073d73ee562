package dev.livelet;

/**
 * A form record that has rules. {@link #validate} runs on every event of the form, so it only looks
 * at the record: what needs a database belongs into the handler, see {@link Form#withError}.
 *
 * <pre>{@code
 * record Signup(String name, int age) implements Validated {
 *     public void validate(Errors errors) {
 *         errors.notBlank("name", name).maxLength("name", name, 40).range("age", age, 18, 120);
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface Validated {

    /**
     * Reports what is wrong. While some fields cannot be converted it runs all the same, with
     * {@code null} (primitives: zero) in their places, so that the others are judged; what it says
     * of those fields, or throws then, is dropped.
     */
    void validate(Errors errors);
}
