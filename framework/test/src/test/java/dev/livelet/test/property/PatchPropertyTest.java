package dev.livelet.test.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.livelet.test.property.Case.Outcome;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.TreeMap;

/**
 * {@code apply(html(a), diff(a, b)) = html(b)}, for generated templates and states, several steps
 * in a row, in the Java model. The same cases come each time; {@code -Dlivelet.seed=N} and {@code
 * -Dlivelet.cases=N} give others and more.
 */
class PatchPropertyTest {
    static final long SEED = Long.getLong("livelet.seed", 20_261_123L);
    static final int CASES = Integer.getInteger("livelet.cases", 3_000);
    static final int CHOICES = 600;

    @Test
    void thePatchedPageIsTheFreshOne() {
        System.out.println("Seed " + SEED + ", " + CASES + " cases");
        int steps = 0;
        int refused = 0;
        Map<String, Integer> reasons = new TreeMap<>();
        for (int i = 0; i < CASES; i++) {
            Choices choices = Choices.random(SEED + i, CHOICES);
            Case one = Case.of(choices);
            switch (one.run()) {
                case Outcome.Holds holds -> steps += one.states().size() - 1;
                case Outcome.Refused no -> {
                    refused++;
                    reasons.merge(no.why(), 1, Integer::sum);
                }
                case Outcome.Fails fails -> fail(shrunk(choices, SEED + i));
            }
        }
        System.out.println(steps + " patches applied, " + refused + " templates refused");
        reasons.forEach((reason, count) -> System.out.println(count + " × " + reason));
        assertTrue(
                refused * 20 <= CASES,
                refused
                        + " of "
                        + CASES
                        + " templates were refused: the generator makes too many that are wrong");
        assertTrue(steps >= CASES, "only " + steps + " patches");
    }

    private static String shrunk(Choices failing, long seed) {
        int[] small =
                Shrinker.shrink(
                        failing.made(), choices -> Case.of(choices).run() instanceof Outcome.Fails);
        Case one = Case.of(Choices.replay(small));
        return "-Dlivelet.seed="
                + seed
                + " -Dlivelet.cases=1 fails; made as small as it gets:\n"
                + one.java()
                + "\n"
                + one.run();
    }

    @Test
    void shrinkingFindsTheSmallestCase() {
        int[] small =
                Shrinker.shrink(
                        some(),
                        choices -> {
                            int sum = 0;
                            for (int i = 0; i < 5; i++) if (choices.below(100) > 40) sum++;
                            return sum >= 2;
                        });
        assertEquals(82, java.util.Arrays.stream(small).sum());
    }

    private static int[] some() {
        Choices choices = Choices.random(7, 50);
        for (int i = 0; i < 50; i++) choices.below(100);
        int[] made = choices.made();
        made[0] = 90;
        made[3] = 77;
        return made;
    }
}
