package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

final class FrameEncoderTest {
    private static final int[] LENGTHS = {0, 1, 125, 126, 2_048, 2_049, 65_535, 65_536, 200_000};

    /** A system call with several buffers costs more than one with their bytes. */
    @Test
    void smallFramesThatLeaveTogetherAreOneBuffer() {
        assertEquals(1, frames(new byte[90], new byte[12]).length);
        assertEquals(1, frames(new byte[1_000], new byte[200], new byte[12]).length);
    }

    @Test
    void whateverTheirLengthsFramesThatLeaveTogetherAreTheFramesOneAfterTheOther() {
        for (int a : LENGTHS)
            for (int b : LENGTHS) {
                byte[] one = filled(a, 'a');
                byte[] two = filled(b, 'b');
                ByteArrayOutputStream apart = new ByteArrayOutputStream();
                apart.writeBytes(bytes(FrameEncoder.frame(FrameDecoder.TEXT, one)));
                apart.writeBytes(bytes(FrameEncoder.frame(FrameDecoder.TEXT, two)));
                assertArrayEquals(apart.toByteArray(), bytes(frames(one, two)), a + " and " + b);
            }
    }

    @Test
    void aHeaderSaysItsPayloadsLengthInTheShortestForm() {
        assertArrayEquals(new byte[] {(byte) 0x81, 125}, head(125, 2));
        assertArrayEquals(new byte[] {(byte) 0x81, 126, 0, 126}, head(126, 4));
        assertArrayEquals(new byte[] {(byte) 0x81, 126, (byte) 0xFF, (byte) 0xFF}, head(65_535, 4));
        assertArrayEquals(new byte[] {(byte) 0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0}, head(65_536, 10));
    }

    private static byte[] head(int payload, int length) {
        byte[] all = bytes(FrameEncoder.frame(FrameDecoder.TEXT, new byte[payload]));
        assertEquals(length + payload, all.length);
        return Arrays.copyOf(all, length);
    }

    private static ByteBuffer[] frames(byte[]... payloads) {
        return FrameEncoder.frames(FrameDecoder.TEXT, List.of(payloads));
    }

    private static byte[] filled(int length, char with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private static byte[] bytes(ByteBuffer[] buffers) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer each : buffers) {
            byte[] bytes = new byte[each.remaining()];
            each.get(bytes);
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }
}
