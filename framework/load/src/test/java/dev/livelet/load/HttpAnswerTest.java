package dev.livelet.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers as servers and proxies give them, however they are cut. */
class HttpAnswerTest {

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static HttpAnswer inPieces(String text, int size) {
        HttpAnswer answer = new HttpAnswer();
        for (int i = 0; i < text.length(); i += size) {
            boolean whole =
                    answer.read(bytes(text.substring(i, Math.min(text.length(), i + size))));
            assertEquals(i + size >= text.length(), whole, "after " + i);
        }
        return answer;
    }

    @Test
    void aBodyOfAToldLength() {
        for (int size : List.of(1, 7, 1_000)) {
            HttpAnswer answer =
                    inPieces(
                            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/\r\nset-cookie: b=2\r\n"
                                    + "Content-Length: 5\r\n\r\nhello",
                            size);
            assertEquals(200, answer.status());
            assertEquals("hello", answer.text());
            assertEquals(List.of("a=1; Path=/", "b=2"), answer.headers("set-cookie"));
        }
    }

    @Test
    void aBodyInChunks() {
        for (int size : List.of(1, 3, 1_000)) {
            HttpAnswer answer =
                    inPieces(
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + "6\r\none\r\n2\r\nA\r\nand thr\nee\r\n0\r\n\r\n",
                            size);
            assertEquals("one\r\n2and thr\nee".substring(0, 6), answer.text().substring(0, 6));
            assertTrue(answer.text().endsWith("and thr\nee"), answer::text);
        }
    }

    @Test
    void noBody() {
        assertEquals("", inPieces("HTTP/1.1 204 No Content\r\n\r\n", 1).text());
    }

    @Test
    void whatFollowsAnUpgradeStaysInTheInput() {
        ByteBuffer input = bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nrest");
        HttpAnswer answer = new HttpAnswer();
        assertTrue(answer.read(input));
        assertEquals("rest", StandardCharsets.ISO_8859_1.decode(input).toString());
    }

    @Test
    void anythingElseIsRefused() {
        HttpAnswer answer = new HttpAnswer();
        assertFalse(answer.read(bytes("SSH-2.0-OpenSSH\r\n")));
        assertThrows(IllegalStateException.class, () -> answer.read(bytes("\r\n")));
    }
}
