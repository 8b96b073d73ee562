package dev.livelet.test.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.test.property.Family.Colour;
import dev.livelet.test.property.Family.Dot;
import dev.livelet.test.property.Family.Liar;
import dev.livelet.test.property.Family.Node;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Cases that the generator has found, made small, and that once failed. */
class FoundCasesTest {

    /** Of two forms of a patch inside a row the second, shorter one began with a comma. */
    @Test
    void trustedMarkupInARowThatIsCheaperToSendWhole() {
        holds(
                "<div :for={s0 : tags} :key={s0}><div :if={first is Node f1} class={n}"
                        + " title={f1.a}></div>{markup}</div>",
                new Node(
                        0,
                        "",
                        null,
                        1,
                        0L,
                        0.0,
                        false,
                        Colour.RED,
                        List.of(kid()),
                        List.of("t"),
                        new Dot(""),
                        new Liar(0, "xx"),
                        5),
                new Node(
                        0,
                        "",
                        null,
                        0,
                        0L,
                        0.0,
                        true,
                        Colour.RED,
                        List.of(kid()),
                        List.of("t"),
                        new Dot(""),
                        new Liar(0, "xx"),
                        5));
    }

    /** The second pair of braces was read from its middle. */
    @Test
    void twoBracesSideBySide() {
        Node state = kid();
        holds("<b>{{{{</b>{{{a}", state, state);
    }

    private static Node kid() {
        return new Node(
                10,
                "",
                null,
                0,
                0L,
                0.0,
                false,
                Colour.RED,
                List.of(),
                List.of(),
                new Dot(""),
                new Liar(0, ""),
                0);
    }

    static void holds(String source, Node... states) {
        assertEquals(new Case.Outcome.Holds(), new Case(source, List.of(states)).run());
    }
}
