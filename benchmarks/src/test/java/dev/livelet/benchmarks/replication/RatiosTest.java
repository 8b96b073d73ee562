package dev.livelet.benchmarks.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class RatiosTest {
    @Test
    void theMedianStandsBetweenItsBounds() {
        assertEquals(new Ratios(2, 2, 2), Ratios.of(2));
        assertEquals(2.5, Ratios.of(4, 1, 3, 2).median());
        Ratios hundred = Ratios.of(IntStream.rangeClosed(1, 100).asDoubleStream().toArray());
        assertEquals(new Ratios(50.5, 40, 61), hundred);
        assertEquals("50.50 (40.00 to 61.00)", hundred.toString());
    }

    @Test
    void eachRoundIsComparedWithTheOneBesideIt() {
        List<Mode.Round> base = List.of(round(11), round(99), round(21), round(99));
        List<Mode.Round> some = List.of(round(20), round(40));
        Ratios ratios = Ratios.of(some, base, 2, Mode.Round::cpu, 1);
        assertEquals(2, ratios.median(), 1e-9);
    }

    @Test
    void theBoundsHoldTheTrueMedianNineteenTimesOfTwenty() {
        Random random = new Random(7);
        int held = 0;
        for (int i = 0; i < 1_000; i++) {
            Ratios some = Ratios.of(random.doubles(60).map(x -> x * x).toArray());
            if (some.low() <= 0.25 && 0.25 <= some.high()) held++;
        }
        int times = held;
        assertTrue(times >= 940, () -> times + " of 1000");
    }

    private static Mode.Round round(double cpu) {
        return new Mode.Round(cpu, 0, 0, 0);
    }
}
