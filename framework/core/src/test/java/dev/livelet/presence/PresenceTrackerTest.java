package dev.livelet.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.livelet.Presence.Change;
import dev.livelet.Presence.Entry;
import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.ClusterPresence;
import dev.livelet.spi.Timers;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

class PresenceTrackerTest {
    private final Clock clock = new Clock();
    private final PubSub pubSub = new PubSub();
    private final List<String> own = new ArrayList<>();
    private final PresenceTracker presence = new PresenceTracker(pubSub, clock, this::told);
    private final List<String> heard = new ArrayList<>();

    PresenceTrackerTest() {
        pubSub.subscribe(
                "room",
                (topic, message) -> {
                    Change change = (Change) message;
                    heard.add(
                            ("+" + names(change.joined()) + " -" + names(change.left()))
                                    .replace("+ ", "")
                                    .replaceAll(" -$", ""));
                });
    }

    @Test
    void whoIsTrackedIsHere() {
        enter("s1", "ada");
        enter("s2", "bob");
        assertEquals("ada:here bob:here", names(presence.list("room")));
        assertEquals("", names(presence.list("hall")));
    }

    @Test
    void aWaveOfJoinsIsOneMessage() {
        for (int i = 0; i < 3; i++) enter("s" + i, "n" + i);
        assertEquals(List.of(), heard);
        clock.pass(50);
        assertEquals(List.of("+n0:here n1:here n2:here"), heard);
        enter("s9", "late");
        clock.pass(50);
        assertEquals("+late:here", heard.getLast());
    }

    @Test
    void whoCameAndWentInAMomentIsNotTold() {
        enter("s1", "ada");
        presence.untrack("room", "ada", "s1");
        clock.pass(1_000);
        assertEquals(List.of(), heard);
    }

    @Test
    void anotherMetaIsALeaveAndAJoinInOne() {
        enter("s1", "ada");
        clock.pass(50);
        presence.track("room", "ada", "s1", "typing");
        clock.pass(50);
        assertEquals("+ada:typing -ada:here", heard.getLast());
        presence.track("room", "ada", "s1", new String("typing"));
        clock.pass(50);
        assertEquals(2, heard.size(), "an equal meta is no news");
    }

    @Test
    void tabsOfOneUserAreEntriesOfOneKey() {
        enter("s2", "ada");
        enter("s1", "ada");
        assertEquals(
                List.of("s1", "s2"), presence.list("room").stream().map(Entry::session).toList());
        clock.pass(50);
        presence.gone("s1");
        clock.pass(50);
        assertEquals("-ada:here", heard.getLast());
        assertEquals("ada:here", names(presence.list("room")));
    }

    @Test
    void aReconnectWithinTheGraceIsNoNews() {
        enter("s1", "ada");
        clock.pass(50);
        presence.disconnected("s1");
        clock.pass(4_999);
        assertEquals("ada:here", names(presence.list("room")));
        presence.connected("s1");
        presence.track("room", "ada", "s1", "here");
        clock.pass(60_000);
        assertEquals(List.of("+ada:here"), heard);
    }

    @Test
    void afterTheGraceTheyLeaveAndALateReturnShowsThemAgain() {
        enter("s1", "ada");
        clock.pass(50);
        presence.disconnected("s1");
        clock.pass(5_050);
        assertEquals(List.of("+ada:here", "-ada:here"), heard);
        assertEquals(List.of(), presence.list("room"));
        presence.track("room", "ada", "s1", "back");
        assertEquals(List.of(), presence.list("room"), "not connected, so not here");
        presence.connected("s1");
        clock.pass(50);
        assertEquals("+ada:back", heard.getLast());
    }

    @Test
    void whoIsNotConnectedYetIsNotShown() {
        presence.track("room", "ada", "s1", "here");
        assertEquals(List.of(), presence.list("room"));
        presence.connected("s1");
        assertEquals("ada:here", names(presence.list("room")));
    }

    @Test
    void theGraceIsCountedFromTheLastLoss() {
        enter("s1", "ada");
        presence.disconnected("s1");
        clock.pass(3_000);
        presence.connected("s1");
        presence.disconnected("s1");
        clock.pass(3_000);
        assertEquals("ada:here", names(presence.list("room")));
        clock.pass(2_000);
        assertEquals(List.of(), presence.list("room"));
    }

    @Test
    void whoIsGoneIsForgotten() {
        enter("s1", "ada");
        presence.track("hall", "ada", "s1", "here");
        presence.gone("s1");
        presence.connected("s1");
        clock.pass(50);
        assertEquals(List.of(), presence.list("room"));
        assertEquals(List.of(), presence.list("hall"));
        assertEquals(List.of(), heard);
        presence.gone("s1");
        presence.gone("never seen");
    }

    @Test
    void theListIsTheSameUntilSomethingChanges() {
        enter("s1", "ada");
        List<Entry> list = presence.list("room");
        assertSame(list, presence.list("room"), "a thousand pages share one");
        enter("s2", "bob");
        assertEquals("ada:here", names(list));
    }

