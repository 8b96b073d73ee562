package dev.livelet.template;

import dev.livelet.LiveView;
import dev.livelet.LiveletException;
import dev.livelet.Template;
import dev.livelet.TemplateException;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds a component's class by the name of its tag: among the classes given to the template and
 * what is nested in them, then what is nested in the record, around it and beside it, then in its
 * package. And the template of such a class.
 */
final class ComponentFinder {
    private final MethodHandles.Lookup lookup;
    private final List<Class<?>> homes;
    private final Map<String, Class<?>> known = new LinkedHashMap<>();

    /**
     * @param homes the template's record, and the view it was loaded beside
     */
    ComponentFinder(MethodHandles.Lookup lookup, List<Class<?>> homes, List<Class<?>> uses) {
        this.lookup = lookup;
        this.homes = homes;
        for (Class<?> used : uses) known.putIfAbsent(used.getSimpleName(), used);
        for (Class<?> used : uses) addNested(used);
        for (Class<?> home : homes) {
            for (Class<?> around = home; around != null; around = around.getEnclosingClass()) {
                known.putIfAbsent(around.getSimpleName(), around);
                addNested(around);
            }
        }
    }

    private void addNested(Class<?> around) {
        for (Class<?> nested : around.getDeclaredClasses())
            known.putIfAbsent(nested.getSimpleName(), nested);
    }

    MethodHandles.Lookup lookup() {
        return lookup;
    }

    @Nullable Class<?> find(String tag) {
        Class<?> found = known.get(tag);
        if (found != null && isComponent(found)) return found;
        for (Class<?> home : homes) {
            try {
                return Class.forName(
                        home.getPackageName() + "." + tag, false, home.getClassLoader());
            } catch (ClassNotFoundException e) {
                continue;
            }
        }
        return found;
    }

    /** The names of components that can be told without loading classes. */
    Set<String> names() {
        Map<String, Class<?>> components = new LinkedHashMap<>(known);
        components.values().removeIf(type -> !isComponent(type));
        return components.keySet();
    }

    private static boolean isComponent(Class<?> type) {
        if (LiveView.class.isAssignableFrom(type)) return true;
        return type.isRecord() && (templateField(type) != null || TemplateFile.exists(type));
    }

    /** Where the template of a component is: null where it has none. */
    @Nullable TemplateReference template(Class<?> type) {
        if (LiveView.class.isAssignableFrom(type)) {
            LiveView<?> view = instance(type.asSubclass(LiveView.class));
            return new TemplateReference(() -> compiled(view.template()));
        }
        Field field = templateField(type);
        if (field != null) {
            VarHandle handle = handle(field);
            return new TemplateReference(() -> compiled((Template<?>) handle.get()));
        }
        if (!TemplateFile.exists(type)) return null;
        return new TemplateReference(() -> TemplateFile.ofRecord(type, lookup));
    }

    private static @Nullable CompiledTemplate<?> compiled(@Nullable Template<?> template) {
        return (CompiledTemplate<?>) template;
    }

    private static @Nullable Field templateField(Class<?> record) {
        return Arrays.stream(record.getDeclaredFields())
                .filter(
                        field ->
                                Modifier.isStatic(field.getModifiers())
                                        && Template.class.isAssignableFrom(field.getType()))
                .filter(
                        field ->
                                !(field.getGenericType() instanceof ParameterizedType type)
                                        || Expressions.erase(type.getActualTypeArguments()[0])
                                                == record)
                .findFirst()
                .orElse(null);
    }

    private VarHandle handle(Field field) {
        try {
            MethodHandles.Lookup inside =
                    MethodHandles.privateLookupIn(field.getDeclaringClass(), lookup);
            return inside.unreflectVarHandle(field);
        } catch (IllegalAccessException e) {
            throw new LiveletException(
                    "Livelet cannot reach "
                            + field
                            + ": add 'opens "
                            + field.getDeclaringClass().getPackageName()
                            + ";' to the module, or pass a Lookup to Template.of",
                    e);
        }
    }

    private LiveView<?> instance(@SuppressWarnings("rawtypes") Class<? extends LiveView> view) {
        try {
            Constructor<?> constructor = view.getDeclaredConstructor();
            return (LiveView<?>)
                    MethodHandles.privateLookupIn(view, lookup)
                            .unreflectConstructor(constructor)
                            .invoke();
        } catch (NoSuchMethodException e) {
            throw new LiveletException(
                    "The stateful component "
                            + view.getName()
                            + " needs a constructor without parameters",
                    e);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new LiveletException(
                    "The stateful component " + view.getName() + " cannot be created: " + e, e);
        }
    }

    /**
     * What was wrong in a component's template, where its class failed to initialise because of it.
     */
    static @Nullable TemplateException cause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TemplateException wrong) return wrong;
        }
        return null;
    }
}
