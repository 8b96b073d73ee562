package dev.livelet;

import dev.livelet.Form.Problem;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Collects what is wrong with a {@link Validated} record, by field. The first error of a field is
 * the one that shows, so rules go from plain to fine. Each rule but {@link #notBlank} and {@link
 * #require} holds for what is null or empty.
 */
public final class Errors {
    private final Map<String, List<Problem>> problems = new LinkedHashMap<>();

    /** What a record says about itself: for tests of its rules. */
    public static Errors of(Validated record) {
        Errors errors = new Errors();
        record.validate(errors);
        return errors;
    }

    /** Reports an error at a field; {@code ""} is the form as a whole. */
    public Errors add(String field, String message) {
        return add(field, "", message);
    }

    /** As {@link #add(String, String)}, with a code for translations. */
    public Errors add(String field, String code, String message) {
        problems.computeIfAbsent(field, name -> new ArrayList<>()).add(new Problem(code, message));
        return this;
    }

    /** Reports {@code message} at the field unless {@code holds}. */
    public Errors require(String field, boolean holds, String message) {
        return holds ? this : add(field, message);
    }

    public Errors notBlank(String field, @Nullable String value) {
        return notBlank(field, value, "Please fill in this field");
    }

    public Errors notBlank(String field, @Nullable String value, String message) {
        return value == null || value.isBlank() ? add(field, "required", message) : this;
    }

    /** Counts characters as people do, nearly: code points. */
    public Errors minLength(String field, @Nullable String value, int least) {
        if (value == null || value.isEmpty() || length(value) >= least) return this;
        return add(field, "length", "At least " + least + " characters");
    }

    /** Counts characters as people do, nearly: code points. */
    public Errors maxLength(String field, @Nullable String value, int most) {
        if (value == null || length(value) <= most) return this;
        return add(field, "length", "At most " + most + " characters, this has " + length(value));
    }

    /** Both ends are allowed. */
    public <C extends Comparable<? super C>> Errors range(
            String field, @Nullable C value, C least, C most) {
        if (value == null || value.compareTo(least) >= 0 && value.compareTo(most) <= 0) return this;
        return add(field, "range", "Between " + least + " and " + most);
    }

    /**
     * The whole value must match. The pattern runs on what users type: keep it free of nested
     * repetition.
     */
    public Errors matches(String field, @Nullable String value, Pattern pattern, String message) {
        if (value == null || value.isEmpty() || pattern.matcher(value).matches()) return this;
        return add(field, "pattern", message);
    }

    /** The messages at a field. */
    public List<String> at(String field) {
        return problems.getOrDefault(field, List.of()).stream().map(Problem::message).toList();
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** All, by field, in the order reported. */
    public Map<String, List<Problem>> problems() {
        Map<String, List<Problem>> copy = new LinkedHashMap<>();
        problems.forEach((field, found) -> copy.put(field, List.copyOf(found)));
        return copy;
    }

    private static int length(String value) {
        return value.codePointCount(0, value.length());
    }
}
