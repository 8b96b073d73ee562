package dev.livelet.expression;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds methods by name, and chooses among overloads as Java does (JLS 15.12.2): strictly, then
 * with boxing, then with varargs.
 */
final class Methods {
    private Methods() {}

    /**
     * A method applied to arguments.
     *
     * @param parameters one type for each argument given, those of varargs spread out
     * @param spread how many of the last arguments go into the varargs array; -1 for none
     */
    record Choice(Method method, List<Type> parameters, Type result, int spread) {}

    /**
     * Members that can be called on an object, overridden ones once; non-public ones unless they
     * are the JDK's.
     */
    static List<Method> instance(Class<?> type, String name) {
        return declared(type).stream()
                .filter(
                        method ->
                                method.getName().equals(name)
                                        && !Modifier.isStatic(method.getModifiers()))
                .toList();
    }

    static List<Method> statics(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(
                        method ->
                                method.getName().equals(name)
                                        && Modifier.isStatic(method.getModifiers())
                                        && isVisible(method))
                .toList();
    }

    static @Nullable Method zeroArgument(Class<?> type, String name) {
        for (Method method : instance(type, name))
            if (method.getParameterCount() == 0 && method.getReturnType() != void.class)
                return method;
        return null;
    }

    /** Names of what can follow {@code .} or stand alone, for hints. */
    static Set<String> names(Class<?> type) {
        return declared(type).stream()
                .filter(
                        method ->
                                method.getReturnType() != void.class
                                        && !Modifier.isStatic(method.getModifiers()))
                .filter(
                        method ->
                                method.getDeclaringClass() != Object.class
                                        && method.getDeclaringClass() != Record.class)
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static final ClassValue<List<Method>> DECLARED =
            new ClassValue<>() {
                @Override
                protected List<Method> computeValue(Class<?> type) {
                    return find(type);
                }
            };

    private static List<Method> declared(Class<?> type) {
        return DECLARED.get(type);
    }

    private static List<Method> find(Class<?> type) {
        Set<Class<?>> ancestors = new LinkedHashSet<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) ancestors.add(c);
        for (Class<?> c : List.copyOf(ancestors)) interfaces(c, ancestors);
        if (type.isInterface()) ancestors.add(Object.class);
        Map<String, Method> found = new HashMap<>();
        List<Method> methods = new ArrayList<>();
        for (Class<?> ancestor : ancestors) {
            for (Method method : ancestor.getDeclaredMethods()) {
                if (!isVisible(method)) continue;
                Method known =
                        found.putIfAbsent(
                                method.getName() + Arrays.toString(method.getParameterTypes()),
                                method);
                if (known == null) methods.add(method);
                else if (isMoreSpecific(method, known)) methods.set(methods.indexOf(known), method);
            }
        }
        return List.copyOf(methods);
    }

    /** Two interfaces may declare the same method: the one with the narrower result counts. */
    private static boolean isMoreSpecific(Method method, Method known) {
        return known.getReturnType() != method.getReturnType()
                && known.getReturnType().isAssignableFrom(method.getReturnType());
    }

    private static void interfaces(Class<?> type, Set<Class<?>> found) {
        for (Class<?> parent : type.getInterfaces())
            if (found.add(parent)) interfaces(parent, found);
    }

    private static boolean isVisible(Method method) {
        if (method.isSynthetic()) return false;
        return Modifier.isPublic(method.getModifiers())
                || !method.getDeclaringClass().getName().startsWith("java.");
    }

    /**
     * @param receiver the type of the object; the class itself for static methods
     * @param candidates all methods of the name
     */
    static Choice choose(
            Type receiver,
            List<Method> candidates,
            String name,
            List<Typed> arguments,
            int offset) {
        for (Conversion phase : Conversion.values()) {
            List<Choice> applicable = new ArrayList<>();
            for (Method method : candidates) {
                Choice choice = applied(receiver, method, arguments, false);
                if (choice != null && fits(choice, arguments, phase)) applicable.add(choice);
            }
            if (!applicable.isEmpty())
                return mostSpecific(applicable, receiver, name, arguments, offset);
        }
        List<Choice> applicable = new ArrayList<>();
        for (Method method : candidates) {
            Choice choice = method.isVarArgs() ? applied(receiver, method, arguments, true) : null;
            if (choice != null && fits(choice, arguments, Conversion.LENIENT))
                applicable.add(choice);
        }
        if (!applicable.isEmpty())
            return mostSpecific(applicable, receiver, name, arguments, offset);
        throw mismatch(receiver, candidates, name, arguments, offset);
    }

