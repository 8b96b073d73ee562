package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.server.Counters.Count;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a hostile client can send once it has a page: it loses its socket, the page and the server
 * lose nothing.
 */
class HostileFramesTest {
    private LiveServer server;
    private TestPage page;

    @BeforeEach
    void start() throws Exception {
        server = Livelet.create().live("/", new Counter()).set("stop-timeout", "0s").start(0);
        page = TestPage.open(server, "/");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void closes(int code, byte[] bytes, String what) throws IOException {
        try (TestSocket socket = page.opening().open()) {
            socket.send(page.join());
            assertTrue(socket.receive().startsWith("[-2,"), what);
            socket.raw(bytes);
            String close = socket.receiveClose();
            assertEquals("closed " + code, close, what);
        }
        stillWorks();
    }

    private void stillWorks() throws IOException {
        try (TestSocket socket = page.opening().open()) {
            socket.send(page.join());
            assertEquals("[-2,0,0]", socket.receive(), "nothing has changed");
        }
    }

    private static byte[] text(String text) {
        return RawFrames.masked(true, 1, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void malformedFramesEndTheSocketWith1008() throws IOException {
        for (String frame :
                List.of(
                        "",
                        "x",
                        "{}",
                        "[]",
                        "[1]",
                        "[1,0]",
                        "[1,0,[0]",
                        "[1,0,[0]]]",
                        "[99]",
                        "[3]",
                        "[-1,0]",
                        "[1,-1,[0]]",
                        "[1,0,[\"0\"]]",
                        "[1,0,{}]",
                        "[1,0,[99999999999]]",
                        "[1,0,[0],",
                        "\0",
                        "[1,0,[0],NaN]",
                        "[1.5,0,[0]]")) closes(1008, text(frame), frame);
        assertTrue(server.counters().get(Count.FRAME_BAD) >= 19, "counted");
    }

    @Test
    void deepNestingAndTooManyKeysEndItWith1008() throws IOException {
        closes(1008, text("[1,0,[0]," + "[".repeat(10_000) + "]".repeat(10_000) + "]"), "deep");
        StringBuilder keys = new StringBuilder("{\"a\":1");
        for (int i = 0; i < 2_000; i++) keys.append(",\"k").append(i).append("\":1");
        closes(1008, text("[1,0,[0]," + keys + "}]"), "many keys");
        closes(1008, text("[1,0,[" + "0,".repeat(1_000) + "0]]"), "a long path");
    }

    @Test
    void oversizedFramesEndItWith1009AndBinaryOnesWith1008() throws IOException {
        closes(1009, text("[1,0,[0],\"" + "x".repeat(66_000) + "\"]"), "large");
        closes(1009, RawFrames.header(true, 1, 1L << 40), "said to be huge");
        closes(1008, RawFrames.masked(true, 2, new byte[] {1, 2, 3}), "binary");
        closes(1008, new byte[] {(byte) 0x81, 1, 'x'}, "not masked");
        closes(
                1008,
                RawFrames.masked(
                        true,
                        1,
                        new byte[] {
                            '[',
                            '1',
                            ',',
                            '0',
                            ',',
                            '[',
                            '0',
                            ']',
                            ',',
                            '"',
                            (byte) 0xff,
                            (byte) 0xfe,
                            '"',
                            ']'
                        }),
                "not UTF-8");
        assertEquals(2, server.counters().get(Count.FRAME_TOO_LARGE));
    }

    @Test
    void aFloodOfPingsEndsItWith1008() throws IOException {
        byte[][] pings = new byte[2_000][];
        for (int i = 0; i < pings.length; i++) pings[i] = RawFrames.masked(true, 9, new byte[0]);
        closes(1008, RawFrames.together(pings).array(), "pings");
        assertEquals(1, server.counters().get(Count.FLOOD));
    }

    @Test
    void thousandsOfEventsInASecondEndItWith1008AndMostOfThemDoNothing() throws Exception {
        byte[][] clicks = new byte[5_000][];
        for (int i = 0; i < clicks.length; i++) clicks[i] = text("[1,0,[0]]");
        try (TestSocket socket = page.joined()) {
            socket.raw(RawFrames.together(clicks).array());
            assertEquals("closed 1008", socket.receiveClose());
        }
        long applied = server.sessions().counters().eventsApplied.sum();
        assertTrue(applied <= 150, "the limit's burst and a little: " + applied);
        try (TestSocket socket = page.opening().open()) {
            socket.send(page.join());
            assertTrue(socket.receive().startsWith("[-"), "the page comes back");
        }
    }

    @Test
    void eventsForWhatIsNotOnThePageAreRefusedOneByOne() throws IOException {
        try (TestSocket socket = page.joined()) {
            for (String path : List.of("[1]", "[2,0]", "[0,0]", "[99]", "[0,0,0,0]")) {
                socket.send("[1,0," + path + "]");
                String answer = socket.receive();
                assertTrue(answer.matches("\\[-1,1,[14]\\]"), path + " was answered by " + answer);
            }
            socket.send("[1,0,[0]]");
            assertEquals("[1,0,1,2,[-1]]", socket.receive());
        }
    }

    @Test
    void whatComesBehindTheServersGoodbyeReachesNoSession() throws IOException {
        try (TestSocket socket = page.opening().open()) {
            socket.raw(RawFrames.together(text("[5]"), text(page.join())).array());
            assertEquals("[-4,5,\"the first frame is a join\"]", socket.receive());
            assertEquals("closed 1008", socket.receive());
            socket.send(page.join());
            socket.raw(RawFrames.masked(true, 8, new byte[] {0x03, (byte) 0xe8}));
            assertEquals("cut", socket.receive());
        }
        Eventually.holds(() -> server.connections().open().isEmpty(), "the connection is gone");
        assertEquals(0, server.counters().get(Count.JOINS));
        assertEquals(0, server.sessions().counters().joins.sum());
        stillWorks();
    }

    @Test
    void aGoodbyeIsAnswered() throws IOException {
        try (TestSocket socket = page.joined()) {
            socket.raw(RawFrames.masked(true, 8, new byte[] {0x03, (byte) 0xe8}));
            assertEquals("closed 1000", socket.receive());
            assertEquals("cut", socket.receive());
        }
        Eventually.holds(() -> server.connections().open().isEmpty(), "the connection is gone");
        stillWorks();
    }
}
