package dev.livelet.benchmarks.guard;

import java.util.Map;

/**
 * Measures and compares with the budgets, in a JVM of its own; ends with 1 when one is exceeded.
 * What happens in a browser is not for it.
 */
public final class Guard {
    private Guard() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, Long> measured = Measures.all();
        measured.forEach((name, value) -> System.out.println(name + " = " + value));
        String exceeded = Budgets.load().ofKind("mutations", false).exceeded(measured);
        System.out.print(exceeded);
        System.exit(exceeded.isEmpty() ? 0 : 1);
    }
}
