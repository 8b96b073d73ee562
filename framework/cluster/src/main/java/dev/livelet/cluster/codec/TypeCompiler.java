package dev.livelet.cluster.codec;

import dev.livelet.Html;
import dev.livelet.LiveletException;
import dev.livelet.Shared;
import dev.livelet.expression.Types;
import dev.livelet.state.StateType;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the codecs of one type and of all that is in it, recursive types included. */
final class TypeCompiler {
    private final Codecs codecs;
    private final Map<Type, ValueCodec> known;
    private final Map<Type, ValueCodec> made = new HashMap<>();

    TypeCompiler(Map<Type, ValueCodec> known, Codecs codecs) {
        this.known = known;
        this.codecs = codecs;
    }

    ValueCodec compile(Type type) {
        List<String> problems = StateType.problems(type);
        if (!problems.isEmpty()) {
            throw new LiveletException(
                    Types.name(type)
                            + " cannot travel between nodes\n  "
                            + String.join("\n  ", problems));
        }
        return codec(Types.resolve(type, Map.of()));
    }

    /** All codecs that were made on the way. */
    Map<Type, ValueCodec> made() {
        return made;
    }

    private ValueCodec codec(Type type) {
        ValueCodec present = made.get(type);
        if (present == null) present = known.get(type);
        if (present != null) return present;
        Class<?> raw = Types.erase(type);
        if (raw.isRecord() && !Html.class.isAssignableFrom(raw)) return record(type, raw);
        if (raw.isSealed() && Modifier.isAbstract(raw.getModifiers()) && !raw.isEnum()) {
            ValueCodec time = Scalars.find(raw);
            if (time == null) return choice(type, raw);
        }
        ValueCodec codec = simple(type, raw);
        made.put(type, codec);
        return codec;
    }

    private ValueCodec simple(Type type, Class<?> raw) {
        if (raw.isEnum()) return new EnumCodec(raw);
        ValueCodec scalar = Scalars.find(raw);
        if (scalar != null) return scalar;
        if (Html.class.isAssignableFrom(raw)) return Values.html(codecs);
        if (Map.class.isAssignableFrom(raw))
            return new MapCodec(raw, codec(argument(type, 0)), codec(argument(type, 1)));
        if (Collection.class.isAssignableFrom(raw))
            return new CollectionCodec(raw, codec(argument(type, 0)));
        if (raw == Map.Entry.class)
            return Values.entry(codec(argument(type, 0)), codec(argument(type, 1)));
        if (raw == Optional.class) return Values.optional(codec(argument(type, 0)));
        if (raw == Shared.class) return Values.shared(codec(argument(type, 0)), codecs.shared());
        throw new LiveletException(
                raw.getName() + " has no form that another node could read; use another type");
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    private RecordCodec record(Type type, Class<?> raw) {
        RecordCodec codec = new RecordCodec(raw);
        made.put(type, codec);
        Map<TypeVariable<?>, Type> bindings = Types.bindings(type, raw);
        List<ValueCodec> components = new ArrayList<>();
        for (RecordComponent component : codec.shape().components()) {
            Type resolved = Types.resolve(component.getGenericType(), bindings);
            // Only Livelet's own records have such: a presence's meta, which is a message's type.
            components.add(resolved == Object.class ? message() : codec(raw, component, resolved));
        }
        codec.components(components);
        return codec;
    }

    private ValueCodec codec(Class<?> record, RecordComponent component, Type type) {
        try {
            return codec(type);
        } catch (LiveletException e) {
            String place = record.getSimpleName() + "." + component.getName();
            throw new LiveletException(place + ": " + e.getMessage(), e);
        }
    }

    private ValueCodec message() {
        return ValueCodec.of(
                (out, value) -> codecs.messages().put(value, out),
                in -> codecs.messages().take(in),
                null);
    }

    private SealedCodec choice(Type type, Class<?> raw) {
        SealedCodec codec = new SealedCodec(raw);
        made.put(type, codec);
        leaves(raw, type, codec);
        return codec;
    }

    private void leaves(Class<?> raw, Type type, SealedCodec codec) {
        for (Class<?> each : raw.getPermittedSubclasses()) {
            Type inferred = Types.infer(each, type);
            if (each.isSealed() && !each.isEnum() && Modifier.isAbstract(each.getModifiers()))
                leaves(each, inferred, codec);
            else codec.add(each, codec(inferred));
        }
    }
}
