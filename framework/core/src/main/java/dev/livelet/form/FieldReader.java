package dev.livelet.form;

import dev.livelet.Form.Problem;
import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads one component of a form's record. */
sealed interface FieldReader {

    List<String> fields();

    @Nullable Object read(Map<String, List<String>> texts, Map<String, List<Problem>> problems);

    void format(@Nullable Object value, Map<String, List<String>> texts);

    static FieldReader of(String field, RecordComponent component) {
        Class<?> raw = component.getType();
        if (raw == Optional.class)
            return new One(field, scalar(field, argument(component)), Empty.OPTIONAL, null);
        if (raw == List.class || raw == Set.class)
            return new Several(
                    field,
                    scalar(field, argument(component)),
                    raw == Set.class,
                    argument(component) == String.class);
        Scalar scalar = scalar(field, component.getGenericType());
        Object zero =
                raw.isPrimitive()
                        ? java.lang.reflect.Array.get(
                                java.lang.reflect.Array.newInstance(raw, 1), 0)
                        : null;
        if (raw == boolean.class) return new One(field, scalar, Empty.NOTHING, zero);
        if (nullable(component)) return new One(field, scalar, Empty.NOTHING, null);
        if (raw == String.class) return new One(field, scalar, Empty.NOTHING, "");
        return new One(field, scalar, Empty.REFUSED, zero);
    }

    /** What a field with nothing in it gives. */
    enum Empty {
        /** An empty Optional. */
        OPTIONAL,
        /** The component's nothing: "", false, null. */
        NOTHING,
        /** An error. */
        REFUSED
    }

    /** One value. */
    record One(String field, Scalar scalar, Empty empty, @Nullable Object nothing)
            implements FieldReader {
        private static final Problem REQUIRED =
                new Problem("required", "Please fill in this field");

        @Override
        public List<String> fields() {
            return List.of(field);
        }

        @Override
        public @Nullable Object read(
                Map<String, List<String>> texts, Map<String, List<Problem>> problems) {
            List<String> values = texts.getOrDefault(field, List.of());
            String text = values.isEmpty() ? "" : values.getFirst();
            boolean string = scalar == Scalar.find(String.class);
            if (text.isEmpty() || !string && text.isBlank()) return nothing(problems);
            try {
                Object value = scalar.parse().apply(string ? text : text.strip());
                return empty == Empty.OPTIONAL ? Optional.of(value) : value;
            } catch (RuntimeException e) {
                problems.put(field, List.of(scalar.problem()));
                return empty == Empty.OPTIONAL ? Optional.empty() : nothing;
            }
        }

        private @Nullable Object nothing(Map<String, List<Problem>> problems) {
            if (empty == Empty.REFUSED) problems.put(field, List.of(REQUIRED));
            return empty == Empty.OPTIONAL ? Optional.empty() : nothing;
        }

        @Override
        public void format(@Nullable Object value, Map<String, List<String>> texts) {
            Object one = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            if (one == null || one.equals(false)) return;
            String text = scalar.format().apply(one);
            if (!text.isEmpty()) texts.put(field, List.of(text));
        }
    }

    /** All values of a field; empty ones count for strings only. */
    record Several(String field, Scalar scalar, boolean set, boolean strings)
            implements FieldReader {
        @Override
        public List<String> fields() {
            return List.of(field);
        }

        @Override
        public Object read(Map<String, List<String>> texts, Map<String, List<Problem>> problems) {
            Collection<Object> values = set ? new LinkedHashSet<>() : new ArrayList<>();
            for (String text : texts.getOrDefault(field, List.of())) {
                if (!strings && text.isBlank()) continue;
                try {
                    values.add(scalar.parse().apply(strings ? text : text.strip()));
                } catch (RuntimeException e) {
                    problems.put(field, List.of(scalar.problem()));
                }
            }
            return set ? Collections.unmodifiableSet((Set<Object>) values) : List.copyOf(values);
        }

        @Override
        public void format(@Nullable Object value, Map<String, List<String>> texts) {
            if (!(value instanceof Collection<?> values) || values.isEmpty()) return;
            texts.put(field, values.stream().map(one -> scalar.format().apply(one)).toList());
        }
    }

    /** A record of fields. */
    record Nested(RecordReader reader) implements FieldReader {
        @Override
        public List<String> fields() {
            return reader.fields();
        }

        @Override
        public @Nullable Object read(
                Map<String, List<String>> texts, Map<String, List<Problem>> problems) {
            return reader.read(texts, problems);
        }

        @Override
        public void format(@Nullable Object value, Map<String, List<String>> texts) {
            if (value != null) reader.format(value, texts);
        }
    }

    private static Type argument(RecordComponent component) {
        return component.getGenericType() instanceof ParameterizedType type
                ? type.getActualTypeArguments()[0]
                : Object.class;
    }

    private static Scalar scalar(String field, Type type) {
        Scalar found =
                type instanceof Class<?> raw
                        ? Scalar.find(MethodType.methodType(raw).wrap().returnType())
                        : null;
        if (found != null) return found;
        throw new LiveletException(
                "The form's field '"
                        + field
                        + "' cannot be a "
                        + type.getTypeName()
                        + ". A field converts to String, boolean, numbers, char, enums, java.time"
                        + " (LocalDate, LocalTime, LocalDateTime, YearMonth, Year, Instant,"
                        + " ZoneId), UUID, an Optional, List or Set of those, or a nested record");
    }

    /** Whatever the library: JSpecify's stands on the type, older ones on the component. */
    private static boolean nullable(RecordComponent component) {
        return Stream.of((AnnotatedElement) component, component.getAnnotatedType())
                .flatMap(element -> Arrays.stream(element.getAnnotations()))
                .anyMatch(
                        annotation ->
                                annotation.annotationType().getSimpleName().equals("Nullable"));
    }
}
