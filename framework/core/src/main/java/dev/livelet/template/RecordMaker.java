package dev.livelet.template;

import dev.livelet.LiveletException;
import dev.livelet.expression.Expression;
import dev.livelet.expression.Frame;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a component's record from its attributes. What the record's constructor throws comes
 * through.
 */
final class RecordMaker implements Expression {
    private final MethodHandle constructor;
    private final RecordComponent[] components;
    private final List<Expression> arguments;
    private final Source source;

    RecordMaker(
            Class<?> record,
            MethodHandles.Lookup lookup,
            List<Expression> arguments,
            Source source) {
        this.components = record.getRecordComponents();
        this.arguments = List.copyOf(arguments);
        this.source = source;
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            MethodHandle made =
                    MethodHandles.privateLookupIn(record, lookup)
                            .findConstructor(record, MethodType.methodType(void.class, types));
            this.constructor =
                    made.asSpreader(Object[].class, types.length)
                            .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new LiveletException(
                    "Livelet cannot make a "
                            + record.getName()
                            + ": add 'opens "
                            + record.getPackageName()
                            + ";' to the module, or pass a Lookup to Template.of",
                    e);
        }
    }

    @Override
    public Object eval(Frame frame) {
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments.get(i).eval(frame);
            if (values[i] == null && components[i].getType().isPrimitive()) {
                throw new LiveletException(
                        source
                                + ": '"
                                + components[i].getName()
                                + "' is a "
                                + components[i].getType()
                                + " and cannot be null");
            }
        }
        try {
            return constructor.invokeExact(values);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new LiveletException(source + ": the component's constructor failed", e);
        }
    }
}
