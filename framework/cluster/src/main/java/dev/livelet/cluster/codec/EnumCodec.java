package dev.livelet.cluster.codec;

import dev.livelet.LiveletException;
import dev.livelet.cluster.codec.CodecException.Kind;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Constants by name. */
final class EnumCodec extends ValueCodec {
    private final Class<?> type;
    private final Names<Object> names;
    private final Map<Object, List<String>> written = new HashMap<>();

    EnumCodec(Class<?> type) {
        this.type = type;
        this.names = new Names<>("the constants of " + type.getName());
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            try {
                names.add(constant, name, type.getField(name));
            } catch (NoSuchFieldException e) {
                throw new LiveletException("No field for " + constant, e);
            }
        }
        for (Object constant : type.getEnumConstants())
            written.put(constant, List.of(names.of(constant)));
    }

    @Override
    void put(Object value, Output out) {
        out.names(value, written.getOrDefault(value, List.of()));
    }

    @Override
    Object take(Input in) {
        String name = in.name();
        Object found = names.find(name);
        if (found != null) return found;
        throw new CodecException(
                Kind.UNKNOWN, "no constant " + name + " in " + type.getName() + " of this release");
    }
}
