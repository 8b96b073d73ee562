package dev.livelet.cluster.codec;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.ChronoLocalDate;
import java.time.chrono.ChronoLocalDateTime;
import java.time.chrono.ChronoPeriod;
import java.time.chrono.ChronoZonedDateTime;
import java.time.chrono.Chronology;
import java.time.chrono.JapaneseEra;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** {@code java.time}, by numbers: nothing is rounded and no zone's rules are asked. */
final class Times {
    static final Map<Class<?>, ValueCodec> CODECS = new HashMap<>();

    /** Types with several classes; the first that fits counts. */
    private static final Map<Class<?>, ValueCodec> KINDS;

    static {
        several(
                Instant.class,
                t -> new long[] {t.getEpochSecond(), t.getNano()},
                n -> Instant.ofEpochSecond(n[0], n[1]));
        several(
                Duration.class,
                t -> new long[] {t.getSeconds(), t.getNano()},
                n -> Duration.ofSeconds(n[0], n[1]));
        several(
                Period.class,
                t -> new long[] {t.getYears(), t.getMonths(), t.getDays()},
                n -> Period.of(integer(n[0]), integer(n[1]), integer(n[2])));
        several(LocalDateTime.class, Times::numbers, n -> dateTime(n[0], n[1]));
        several(
                OffsetDateTime.class,
                t -> numbers(t.toLocalDateTime(), t.getOffset()),
                n -> OffsetDateTime.of(dateTime(n[0], n[1]), offset(n[2])));
        several(
                OffsetTime.class,
                t -> new long[] {t.toLocalTime().toNanoOfDay(), t.getOffset().getTotalSeconds()},
                n -> OffsetTime.of(LocalTime.ofNanoOfDay(n[0]), offset(n[1])));
        several(
                YearMonth.class,
                t -> new long[] {t.getYear(), t.getMonthValue()},
                n -> YearMonth.of(integer(n[0]), integer(n[1])));
        several(
                MonthDay.class,
                t -> new long[] {t.getMonthValue(), t.getDayOfMonth()},
                n -> MonthDay.of(integer(n[0]), integer(n[1])));
        single(LocalDate.class, LocalDate::toEpochDay, LocalDate::ofEpochDay);
        single(LocalTime.class, LocalTime::toNanoOfDay, LocalTime::ofNanoOfDay);
        single(Year.class, Year::getValue, n -> Year.of(integer(n)));
        single(ZoneOffset.class, ZoneOffset::getTotalSeconds, Times::offset);
        single(JapaneseEra.class, JapaneseEra::getValue, n -> JapaneseEra.of(integer(n)));
        CODECS.put(
                ZonedDateTime.class,
                ValueCodec.<ZonedDateTime>of(
                        (out, t) -> {
                            out.begin(4);
                            for (long each : numbers(t.toLocalDateTime(), t.getOffset()))
                                out.number(each);
                            out.text(t.getZone().getId());
                            out.end();
                        },
                        in -> {
                            in.begin();
                            LocalDateTime local =
                                    dateTime(
                                            in.element().longInteger(), in.element().longInteger());
                            ZoneOffset offset = offset(in.element().longInteger());
                            ZoneId zone = ZoneId.of(in.element().text());
                            in.end();
                            return ZonedDateTime.ofInstant(local, offset, zone);
                        },
                        null));
        ValueCodec dates =
                ValueCodec.<ChronoLocalDate>of(
                        (out, t) -> {
                            out.begin(2);
                            out.text(t.getChronology().getId());
                            out.number(t.toEpochDay());
                            out.end();
                        },
                        in -> {
                            in.begin();
                            Chronology chronology = Chronology.of(in.element().text());
                            long day = in.element().longInteger();
                            in.end();
                            return chronology.dateEpochDay(day);
                        },
                        null);
        KINDS =
                Map.of(
                        ZoneId.class,
                        ValueCodec.<ZoneId>of(
                                (out, zone) -> out.text(zone.getId()),
                                in -> ZoneId.of(in.text()),
                                null),
                        Chronology.class,
                        ValueCodec.<Chronology>of(
                                (out, chronology) -> out.text(chronology.getId()),
                                in -> Chronology.of(in.text()),
                                null),
                        ChronoLocalDate.class,
                        dates,
                        ChronoLocalDateTime.class,
                        dateTimes(dates),
                        ChronoZonedDateTime.class,
                        zoned(),
                        ChronoPeriod.class,
                        periods());
    }

