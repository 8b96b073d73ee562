package dev.livelet.cluster.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Packets as bytes, and bytes that are none. */
class WireTest {
    static Stream<Packet> packets() {
        byte[] some = {1, 2, 3};
        return Stream.of(
                new Packet.Frames(
                        7,
                        9,
                        List.of(
                                new Packet.Piece(5, false, false, some),
                                new Packet.Piece(2, false, true, new byte[0]),
                                new Packet.Piece(2, true, false, some)),
                        false),
                new Packet.Frames(7, 9, List.of(), true),
                new Packet.Open(3, 4),
                new Packet.Ack(3, Long.MAX_VALUE),
                new Packet.Fence(5),
                new Packet.Post(Packet.Form.SIGNAL, 1, 0, 1, 2, some),
                new Packet.Post(Packet.Form.QUESTION, -1, 2, 3, 5, some),
                new Packet.Post(Packet.Form.ANSWER, 1, 1023, 1024, 0, new byte[0]),
                new Packet.Leaving(),
                new Packet.Who(),
                new Packet.Hello("n1", 12),
                new Packet.Bye());
    }

    private static Wire.Letter decode(byte[] bytes) throws Wire.Refused {
        return Wire.decode(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @MethodSource("packets")
    void aPacketIsReadAsItWasWritten(Packet packet) throws Exception {
        byte[] bytes = Wire.encode(packet, true);
        Wire.Letter letter = decode(bytes);
        assertTrue(letter.leaving());
        assertEquals(packet.getClass(), letter.packet().getClass());
        assertArrayEquals(bytes, Wire.encode(letter.packet(), true));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void everyTruncationIsRefusedOrAnotherSoundPacket(Packet packet) {
        byte[] bytes = Wire.encode(packet, false);
        for (int length = 0; length < bytes.length; length++) {
            int cut = length;
            try {
                // Bodies and names go to the end of the packet, so a shorter one may be sound too.
                Wire.decode(bytes, 0, cut);
            } catch (Wire.Refused e) {
                assertTrue(!e.reason().isEmpty());
            }
        }
        if (bytes.length > 3)
            assertEquals(
                    "truncated",
                    assertThrows(Wire.Refused.class, () -> Wire.decode(bytes, 0, 2)).reason());
    }

    @Test
    void anotherVersionAndAnUnknownKindAreRefusedByName() {
        byte[] version = Wire.encode(new Packet.Who(), false);
        version[0] = 2;
        assertEquals(
                "wire version", assertThrows(Wire.Refused.class, () -> decode(version)).reason());
        byte[] kind = Wire.encode(new Packet.Who(), false);
        kind[1] = 77;
        assertEquals("unknown kind", assertThrows(Wire.Refused.class, () -> decode(kind)).reason());
    }

    @Test
    void aLengthThatIsNotThereIsNotBelieved() {
        byte[] bytes =
                Wire.encode(
                        new Packet.Frames(
                                1,
                                0,
                                List.of(new Packet.Piece(1, false, false, new byte[8])),
                                false),
                        false);
        bytes[Wire.FRAMES_HEAD + 1] = 0x7f;
        assertEquals("truncated", assertThrows(Wire.Refused.class, () -> decode(bytes)).reason());
    }

    @Test
    void randomBytesAreRefusedOrSoundAndNothingElse() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 1 && random.nextBoolean()) {
                bytes[0] = Wire.VERSION;
                bytes[1] = (byte) random.nextInt(12);
            }
            try {
                Wire.encode(decode(bytes).packet(), false);
            } catch (Wire.Refused e) {
                refused++;
            }
        }
        assertTrue(refused > 100_000, refused + " refused");
    }
}
