package dev.livelet.test.property;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/**
 * However the network delays, cuts and blocks, and whatever changes on the server meanwhile: each
 * event is handled exactly once, in order, for the row that the user saw, or is refused and the
 * user told; nothing is mounted again; the page ends equal to a fresh render.
 */
class NetworkPropertyTest {
    private static final int CASES = Integer.getInteger("livelet.networkCases", 1_500);

    @Test
    void everyEventIsHandledOnceAndThePageEndsFresh() {
        long seed = PatchPropertyTest.SEED;
        System.out.println("Networks: seed " + seed + ", " + CASES + " runs");
        long applied = 0;
        long stale = 0;
        long repeated = 0;
        long resumes = 0;
        for (int i = 0; i < CASES; i++) {
            Choices choices = Choices.random(seed + i, 3_000);
            Simulation one = new Simulation(choices);
            if (one.run().isEmpty()) {
                applied += one.counters().eventsApplied.sum();
                stale += one.counters().eventsStale.sum();
                repeated += one.counters().eventsRepeated.sum();
                resumes += one.counters().resumes.sum();
                continue;
            }
            int[] small =
                    Shrinker.shrink(
                            choices.made(), again -> !new Simulation(again).run().isEmpty());
            Simulation found = new Simulation(Choices.replay(small));
            String wrong = found.run();
            fail(
                    "seed "
                            + (seed + i)
                            + ", made as small as it gets:\n  "
                            + String.join("\n  ", found.story())
                            + "\n"
                            + wrong);
        }
        System.out.println(
                applied
                        + " events applied, "
                        + stale
                        + " refused as stale, "
                        + repeated
                        + " repeated; "
                        + resumes
                        + " resumes");
        assertTrue(
                stale > CASES / 10 && repeated > CASES / 10 && resumes > CASES / 2,
                "the networks are too good to show anything");
    }
}
