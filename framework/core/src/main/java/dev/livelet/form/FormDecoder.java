package dev.livelet.form;

import dev.livelet.Form;
import dev.livelet.Form.Problem;
import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes {@link Form}s of one record type out of fields. Immutable, thread-safe, made once per type.
 *
 * <p>A component takes the field of its name; a nested record's take {@code "outer.inner"}; a
 * {@code List} or {@code Set} takes all values of its field. Texts are trimmed, except for strings.
 * What an empty or missing field gives: a {@code String} {@code ""}, a {@code boolean} false, a
 * collection none, an {@code Optional} empty, a component that is {@code @Nullable} null; for every
 * other component it is an error, so a record's components are null only where they say so. Fields
 * that the record does not have are ignored. What a user typed is normalised as text is everywhere:
 * no NUL, no lone surrogates, line ends are LF.
 */
public final class FormDecoder {
    private static final Logger log = LoggerFactory.getLogger(FormDecoder.class);

    private static final ClassValue<FormDecoder> DECODERS =
            new ClassValue<>() {
                @Override
                protected FormDecoder computeValue(Class<?> type) {
                    return new FormDecoder(RecordReader.of(type));
                }
            };

    private final RecordReader reader;

    private FormDecoder(RecordReader reader) {
        this.reader = reader;
    }

    /**
     * @throws LiveletException that names the component whose type no field converts to
     */
    public static FormDecoder of(Type formRecordType) {
        if (formRecordType instanceof Class<?> type && type.isRecord()) return DECODERS.get(type);
        throw new LiveletException(
                "A form is decoded into a record, "
                        + formRecordType.getTypeName()
                        + " is none: declare Form<SomeRecord>");
    }

    /**
     * The form after an event.
     *
     * @param target the field that caused it, null when the event does not say: then it is the one
     *     field that the event changed, if it is one
     * @param submitted whether the event is a submit
     */
    public Form<?> decode(FormFields fields, @Nullable String target, boolean submitted) {
        Set<String> touched = new LinkedHashSet<>(fields.touched());
        if (fields.attempted()) touched.addAll(reader.fields());
        return form(
                fields,
                touched,
                target != null ? target : submitted ? "" : fields.target(),
                submitted);
    }

    /** An untouched form with nothing in it. */
    @SuppressWarnings("unchecked")
    public <T> Form<T> empty(Class<T> type) {
        return (Form<T>) form(FormFields.EMPTY, Set.of(), "", false);
    }

    /** An untouched form with the fields of a record of this type. */
    @SuppressWarnings("unchecked")
    public <T extends Record> Form<T> filled(T record) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        reader.format(record, values);
        return (Form<T>)
                form(new FormFields(true, values, Set.of(), false, ""), Set.of(), "", false);
    }

    private Form<?> form(FormFields fields, Set<String> touched, String target, boolean submitted) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (String field : reader.fields()) {
            List<String> values = fields.values(field);
            if (!values.isEmpty()) texts.put(field, values.stream().map(Texts::normalise).toList());
        }
        Map<String, List<Problem>> problems = new LinkedHashMap<>();
        Object record = reader.read(texts, problems);
        boolean converted = problems.isEmpty();
        if (record != null) validate(record, problems);
        return new Form<>(
                converted ? record : null, texts, inOrder(problems), touched, target, submitted);
    }

    private void validate(Object record, Map<String, List<Problem>> problems) {
        Set<String> unconverted = Set.copyOf(problems.keySet());
        try {
            reader.validate(
                    record,
                    (field, found) -> {
                        if (!unconverted.contains(field)) problems.put(field, found);
                    });
        } catch (RuntimeException e) {
            if (unconverted.isEmpty()) throw e;
            log.debug(
                    "The rules of {} need the fields that do not convert: {}",
                    reader.name(),
                    unconverted,
                    e);
        }
    }

    private Map<String, List<Problem>> inOrder(Map<String, List<Problem>> problems) {
        Map<String, List<Problem>> ordered = new LinkedHashMap<>();
        for (String field : reader.fields()) {
            List<Problem> found = problems.get(field);
            if (found != null) ordered.put(field, found);
        }
        problems.forEach(ordered::putIfAbsent);
        return ordered;
    }
}
