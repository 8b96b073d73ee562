package dev.livelet.cluster.entity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.cluster.entity.Bytes.Malformed;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What has changed between two encoded states. */
class DeltaTest {
    private final long seed = Long.getLong("livelet.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    @Test
    void theBaseAndTheDeltaMakeTheBytesWhateverBecameOfThem() {
        for (int round = 0; round < 3000; round++) {
            byte[] base = noise(random.nextInt(400));
            // Few values, so that much is equal by chance.
            if (round % 2 == 0) for (int i = 0; i < base.length; i++) base[i] &= 1;
            List<byte[]> parts = new ArrayList<>();
            for (int part = random.nextInt(5); part >= 0; part--) {
                int from = random.nextInt(base.length + 1);
                int to = from + random.nextInt(base.length - from + 1);
                parts.add(java.util.Arrays.copyOfRange(base, from, to));
                if (random.nextBoolean()) parts.add(noise(random.nextInt(40)));
            }
            byte[] now = joined(parts);
            assertArrayEquals(now, Delta.apply(base, Delta.between(base, now)), "seed " + seed);
        }
    }

    @Test
    void aListThatLostItsFirstElementAndGotANewOneCostsTheNewOne() {
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < 101; i++) messages.add(noise(120));
        byte[] base = joined(messages.subList(0, 100));
        byte[] now = joined(messages.subList(1, 101));
        int bytes = Delta.between(base, now).length;
        assertTrue(bytes < 120 + 24, bytes + " bytes for 120 of 12,000");
    }

    @Test
    void changesHereAndThereCostLittleMoreThanThemselves() {
        byte[] base = noise(12_000);
        byte[] now = base.clone();
        for (int i = 1; i <= 5; i++) now[i * 2000] ^= 1;
        int bytes = Delta.between(base, now).length;
        assertTrue(bytes < 60, bytes + " bytes for 5 of 12,000");
    }

    @Test
    void nothingIsMadeOfAnotherBaseOrOfRandomBytes() {
        byte[] base =
                "the state before, of which most is the same".getBytes(StandardCharsets.UTF_8);
        byte[] now =
                "the state after it, of which most is the same".getBytes(StandardCharsets.UTF_8);
        byte[] delta = Delta.between(base, now);
        byte[] other = base.clone();
        other[other.length - 2] ^= 1;
        assertThrows(Malformed.class, () -> Delta.apply(other, delta));
        assertThrows(Malformed.class, () -> Delta.apply(new byte[0], delta));
        for (int length = 0; length < delta.length; length++) {
            byte[] part = java.util.Arrays.copyOf(delta, length);
            assertThrows(Malformed.class, () -> Delta.apply(base, part));
        }
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = noise(random.nextInt(40));
            try {
                Delta.apply(base, bytes);
            } catch (Malformed refused) {
                continue;
            }
            throw new AssertionError("bytes that are no delta were taken, seed " + seed);
        }
    }
}
