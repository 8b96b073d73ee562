package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveletException;

import org.junit.jupiter.api.Test;

import java.util.Map;

class PathPatternTest {

    @Test
    void parametersAreDecodedSegmentBySegment() {
        PathPattern chat = PathPattern.parse("/chat/{room}");
        assertEquals(Map.of("room", "lobby"), chat.match("/chat/lobby"));
        assertEquals(Map.of("room", "ä b/c+d"), chat.match("/chat/%C3%A4%20b%2Fc+d"));
        assertEquals(Map.of(), PathPattern.parse("/").match("/"));
    }

    @Test
    void whatIsNotTheRouteIsNotMatched() {
        PathPattern chat = PathPattern.parse("/chat/{room}");
        for (String path :
                new String[] {
                    "/chat",
                    "/chat/",
                    "/chat/a/b",
                    "/Chat/a",
                    "//chat/a",
                    "chat/a",
                    "*",
                    "",
                    "/chat/%",
                    "/chat/%2",
                    "/chat/%zz",
                    "/chat/%ff",
                    "/chat/%00",
                    "/chat/%0d%0a"
                }) assertNull(chat.match(path), path);
    }

    @Test
    void literalSegmentsAreTriedBeforeParameters() {
        assertTrue(PathPattern.parse("/chat/new").before(PathPattern.parse("/chat/{room}")));
        assertTrue(!PathPattern.parse("/{a}/new").before(PathPattern.parse("/chat/{b}")));
        assertTrue(PathPattern.parse("/chat/{a}").same(PathPattern.parse("/chat/{b}")));
    }

    @Test
    void aWrongPatternSaysWhy() {
        wrong("chat", "The path \"chat\" cannot be a route: it does not begin with /.");
        wrong(
                "/livelet/ws",
                "The path \"/livelet/ws\" cannot be a route: /livelet is Livelet's own.");
        wrong(
                "/a?b={c}",
                "The path \"/a?b={c}\" cannot be a route: it is matched without ? and #; read a"
                        + " query by socket.params().");
        wrong(
                "/a-{b}",
                "The path \"/a-{b}\" cannot be a route: a parameter is a whole segment, as in"
                        + " /chat/{room}.");
        wrong(
                "/{a}/{a}",
                "The path \"/{a}/{a}\" cannot be a route: the parameter 'a' stands twice.");
    }

    private static void wrong(String pattern, String message) {
        assertEquals(
                message,
                assertThrows(LiveletException.class, () -> PathPattern.parse(pattern))
                        .getMessage());
    }
}
