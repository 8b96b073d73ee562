package dev.livelet.cluster.link;

import static dev.livelet.cluster.link.Cluster.await;
import static dev.livelet.cluster.link.Cluster.get;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveletException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

/** The link over sockets. */
class TcpLinkTest {
    private final TcpNodes nodes = new TcpNodes();

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void framesAndQuestionsGoOverSockets() {
        Ledger a = nodes.start("a");
        Ledger b = nodes.start("b");
        a.awaitMembers(2);
        b.awaitMembers(2);
        for (int i = 0; i < 1000; i++) a.send(b.self(), "frame " + i);
        await("all frames", () -> b.received.size() == 1000);
        assertEquals("a frame 999", b.received.getLast());
        byte[] answer =
                get(
                        a.link()
                                .ask(
                                        b.self(),
                                        Channel.CLAIM,
                                        Ledger.bytes("?"),
                                        Duration.ofSeconds(9)));
        assertEquals("answer to ?", Ledger.text(answer));
    }

    @Test
    void aPortThatIsTakenIsAnErrorThatNamesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LiveletException e =
                    assertThrows(
                            LiveletException.class,
                            () -> nodes.start("a", taken.getLocalPort(), List.of()));
            String told = String.valueOf(e.getMessage());
            assertTrue(told.contains(Integer.toString(taken.getLocalPort())), told);
            assertTrue(told.contains("livelet.cluster.port"), told);
        }
    }
}
