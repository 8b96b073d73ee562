package dev.livelet.cluster.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveletException;
import dev.livelet.cluster.link.SimulatedNetwork;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;

class ClusterEntriesTest {
    private final SimulatedNetwork network = new SimulatedNetwork(2);
    private final PresenceNode a = new PresenceNode(network, "a");
    private final PresenceNode b = new PresenceNode(network, "b");
    private final PresenceNode c = new PresenceNode(network, "c");

    ClusterEntriesTest() {
        run(500);
    }

    private void run(long millis) {
        network.clock().run(Duration.ofMillis(millis));
    }

    private void awaitViews() {
        assertTrue(
                network.clock()
                        .runUntil(
                                () ->
                                        network.running().stream()
                                                .allMatch(
                                                        link ->
                                                                link.view().members().size()
                                                                        == network.running()
                                                                                .size()),
                                Duration.ofSeconds(20)));
    }

    @Test
    void whoComesAndGoesIsSeenEverywhereWithinTwoHundredMillis() {
        for (int i = 0; i < 50; i++) {
            (i % 2 == 0 ? a : b).enter("s" + i, 1, "here");
            run(200);
            assertEquals(i + 1, c.here().size());
            assertEquals(a.here(), c.here());
            assertEquals(a.here(), b.here());
        }
        a.tracker.gone("s0");
        a.enter("s2", 1, "typing");
        run(200);
        assertEquals(a.here(), c.here());
        assertEquals(List.of("-s0:here", "-s2:here", "+s2:typing"), c.heard().subList(50, 53));
    }

    @Test
    void aNodeThatJoinsKnowsAllAtOnce() {
        for (int i = 0; i < 1_000; i++) a.enter("s" + i, 1, "here");
        run(500);
        PresenceNode d = new PresenceNode(network, "d");
        run(300);
        assertEquals(a.here(), d.here());
    }

    @Test
    void aFailoverWithinTheGraceIsNoNews() {
        a.enter("s", 1, "here");
        run(500);
        network.crash("a");
        run(3_000);
        assertEquals(List.of("s:here"), c.here());
        b.enter("s", 2, "here");
        run(60_000);
        for (PresenceNode each : List.of(b, c)) {
            assertEquals(List.of("+s:here"), each.heard());
            assertEquals(List.of("s:here"), each.here());
        }
        b.tracker.gone("s");
        run(200);
        assertEquals(List.of("+s:here", "-s:here"), c.heard());
    }

    @Test
    void aSessionThatIsMovedIsNoNewsOnAnyNode() {
        a.enter("s", 1, "here");
        run(500);
        a.tracker.moved("s");
        a.tracker.gone("s");
        run(1_000);
        b.enter("s", 2, "here");
        run(60_000);
        for (PresenceNode each : List.of(a, b, c)) assertEquals(List.of("+s:here"), each.heard());
    }

    @Test
    void aNodeThatLearnsLateThatItsSessionIsElsewhereTakesNothingAway() {
        a.enter("s", 1, "here");
        run(500);
        b.enter("s", 2, "there");
        run(500);
        a.tracker.gone("s");
        run(1_000);
        for (PresenceNode each : List.of(a, b, c))
            assertEquals(List.of("s:there"), each.here(), each.link::toString);
        assertEquals(List.of("+s:here", "-s:here", "+s:there"), c.heard());
    }

    @Test
    void aSessionThatMovesThereAndBackStays() {
        a.enter("s", 1, "here");
        run(500);
        a.tracker.moved("s");
        b.enter("s", 2, "here");
        run(500);
        b.tracker.moved("s");
        a.enter("s", 3, "here");
        run(60_000);
        for (PresenceNode each : List.of(a, b, c)) assertEquals(List.of("+s:here"), each.heard());
    }

    @Test
    void nobodyStaysLongerThanTheDetectionAndTheGrace() {
        a.enter("s", 1, "here");
        run(500);
        network.crash("a");
        long crashed = network.clock().nanos();
        assertTrue(
                network.clock()
                        .runUntil(() -> !c.link.view().has(a.link.self()), Duration.ofSeconds(2)));
        run(3_900);
        assertEquals(List.of("s:here"), c.here());
        run(400);
        assertEquals(List.of(), c.here());
        assertTrue(network.clock().nanos() - crashed < Duration.ofMillis(5_400).toNanos());
        assertEquals(List.of("+s:here", "-s:here"), c.heard());
    }

    @Test
    void aDetachedSessionLeavesAfterFiveSeconds() {
        a.enter("s", 1, "here");
        run(500);
        a.tracker.disconnected("s");
        run(5_000);
        assertEquals(List.of("+s:here"), c.heard());
        run(200);
        assertEquals(List.of("+s:here", "-s:here"), c.heard());
    }

    @Test
    void afterASplitAllAgreeWithinTwoHundredMillisOfTheHeal() {
        a.enter("s1", 1, "here");
        b.enter("s2", 1, "here");
        run(500);
        network.split(Set.of("a"), Set.of("b", "c"));
        run(15_000);
        assertEquals(List.of("s1:here"), a.here());
        assertEquals(List.of("s2:here"), c.here());
        a.enter("s3", 1, "here");
        b.tracker.gone("s2");
        b.enter("s4", 1, "here");
        run(1_000);
        network.heal();
        awaitViews();
        run(200);
        for (PresenceNode each : List.of(a, b, c))
            assertEquals(List.of("s1:here", "s3:here", "s4:here"), each.here());
    }

    @Test
    void aPauseWithinTheDetectionIsNoNews() {
        a.enter("s", 1, "here");
        run(500);
        network.pause("a");
        run(3_000);
        network.resume("a");
        run(30_000);
        assertEquals(List.of("+s:here"), c.heard());
        assertEquals(List.of("s:here"), c.here());
    }

    @Test
    void framesThatWereLostAreMadeUpFor() {
        network.split(Set.of("a"), Set.of("c"));
        a.enter("s", 1, "here");
        run(100);
        network.loseFrames("a", "c");
        network.heal();
        assertEquals(List.of(), c.here());
        run(16_000);
        assertEquals(List.of("s:here"), c.here());
    }

    @Test
    void aMetaThatCannotTravelIsAnErrorWhereItIsTracked() {
        LiveletException e =
                assertThrows(LiveletException.class, () -> a.tracker.check(new StringBuilder("x")));
        assertTrue(String.valueOf(e.getMessage()).contains("cannot go to other nodes"));
    }
}
