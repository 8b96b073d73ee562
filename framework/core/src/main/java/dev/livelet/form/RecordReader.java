package dev.livelet.form;

import dev.livelet.Errors;
import dev.livelet.Form.Problem;
import dev.livelet.LiveletException;
import dev.livelet.Validated;
import dev.livelet.state.RecordShape;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads a record out of fields, its nested records out of those with its prefix. */
final class RecordReader {
    private static final Logger log = LoggerFactory.getLogger(RecordReader.class);
    private static final Problem REFUSED =
            new Problem("refused", "These values cannot be accepted together");

    private final Class<?> type;
    private final String prefix;
    private final RecordShape shape;
    private final List<FieldReader> components;
    private final List<String> fields;

    private RecordReader(Class<?> type, String prefix, Set<Class<?>> around) {
        if (!around.add(type))
            throw new LiveletException("A form's record cannot contain itself: " + type.getName());
        this.type = type;
        this.prefix = prefix;
        this.shape = RecordShape.of(type);
        this.components =
                shape.components().stream().map(component -> component(component, around)).toList();
        this.fields =
                components.stream().flatMap(component -> component.fields().stream()).toList();
        around.remove(type);
    }

    static RecordReader of(Class<?> record) {
        return new RecordReader(record, "", new HashSet<>());
    }

    private FieldReader component(RecordComponent component, Set<Class<?>> around) {
        String field = prefix + component.getName();
        Class<?> raw = component.getType();
        return raw.isRecord()
                ? new FieldReader.Nested(new RecordReader(raw, field + ".", around))
                : FieldReader.of(field, component);
    }

    String name() {
        return type.getSimpleName();
    }

    /** All fields, in the order of the components. */
    List<String> fields() {
        return fields;
    }

    /**
     * The record; where a component does not convert it has none, and the problem is told. Null
     * when it cannot be made at all.
     */
    @Nullable Object read(Map<String, List<String>> texts, Map<String, List<Problem>> problems) {
        int before = problems.size();
        List<@Nullable Object> arguments = new ArrayList<>();
        for (FieldReader component : components) arguments.add(component.read(texts, problems));
        try {
            return shape.make(arguments.toArray());
        } catch (RuntimeException e) {
            log.debug("The constructor of {} refuses what a form holds", type.getName(), e);
            if (problems.size() == before) problems.put("", List.of(REFUSED));
            return null;
        }
    }

    /** Asks the record and those in it for their rules; tells of each field once. */
    void validate(Object record, BiConsumer<String, List<Problem>> tell) {
        if (record instanceof Validated validated) {
            Errors errors = new Errors();
            validated.validate(errors);
            errors.problems().forEach((field, found) -> tell.accept(known(field), found));
        }
        for (int i = 0; i < components.size(); i++) {
            Object value = shape.get(record, i);
            if (value != null
                    && components.get(i) instanceof FieldReader.Nested(RecordReader nested))
                nested.validate(value, tell);
        }
    }

    /** The texts that give this record again. */
    void format(Object record, Map<String, List<String>> texts) {
        for (int i = 0; i < components.size(); i++)
            components.get(i).format(shape.get(record, i), texts);
    }

    private String known(String field) {
        if (field.isEmpty() || fields.contains(prefix + field))
            return prefix.isEmpty() || field.isEmpty() ? field : prefix + field;
        throw new LiveletException(
                type.getName()
                        + ".validate reports an error at '"
                        + field
                        + "', which is no field of it; it has "
                        + String.join(", ", fields));
    }
}
