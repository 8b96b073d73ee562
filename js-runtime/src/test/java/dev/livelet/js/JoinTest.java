package dev.livelet.js;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

/** What a page says first on each of its sockets. */
class JoinTest {
    private static final int ATTEMPT = 5;

    private static final ScriptedServer.Page PAGE =
            new ScriptedServer.Page(1, "{\"1\":[[\"p\",0,[],[1]]]}", "<p>a</p>");

    /** As of a socket that is not open yet: every second time. */
    private static final String NOT_OPEN_YET =
            """
            const send = WebSocket.prototype.send;
            let joins = 0;
            WebSocket.prototype.send = function(text) {
              if (text.startsWith('[0,') && joins++ % 2 == 0) throw new DOMException('', 'InvalidStateError');
              send.call(this, text);
            };
            """;

    /** A node takes a gap in the numbers for a join at another one, and asks around. */
    @Test
    void oneThatASlowSocketDidNotTakeHasNoNumber() throws Exception {
        try (LivePage page = LivePage.open(JoinTest.class, PAGE, NOT_OPEN_YET)) {
            page.socket.cut();
            JsonNode join = page.server.connection().next();
            assertEquals(2, join.get(ATTEMPT).asInt(), join::toString);
        }
    }
}
