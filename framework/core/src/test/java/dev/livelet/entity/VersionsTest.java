package dev.livelet.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/** Numbers of an entity's states. */
class VersionsTest {
    private final InstantSource wall = () -> Instant.parse("2100-01-01T00:00:00Z");

    @Test
    void twoNodesThatGoOnWithOneStateNeverGiveTheSameNumber() {
        Versions left = new Versions(1);
        Versions right = new Versions(2);
        long common = left.first(0, wall);
        Set<Long> all = new HashSet<>();
        long l = common;
        long r = common;
        for (int i = 0; i < 1000; i++) {
            assertTrue(left.after(l) > l && right.after(r) > r);
            l = left.after(l);
            r = right.after(r);
            all.add(l);
            all.add(r);
        }
        assertEquals(2000, all.size());
    }

    @Test
    void oneThatIsMadeAnewIsAboveWhatWasBeforeForCenturies() {
        long old = new Versions(Versions.MARKS - 1).first(0, wall);
        assertTrue(new Versions(0).first(old, () -> Instant.EPOCH) > old);
        assertTrue(new Versions(0).first(0, () -> Instant.parse("2100-01-01T00:00:01Z")) > old);
        assertTrue(new Versions(0).first(0, () -> Instant.parse("3000-01-01T00:00:00Z")) > old);
    }
}
