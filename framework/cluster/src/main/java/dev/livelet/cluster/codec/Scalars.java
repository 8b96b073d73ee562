package dev.livelet.cluster.codec;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Values that hold no others. */
final class Scalars {
    private static final Map<Class<?>, ValueCodec> CODECS = new HashMap<>();

    static {
        both(boolean.class, Boolean.class, Output::bool, Input::bool, false);
        both(
                byte.class,
                Byte.class,
                (out, value) -> out.number((long) value),
                in -> (byte) in.integer(Byte.MIN_VALUE, Byte.MAX_VALUE),
                (byte) 0);
        both(
                short.class,
                Short.class,
                (out, value) -> out.number((long) value),
                in -> (short) in.integer(Short.MIN_VALUE, Short.MAX_VALUE),
                (short) 0);
        both(
                char.class,
                Character.class,
                (out, value) -> out.number((long) value),
                in -> (char) in.integer(Character.MIN_VALUE, Character.MAX_VALUE),
                '\0');
        both(int.class, Integer.class, (out, value) -> out.number((long) value), Input::integer, 0);
        both(long.class, Long.class, (out, value) -> out.number(value), Input::longInteger, 0L);
        both(
                float.class,
                Float.class,
                (out, value) -> out.number(value),
                in -> (float) in.real(),
                0F);
        both(double.class, Double.class, (out, value) -> out.number(value), Input::real, 0D);
        one(String.class, Output::text, Input::text);
        one(
                BigInteger.class,
                (out, value) -> out.bytes(value.toByteArray()),
                in -> new BigInteger(in.bytes()));
        one(
                BigDecimal.class,
                (out, value) -> {
                    out.begin(2);
                    out.number((long) value.scale());
                    out.bytes(value.unscaledValue().toByteArray());
                    out.end();
                },
                in -> {
                    in.begin();
                    int scale = in.element().integer();
                    BigInteger unscaled = new BigInteger(in.element().bytes());
                    in.end();
                    return new BigDecimal(unscaled, scale);
                });
        one(
                UUID.class,
                (out, value) ->
                        out.bytes(
                                ByteBuffer.allocate(16)
                                        .putLong(value.getMostSignificantBits())
                                        .putLong(value.getLeastSignificantBits())
                                        .array()),
                in -> {
                    ByteBuffer bytes = ByteBuffer.wrap(in.bytes());
                    if (bytes.remaining() != 16) throw CodecException.malformed("not a UUID");
                    return new UUID(bytes.getLong(), bytes.getLong());
                });
        one(URI.class, (out, value) -> out.text(value.toString()), in -> URI.create(in.text()));
        one(Locale.class, Scalars::locale, Scalars::locale);
        one(
                Currency.class,
                (out, value) -> out.text(value.getCurrencyCode()),
                in -> Currency.getInstance(in.text()));
        CODECS.put(
                OptionalInt.class,
                ValueCodec.of(
                        (out, value) -> {
                            out.begin(value.isPresent() ? 1 : 0);
                            value.ifPresent(present -> out.number((long) present));
                            out.end();
                        },
                        in -> optional(in, OptionalInt.empty(), x -> OptionalInt.of(x.integer())),
                        OptionalInt.empty()));
        CODECS.put(
                OptionalLong.class,
                ValueCodec.of(
                        (out, value) -> {
                            out.begin(value.isPresent() ? 1 : 0);
                            value.ifPresent(out::number);
                            out.end();
                        },
                        in ->
                                optional(
                                        in,
                                        OptionalLong.empty(),
                                        x -> OptionalLong.of(x.longInteger())),
                        OptionalLong.empty()));
        CODECS.put(
                OptionalDouble.class,
                ValueCodec.of(
                        (out, value) -> {
                            out.begin(value.isPresent() ? 1 : 0);
                            value.ifPresent(out::number);
                            out.end();
                        },
                        in ->
                                optional(
                                        in,
                                        OptionalDouble.empty(),
                                        x -> OptionalDouble.of(x.real())),
                        OptionalDouble.empty()));
        one(
                Void.class,
                (out, value) -> out.none(),
                in -> {
                    throw CodecException.malformed("nothing was expected");
                });
        CODECS.putAll(Times.CODECS);
    }

    private Scalars() {}

    static @Nullable ValueCodec find(Class<?> type) {
        ValueCodec found = CODECS.get(type);
        return found != null ? found : Times.find(type);
    }

    static Map<Class<?>, ValueCodec> all() {
        return CODECS;
    }

    private static <T> void both(
            Class<?> primitive,
            Class<T> box,
            BiConsumer<Output, T> put,
            Function<Input, T> take,
            T zero) {
        CODECS.put(primitive, ValueCodec.of(put, take, zero));
        one(box, put, take);
    }

    private static <T> void one(Class<T> type, BiConsumer<Output, T> put, Function<Input, T> take) {
        CODECS.put(type, ValueCodec.of(put, take, null));
    }

    private static <T> T optional(Input in, T empty, Function<Input, T> present) {
        in.begin();
        if (!in.more()) {
            in.leave();
            return empty;
        }
        T value = present.apply(in);
        in.end();
        return value;
    }

    /** By its language tag, or where that would change it, by its fields. */
    private static void locale(Output out, Locale locale) {
        String tag = locale.toLanguageTag();
        if (Locale.forLanguageTag(tag).equals(locale)) {
            out.text(tag);
            return;
        }
        out.begin(3);
        out.text(locale.getLanguage());
        out.text(locale.getCountry());
        out.text(locale.getVariant());
        out.end();
    }

    private static Locale locale(Input in) {
        if (in.isText()) return Locale.forLanguageTag(in.text());
        in.begin();
        String language = in.element().text();
        String country = in.element().text();
        String variant = in.element().text();
        in.end();
        return Locale.of(language, country, variant);
    }
}
