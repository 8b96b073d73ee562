package dev.livelet.benchmarks.report;

import org.jspecify.annotations.Nullable;


/** What a figure of Livelet's may be at most. */
public record Budget(String rule, Check check) {
    /** Whether it holds. */
    interface Check {
        /**
         * @param floor of the bare server in the same run, if it was measured
         */
        boolean holds(double livelet, @Nullable Double floor);
    }

    public static Budget atMost(double limit, String unit) {
        return new Budget(
                "≤ " + Spread.number(limit) + " " + unit, (livelet, floor) -> livelet <= limit);
    }

    /** {@code factor} times the floor and {@code more}. */
    public static Budget ofFloor(double factor, double more, String unit) {
        String rule = "≤ " + Spread.number(factor) + "× bare";
        return new Budget(
                more == 0 ? rule : rule + " + " + Spread.number(more) + " " + unit,
                (livelet, floor) -> floor != null && livelet <= factor * floor + more);
    }

    public Budget or(Budget other) {
        return new Budget(
                rule + " or " + other.rule,
                (livelet, floor) ->
                        check.holds(livelet, floor) || other.check.holds(livelet, floor));
    }
}
