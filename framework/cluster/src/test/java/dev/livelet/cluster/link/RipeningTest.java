package dev.livelet.cluster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** When a sender that sleeps is woken, by a clock in the test's hand. */
class RipeningTest {
    private final Ripening ripening = new Ripening();

    @Test
    void theFirstWakesTheSenderAndTheOthersDoNot() {
        assertTrue(ripening.add(1, 25, 1_000));
        assertFalse(ripening.add(2, 25, 1_010));
        assertFalse(ripening.add(2, 100, 1_010));
        assertEquals(15, ripening.sleep(1_010));
        assertEquals(0, ripening.take(1_024));
        assertEquals(3, ripening.take(1_025));
    }

    @Test
    void whoCannotWaitSoLongWakesIt() {
        assertTrue(ripening.add(1, 100, 0));
        assertTrue(ripening.add(2, 25, 10));
        assertEquals(3, ripening.take(35), "and all go together");
    }

    @Test
    void aThousandInASecondWakeTheSenderOnce() {
        int signals = 0;
        int wakes = 0;
        for (int milli = 0; milli < 1_000; milli++) {
            if (ripening.add(1, 25, milli)) signals++;
            if (ripening.sleep(milli) == 0 && ripening.take(milli) != 0) wakes++;
        }
        assertEquals(1, signals);
        assertEquals(39, wakes, "each 25 ms it wakes by itself");
    }

    @Test
    void anIdleSenderSleepsForEver() {
        assertEquals(Ripening.NEVER, ripening.sleep(0));
        ripening.add(1, 25, 0);
        ripening.take(25);
        assertEquals(25, ripening.sleep(25));
        assertEquals(0, ripening.take(50));
        assertEquals(Ripening.NEVER, ripening.sleep(50));
        assertTrue(ripening.add(1, 25, 60));
    }
}
