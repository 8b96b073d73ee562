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
import java.util.concurrent.atomic.AtomicBoolean;

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

    /** When a node dies, the turns of all its pages want to run at once. */
    @Test
    void aQuestionDoesNotWaitForVirtualThreads() {
        Ledger a = nodes.start("a");
        Ledger b = nodes.start("b");
        a.awaitMembers(2);
        b.awaitMembers(2);
        AtomicBoolean over = new AtomicBoolean();
        int more = 2 * Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < more; i++)
            Thread.startVirtualThread(
                    () -> {
                        while (!over.get()) Thread.onSpinWait();
                    });
        try {
            byte[] question = Ledger.bytes("?");
            for (int i = 0; i < 20; i++)
                get(a.link().ask(b.self(), Channel.CLAIM, question, Duration.ofSeconds(9)));
        } finally {
            over.set(true);
        }
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
