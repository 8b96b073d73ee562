package dev.livelet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.Errors;
import dev.livelet.Validated;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    ada@example.org      |
                    ""                   | Please tell us your email address
                    ada                  | An address looks like ada@example.org
                    ada@example          | An address looks like ada@example.org
                    ada@example.         | An address looks like ada@example.org
                    a da@example.org     | An address looks like ada@example.org
                    ada@b@example.org    | An address looks like ada@example.org
                    """)
    void anEmailAddressLooksLikeOne(String email, String message) {
        assertEquals(
                message == null ? "[]" : "[" + message + "]",
                first(new Signup("Ada", email, 36, ""), "email"));
    }

    @Test
    void theRestOfASignupHasBounds() {
        assertEquals("[Please tell us your name]", first(new Signup(" ", "a@b.c", 36, ""), "name"));
        assertEquals(
                "[At most 60 characters, this has 61]",
                first(new Signup("x".repeat(61), "a@b.c", 36, ""), "name"));
        assertEquals("[Between 13 and 130]", first(new Signup("Ada", "a@b.c", 12, ""), "age"));
        assertEquals("[]", first(new Signup("Ada", "a@b.c", 13, ""), "age"));
        assertEquals(
                "[At most 280 characters, this has 281]",
                first(new Signup("Ada", "a@b.c", 13, "😀".repeat(281)), "bio"));
    }

    @Test
    void aPostHasANameAndAMessageThatIsNotTooLong() {
        assertEquals("[Please say who you are]", first(new Post(" ", "hi"), "name"));
        assertEquals(
                "[At most 30 characters, this has 31]",
                first(new Post("x".repeat(31), "hi"), "name"));
        assertEquals("[Please write a message]", first(new Post("Ada", " \n "), "message"));
        assertEquals(
                "[At most 500 characters, this has 501]",
                first(new Post("Ada", "x".repeat(501)), "message"));
        assertEquals("[]", first(new Post("Ada", " " + "x".repeat(500) + " "), "message"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    lobby                | lobby
                    Book Club            | book-club
                    "  --a__b.. "        | a-b
                    Ünïcödé 東京          | ünïcödé-東京
                    ../../etc/passwd     | etc-passwd
                    <script>             | script
                    !?                   | ""
                    ""                   | ""
                    """)
    void aRoomsNameIsMadeOfWhatWasTyped(String typed, String name) {
        assertEquals(name, RoomName.of(typed));
        assertEquals(name, RoomName.of(name), "a name names itself");
    }

    @Test
    void aRoomsNameIsBounded() {
        assertEquals("x".repeat(40), RoomName.of("x".repeat(99)));
        assertEquals("x".repeat(39), RoomName.of("x".repeat(39) + "-yy"));
        assertEquals("/chat/%C3%BC", RoomName.path("ü"));
    }

    private static String first(Validated record, String field) {
        return Errors.of(record).at(field).toString();
    }
}
