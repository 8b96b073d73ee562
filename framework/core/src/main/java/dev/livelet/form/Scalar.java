package dev.livelet.form;

import dev.livelet.Form.Problem;

import org.jspecify.annotations.Nullable;

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
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * A type that one field's text converts to, and back. Texts are as browsers give them for {@code
 * number}, {@code date}, {@code time}, {@code datetime-local} and {@code month} inputs: never by
 * locale.
 *
 * @param parse throws any RuntimeException for a text that is none
 * @param problem what to say then
 */
record Scalar(Function<String, Object> parse, Function<Object, String> format, Problem problem) {
    private static final int LONGEST_NUMBER = 100;

    private static final Problem WHOLE = new Problem("number", "Please enter a whole number");
    private static final Problem NUMBER = new Problem("number", "Please enter a number");
    private static final Problem DATE = new Problem("date", "Please enter a date");
    private static final Problem TIME = new Problem("time", "Please enter a time");
    private static final Problem MOMENT = new Problem("date", "Please enter a date and a time");
    private static final Problem CHOICE = new Problem("choice", "Please choose one of the options");
    private static final Problem CHARACTER = new Problem("length", "Please enter one character");

    private static final Map<Class<?>, Scalar> KNOWN =
            Map.ofEntries(
                    of(Byte.class, Byte::valueOf, WHOLE),
                    of(Short.class, Short::valueOf, WHOLE),
                    of(Integer.class, Integer::valueOf, WHOLE),
                    of(Long.class, Long::valueOf, WHOLE),
                    of(BigInteger.class, text -> new BigInteger(shortEnough(text)), WHOLE),
                    of(Float.class, text -> decimal(text).floatValue(), NUMBER),
                    of(Double.class, text -> decimal(text).doubleValue(), NUMBER),
                    of(BigDecimal.class, Scalar::decimal, NUMBER),
                    of(LocalDate.class, LocalDate::parse, DATE),
                    of(YearMonth.class, YearMonth::parse, DATE),
                    of(Year.class, Year::parse, DATE),
                    of(LocalTime.class, LocalTime::parse, TIME),
                    of(LocalDateTime.class, LocalDateTime::parse, MOMENT),
                    of(Instant.class, Instant::parse, MOMENT),
                    of(ZoneId.class, ZoneId::of, CHOICE),
                    of(UUID.class, UUID::fromString, CHOICE),
                    of(Character.class, Scalar::character, CHARACTER),
                    of(Boolean.class, Scalar::choice, CHOICE),
                    of(String.class, text -> text, CHOICE));

    /** The scalar of a boxed type; null for a type that is none. */
    static @Nullable Scalar find(Class<?> type) {
        if (!type.isEnum()) return KNOWN.get(type);
        Object[] constants = type.getEnumConstants();
        return new Scalar(
                name ->
                        Arrays.stream(constants)
                                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                                .findFirst()
                                .orElseThrow(),
                constant -> ((Enum<?>) constant).name(),
                CHOICE);
    }

    private static <T> Map.Entry<Class<?>, Scalar> of(
            Class<T> type, Function<String, T> parse, Problem problem) {
        return Map.entry(type, new Scalar(parse::apply, String::valueOf, problem));
    }

    /**
     * Bounded in digits and in scale: {@code 1e999999999} is short, but costs what it stands for as
     * soon as it is written out.
     */
    private static BigDecimal decimal(String text) {
        BigDecimal number = new BigDecimal(shortEnough(text));
        if (Math.abs((long) number.scale()) > LONGEST_NUMBER * 10)
            throw new NumberFormatException("Out of range");
        if (Double.isInfinite(number.doubleValue()))
            throw new NumberFormatException("Out of range");
        return number;
    }

    private static String shortEnough(String text) {
        if (text.length() > LONGEST_NUMBER) throw new NumberFormatException("Too long");
        return text;
    }

    private static Character character(String text) {
        if (text.length() != 1) throw new IllegalArgumentException("Not one character");
        return text.charAt(0);
    }

    /** A checkbox says {@code on} unless it has a value of its own. */
    private static Boolean choice(String text) {
        return switch (text) {
            case "true", "on", "yes", "1" -> true;
            case "false", "off", "no", "0" -> false;
            default -> throw new IllegalArgumentException("Neither true nor false");
        };
    }
}
