package dev.livelet.cluster.codec;

import dev.livelet.Async;
import dev.livelet.Html;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.*;
import java.time.chrono.ChronoLocalDate;
import java.time.chrono.HijrahDate;
import java.time.chrono.JapaneseDate;
import java.time.chrono.JapaneseEra;
import java.util.*;
import java.util.function.Supplier;

/** Declared types put together at random, and values of them. */
final class RandomValues {
    enum Status {
        OPEN,
        CLOSED {
            @Override
            public String toString() {
                return "has a class of its own";
            }
        }
    }

    sealed interface Shape {}

    sealed interface Round extends Shape {}

    record Circle(double radius) implements Round {}

    record Group(List<Shape> shapes, @Nullable String name) implements Shape {}

    enum Special implements Shape {
        NONE
    }

    record Box<T>(@Nullable T held, int number) {}

    record Pair<A, B>(A first, List<? extends B> others) {}

    /** What it holds within itself. */
    record Tree(char letter, byte small, short medium, Optional<Tree> left, List<Tree> right) {}

    sealed interface Maybe<T> {}

    record Just<T>(T value) implements Maybe<T> {}

    record None<T>() implements Maybe<T> {}

    record Generic(Class<?> raw, List<Type> arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return raw.getDeclaringClass();
        }
    }

    private static final List<Class<?>> SORTABLE =
            List.of(String.class, Integer.class, Instant.class, Status.class, BigDecimal.class);

    private final Random random;
    private final Map<Class<?>, Supplier<Object>> scalars = new LinkedHashMap<>();

    RandomValues(long seed) {
        random = new Random(seed);
        scalars.put(Boolean.class, random::nextBoolean);
        scalars.put(Byte.class, () -> (byte) random.nextInt());
        scalars.put(Short.class, () -> (short) random.nextInt());
        scalars.put(Character.class, () -> (char) random.nextInt());
        scalars.put(Integer.class, () -> random.nextInt() >> random.nextInt(32));
        scalars.put(Long.class, this::number);
        scalars.put(
                Float.class,
                () -> one(0F, -0F, Float.NaN, Float.MIN_VALUE, random.nextFloat(), 1F / 0));
        scalars.put(
                Double.class,
                () -> one(0D, -0D, Double.NaN, Double.MAX_VALUE, random.nextDouble(), -1D / 0));
        scalars.put(String.class, this::text);
        scalars.put(BigInteger.class, () -> new BigInteger(random.nextInt(200), random).negate());
        scalars.put(
                BigDecimal.class,
                () ->
                        new BigDecimal(
                                BigInteger.valueOf(number()),
                                one(0, 2, -7, 400, Integer.MIN_VALUE, Integer.MAX_VALUE)));
        scalars.put(UUID.class, () -> new UUID(random.nextLong(), random.nextLong()));
        scalars.put(
                URI.class,
                () -> URI.create(one("", "mailto:a@b", "http://ü/%C3?q#f", "//x_y/z", "a/../b")));
        scalars.put(
                Locale.class,
                () ->
                        one(
                                Locale.ROOT,
                                Locale.GERMANY,
                                Locale.of("no", "NO", "NY"),
                                Locale.of("ja", "JP", "JP"),
                                Locale.of("", "", "odd one"),
                                Locale.forLanguageTag("zh-Hant-TW-x-private-u-co-pinyin")));
        scalars.put(Currency.class, () -> Currency.getInstance(one("EUR", "XXX")));
        scalars.put(OptionalInt.class, () -> one(OptionalInt.empty(), OptionalInt.of(-5)));
        scalars.put(OptionalLong.class, () -> one(OptionalLong.empty(), OptionalLong.of(number())));
        scalars.put(
                OptionalDouble.class,
                () -> one(OptionalDouble.empty(), OptionalDouble.of(Double.NaN)));
        scalars.put(Status.class, () -> one(Status.OPEN, Status.CLOSED));
        scalars.put(DayOfWeek.class, () -> DayOfWeek.of(1 + random.nextInt(7)));
        scalars.put(
                Html.class, () -> Html.trusted(one("", "a < b", "<p>x<b>y</p>z", "<i>&amp;</i>")));
        scalars.put(Instant.class, () -> one(Instant.MIN, Instant.MAX, instant()));
        scalars.put(Duration.class, () -> Duration.ofSeconds(number() / 2, random.nextInt()));
        scalars.put(
                Period.class,
                () -> Period.of(random.nextInt(), random.nextInt(), random.nextInt()));
        scalars.put(LocalDate.class, () -> one(LocalDate.MIN, LocalDate.MAX, date()));
        scalars.put(LocalTime.class, () -> one(LocalTime.MAX, LocalTime.MIDNIGHT, time()));
        scalars.put(LocalDateTime.class, () -> LocalDateTime.of(date(), time()));
        scalars.put(
                OffsetDateTime.class,
                () -> OffsetDateTime.of(date(), time(), one(ZoneOffset.MAX, ZoneOffset.UTC)));
        scalars.put(OffsetTime.class, () -> OffsetTime.of(time(), ZoneOffset.ofHours(-3)));
        scalars.put(ZonedDateTime.class, () -> ZonedDateTime.of(date(), time(), zone()));
        scalars.put(ZoneId.class, this::zone);
        scalars.put(ZoneOffset.class, () -> one(ZoneOffset.UTC, ZoneOffset.ofTotalSeconds(-7)));
        scalars.put(Year.class, () -> Year.of(one(-5, 2026, Year.MAX_VALUE)));
        scalars.put(YearMonth.class, () -> YearMonth.from(date()));
        scalars.put(MonthDay.class, () -> MonthDay.of(2, 29));
        scalars.put(
                ChronoLocalDate.class,
                () -> one(date(), JapaneseDate.of(2026, 1, 2), HijrahDate.now()));
        scalars.put(JapaneseDate.class, () -> JapaneseDate.of(1990, 5, 6));
        scalars.put(JapaneseEra.class, () -> one(JapaneseEra.HEISEI, JapaneseEra.REIWA));
    }

    /** A type that may be declared in a state. */
    Type type(int depth) {
        if (depth == 0 || random.nextInt(4) == 0)
            return one(new ArrayList<>(scalars.keySet()).toArray(Class<?>[]::new));
        return switch (random.nextInt(16)) {
            case 0 -> new Generic(List.class, List.of(type(depth - 1)));
            case 1 -> new Generic(Set.class, List.of(type(depth - 1)));
            case 2 -> new Generic(SequencedSet.class, List.of(type(depth - 1)));
            case 3 -> new Generic(Collection.class, List.of(type(depth - 1)));
            case 4 -> new Generic(SequencedCollection.class, List.of(type(depth - 1)));
            case 5 -> new Generic(one(SortedSet.class, NavigableSet.class), List.of(sortable()));
            case 6 ->
                    new Generic(
                            one(Map.class, SequencedMap.class),
                            List.of(type(depth - 1), type(depth - 1)));
            case 7 ->
                    new Generic(
                            one(SortedMap.class, NavigableMap.class),
                            List.of(sortable(), type(depth - 1)));
            case 8 -> new Generic(Map.Entry.class, List.of(type(depth - 1), type(depth - 1)));
            case 9 -> new Generic(Optional.class, List.of(type(depth - 1)));
            case 10 -> new Generic(Box.class, List.of(type(depth - 1)));
            case 11 -> new Generic(Pair.class, List.of(type(depth - 1), type(depth - 1)));
            case 12 -> new Generic(Async.class, List.of(type(depth - 1)));
            case 13 -> new Generic(Maybe.class, List.of(type(depth - 1)));
            case 14 -> Shape.class;
            default -> Tree.class;
        };
    }

    private Type sortable() {
        return SORTABLE.get(random.nextInt(SORTABLE.size()));
    }

    @Nullable Object valueOrNull(Type type, int depth) {
        return random.nextInt(8) == 0 ? null : value(type, depth);
    }

    /** A value of a type that {@link #type} made. */
    Object value(Type type, int depth) {
        if (type == Shape.class) return shape(depth);
        if (type == Tree.class) return tree(depth);
        if (!(type instanceof Generic generic))
            return Objects.requireNonNull(scalars.get((Class<?>) type), type::toString).get();
        Class<?> raw = generic.raw();
        Type first = generic.arguments().getFirst();
        Type last = generic.arguments().getLast();
        if (raw == Map.Entry.class)
            return new AbstractMap.SimpleImmutableEntry<>(
                    valueOrNull(first, depth), valueOrNull(last, depth));
        if (raw == Optional.class) return Optional.ofNullable(valueOrNull(first, depth));
        if (raw == Box.class) return new Box<>(valueOrNull(first, depth), random.nextInt());
        if (raw == Pair.class) return new Pair<>(value(first, depth), list(last, depth));
        if (raw == Async.class) {
            return one(
                    new Async.Loading<>(),
                    new Async.Failed<>(text()),
                    new Async.Ok<>(value(first, depth)));
        }
        if (raw == Maybe.class) return one(new Just<>(value(first, depth)), new None<>());
        if (SortedMap.class.isAssignableFrom(raw)) return filled(sortedMap(first), first, last);
        if (Map.class.isAssignableFrom(raw)) return filled(new LinkedHashMap<>(), first, last);
        if (SortedSet.class.isAssignableFrom(raw)) return sortedSet(first, depth);
        if (raw == List.class) return list(first, depth);
        if (Set.class.isAssignableFrom(raw)) return set(first, depth);
        return random.nextBoolean() ? list(first, depth) : set(first, depth);
    }

    private Shape shape(int depth) {
        int kind = random.nextInt(depth > 0 ? 3 : 2);
        if (kind == 0) return Special.NONE;
        if (kind == 1) return new Circle(random.nextInt(5) / 2.0);
        List<Shape> shapes = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) shapes.add(shape(depth - 1));
        return new Group(shapes, random.nextBoolean() ? null : text());
    }

    private Tree tree(int depth) {
        List<Tree> right = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0 && depth > 0; i--) right.add(tree(depth - 1));
        return new Tree(
                (char) random.nextInt(),
                (byte) random.nextInt(),
                (short) random.nextInt(),
                depth > 0 && random.nextBoolean() ? Optional.of(tree(depth - 1)) : Optional.empty(),
                right);
    }

    private List<@Nullable Object> list(Type type, int depth) {
        List<@Nullable Object> list = random.nextBoolean() ? new ArrayList<>() : new LinkedList<>();
        for (int i = random.nextInt(5); i > 0; i--) list.add(valueOrNull(type, depth - 1));
        return list;
    }

    private Set<@Nullable Object> set(Type type, int depth) {
        Set<@Nullable Object> set = random.nextBoolean() ? new LinkedHashSet<>() : new HashSet<>();
        for (int i = random.nextInt(5); i > 0; i--) set.add(valueOrNull(type, depth - 1));
        return set;
    }

    private SortedSet<Object> sortedSet(Type type, int depth) {
        SortedSet<Object> set = new TreeSet<>(order(type));
        for (int i = random.nextInt(5); i > 0; i--) set.add(value(type, depth));
        return set;
    }

    private SortedMap<Object, @Nullable Object> sortedMap(Type key) {
        return new TreeMap<>(order(key));
    }

    @SuppressWarnings("unchecked")
    private @Nullable Comparator<Object> order(Type type) {
        return (Comparator<Object>)
                switch (random.nextInt(type == String.class ? 4 : 3)) {
                    case 0 -> null;
                    case 1 -> (Comparator<?>) Comparator.naturalOrder();
                    case 2 -> (Comparator<?>) Comparator.reverseOrder();
                    default -> String.CASE_INSENSITIVE_ORDER;
                };
    }

    private Map<Object, @Nullable Object> filled(
            Map<Object, @Nullable Object> map, Type key, Type value) {
        for (int i = random.nextInt(5); i > 0; i--) map.put(value(key, 1), valueOrNull(value, 1));
        return map;
    }

    private String text() {
        return one(
                "",
                "plain",
                "ünï",
                "😀",
                "a😀b",
                "half \ud83d",
                "\ude00\ud83d",
                "\0\n\"<",
                "x".repeat(random.nextInt(400)));
    }

    private long number() {
        return random.nextLong() >> random.nextInt(64);
    }

    private Instant instant() {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    }

    private LocalDate date() {
        return LocalDate.ofEpochDay(random.nextInt(40_000));
    }

    private LocalTime time() {
        return LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L));
    }

    private ZoneId zone() {
        return ZoneId.of(
                one("Europe/Berlin", "UTC", "Z", "+02:00", "UTC+01:00", "America/Caracas"));
    }

    @SafeVarargs
    private <T> T one(T... of) {
        return of[random.nextInt(of.length)];
    }
}
