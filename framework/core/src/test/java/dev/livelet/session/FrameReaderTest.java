package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;

/** Whatever comes in is a frame of the protocol, or a clear refusal. */
class FrameReaderTest {
    private static final String JOIN =
            "[0,\"s\",\"t\",3,\"b\",2,5,[[3,[0]],[2,[1,4,0],\"v\",\"f\"]],{\"tz\":\"Europe/Berlin\",\"dark\":true},null,4]";

    @Test
    void aJoinIsReadWithItsQueue() {
        ClientFrame.Join join = assertInstanceOf(ClientFrame.Join.class, FrameReader.read(JOIN));
        assertEquals("s", join.session());
        assertEquals(3, join.seen());
        assertEquals(2, join.attempt());
        assertEquals(5, join.first());
        assertEquals(2, join.queue().size());
        assertEquals(2, join.queue().get(1).seen());
        assertArrayEquals(new int[] {1, 4, 0}, join.queue().get(1).event().path());
        assertEquals("f", join.queue().get(1).event().target());
        assertEquals("Europe/Berlin", join.zone());
        assertEquals(true, join.dark());
    }

    @Test
    void eventsAcknowledgementsHealsLeavesAndPingsAreRead() {
        ClientFrame.Event event =
                assertInstanceOf(
                        ClientFrame.Event.class,
                        FrameReader.read("[1,2,[0,5],{\"a\":[1.5,null,true]},\"a\"]"));
        assertEquals(2, event.patches());
        assertEquals("{\"a\":[1.5,null,true]}", String.valueOf(event.payload()));
        assertEquals(new ClientFrame.Ack(4), FrameReader.read("[2,4]"));
        assertInstanceOf(
                ClientFrame.Heal.class,
                FrameReader.read("[6,0,[]]".getBytes(StandardCharsets.UTF_8)));
        assertEquals(new ClientFrame.Leave(), FrameReader.read("[4]"));
        assertEquals(new ClientFrame.Ping(), FrameReader.read(" [5] "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{}",
                "1",
                "null",
                "[]",
                "[\"1\"]",
                "[-1]",
                "[1.0,0,[0]]",
                "[1]",
                "[1,0]",
                "[1,0,[]]",
                "[1,0,[0]",
                "[1,0,[0]]]",
                "[1,0,[0]][5]",
                "[1,0,[-1]]",
                "[1,0,[\"0\"]]",
                "[1,0,[0.5]]",
                "[1,0,[4294967296]]",
                "[1,0,[99999999999999999999999999]]",
                "[1,-1,[0]]",
                "[1,null,[0]]",
                "[1,0,{}]",
                "[1,0,[0],\"v\",5]",
                "[1,0,[0],\"v\",\"f\",1]",
                "[1,0,[0],NaN]",
                "[1,0,[0],\"\u0000\"]",
                "[2]",
                "[2,1,1]",
                "[3,\"/x\"]",
                "[4,1]",
                "[5,[]]",
                "[6,0]",
                "[6,0,[0],0]",
                "[99]",
                "[0]",
                "[0,\"s\"]",
                "[0,1,\"t\",0,\"\",1,1,[],{}]",
                "[0,\"s\",\"t\",0,\"\",1,0,[],{}]",
                "[0,\"s\",\"t\",0,\"\",1,1,{},{}]",
                "[0,\"s\",\"t\",0,\"\",1,1,[[0]],{}]",
                "[0,\"s\",\"t\",0,\"\",1,1,[],[]]",
                "[0,\"s\",\"t\",0,\"\",1,1,[],{},1]",
                "[0,\"s\",\"t\",0,\"\",1,1,[]]"
            })
    void whatIsNoFrameIsRefused(String text) {
        assertEquals(1008, refusal(text));
    }

    static Stream<String> tooMuch() {
        return Stream.of(
                "[1,0,[0],".concat("[".repeat(40)).concat("]".repeat(40)).concat("]"),
                "[1,0,[" + "0,".repeat(200) + "0]]",
                "[1,0,[0],[" + "0,".repeat(1000) + "0]]",
                "[0,\"" + "s".repeat(300) + "\",\"t\",0,\"\",1,1,[],{}]",
                "[0,\"s\",\"t\",0,\"\",1,1,[" + "[0,[0]],".repeat(100) + "[0,[0]]],{}]",
                "[".repeat(60_000));
    }

    @ParameterizedTest
    @MethodSource("tooMuch")
    void whatIsTooDeepOrTooMuchIsRefused(String text) {
        assertEquals(1008, refusal(text));
    }

    @Test
    void aFrameThatIsTooLargeIsRefusedUnread() {
        assertEquals(1009, refusal("[1,0,[0],\"" + "x".repeat(70_000) + "\"]"));
    }

    @Test
    void nothingElseIsThrownForAnyInput() {
        long seed = System.nanoTime();
        System.out.println("FrameReaderTest: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] frame = JOIN.getBytes(StandardCharsets.UTF_8);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            try {
                FrameReader.read(frame);
            } catch (ProtocolException expected) {
                assertEquals(1008, expected.closeCode());
            }
        }
    }

    private static int refusal(String text) {
        ProtocolException refusal =
                assertThrows(ProtocolException.class, () -> FrameReader.read(text));
        assertEquals(
                refusal.closeCode(),
                assertThrows(
                                ProtocolException.class,
                                () -> FrameReader.read(text.getBytes(StandardCharsets.UTF_8)))
                        .closeCode());
        return refusal.closeCode();
    }
}
