package dev.livelet.benchmarks.report;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One thing that is measured, for everyone whom it was measured of. Confined to one thread. */
public final class Row {
    private final String section;
    private final String name;
    private final String unit;
    private final @Nullable Budget budget;
    private final Map<Side, List<Double>> rounds = new EnumMap<>(Side.class);

    Row(String section, String name, String unit, @Nullable Budget budget) {
        this.section = section;
        this.name = name;
        this.unit = unit;
        this.budget = budget;
    }

    public Row add(Side side, double value) {
        rounds.computeIfAbsent(side, key -> new ArrayList<>()).add(value);
        return this;
    }

    public String section() {
        return section;
    }

    public String name() {
        return name;
    }

    public String unit() {
        return unit;
    }

    public @Nullable Budget budget() {
        return budget;
    }

    public @Nullable Spread of(Side side) {
        List<Double> all = rounds.get(side);
        return all == null ? null : Spread.of(all);
    }

    /**
     * Livelet's by another's, round by round where both have as many; null where one is missing.
     */
    public @Nullable Spread ratioTo(Side other) {
        List<Double> own = rounds.get(Side.LIVELET);
        List<Double> others = rounds.get(other);
        if (own == null || others == null) return null;
        if (own.size() != others.size())
            return Spread.of(Spread.of(own).median() / Spread.of(others).median());
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) ratios.add(own.get(i) / others.get(i));
        return Spread.of(ratios);
    }

    /**
     * Whether the budget holds in the median round, each round by its own floor; null where there
     * is none, or nothing was measured.
     */
    public @Nullable Boolean holds() {
        List<Double> own = rounds.get(Side.LIVELET);
        if (budget == null || own == null) return null;
        List<Double> floor = rounds.getOrDefault(Side.FLOOR, List.of());
        List<Double> excess = new ArrayList<>();
        for (int i = 0; i < own.size(); i++)
            excess.add(
                    budget.check()
                            .excess(own.get(i), i < floor.size() ? floor.get(i) : Double.NaN));
        return Spread.of(excess).median() <= 0;
    }
}