    @Test
    void otherNodesEntriesAreShownButNotToldBack() {
        enter("s1", "ada");
        presence.merge(new Change("room", List.of(new Entry("cy", "far", "here")), List.of()));
        clock.pass(50);
        assertEquals(List.of("+ada:here cy:here"), heard);
        assertEquals(List.of("ada:here HERE 0"), own);
        presence.merge(new Change("room", List.of(), List.of(new Entry("cy", "far", "here"))));
        clock.pass(50);
        assertEquals("-cy:here", heard.getLast());
        assertEquals(1, own.size());
    }

    @Test
    void theClusterIsToldWhatBecomesOfOwnEntries() {
        presence.connected("s1", 3);
        presence.track("room", "ada", "s1", "here");
        clock.pass(50);
        presence.connected("s1", 4);
        clock.pass(50);
        presence.gone("s1");
        clock.pass(50);
        assertEquals(List.of("ada:here HERE 3", "ada:here HERE 4", "ada:here LEFT 4"), own);
        assertEquals(List.of("+ada:here", "-ada:here"), heard);
    }

    @Test
    void aSessionThatGoesToAnotherNodeIsNoNews() {
        enter("s1", "ada");
        clock.pass(50);
        presence.moved("s1");
        clock.pass(2_000);
        assertEquals("ada:here", names(presence.list("room")));
        presence.merge(new Change("room", List.of(new Entry("ada", "s1", "here")), List.of()));
        clock.pass(60_000);
        assertEquals(List.of("+ada:here"), heard);
        assertEquals(List.of("ada:here HERE 0", "ada:here MOVED 0"), own);
        presence.merge(new Change("room", List.of(), List.of(new Entry("ada", "s1", "here"))));
        clock.pass(50);
        assertEquals("-ada:here", heard.getLast());
    }

    @Test
    void aSessionThatComesFromAnotherNodeIsNoNews() {
        presence.merge(new Change("room", List.of(new Entry("ada", "s1", "here")), List.of()));
        clock.pass(50);
        enter("s1", "ada");
        clock.pass(50);
        presence.merge(new Change("room", List.of(), List.of(new Entry("ada", "s1", "here"))));
        clock.pass(50);
        assertEquals(List.of("+ada:here"), heard);
        assertEquals(List.of("ada:here HERE 0"), own);
    }

    /** The session came back here before it was told that it had gone elsewhere. */
    @Test
    void whatAnEarlierJoinIsToldLateIsVoid() {
        presence.connected("s1", 3);
        presence.track("room", "ada", "s1", "here");
        presence.moved("s1", 1);
        presence.disconnected("s1", 1);
        presence.gone("s1", 1);
        clock.pass(60_000);
        assertEquals("ada:here", names(presence.list("room")));
        assertEquals(List.of("+ada:here"), heard);
        assertEquals(List.of("ada:here HERE 3"), own);
    }

    @Test
    void aMoveThatNobodyTakesUpIsALeaveAfterTheGrace() {
        enter("s1", "ada");
        clock.pass(50);
        presence.moved("s1");
        clock.pass(4_999);
        assertEquals("ada:here", names(presence.list("room")));
        clock.pass(100);
        assertEquals(List.of("+ada:here", "-ada:here"), heard);
    }

    @Test
    void aChangeMadeByASubscriberOfTheNewsIsTheNextNews() {
        List<String> order = new ArrayList<>();
        pubSub.subscribe(
                "room",
                (topic, message) -> {
                    order.add(names(((Change) message).joined()));
                    if (order.size() == 1) presence.track("room", "echo", "s1", "here");
                });
        enter("s1", "ada");
        clock.pass(50);
        assertEquals(List.of("ada:here"), order);
        clock.pass(50);
        assertEquals(List.of("ada:here", "echo:here"), order);
    }

    private void told(String topic, List<ClusterPresence.Own> changes) {
        for (ClusterPresence.Own each : changes)
            own.add(names(List.of(each.entry())) + " " + each.fate() + " " + each.attempt());
    }

    private void enter(String session, String name) {
        presence.connected(session);
        presence.track("room", name, session, "here");
    }

    private static String names(List<Entry> entries) {
        return String.join(
                " ", entries.stream().map(entry -> entry.key() + ":" + entry.meta()).toList());
    }

    /** Time that passes when the test says so. */
    private static final class Clock implements Timers {
        private record Due(long at, Runnable action) {}

        private final List<Due> waiting = new ArrayList<>();
        private long now;

        @Override
        public Timer after(Duration delay, Runnable action) {
            Due due = new Due(now + delay.toMillis(), action);
            waiting.add(due);
            return () -> waiting.remove(due);
        }

        void pass(long millis) {
            long end = now + millis;
            while (true) {
                Stream<Due> ripe = waiting.stream().filter(due -> due.at <= end);
                Due next = ripe.min(Comparator.comparingLong(Due::at)).orElse(null);
                if (next == null) break;
                waiting.remove(next);
                now = next.at;
                next.action.run();
            }
            now = end;
        }
    }
}
