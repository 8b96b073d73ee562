package dev.livelet.form;

import static dev.livelet.form.FormLine.codes;
import static dev.livelet.form.FormLine.decode;
import static dev.livelet.form.FormLine.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Form;

import org.jspecify.annotations.Nullable;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What fields convert to, by type. */
class FormConversionTest {
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

    private static Object[] row(Class<?> type, String fields, Object expected) {
        return new Object[] {type, fields, expected};
    }
}
