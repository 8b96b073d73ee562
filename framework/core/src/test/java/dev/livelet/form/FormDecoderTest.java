package dev.livelet.form;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

class FormDecoderTest {
    enum Size {
        SMALL,
        LARGE
    }

    record Text(String it) {}

    record MaybeText(@Nullable String it) {}

    record Bool(boolean it) {}

    record BoxedBool(Boolean it) {}

    record Int(int it) {}

    record BoxedInt(Integer it) {}

    record MaybeInt(@Nullable Integer it) {}

    record Numbers(byte a, short b, long c, float d, double e, BigDecimal f, BigInteger g) {}

    record Choice(Size it) {}

    record Times(
            LocalDate a, LocalTime b, LocalDateTime c, YearMonth d, Year e, Instant f, ZoneId g) {}

    record Others(char a, UUID b) {}

    record OptionalInt(Optional<Integer> it) {}

    record OptionalText(Optional<String> it) {}

    record Ints(List<Integer> it) {}

    record Strings(List<String> it) {}

    record Sizes(Set<Size> it) {}

    record Double1(double it) {}

    record Address(String street, int number) {}

    record Person(String name, Address home, Address work) {}

    /** Form type, fields, then the record, or the problems' codes. */
    static Stream<Object[]> conversions() {
        return Stream.of(
                row(Text.class, "it=x", new Text("x")),
                row(Text.class, "it= x ", new Text(" x ")),
                row(Text.class, "", new Text("")),
                row(Text.class, "it=a\u0000b\r\nc\rd\uD83D", new Text("a\uFFFDb\nc\nd\uFFFD")),
                row(Text.class, "it=😀\uDE00", new Text("😀\uFFFD")),
                row(MaybeText.class, "", new MaybeText(null)),
                row(Bool.class, "", new Bool(false)),
                row(Bool.class, "it=on", new Bool(true)),
                row(Bool.class, "it=true", new Bool(true)),
                row(Bool.class, "it=false", new Bool(false)),
                row(Bool.class, "it=perhaps", "it: choice"),
                row(BoxedBool.class, "", "it: required"),
                row(Int.class, "it=12", new Int(12)),
                row(Int.class, "it= 12 ", new Int(12)),
                row(Int.class, "it=-1", new Int(-1)),
                row(Int.class, "", "it: required"),
                row(Int.class, "it=  ", "it: required"),
                row(Int.class, "it=1.5", "it: number"),
                row(Int.class, "it=2147483648", "it: number"),
                row(Int.class, "it=twelve", "it: number"),
                row(BoxedInt.class, "", "it: required"),
                row(MaybeInt.class, "", new MaybeInt(null)),
                row(MaybeInt.class, "it=7", new MaybeInt(7)),
                row(MaybeInt.class, "it=x", "it: number"),
                row(
                        Numbers.class,
                        "a=1,b=2,c=3,d=4.5,e=1e3,f=0.10,g=7",
                        new Numbers(
                                (byte) 1,
                                (short) 2,
                                3,
                                4.5f,
                                1000,
                                new BigDecimal("0.10"),
                                BigInteger.valueOf(7))),
                row(
                        Numbers.class,
                        "a=128,b=x,c=1e3,d=,e=NaN,f=1e999999999,g=" + "9".repeat(101),
                        "a: number, b: number, c: number, d: required, e: number, f: number, g:"
                                + " number"),
                row(Double1.class, "it=1e400", "it: number"),
                row(Double1.class, "it=0x1p3", "it: number"),
                row(Double1.class, "it=1d", "it: number"),
                row(Choice.class, "it=LARGE", new Choice(Size.LARGE)),
                row(Choice.class, "it=large", "it: choice"),
                row(Choice.class, "", "it: required"),
                row(
                        Times.class,
                        "a=2026-11-23,b=08:30,c=2026-11-23T08:30,d=2026-11,e=2026,f=2026-11-23T08:30:00Z,g=Europe/Berlin",
                        new Times(
                                LocalDate.of(2026, 11, 23),
                                LocalTime.of(8, 30),
                                LocalDateTime.of(2026, 11, 23, 8, 30),
                                YearMonth.of(2026, 11),
                                Year.of(2026),
                                Instant.parse("2026-11-23T08:30:00Z"),
                                ZoneId.of("Europe/Berlin"))),
                row(
                        Times.class,
                        "a=23.11.2026,b=8:30,c=2026-11-23,d=11,e=x,f=now,g=Nowhere",
                        "a: date, b: time, c: date, d: date, e: date, f: date, g: choice"),
                row(
                        Others.class,
                        "a=x,b=123e4567-e89b-12d3-a456-426614174000",
                        new Others('x', UUID.fromString("123e4567-e89b-12d3-a456-426614174000"))),
                row(Others.class, "a=xy,b=1", "a: length, b: choice"),
                row(OptionalInt.class, "", new OptionalInt(Optional.empty())),
                row(OptionalInt.class, "it=3", new OptionalInt(Optional.of(3))),
                row(OptionalInt.class, "it=x", "it: number"),
                row(OptionalText.class, "it=", new OptionalText(Optional.empty())),
                row(OptionalText.class, "it=x", new OptionalText(Optional.of("x"))),
                row(Ints.class, "", new Ints(List.of())),
                row(Ints.class, "it=1;2;;3", new Ints(List.of(1, 2, 3))),
                row(Ints.class, "it=1;x", "it: number"),
                row(Strings.class, "it=a;;b", new Strings(List.of("a", "", "b"))),
                row(Sizes.class, "it=LARGE;SMALL;LARGE", new Sizes(Set.of(Size.SMALL, Size.LARGE))),
                row(
                        Person.class,
                        "name=Ada,home.street=Main,home.number=1,work.street=Side,work.number=2",
                        new Person("Ada", new Address("Main", 1), new Address("Side", 2))),
                row(
                        Person.class,
                        "name=Ada,home.number=x",
                        "home.number: number, work.number: required"),
                row(
                        Person.class,
                        "name=Ada,home.number=1,work.number=2,other=x",
                        new Person("Ada", new Address("", 1), new Address("", 2))));
    }

