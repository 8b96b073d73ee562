package dev.livelet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.test.LivePage;
import dev.livelet.test.LiveTest;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Counter, table, form and index without a browser. */
class SmallPagesTest {
    /** Inputs go out every 100 ms at most. */
    private static final Duration MOMENT = Duration.ofMillis(150);

    @Test
    void theCounterIsAFunctionOfItsState() {
        assertEquals(new Counter.State(1), new Counter().add(new Counter.State(0), 1));
        LiveTest.mount(new Counter())
                .click("#inc")
                .click("#inc")
                .click("#dec")
                .assertText("#count", "1");
    }

    @Test
    void aClickOnTheCounterIsAFewBytes() {
        LivePage<Counter.State> page = LiveTest.mount(new Counter()).click("#inc");
        assertTrue(page.lastPatch().length <= 20, () -> new String(page.lastPatch()));
    }

    @Test
    void everyOperationOfTheTableReachesThePage() {
        LivePage<Table.State> page = LiveTest.mount(new Table()).assertCount("tbody tr", 1_000);
        for (String button : "swaprows update reverse prepend removefirst add run clear".split(" "))
            page.click("#" + button);
        page.assertCount("tbody tr", 0);
    }

    @Test
    void theTablesPatchesAreSmall() {
        LivePage<Table.State> page = LiveTest.mount(new Table());
        assertPatch(page.click("tbody tr:nth-child(7) a.select"), 48);
        assertPatch(page.click("tbody tr:nth-child(20) a.select"), 48);
        assertPatch(page.click("#swaprows"), 32);
        assertPatch(page.click("#removefirst"), 20);
        assertPatch(page.click("#prepend"), 120);
        assertPatch(page.click("#reverse"), 4_000);
        assertPatch(page.click("#update"), 2_000);
        assertPatch(page.click("#run"), 32_000);
    }

    @Test
    void aKeystrokeInTheFormIsSmallToo() {
        LivePage<SignupForm.State> page = LiveTest.mount(new SignupForm());
        page.input("[name=name]", "A").advance(MOMENT).input("[name=email]", "a").advance(MOMENT);
        assertPatch(page.input("[name=age]", "x"), 56);
        page.advance(MOMENT).input("[name=bio]", "x".repeat(100)).advance(MOMENT);
        assertPatch(page.input("[name=bio]", "x".repeat(101)), 56);
    }

    @Test
    void theFormSavesWhatIsValid() {
        LivePage<SignupForm.State> page = LiveTest.mount(new SignupForm()).submit("#form");
        page.assertText("[data-error-for=name]", "Please tell us your name")
                .assertText("#saved", "");
        page.input("[name=name]", "Ada")
                .advance(MOMENT)
                .assertText("[data-error-for=email]", "Please tell us your email address");
        page.input("[name=email]", "ada@example.org").input("[name=age]", "36").submit("#form");
        page.assertText("#saved", "Saved. Nice to meet you, Ada!");
        page.input("[name=name]", "Bob").advance(MOMENT).assertText("#saved", "");
    }

    @Test
    void theIndexOpensRooms() {
        LivePage<Home.State> page = LiveTest.mount(new Home());
        page.input("#room", "?")
                .submit("#door")
                .assertText("[data-error-for=room]", "A room's name has letters or digits");
        page.input("#room", "Tea & Cake").submit("#door");
        assertEquals("/chat/tea-cake", page.address());
    }

    private static void assertPatch(LivePage<?> page, int most) {
        byte[] patch = page.lastPatch();
        assertTrue(
                patch.length <= most,
                () ->
                        patch.length
                                + " bytes, more than "
                                + most
                                + ": "
                                + new String(patch, 0, Math.min(200, patch.length)));
    }
}
