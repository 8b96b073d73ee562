package dev.livelet.benchmarks.report;

/**
 * What a figure of Livelet's may be at most.
 *
 * @param rule in words
 */
public record Budget(String rule, Check check) {
    /** By how much it is exceeded; 0 or less where it holds. */
    interface Check {
        /**
         * @param floor of the bare server in the same round; NaN if it was not measured
         */
        double excess(double livelet, double floor);
    }

    public static Budget atMost(double limit, String unit) {
        return new Budget(
                "≤ " + Spread.number(limit) + " " + unit, (livelet, floor) -> livelet - limit);
    }

    /** {@code factor} times the floor and {@code more}. */
    public static Budget ofFloor(double factor, double more, String unit) {
        String rule = "≤ " + Spread.number(factor) + "× bare";
        return new Budget(
                more == 0 ? rule : rule + " + " + Spread.number(more) + " " + unit,
                (livelet, floor) ->
                        Double.isNaN(floor)
                                ? Double.POSITIVE_INFINITY
                                : livelet - factor * floor - more);
    }

    public Budget or(Budget other) {
        return new Budget(
                rule + " or " + other.rule,
                (livelet, floor) ->
                        Math.min(check.excess(livelet, floor), other.check.excess(livelet, floor)));
    }
}
