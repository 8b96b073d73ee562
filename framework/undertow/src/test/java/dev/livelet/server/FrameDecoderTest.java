package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.server.FrameDecoder.Message;
import dev.livelet.server.FrameDecoder.Violation;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class FrameDecoderTest {
    private static final int LIMIT = 65_536;

    @Test
    void textOfEveryLengthClassComesThroughHoweverTheBytesAreCut() throws Violation {
        long seed = System.nanoTime();
        System.out.println("FrameDecoderTest seed " + seed);
        Random random = new Random(seed);
        for (int length : new int[] {0, 1, 125, 126, 127, 65_535, 65_536}) {
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            byte[] frame = RawFrames.masked(true, 1, payload);
            FrameDecoder decoder = new FrameDecoder(LIMIT);
            List<Message> messages = new ArrayList<>();
            for (int from = 0; from < frame.length; ) {
                int size = Math.min(frame.length - from, 1 + random.nextInt(from < 20 ? 3 : 5_000));
                ByteBuffer piece = ByteBuffer.wrap(frame, from, size);
                Message message;
                while ((message = decoder.next(piece)) != null) messages.add(message);
                from += size;
            }
            assertEquals(1, messages.size());
            assertArrayEquals(payload, messages.getFirst().payload());
        }
    }

    @Test
    void fragmentsAreJoinedAndControlFramesMayStandBetweenThem() throws Violation {
        ByteBuffer in =
                RawFrames.together(
                        RawFrames.masked(false, 1, bytes("ab")),
                        RawFrames.masked(true, 9, bytes("ping")),
                        RawFrames.masked(false, 0, bytes("")),
                        RawFrames.masked(true, 0, bytes("cd")),
                        RawFrames.masked(true, 1, bytes("next")));
        FrameDecoder decoder = new FrameDecoder(LIMIT);
        assertMessage(FrameDecoder.PING, "ping", decoder.next(in));
        assertMessage(FrameDecoder.TEXT, "abcd", decoder.next(in));
        assertMessage(FrameDecoder.TEXT, "next", decoder.next(in));
        assertEquals(null, decoder.next(in));
    }

    @Test
    void controlFramesDoNotCountForTheMessageThatTheyStandIn() throws Violation {
        ByteBuffer in =
                RawFrames.together(
                        RawFrames.masked(false, 1, bytes("12345678")),
                        RawFrames.masked(true, 9, bytes("ping")),
                        RawFrames.masked(true, 8, new byte[125]),
                        RawFrames.masked(true, 0, bytes("90")));
        FrameDecoder decoder = new FrameDecoder(10);
        assertMessage(FrameDecoder.PING, "ping", decoder.next(in));
        assertMessage(FrameDecoder.CLOSE, "\0".repeat(125), decoder.next(in));
        assertMessage(FrameDecoder.TEXT, "1234567890", decoder.next(in));
    }

    @Test
    void aLengthThatOverflowsWithWhatIsThereIsTooLarge() throws Violation {
        FrameDecoder decoder = new FrameDecoder(LIMIT);
        assertEquals(
                null, decoder.next(ByteBuffer.wrap(RawFrames.masked(false, 1, bytes("first")))));
        ByteBuffer huge = ByteBuffer.wrap(RawFrames.header(true, 0, Long.MAX_VALUE));
        assertEquals(1009, assertThrows(Violation.class, () -> decoder.next(huge)).closeCode);
    }

    @Test
    void whatNoClientSendsIsRefused() {
        refused(1009, RawFrames.masked(true, 1, new byte[LIMIT + 1]));
        refused(1009, RawFrames.header(true, 1, Long.MAX_VALUE));
        refused(1009, RawFrames.header(true, 1, -1));
        refused(1008, RawFrames.masked(true, 2, bytes("binary")));
        refused(1008, RawFrames.masked(true, 3, bytes("reserved")));
        refused(1008, RawFrames.masked(true, 0, bytes("continues nothing")));
        refused(1008, RawFrames.masked(false, 9, bytes("fragmented ping")));
        refused(1008, RawFrames.masked(true, 9, new byte[126]));
        refused(1008, new byte[] {(byte) 0x81, 1, 'x'}); // not masked
        refused(1008, new byte[] {(byte) 0xc1, (byte) 0x80, 0, 0, 0, 0}); // reserved bit
        byte[] twice =
                RawFrames.together(
                                RawFrames.masked(false, 1, bytes("a")),
                                RawFrames.masked(true, 1, bytes("b")))
                        .array();
        refused(1008, twice);
    }

    @Test
    void aMessageInPiecesIsBoundedInSizeAndInNumber() {
        byte[][] large = new byte[3][];
        for (int i = 0; i < 3; i++)
            large[i] = RawFrames.masked(false, i == 0 ? 1 : 0, new byte[30_000]);
        refused(1009, RawFrames.together(large).array());
        byte[][] many = new byte[70][];
        for (int i = 0; i < 70; i++) many[i] = RawFrames.masked(false, i == 0 ? 1 : 0, new byte[1]);
        refused(1008, RawFrames.together(many).array());
    }

    private static void refused(int code, byte[] bytes) {
        FrameDecoder decoder = new FrameDecoder(LIMIT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Violation violation =
                assertThrows(
                        Violation.class,
                        () -> {
                            while (decoder.next(in) != null) continue;
                        });
        assertEquals(code, violation.closeCode, violation.reason);
    }

    private static void assertMessage(int opcode, String text, @Nullable Message message) {
        if (message == null) throw new AssertionError("no message");
        assertEquals(opcode, message.opcode());
        assertEquals(text, new String(message.payload(), StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
