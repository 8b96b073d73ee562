package dev.livelet.expression;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Java's types as far as a template needs them. Templates only read, so a wildcard is read as its
 * upper bound, and type arguments are covariant: a {@code List<Dog>} serves where a {@code
 * List<Animal>} is asked for.
 */
public final class Types {
    /** The type of {@code null}: its only value is null. */
    static final Class<?> NULL = Void.class;

    /** Supertypes that say nothing about what two values have in common. */
    private static final Set<String> VAGUE =
            Set.of(
                    "java.lang.Object",
                    "java.lang.Record",
                    "java.lang.Enum",
                    "java.lang.Comparable",
                    "java.io.Serializable",
                    "java.lang.Cloneable",
                    "java.lang.constant.Constable",
                    "java.lang.constant.ConstantDesc");

    private Types() {}

    record Parameterized(Class<?> raw, List<Type> arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return raw.getDeclaringClass();
        }

        @Override
        public String getTypeName() {
            return name(this);
        }
    }

    record ArrayOf(Type component) implements GenericArrayType {
        @Override
        public Type getGenericComponentType() {
            return component;
        }
    }

    public static Class<?> erase(Type type) {
        return switch (type) {
            case Class<?> c -> c;
            case ParameterizedType p -> (Class<?>) p.getRawType();
            case GenericArrayType a -> erase(a.getGenericComponentType()).arrayType();
            case WildcardType w -> erase(w.getUpperBounds()[0]);
            case TypeVariable<?> v -> erase(v.getBounds()[0]);
            default -> Object.class;
        };
    }

    /** The type with its variables replaced. A variable that is not known becomes its bound. */
    public static Type resolve(Type type, Map<TypeVariable<?>, Type> known) {
        return switch (type) {
            case Class<?> c -> c;
            case ParameterizedType p ->
                    new Parameterized(
                            (Class<?>) p.getRawType(),
                            Arrays.stream(p.getActualTypeArguments())
                                    .map(argument -> resolve(argument, known))
                                    .toList());
            case GenericArrayType a -> arrayOf(resolve(a.getGenericComponentType(), known));
            case WildcardType w -> resolve(w.getUpperBounds()[0], known);
            case TypeVariable<?> v -> {
                Type found = known.get(v);
                yield found != null ? found : erase(v);
            }
            default -> Object.class;
        };
    }

    static Type normal(Type type) {
        return resolve(type, Map.of());
    }

    private static Type arrayOf(Type component) {
        return component instanceof Class<?> c ? c.arrayType() : new ArrayOf(component);
    }

    static @Nullable Type componentOf(Type array) {
        return switch (array) {
            case Class<?> c -> c.getComponentType();
            case GenericArrayType a -> a.getGenericComponentType();
            default -> null;
        };
    }

    /** What the type variables of {@code declaring} stand for in {@code type}, a subtype of it. */
    public static Map<TypeVariable<?>, Type> bindings(Type type, Class<?> declaring) {
        return asSuper(type, declaring) instanceof ParameterizedType p ? arguments(p) : Map.of();
    }

    private static Map<TypeVariable<?>, Type> arguments(ParameterizedType type) {
        TypeVariable<?>[] variables = ((Class<?>) type.getRawType()).getTypeParameters();
        Type[] arguments = type.getActualTypeArguments();
        Map<TypeVariable<?>, Type> bindings = new HashMap<>();
        for (int i = 0; i < variables.length; i++) bindings.put(variables[i], normal(arguments[i]));
        return bindings;
    }

    /** {@code type} seen as its supertype {@code target}, or null where it is none. */
    static @Nullable Type asSuper(Type type, Class<?> target) {
        Class<?> raw = erase(type);
        if (raw == target) return type;
        if (!target.isAssignableFrom(raw)) return null;
        Map<TypeVariable<?>, Type> known =
                type instanceof ParameterizedType p ? arguments(p) : Map.of();
        return supertypes(raw)
                .map(supertype -> asSuper(resolve(supertype, known), target))
                .filter(found -> found != null)
                .findFirst()
                .orElse(target);
    }

    private static Stream<Type> supertypes(Class<?> type) {
        Stream<Type> interfaces = Arrays.stream(type.getGenericInterfaces());
        Type parent = type.getGenericSuperclass();
        return parent == null ? interfaces : Stream.concat(Stream.of(parent), interfaces);
    }

    /**
     * The type arguments of {@code subclass} as far as {@code type}, a supertype of it, determines
     * them: {@code Ok} of an {@code Async<Row>}.
     */
    public static Type infer(Class<?> subclass, Type type) {
        TypeVariable<?>[] variables = subclass.getTypeParameters();
        if (variables.length == 0) return subclass;
        Map<TypeVariable<?>, Type> known = new HashMap<>();
        Type generic = new Parameterized(subclass, List.of(variables));
        if (erase(type) == subclass) return type;
        if (openAsSuper(generic, erase(type)) instanceof Type found) unify(found, type, known);
        return new Parameterized(
                subclass, Stream.of(variables).map(variable -> resolve(variable, known)).toList());
    }

    /** As {@link #asSuper}, but the variables of {@code type} stay in the result. */
    private static @Nullable Type openAsSuper(Type type, Class<?> target) {
        Class<?> raw = erase(type);
        if (raw == target) return type;
        if (!target.isAssignableFrom(raw) || !(type instanceof ParameterizedType p)) return null;
        Map<TypeVariable<?>, Type> known = new HashMap<>();
        TypeVariable<?>[] variables = raw.getTypeParameters();
        for (int i = 0; i < variables.length; i++)
            known.put(variables[i], p.getActualTypeArguments()[i]);
        return supertypes(raw)
                .map(supertype -> openAsSuper(resolve(supertype, known), target))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }

    /**
     * Learns what the variables in {@code pattern} stand for where a value of {@code actual} is
     * given. The first answer counts, widened by later ones.
     */
    static void unify(Type pattern, Type actual, Map<TypeVariable<?>, Type> known) {
        switch (pattern) {
            case TypeVariable<?> v -> {
                if (actual != NULL) known.merge(v, box(actual), Types::common);
            }
            case ParameterizedType p -> {
                if (asSuper(box(actual), (Class<?>) p.getRawType())
                        instanceof ParameterizedType found) {
                    for (int i = 0; i < p.getActualTypeArguments().length; i++) {
                        unify(
                                p.getActualTypeArguments()[i],
                                found.getActualTypeArguments()[i],
                                known);
                    }
                }
            }
            case GenericArrayType a -> {
                if (componentOf(actual) instanceof Type component)
                    unify(a.getGenericComponentType(), component, known);
            }
            case WildcardType w -> {
                for (Type bound : w.getLowerBounds()) unify(bound, actual, known);
                for (Type bound : w.getUpperBounds()) unify(bound, actual, known);
            }
            default -> {}
        }
    }

    /** Reference types only: whether a value of {@code from} is one of {@code to}. */
    static boolean isSubtype(Type from, Type to) {
        if (from == NULL) return true;
        Class<?> target = erase(to);
        if (!target.isAssignableFrom(erase(from))) return false;
        if (componentOf(to) instanceof Type wanted && componentOf(from) instanceof Type given) {
            return erase(wanted).isPrimitive() ? wanted == given : isSubtype(given, wanted);
        }
        if (!(to instanceof ParameterizedType wanted)
                || !(asSuper(from, target) instanceof ParameterizedType given)) return true;
        for (int i = 0; i < wanted.getActualTypeArguments().length; i++) {
            Type argument = normal(given.getActualTypeArguments()[i]);
            if (argument != Object.class
                    && !isSubtype(argument, normal(wanted.getActualTypeArguments()[i])))
                return false;
        }
        return true;
    }

    /**
     * What both types are: for the branches of a condition, and for type arguments with several
     * witnesses.
     */
    static Type common(Type a, Type b) {
        if (a.equals(b)) return a;
        if (a == NULL) return box(b);
        if (b == NULL) return box(a);
        Type boxedA = box(a);
        Type boxedB = box(b);
        if (isSubtype(boxedA, boxedB)) return boxedB;
        if (isSubtype(boxedB, boxedA)) return boxedA;
        Class<?> other = erase(boxedB);
        Set<Class<?>> shared = new LinkedHashSet<>();
        ancestors(erase(boxedA), shared);
        shared.removeIf(type -> !type.isAssignableFrom(other) || VAGUE.contains(type.getName()));
        return shared.stream()
                .filter(
                        type ->
                                shared.stream()
                                        .noneMatch(
                                                more ->
                                                        more != type
                                                                && type.isAssignableFrom(more)))
                .findFirst()
                .map(type -> asSuper(boxedA, type))
                .orElse(Object.class);
    }

    private static void ancestors(Class<?> type, Set<Class<?>> found) {
        if (!found.add(type)) return;
        if (type.getSuperclass() instanceof Class<?> parent) ancestors(parent, found);
        for (Class<?> parent : type.getInterfaces()) ancestors(parent, found);
    }

    static Type box(Type type) {
        return type instanceof Class<?> c && c.isPrimitive()
                ? java.lang.invoke.MethodType.methodType(c).wrap().returnType()
                : type;
    }

    /** The primitive that a box holds; any other type as it is. */
    static Type unbox(Type type) {
        return type instanceof Class<?> c && c != NULL
                ? java.lang.invoke.MethodType.methodType(c).unwrap().returnType()
                : type;
    }

    static boolean isPrimitive(Type type) {
        return type instanceof Class<?> c && c.isPrimitive();
    }

    static boolean isBoolean(Type type) {
        return unbox(type) == boolean.class;
    }

    /** A primitive number (or char), or its box. */
    static boolean isNumeric(Type type) {
        Type primitive = unbox(type);
        return isPrimitive(primitive) && primitive != boolean.class && primitive != void.class;
    }

    /** As messages name it: without packages. */
    public static String name(Type type) {
        return switch (type) {
            case Class<?> c when c == NULL -> "null";
            case Class<?> c when c.isArray() -> name(c.getComponentType()) + "[]";
            case Class<?> c when c.isAnonymousClass() ->
                    c.getName().substring(c.getPackageName().length() + 1);
            case Class<?> c -> c.getSimpleName();
            case ParameterizedType p ->
                    name(p.getRawType())
                            + Arrays.stream(p.getActualTypeArguments())
                                    .map(Types::name)
                                    .collect(Collectors.joining(", ", "<", ">"));
            case GenericArrayType a -> name(a.getGenericComponentType()) + "[]";
            case WildcardType w ->
                    w.getUpperBounds()[0] == Object.class
                            ? "?"
                            : "? extends " + name(w.getUpperBounds()[0]);
            default -> type.getTypeName();
        };
    }

    /** With its article: {@code an int}. */
    static String article(Type type) {
        String name = name(type);
        return ("AEIOUaeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
    }

    static String names(List<Type> types) {
        List<String> names = new ArrayList<>();
        for (Type type : types) names.add(name(type));
        return "(" + String.join(", ", names) + ")";
    }
}
