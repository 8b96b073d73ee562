package dev.livelet.test.property;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Copies of states that share no object with them. */
final class Copy {
    private Copy() {}

    @SuppressWarnings("unchecked")
    static <T extends @Nullable Object> T of(T value) {
        return (T) copy(value);
    }

    private static @Nullable Object copy(@Nullable Object value) {
        return switch (value) {
            case String text -> new String(text.toCharArray());
            case List<?> list -> {
                List<@Nullable Object> copies = new ArrayList<>();
                for (Object element : list) copies.add(copy(element));
                yield Collections.unmodifiableList(copies);
            }
            case Record record -> record(record);
            case null, default -> value;
        };
    }

    private static Object record(Record record) {
        try {
            RecordComponent[] components = record.getClass().getRecordComponents();
            Class<?>[] types = new Class<?>[components.length];
            @Nullable Object[] values = new @Nullable Object[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                components[i].getAccessor().setAccessible(true);
                values[i] = copy(components[i].getAccessor().invoke(record));
            }
            Constructor<?> constructor = record.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