    private Times() {}

    static @Nullable ValueCodec find(Class<?> type) {
        for (Map.Entry<Class<?>, ValueCodec> kind : KINDS.entrySet())
            if (kind.getKey().isAssignableFrom(type)) return kind.getValue();
        return null;
    }

    private static ValueCodec dateTimes(ValueCodec dates) {
        return ValueCodec.<ChronoLocalDateTime<?>>of(
                (out, t) -> {
                    out.begin(2);
                    dates.put(t.toLocalDate(), out);
                    out.number(t.toLocalTime().toNanoOfDay());
                    out.end();
                },
                in -> {
                    in.begin();
                    ChronoLocalDate date = (ChronoLocalDate) dates.take(in.element());
                    LocalTime time = LocalTime.ofNanoOfDay(in.element().longInteger());
                    in.end();
                    return date.atTime(time);
                },
                null);
    }

    private static ValueCodec zoned() {
        return ValueCodec.<ChronoZonedDateTime<?>>of(
                (out, t) -> {
                    out.begin(4);
                    out.text(t.getChronology().getId());
                    out.number(t.toEpochSecond());
                    out.number((long) t.toLocalTime().getNano());
                    out.text(t.getZone().getId());
                    out.end();
                },
                in -> {
                    in.begin();
                    Chronology chronology = Chronology.of(in.element().text());
                    Instant instant =
                            Instant.ofEpochSecond(
                                    in.element().longInteger(), in.element().longInteger());
                    ZoneId zone = ZoneId.of(in.element().text());
                    in.end();
                    return chronology.zonedDateTime(instant, zone);
                },
                null);
    }

    private static ValueCodec periods() {
        List<ChronoUnit> units = List.of(ChronoUnit.YEARS, ChronoUnit.MONTHS, ChronoUnit.DAYS);
        return ValueCodec.<ChronoPeriod>of(
                (out, t) -> {
                    out.begin(4);
                    out.text(t.getChronology().getId());
                    units.forEach(unit -> out.number(t.get(unit)));
                    out.end();
                },
                in -> {
                    in.begin();
                    Chronology chronology = Chronology.of(in.element().text());
                    ChronoPeriod period =
                            chronology.period(
                                    in.element().integer(),
                                    in.element().integer(),
                                    in.element().integer());
                    in.end();
                    return period;
                },
                null);
    }

    private static <T> void single(Class<T> type, ToLongFunction<T> put, LongFunction<T> take) {
        CODECS.put(
                type,
                ValueCodec.<T>of(
                        (out, t) -> out.number(put.applyAsLong(t)),
                        in -> take.apply(in.longInteger()),
                        null));
    }

    private static <T> void several(
            Class<T> type, Function<T, long[]> put, Function<long[], T> take) {
        CODECS.put(
                type,
                ValueCodec.<T>of(
                        (out, t) -> {
                            long[] numbers = put.apply(t);
                            out.begin(numbers.length);
                            for (long number : numbers) out.number(number);
                            out.end();
                        },
                        in -> {
                            in.begin();
                            long[] numbers = new long[4];
                            int size = 0;
                            while (in.more()) {
                                if (size == numbers.length)
                                    throw CodecException.malformed("too many values");
                                numbers[size++] = in.longInteger();
                            }
                            in.leave();
                            return take.apply(numbers);
                        },
                        null));
    }

    private static long[] numbers(LocalDateTime t) {
        return new long[] {t.toLocalDate().toEpochDay(), t.toLocalTime().toNanoOfDay()};
    }

    private static long[] numbers(LocalDateTime t, ZoneOffset offset) {
        return new long[] {
            t.toLocalDate().toEpochDay(), t.toLocalTime().toNanoOfDay(), offset.getTotalSeconds()
        };
    }

    private static LocalDateTime dateTime(long day, long nano) {
        return LocalDateTime.of(LocalDate.ofEpochDay(day), LocalTime.ofNanoOfDay(nano));
    }

    private static ZoneOffset offset(long seconds) {
        return ZoneOffset.ofTotalSeconds(integer(seconds));
    }

    private static int integer(long number) {
        return Math.toIntExact(number);
    }
}
