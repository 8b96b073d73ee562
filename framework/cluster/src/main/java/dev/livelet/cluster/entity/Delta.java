package dev.livelet.cluster.entity;

import dev.livelet.cluster.entity.Bytes.Malformed;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What is new in bytes against others of which most is the same: pieces of the base, and what is
 * between them. An encoded state in which some components or elements of lists have come, gone or
 * changed is described by these alone, and nobody needs to decode it.
 *
 * <p>Where two pieces are equal is found as rsync does it: the base is known by blocks, and the
 * other bytes are looked through for each of them by a hash that rolls (Tridgell and Mackerras,
 * <i>The rsync algorithm</i>, 1996). It costs about as much as reading both.
 */
final class Delta {
    /** Of what is made of one: nobody can have a node make more of a few bytes. */
    private static final int LONGEST = 64 << 20;

    private static final int BLOCK = 16;
    private static final int FACTOR = 0x01000193;
    private static final int LEAVING = power(FACTOR, BLOCK);

    private final byte[] base;
    private final byte[] now;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    /** Where the next piece of the base begins if it follows the one before. */
    private int expected;

    private Delta(byte[] base, byte[] now) {
        this.base = base;
        this.now = now;
    }

    private static int power(int base, int exponent) {
        int power = 1;
        for (int i = 0; i < exponent; i++) power *= base;
        return power;
    }

    /**
     * @return null where it would save little
     */
    static byte @Nullable [] worthwhile(byte[] base, byte[] now) {
        if (now.length < 4 * BLOCK || now.length > LONGEST) return null;
        byte[] delta = between(base, now);
        return delta.length < now.length / 4 * 3 ? delta : null;
    }

    static byte[] between(byte[] base, byte[] now) {
        Delta delta = new Delta(base, now);
        delta.number(now.length);
        delta.number(checksum(now));
        delta.write();
        return delta.out.toByteArray();
    }

    private static int checksum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue() & Integer.MAX_VALUE;
    }

    private void write() {
        int most = Math.min(base.length, now.length);
        int mismatch = Arrays.mismatch(base, now);
        int head = mismatch < 0 ? most : mismatch;
        int tail = 0;
        while (tail < most - head && base[base.length - 1 - tail] == now[now.length - 1 - tail])
            tail++;
        if (head > 0) copy(0, head);
        between(head, base.length - tail, head, now.length - tail);
        if (tail > 0) copy(base.length - tail, tail);
    }

    /** What is in both between these. */
    private void between(int baseFrom, int baseTo, int from, int to) {
        int[] blocks = blocks(baseFrom, baseTo);
        int mask = blocks.length - 1;
        int literal = from;
        int at = from;
        int hash = at + BLOCK <= to && mask > 0 ? hash(now, at) : 0;
        while (mask > 0 && at + BLOCK <= to) {
            int found = blocks[slot(hash, mask)] - 1;
            if (found >= 0 && same(found, at)) {
                int back = 0;
                while (at - back > literal
                        && found - back > baseFrom
                        && base[found - back - 1] == now[at - back - 1]) back++;
                int length = BLOCK;
                while (at + length < to
                        && found + length < baseTo
                        && base[found + length] == now[at + length]) length++;
                literal(literal, at - back);
                copy(found - back, length + back);
                at += length;
                literal = at;
                if (at + BLOCK <= to) hash = hash(now, at);
            } else {
                if (at + BLOCK < to) hash = rolled(hash, now[at], now[at + BLOCK]);
                at++;
            }
        }
        literal(literal, to);
    }

    /**
     * Where the base's blocks begin, plus 1, by the slot of their hash; the first of equal ones.
     */
    private int[] blocks(int from, int to) {
        int count = (to - from) / BLOCK;
        if (count == 0) return new int[1];
        int[] blocks = new int[Integer.highestOneBit(count) * 4];
        for (int i = 0; i < count; i++) {
            int at = from + i * BLOCK;
            int slot = slot(hash(base, at), blocks.length - 1);
            if (blocks[slot] == 0) blocks[slot] = at + 1;
        }
        return blocks;
    }

    private boolean same(int inBase, int inNow) {
        return Arrays.equals(base, inBase, inBase + BLOCK, now, inNow, inNow + BLOCK);
    }

    private static int hash(byte[] bytes, int at) {
        int hash = 0;
        for (int i = 0; i < BLOCK; i++) hash = hash * FACTOR + bytes[at + i];
        return hash;
    }

    private static int rolled(int hash, byte out, byte in) {
        return hash * FACTOR + in - out * LEAVING;
    }

    private static int slot(int hash, int mask) {
        int mixed = hash * 0x9E3779B9;
        return (mixed ^ mixed >>> 15) & mask;
    }

    private void copy(int from, int length) {
        number((long) length << 1 | 1);
        long step = from - expected;
        number(step << 1 ^ step >> 63);
        expected = from + length;
    }

    private void literal(int from, int to) {
        if (from == to) return;
        number((long) (to - from) << 1);
        out.write(now, from, to - from);
    }

    private void number(long value) {
        long left = value;
        for (; left >>> 7 != 0; left >>>= 7) out.write((int) (left & 0x7f | 0x80));
        out.write((int) left);
    }

    /**
     * @throws Malformed when the delta is none, or is one against another base
     */
    static byte[] apply(byte[] base, byte[] delta) {
        try {
            ByteBuffer in = ByteBuffer.wrap(delta);
            int length = within(number(in), LONGEST);
            int sum = within(number(in), Integer.MAX_VALUE);
            ByteBuffer now = ByteBuffer.allocate(length);
            for (long expected = 0; in.hasRemaining(); ) {
                long piece = number(in);
                int count = within(piece >>> 1, now.remaining());
                if ((piece & 1) == 0) {
                    now.put(now.position(), in, in.position(), within(count, in.remaining()));
                    in.position(in.position() + count);
                    now.position(now.position() + count);
                } else {
                    long step = number(in);
                    int from = within(expected + (step >>> 1 ^ -(step & 1)), base.length - count);
                    now.put(base, from, count);
                    expected = from + count;
                }
            }
            if (now.hasRemaining() || checksum(now.array()) != sum)
                throw new Malformed("A delta against something else");
            return now.array();
        } catch (BufferUnderflowException e) {
            throw new Malformed("The end of a delta comes too early");
        }
    }

    private static int within(long value, int most) {
        if (value < 0 || value > most) throw new Malformed("A delta with a piece of " + value);
        return (int) value;
    }

    private static long number(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) return value;
        }
        throw new Malformed("A number that does not end");
    }
}
