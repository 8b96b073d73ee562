package dev.livelet.test.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.livelet.template.CompiledTemplate;
import dev.livelet.test.browser.PageModel;
import dev.livelet.test.property.Case.Outcome;
import dev.livelet.test.property.Family.Node;

import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        Caught caught = new Caught();
        Map<String, Integer> reasons = new TreeMap<>();
        for (int i = 0; i < CASES; i++) {
            Choices choices = Choices.random(SEED + i, CHOICES);
            Case one = Case.of(choices);
            switch (one.run()) {
                case Outcome.Holds holds -> {
                    steps += one.states().size() - 1;
                    caught.add(one);
                }
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
        System.out.println(caught);
        assertTrue(CASES < 1_000 || caught.all(), caught::toString);
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

    /**
     * With keys a row that stays, or moves, is the same element, with all that a browser keeps in
     * it.
     */
    @Test
    void aRowIsTheSameElementForAsLongAsItsKeyIsThere() {
        Case keyed =
                new Case(
                        "<ul><li :for={x : kids} :key={x.id} id={x.id}>{x.a}<b"
                                + " :if={x.c}>{x.n}</b></li></ul>",
                        List.of());
        CompiledTemplate<Node> template = keyed.compile();
        int kept = 0;
        for (int i = 0; i < CASES; i++) {
            StateGenerator states = new StateGenerator(Choices.random(SEED + i, CHOICES));
            Node before = states.node(2);
            Node after = states.near(before);
            PageModel page = Case.bound(Case.definitions(template), template, before);
            Map<String, Element> was = byId(page);
            page.patch(JsonMapper.shared().readTree(Case.frame(template, before, after)), 1);
            Map<String, Element> is = byId(page);
            for (String id : was.keySet()) {
                if (!is.containsKey(id)) continue;
                assertSame(
                        was.get(id),
                        is.get(id),
                        () ->
                                "row "
                                        + id
                                        + " was made anew\n"
                                        + JavaSource.of(before)
                                        + "\n"
                                        + JavaSource.of(after));
                kept++;
            }
        }
        assertTrue(kept > CASES, "only " + kept + " rows were there before and after");
    }

    /** Rows by id, but for ids that two rows have. */
    private static Map<String, Element> byId(PageModel page) {
        Map<String, Element> rows = new TreeMap<>();
        Set<String> twice = new HashSet<>();
        for (Element row : page.root().select("li"))
            if (rows.put(row.id(), row) != null) twice.add(row.id());
        rows.keySet().removeAll(twice);
        return rows;
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