    @ParameterizedTest(name = "{0} {1} → {2}")
    @MethodSource("conversions")
    void fieldsConvert(Class<?> type, String fields, Object expected) {
        Form<?> form = decode(type, fields, null, false);
        Object found = form.find().isPresent() ? form.value() : codes(form);
        assertEquals(expected, found);
        assertEquals(form.problems().isEmpty(), form.valid());
    }

    static Stream<Record> records() {
        return Stream.of(
                new Text("x"),
                new Text(""),
                new MaybeText(null),
                new Bool(true),
                new Bool(false),
                new Int(-3),
                new MaybeInt(null),
                new Numbers(
                        (byte) 1, (short) 2, 3, 4.5f, 1000, new BigDecimal("0.10"), BigInteger.TEN),
                new Choice(Size.SMALL),
                new Times(
                        LocalDate.EPOCH,
                        LocalTime.NOON,
                        LocalDateTime.MAX.withYear(2000),
                        YearMonth.of(2026, 1),
                        Year.of(2026),
                        Instant.EPOCH,
                        ZoneId.of("UTC")),
                new Others('x', new UUID(1, 2)),
                new OptionalInt(Optional.of(3)),
                new OptionalInt(Optional.empty()),
                new Ints(List.of(1, 2)),
                new Sizes(Set.of(Size.LARGE)),
                new Person("Ada", new Address("Main", 1), new Address("Side", 2)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void aFormOfARecordGivesTheRecord(Record record) {
        Form<?> form = Form.of(record);
        assertEquals(record, form.value());
        assertTrue(form.touched().isEmpty());
    }

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

    private static Form<?> decode(
            Class<?> type,
            String fields,
            @Nullable String target,
            boolean submitted,
            String... touched) {
        FormFields known = fields(fields);
        return FormDecoder.of(type)
                .decode(
                        new FormFields(true, known.values(), Set.of(touched), false, ""),
                        target,
                        submitted);
    }

    /** {@code a=1,b=2;3}: b has two values. */
    private static FormFields fields(String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String field : text.split(",")) {
            if (field.isEmpty()) continue;
            String[] parts = field.split("=", -1);
            values.put(parts[0], Arrays.asList(parts[1].split(";", -1)));
        }
        return new FormFields(true, values, Set.of(), false, "");
    }

    private static String codes(Form<?> form) {
        return String.join(
                ", ",
                form.problems().entrySet().stream()
                        .map(e -> e.getKey() + ": " + e.getValue().getFirst().code())
                        .toList());
    }

    private static Object[] row(Class<?> type, String fields, Object expected) {
        return new Object[] {type, fields, expected};
    }
}
