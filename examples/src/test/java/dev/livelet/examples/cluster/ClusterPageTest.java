package dev.livelet.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.test.LiveNode;
import dev.livelet.test.LivePage;
import dev.livelet.test.LiveTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The page without a cluster: figures come as they would from nodes. */
class ClusterPageTest {
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final LiveNode live = LiveTest.node();

    @AfterEach
    void close() {
        live.close();
    }

    private LivePage<ClusterPage.State> open(Launcher launcher) {
        return live.mount(new ClusterPage(launcher, () -> Instant.ofEpochMilli(now.get())));
    }

    private void beat(String node, long sessions) {
        live.publish(Pulse.TOPIC, new Pulse(node, 4711, sessions, 7, 12, 0, 50L << 20, 384L << 20));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toMillis());
        live.advance(time);
    }

    @Test
    void eachNodeThatIsHeardHasARowWithItsFigures() {
        LivePage<ClusterPage.State> page = open(null);
        page.assertCount("#nodes tbody tr", 0);
        beat("n2", 1_234);
        beat("n1", 1);
        page.assertCount("#nodes tbody tr", 2)
                .assertAttribute("#nodes tbody tr:first-child", "data-node", "n1")
                .assertText("tr[data-node=n2] .sessions", "1,234")
                .assertText("tr[data-node=n2] .entities", "7")
                .assertText("tr[data-node=n2] .lag", "12 ms")
                .assertText("tr[data-node=n2] .heap span", "50 of 384 MB")
                .assertText("tr[data-node=n2] .badge", "live");
    }

    @Test
    void aNodeThatFallsSilentIsLostUntilItIsHeardAgain() {
        LivePage<ClusterPage.State> page = open(null);
        beat("n1", 1);
        beat("n2", 1);
        for (int second = 0; second < 3; second++) {
            pass(Duration.ofSeconds(1));
            beat("n1", 1);
        }
        page.assertAttribute("tr[data-node=n1]", "data-state", "live")
                .assertAttribute("tr[data-node=n2]", "data-state", "lost");
        beat("n2", 1);
        page.assertAttribute("tr[data-node=n2]", "data-state", "live");
    }

    @Test
    void withoutALauncherNothingCanBeBroken() {
        LivePage<ClusterPage.State> page = open(null);
        beat("n1", 1);
        page.assertAbsent("#nodes button");
    }

    @Test
    void theLaunchersNodesAreKilledPausedAndResumedByButtons() throws Exception {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true);
        Node node = new Node("n1", 8081, List.of("sleep", "600"), Map.of(), nowhere);
        node.start();
        try (Control control = Control.start(List.of(node), "token")) {
            Launcher launcher = Launcher.at(control.address(), "token");
            launcher.ask();
            LivePage<ClusterPage.State> page = open(launcher);
            page.assertAttribute("tr[data-node=n1] .resume", "aria-disabled", "true");
            page.click("tr[data-node=n1] .pause").await().assertText("#news", "Done");
            assertEquals(Node.Life.PAUSED, node.life());
            launcher.ask();
            pass(Duration.ofSeconds(3));
            page.assertText("tr[data-node=n1] .badge", "lost")
                    .assertText("tr[data-node=n1] th small", "paused")
                    .assertAttribute("tr[data-node=n1] .pause", "aria-disabled", "true");
            page.click("tr[data-node=n1] .resume").await();
            assertEquals(Node.Life.RUNNING, node.life());
            page.click("tr[data-node=n1] .kill").await();
            assertEquals(Node.Life.DEAD, node.life());
            launcher.ask();
            pass(Duration.ofSeconds(1));
            page.assertText("tr[data-node=n1] th small", "dead");
            page.click("tr[data-node=n1] .restart").await();
            NodeTest.await(() -> node.life() == Node.Life.RUNNING);
        } finally {
            node.kill();
        }
    }
}
