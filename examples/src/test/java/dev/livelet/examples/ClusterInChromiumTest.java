package dev.livelet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Three real nodes behind the balancer, and a page from which they are broken. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterInChromiumTest {
    private static final Set<String> NODES = Set.of("n1", "n2", "n3");

    @TempDir static Path folder;

    private RunningCluster cluster;
    private Window board;
    private Window ada;

    @BeforeAll
    void start() throws Exception {
        cluster = RunningCluster.start(folder);
        board = Window.open(cluster.url());
        ada = Window.open(cluster.url());
    }

    @AfterAll
    void stop() throws Exception {
        if (board != null) board.close();
        if (ada != null) ada.close();
        if (cluster != null) cluster.close();
    }

    private static String row(String node) {
        return "#nodes tr[data-node=" + node + "]";
    }

    private void awaitAllLive() {
        board.await("three live nodes", () -> board.count("#nodes tr[data-state=live]") == 3);
    }

    private String order(String order) {
        board.visit("/cluster");
        awaitAllLive();
        String node = ada.text("#node");
        assertTrue(NODES.contains(node), node);
        board.find(row(node) + " ." + order).sendKeys(Keys.ENTER);
        return node;
    }

    @Test
    void eachNodeIsShownWithItsFigures() {
        board.visit("/cluster");
        awaitAllLive();
        assertTrue(NODES.contains(board.text("#here")));
        for (String node : NODES) {
            board.await(
                    "sessions of " + node,
                    () -> board.text(row(node) + " .sessions").matches("\\d+"));
            assertEquals("pid " + cluster.pids().get(node), board.text(row(node) + " th small"));
            assertTrue(board.text(row(node) + " .heap").matches("(?s)\\d+ of \\d+ MB.*"));
        }
    }

    @Test
    void aPageOutlivesItsNodeThatIsKilledAndOneThatIsRestarted() {
        ada.visit("/chat/kill");
        ada.find("#name").clear();
        ada.type("#name", "Ada", Keys.TAB).type("#message", "before", Keys.ENTER);
        ada.awaitPart("#messages", "before");
        ada.type("#message", "half ");
        ada.run("window.same = true");

        String killed = order("kill");
        ada.await("another node", () -> !ada.text("#node").equals(killed));
        assertEquals("half ", ada.find("#message").getDomProperty("value"));
        ada.type("#message", "typed", Keys.ENTER).awaitPart("#messages", "half typed");
        board.await("the loss", () -> board.attribute(row(killed), "data-state").equals("lost"));
        board.awaitText(row(killed) + " th small", "dead");
        board.click(row(killed) + " .restart");
        awaitAllLive();

        String restarted = order("restart");
        ada.await("another node", () -> !ada.text("#node").equals(restarted));
        ada.type("#message", "after", Keys.ENTER).awaitPart("#messages", "after");
        assertEquals(3, ada.count("#messages li"), "nothing is lost, nothing doubled");
        assertEquals("true", ada.run("return window.same"), "the page was not loaded again");
        awaitAllLive();
    }

    @Test
    void aPageLeavesANodeThatIsPausedAndTheNodeComesBack() {
        ada.visit("/chat/pause");
        ada.run("window.same = true");
        String paused = order("pause");
        ada.type("#message", "Hello?");
        ada.await("another node", () -> !ada.text("#node").equals(paused));
        assertEquals("Hello?", ada.find("#message").getDomProperty("value"));
        assertEquals("true", ada.run("return window.same"));
        board.await("the silence", () -> board.attribute(row(paused), "data-state").equals("lost"));
        board.awaitText(row(paused) + " th small", "paused");
        board.find(row(paused) + " .resume").sendKeys(Keys.ENTER);
        awaitAllLive();
    }

    /** The figure that the board shows of a node; -1 while there is none. */
    private int entities(String node) {
        String shown = board.text(row(node) + " .entities");
        return shown.matches("\\d+") ? Integer.parseInt(shown) : -1;
    }

    private List<Integer> entities() {
        return NODES.stream().sorted().map(this::entities).toList();
    }

    /** The node that has one more than before. */
    private String owner(List<Integer> before) {
        board.await(
                "the room's node",
                () ->
                        entities().stream().mapToInt(n -> n).sum()
                                == before.stream().mapToInt(n -> n).sum() + 1);
        List<Integer> after = entities();
        List<String> names = NODES.stream().sorted().toList();
        for (int i = 0; i < names.size(); i++)
            if (after.get(i) > before.get(i)) return names.get(i);
        throw new AssertionError("no node has the room: " + before + ", " + after);
    }

    @Test
    void aRoomOutlivesItsNodeWhilePeopleChatInIt() {
        board.visit("/cluster");
        awaitAllLive();
        board.await("figures of all", () -> entities().stream().allMatch(n -> n >= 0));
        List<Integer> before = entities();
        Window bob = Window.open(cluster.url());
        try {
            enter(ada, "/chat/outlives", "Ada");
            String owner = owner(before);
            enter(bob, "/chat/outlives", "Bob");
            ada.awaitPart("#online", "Bob");
            for (Window each : List.of(ada, bob)) each.run("window.same = true");
            List<String> said = new ArrayList<>();
            for (int i = 1; i <= 12; i++) {
                if (i == 4) board.find(row(owner) + " .kill").sendKeys(Keys.ENTER);
                Window speaker = i % 2 == 0 ? ada : bob;
                said.add("message " + i);
                speaker.type("#message", "message " + i, Keys.ENTER);
                speaker.await(
                        "message " + i + " to be taken",
                        () -> "".equals(speaker.find("#message").getDomProperty("value")));
            }
            for (Window each : List.of(ada, bob)) {
                each.awaitPart("#messages", "message 12");
                assertEquals(said, each.texts("#messages .text"), "nothing lost, nothing doubled");
                assertEquals("true", each.run("return window.same"), "not loaded again");
            }
            board.await("the loss", () -> board.attribute(row(owner), "data-state").equals("lost"));
            bob.visit("/chat/outlives");
            assertEquals(said, bob.texts("#messages .text"));
            board.click(row(owner) + " .restart");
            awaitAllLive();
            ada.await(
                    "both to be here", () -> ada.texts("#online li").equals(List.of("Ada", "Bob")));
        } finally {
            bob.close();
        }
    }

    private static void enter(Window window, String room, String name) {
        window.visit(room);
        window.find("#name").clear();
        window.type("#name", name, Keys.TAB);
        window.awaitPart("#online", name);
    }
}
