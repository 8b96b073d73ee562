package dev.livelet.cluster.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.state.StateType;
import dev.livelet.state.Structure;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Random;

/** Generated types and values: what was written comes back, and what is broken is refused. */
class RoundTripTest {
    private final Codecs codecs = new Codecs(List.of(), id -> null, SharedCodec.BY_VALUE);

    private static Random seeds() {
        long seed = Long.getLong("livelet.seed", System.nanoTime());
        System.out.println("RoundTripTest -Dlivelet.seed=" + seed);
        return new Random(seed);
    }

    private byte[] write(Type type, @Nullable Object value) {
        return new Output().blob(codecs.of(type), value);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Random seeds = seeds();
        for (int i = 0; i < 3_000; i++) {
            int seed = seeds.nextInt();
            RandomValues random = new RandomValues(seed);
            Type type = random.type(3);
            assertEquals(List.of(), StateType.problems(type), type::toString);
            Object value = random.valueOrNull(type, 3);
            Object read = Input.read(write(type, value), codecs.of(type), false).value();
            assertTrue(
                    Structure.same(value, read),
                    () -> type + ", seed " + seed + "\n" + value + "\n" + read);
            assertEquals(String.valueOf(value), String.valueOf(read));
        }
    }

    @Test
    void severalBlobsOfOneOutputStandByThemselves() {
        RandomValues random = new RandomValues(1);
        Output out = new Output();
        for (int i = 0; i < 100; i++) {
            Type type = random.type(2);
            Object value = random.value(type, 2);
            byte[] blob = out.blob(codecs.of(type), value);
            assertTrue(Structure.same(value, Input.read(blob, codecs.of(type), false).value()));
        }
    }

    @Test
    void damagedBytesAreAValueOrACodecException() {
        Random seeds = seeds();
        int refused = 0;
        for (int i = 0; i < 800; i++) {
            int seed = seeds.nextInt();
            RandomValues random = new RandomValues(seed);
            Type type = random.type(3);
            byte[] blob = write(type, random.value(type, 3));
            Random damage = new Random(seed);
            for (int j = 0; j < 20; j++) {
                byte[] damaged = damaged(blob, damage);
                try {
                    Input.read(damaged, codecs.of(type), false);
                } catch (CodecException e) {
                    refused++;
                } catch (Throwable e) {
                    throw new AssertionError(
                            type
                                    + ", seed "
                                    + seed
                                    + ": "
                                    + java.util.HexFormat.of().formatHex(damaged),
                            e);
                }
            }
        }
        assertTrue(refused > 2_000, refused + " refused");
    }

    private static byte[] damaged(byte[] blob, Random random) {
        byte[] damaged = blob.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                return java.util.Arrays.copyOf(blob, random.nextInt(blob.length));
            }
            case 1 -> random.nextBytes(damaged);
            case 2 -> {
                for (int i = 1 + random.nextInt(3); i > 0; i--)
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            default -> {
                int at = random.nextInt(blob.length);
                // A head with a size of eight bytes: arrays, maps, text and bytes of any length.
                damaged[at] = (byte) ((2 + random.nextInt(4)) << 5 | 24 + random.nextInt(8));
            }
        }
        return damaged;
    }
}
