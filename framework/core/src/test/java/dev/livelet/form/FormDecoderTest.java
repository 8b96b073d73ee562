package dev.livelet.form;

import static dev.livelet.form.FormLine.codes;
import static dev.livelet.form.FormLine.decode;
import static dev.livelet.form.FormLine.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Errors;
import dev.livelet.Form;
import dev.livelet.LiveletException;
import dev.livelet.Validated;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;

/** The rules of forms: what is wrong, and when it is shown. */
class FormDecoderTest {
    record Signup(String name, String email, int age, String bio) implements Validated {
        @Override
        public void validate(Errors errors) {
            errors.notBlank("name", name)
                    .maxLength("name", name, 5)
                    .require("email", email.contains("@"), "No @")
                    .range("age", age, 18, 120);
        }
    }

    @Test
    void anErrorShowsOnceItsFieldWasTouched() {
        Form<?> form = decode(Signup.class, "age=x", "age", false, "age");
        assertEquals(
                List.of("name", "email", "age"),
                List.copyOf(form.problems().keySet()),
                "all are judged, in the record's order");
        assertEquals("Please enter a whole number", form.error("age"), "once, by its conversion");
        assertEquals(1, form.errors("age").size());
        assertEquals("", form.error("name"));
        assertFalse(form.wrong("name"));
        assertEquals("age", form.target());
        assertEquals("x", form.text("age"), "what was typed stays");
    }

    @Test
    void aSubmitShowsAllErrors() {
        Form<?> form = decode(Signup.class, "age=17", null, true);
        assertEquals("Please fill in this field", form.error("name"));
        assertEquals("No @", form.error("email"));
        assertEquals("Between 18 and 120", form.error("age"));
        assertEquals("", form.error("bio"));
        assertTrue(form.find().isPresent(), "it converts, only its rules are broken");
        assertFalse(form.valid());
    }

    @Test
    void afterARefusedSubmitErrorsStayUntilMended() {
        FormDecoder decoder = FormDecoder.of(Signup.class);
        FormFields fields = fields("").submitted(false);
        assertEquals("No @", decoder.decode(fields, "name", false).error("email"));
        assertEquals("", decoder.decode(fields.submitted(true), "name", false).error("email"));
    }

    @Test
    void aHandlerAddsWhatOnlyItCanKnow() {
        Form<?> form = decode(Signup.class, "name=Ada,email=a@b,age=20", null, true);
        assertTrue(form.valid());
        Form<?> taken = form.withError("email", "Taken");
        assertFalse(taken.valid());
        assertEquals("Taken", taken.error("email"));
        assertEquals("No room", form.withError("", "No room").error(""));
    }

    record Strict(int from, int to) {
        Strict {
            if (from > to) throw new IllegalArgumentException("secret");
        }
    }

    @Test
    void aConstructorThatRefusesIsAnErrorOfTheForm() {
        Form<?> form = decode(Strict.class, "from=2,to=1", null, false);
        assertEquals("These values cannot be accepted together", form.error(""));
        assertTrue(form.find().isEmpty());
        String message =
                String.valueOf(assertThrows(LiveletException.class, form::value).getMessage());
        assertTrue(message.startsWith("The form makes no record: "), message);
        assertEquals(
                "from: number",
                codes(decode(Strict.class, "from=x,to=-1", null, false)),
                "only where all fields convert");
    }

    record Trip(LocalDate from, LocalDate to, String name) implements Validated {
        @Override
        public void validate(Errors errors) {
            errors.notBlank("name", name).require("to", to.isAfter(from), "Comes after");
        }
    }

    @Test
    void rulesThatNeedAFieldThatDoesNotConvertAreLeftOut() {
        assertEquals(
                "from: date",
                codes(decode(Trip.class, "from=x,to=2026-01-01,name=a", null, false)));
        assertEquals(
                "to: ",
                codes(decode(Trip.class, "from=2026-01-02,to=2026-01-01,name=a", null, false)));
    }

    record Broken() implements Validated {
        @Override
        public void validate(Errors errors) {
            throw new IllegalStateException("a mistake in the rules");
        }
    }

    record Misspelt(String name) implements Validated {
        @Override
        public void validate(Errors errors) {
            errors.notBlank("nmae", name);
        }
    }

    @Test
    void aMistakeInTheRulesIsNotHidden() {
        assertThrows(IllegalStateException.class, () -> decode(Broken.class, "", null, false));
        String message =
                assertThrows(LiveletException.class, () -> decode(Misspelt.class, "", null, false))
                        .getMessage();
        assertEquals(
                Misspelt.class.getName()
                        + ".validate reports an error at 'nmae', which is no field of it; it has"
                        + " name",
                message);
    }

    record Address(String street, int number) {}

    record Order(String item, Address to) implements Validated {
        @Override
        public void validate(Errors errors) {
            errors.notBlank("to.street", to.street());
        }
    }

    record House(int number) implements Validated {
        @Override
        public void validate(Errors errors) {
            errors.range("number", number, 1, 9);
        }
    }

    record Move(House from, House to) {}

    @Test
    void nestedRecordsHaveRulesOfTheirOwn() {
        assertEquals("to.street: required", codes(decode(Order.class, "to.number=1", null, false)));
        assertEquals(
                "to.number: range",
                codes(decode(Move.class, "from.number=1,to.number=10", null, false)));
    }

    record Loop(String name, @Nullable Loop inner) {}

    record Odd(Thread it) {}

    record OddList(List<Address> it) {}

    record Raw(@SuppressWarnings("rawtypes") List it) {}

    @Test
    void aTypeThatNoFieldConvertsToStopsTheStart() {
        assertEquals(
                "A form is decoded into a record, java.lang.String is none: declare"
                        + " Form<SomeRecord>",
                refusal(String.class));
        assertEquals(
                "A form's record cannot contain itself: " + Loop.class.getName(),
                refusal(Loop.class));
        assertTrue(
                refusal(Odd.class)
                        .startsWith(
                                "The form's field 'it' cannot be a java.lang.Thread. A field"
                                        + " converts to String, "));
        assertTrue(
                refusal(OddList.class)
                        .startsWith(
                                "The form's field 'it' cannot be a " + Address.class.getName()));
        assertTrue(
                refusal(Raw.class)
                        .startsWith("The form's field 'it' cannot be a java.lang.Object"));
    }

    @Test
    void rulesAreTestedAsPlainFunctions() {
        assertEquals(
                List.of("At most 5 characters, this has 6"),
                Errors.of(new Signup("Ada 😀😀", "@", 20, "")).at("name"));
        assertTrue(Errors.of(new Signup("Ada", "@", 20, "")).isEmpty());
    }

    private static String refusal(Class<?> type) {
        return String.valueOf(
                assertThrows(LiveletException.class, () -> FormDecoder.of(type)).getMessage());
    }
}
