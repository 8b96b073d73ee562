package dev.livelet.state;

import dev.livelet.Shared;
import dev.livelet.expression.Frame;
import dev.livelet.template.TrustedHtml;

import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.Set;

/** How the objects of a class are compared. */
enum Shape {
    /** By {@code equals}, which is the JDK's or Livelet's. */
    VALUE,
    /** By identity. */
    OBJECT,
    RECORD,
    LIST,
    /** A set, or a sequence that is no list. */
    COLLECTION,
    MAP,
    ENTRY,
    OPTIONAL,
    OBJECTS,
    PRIMITIVES,
    SHARED,
    FRAME;

    private static final ClassValue<Shape> SHAPES =
            new ClassValue<>() {
                @Override
                protected Shape computeValue(Class<?> type) {
                    return compute(type);
                }
            };

    static Shape of(Class<?> type) {
        return type == String.class || type == Integer.class ? VALUE : SHAPES.get(type);
    }

    private static Shape compute(Class<?> type) {
        if (type.isRecord()) return RECORD;
        if (List.class.isAssignableFrom(type)) return LIST;
        if (Set.class.isAssignableFrom(type) || SequencedCollection.class.isAssignableFrom(type))
            return COLLECTION;
        if (Map.class.isAssignableFrom(type)) return MAP;
        if (Map.Entry.class.isAssignableFrom(type)) return ENTRY;
        if (type == Optional.class) return OPTIONAL;
        if (type == Shared.class) return SHARED;
        if (type == Frame.class) return FRAME;
        if (type == TrustedHtml.class) return VALUE;
        if (type.isArray()) return type.getComponentType().isPrimitive() ? PRIMITIVES : OBJECTS;
        // URL's equals asks the DNS.
        boolean value = type.getName().startsWith("java.") && type != URL.class;
        return value ? VALUE : OBJECT;
    }
}
