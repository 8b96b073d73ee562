package dev.livelet;

import dev.livelet.form.FormDecoder;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a form holds: its fields as typed, the record they make, and what is wrong with them. An
 * event of a form brings one to its handler; it is immutable and may be kept in the state, for the
 * template to show.
 *
 * <pre>{@code
 * @On State check(State state, Form<Signup> form) { return new State(form); }
 *
 * @On State save(State state, Form<Signup> form) {
 *     if (!form.valid()) return new State(form);
 *     users.add(form.value());
 *     return new State(Form.empty(Signup.class));
 * }
 *
 * <form on:input={check} on:submit={save}>
 *   <input name="email" value={form.text("email")} aria-invalid={form.wrong("email")}>
 *   <p role="alert">{form.error("email")}</p>
 * }</pre>
 *
 * An error shows at a field once the user has touched it, and at all fields from a refused submit
 * on.
 *
 * @param parsed the record; null while a field does not convert. Use {@link #value} or {@link
 *     #find}
 * @param fields the values as typed, by field; a component of a nested record is {@code
 *     "address.street"}
 * @param problems all that is wrong, shown or not, by field in the record's order; {@code ""} is
 *     the form as a whole
 * @param touched the fields that show their errors
 * @param target the field that caused the event, "" when it is not known
 * @param submitted whether the event is a submit
 */
public record Form<T>(
        @Nullable T parsed,
        Map<String, List<String>> fields,
        Map<String, List<Problem>> problems,
        Set<String> touched,
        String target,
        boolean submitted) {

    /**
     * Something wrong with a field.
     *
     * @param code what kind, for translations: {@code required number date time choice range length
     *     pattern refused}, or ""
     * @param message for the user
     */
    public record Problem(String code, String message) {}

    public Form {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems));
        touched = Set.copyOf(touched);
    }

    /** A form that nobody has touched, with empty fields. */
    public static <T> Form<T> empty(Class<T> type) {
        return FormDecoder.of(type).empty(type);
    }

    /** A form that nobody has touched, with the fields of a record. */
    public static <T extends Record> Form<T> of(T record) {
        return FormDecoder.of(record.getClass()).filled(record);
    }

    /**
     * The record.
     *
     * @throws LiveletException when a field does not convert, which {@link #valid} says beforehand
     */
    public T value() {
        if (parsed != null) return parsed;
        throw new LiveletException(
                "The form makes no record: "
                        + problems
                        + "; the page sent the fields "
                        + fields.keySet()
                        + ". Ask valid() before value(), or use find()");
    }

    /** The record, when all fields convert; it may still break its own rules. */
    public Optional<T> find() {
        return Optional.ofNullable(parsed);
    }

    /** Whether everything converts and no rule is broken. */
    public boolean valid() {
        return parsed != null && problems.isEmpty();
    }

    /** The field's value as typed, "" when it has none. */
    public String text(String field) {
        List<String> values = values(field);
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** The field's values as typed. */
    public List<String> values(String field) {
        return fields.getOrDefault(field, List.of());
    }

    /** Whether a multiple select or a group of checkboxes has this value. */
    public boolean has(String field, String value) {
        return values(field).contains(value);
    }

    public boolean touched(String field) {
        return touched.contains(field);
    }

    /** Whether an error is to be shown at the field now. */
    public boolean wrong(String field) {
        return problems.containsKey(field) && (submitted || field.isEmpty() || touched(field));
    }

    /**
     * The message to show at the field now, "" when there is none. {@code ""} as field is the form
     * as a whole.
     */
    public String error(String field) {
        return wrong(field) ? errors(field).getFirst() : "";
    }

    /** All messages about a field, whether to be shown or not. */
    public List<String> errors(String field) {
        return problems.getOrDefault(field, List.of()).stream().map(Problem::message).toList();
    }

    /** This form with one thing more that is wrong, found by the handler; it shows at once. */
    public Form<T> withError(String field, String message) {
        Map<String, List<Problem>> more = new LinkedHashMap<>(problems);
        List<Problem> here = new ArrayList<>(List.of(new Problem("", message)));
        here.addAll(more.getOrDefault(field, List.of()));
        more.put(field, List.copyOf(here));
        Set<String> shown = new LinkedHashSet<>(touched);
        shown.add(field);
        return new Form<>(parsed, fields, more, shown, target, submitted);
    }
}
