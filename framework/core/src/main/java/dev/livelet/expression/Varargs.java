package dev.livelet.expression;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;

/** Gathers the last arguments of a call into the array that a varargs method takes. */
final class Varargs {
    private Varargs() {}

    /**
     * @param spread how many of the arguments go into the array; -1 for none
     */
    static Expression[] gather(Method method, List<Expression> arguments, int spread) {
        if (spread < 0) return arguments.toArray(Expression[]::new);
        int fixed = arguments.size() - spread;
        Expression[] elements =
                arguments.subList(fixed, arguments.size()).toArray(Expression[]::new);
        Class<?> element =
                Objects.requireNonNull(method.getParameterTypes()[fixed].getComponentType());
        Expression[] gathered = arguments.subList(0, fixed).toArray(new Expression[fixed + 1]);
        gathered[fixed] =
                frame -> {
                    Object array = Array.newInstance(element, elements.length);
                    for (int i = 0; i < elements.length; i++) {
                        Object value = elements[i].eval(frame);
                        if (value != null || !element.isPrimitive()) Array.set(array, i, value);
                    }
                    return array;
                };
        return gathered;
    }
}