    private static @Nullable Choice applied(
            Type receiver, Method method, List<Typed> arguments, boolean varargs) {
        Type[] declared = method.getGenericParameterTypes();
        int fixed = varargs ? declared.length - 1 : declared.length;
        if (varargs ? arguments.size() < fixed : arguments.size() != fixed) return null;
        List<Type> open = new ArrayList<>(Arrays.asList(declared).subList(0, fixed));
        if (varargs && Types.componentOf(declared[fixed]) instanceof Type element) {
            while (open.size() < arguments.size()) open.add(element);
        }
        Map<TypeVariable<?>, Type> known =
                new HashMap<>(Types.bindings(receiver, method.getDeclaringClass()));
        Set<TypeVariable<?>> own = new HashSet<>(Arrays.asList(method.getTypeParameters()));
        Map<TypeVariable<?>, Type> inferred = new HashMap<>();
        for (int i = 0; i < open.size(); i++)
            Types.unify(open.get(i), arguments.get(i).type(), inferred);
        inferred.forEach(
                (variable, type) -> {
                    if (own.contains(variable)) known.put(variable, type);
                });
        List<Type> parameters = open.stream().map(type -> Types.resolve(type, known)).toList();
        Type result = method.getGenericReturnType();
        // What nothing determines, as in List.of(), fits anywhere inside another type.
        if (!(result instanceof TypeVariable<?>))
            for (TypeVariable<?> variable : own) known.putIfAbsent(variable, Types.NULL);
        return new Choice(
                method,
                parameters,
                Types.resolve(result, known),
                varargs ? arguments.size() - fixed : -1);
    }

    private static boolean fits(Choice choice, List<Typed> arguments, Conversion phase) {
        for (int i = 0; i < arguments.size(); i++) {
            Type parameter = choice.parameters().get(i);
            boolean literal =
                    phase != Conversion.STRICT
                            && arguments.get(i).isChar()
                            && Types.unbox(parameter) == char.class;
            if (!literal && !phase.allows(arguments.get(i).type(), parameter)) return false;
        }
        return true;
    }

    private static Choice mostSpecific(
            List<Choice> applicable,
            Type receiver,
            String name,
            List<Typed> arguments,
            int offset) {
        List<Choice> best =
                applicable.stream()
                        .filter(
                                choice ->
                                        applicable.stream()
                                                .allMatch(other -> isAsSpecific(choice, other)))
                        .toList();
        if (!best.isEmpty()) return best.getFirst();
        throw new ExpressionException(
                "'"
                        + name
                        + Types.names(types(arguments))
                        + "' is ambiguous: it fits "
                        + applicable.stream()
                                .map(choice -> signature(receiver, choice.method()))
                                .sorted()
                                .collect(Collectors.joining(" and ")),
                offset);
    }

    private static boolean isAsSpecific(Choice a, Choice b) {
        for (int i = 0; i < a.parameters().size(); i++) {
            Type p = a.parameters().get(i);
            Type q = b.parameters().get(i);
            boolean narrower =
                    Conversion.STRICT.allows(p, q) || Types.isPrimitive(p) && !Types.isPrimitive(q);
            if (!narrower) return false;
        }
        return true;
    }

    private static ExpressionException mismatch(
            Type receiver,
            List<Method> candidates,
            String name,
            List<Typed> arguments,
            int offset) {
        String given =
                arguments.isEmpty() ? "without arguments" : "with " + Types.names(types(arguments));
        return new ExpressionException(
                "'"
                        + name
                        + "' cannot be called "
                        + given
                        + ": there "
                        + (candidates.size() == 1 ? "is " : "are ")
                        + candidates.stream()
                                .map(method -> signature(receiver, method))
                                .sorted()
                                .collect(Collectors.joining(", ")),
                offset);
    }

    private static String signature(Type receiver, Method method) {
        Map<TypeVariable<?>, Type> known = Types.bindings(receiver, method.getDeclaringClass());
        List<Type> parameters =
                Arrays.stream(method.getGenericParameterTypes())
                        .map(type -> Types.resolve(type, known))
                        .toList();
        String names = Types.names(parameters);
        return method.getName()
                + (method.isVarArgs() ? names.substring(0, names.length() - 3) + "...)" : names);
    }

    private static List<Type> types(List<Typed> arguments) {
        return arguments.stream().map(Typed::type).toList();
    }
}
