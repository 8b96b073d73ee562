package dev.livelet.cluster.link;

import static dev.livelet.cluster.link.Cluster.await;
import static dev.livelet.cluster.link.Cluster.awaitTogether;
import static dev.livelet.cluster.link.Cluster.get;
import static dev.livelet.cluster.link.Cluster.heal;
import static dev.livelet.cluster.link.Cluster.separate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveletException;
import dev.livelet.cluster.link.Cluster.Member;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

/** The link's promises, in one process. */
class GroupLinkTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Cluster cluster = new Cluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void membersSeeEachOtherByName() {
        Member a = cluster.join("a");
        Member b = cluster.join("b");
        awaitTogether(a, b);
        assertEquals(Set.of(a.id(), b.id()), a.view().members());
        assertEquals(a.view(), b.view());
    }

    @Test
    void framesArriveInOrderWithoutAGap() {
        Member a = cluster.join("a");
        Member b = cluster.join("b");
        awaitTogether(a, b);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            a.ledger().send(b.id(), "frame " + i);
            expected.add("a frame " + i);
        }
        await("all frames", () -> b.ledger().received.size() >= expected.size());
        assertEquals(expected, List.copyOf(b.ledger().received));
    }

    @Test
    void aFrameLongerThanTheWindowArrivesWhole() {
        Member a = cluster.join("a");
        Member b = cluster.join("b");
        List<byte[]> got = new CopyOnWriteArrayList<>();
        b.link().receiver(Channel.ENTITY, (from, body) -> got.add(body));
        awaitTogether(a, b);
        byte[] large = new byte[3 * Outgoing.WINDOW + 17];
        new Random(1).nextBytes(large);
        a.ledger().send(b.id(), large);
        a.ledger().send(b.id(), "after");
        await("both", () -> got.size() == 2);
        assertArrayEquals(large, got.get(0));
        assertEquals("after", Ledger.text(got.get(1)));
    }

    @Test
    void signalsArriveAndQuestionsAreAnswered() {
        Member a = cluster.join("a");
        Member b = cluster.join("b");
        awaitTogether(a, b);
        a.link().signal(b.id(), Channel.CLAIM, Ledger.bytes("hello"));
        await("the signal", () -> b.ledger().signals.contains("a hello"));
        byte[] answer = get(a.link().ask(b.id(), Channel.CLAIM, Ledger.bytes("1 + 1"), SOON));
        assertEquals("answer to 1 + 1", Ledger.text(answer));
    }

    @Test
    void aNodeAsksItself() {
        Member a = cluster.join("a");
        byte[] answer = get(a.link().ask(a.id(), Channel.CLAIM, Ledger.bytes("me"), SOON));
        assertEquals("answer to me", Ledger.text(answer));
    }

    @Test
    void aLongAnswerArrivesWhole() {
        Member a = cluster.join("a");
        Member b = cluster.join("b");
        awaitTogether(a, b);
        String question = "x".repeat(1_000_000);
        byte[] answer = get(a.link().ask(b.id(), Channel.CLAIM, Ledger.bytes(question), SOON));
        assertEquals("answer to " + question, Ledger.text(answer));
    }

    @Test
    void aQuestionWithoutAnAnswerEndsWithItsTime() {
        Member a = cluster.join("a");
        Member b = cluster.join("b");
        awaitTogether(a, b);
        CompletableFuture<byte[]> answer =
                a.link().ask(b.id(), Channel.CLAIM, Ledger.bytes("silence"), Duration.ofMillis(50));
        CompletionException e = assertThrows(CompletionException.class, () -> get(answer));
        assertInstanceOf(TimeoutException.class, e.getCause());
    }

    @Test
    void aQuestionToANodeThatHasLeftFailsAtOnce() {
        Member a = cluster.join("a");
        Member b = cluster.join("b");
        awaitTogether(a, b);
        b.link().leave();
        await("a knows", () -> a.view().leaving().contains(b.id()));
        b.link().close();
        awaitTogether(a);
        CompletableFuture<byte[]> answer =
                a.link().ask(b.id(), Channel.CLAIM, new byte[0], Duration.ofDays(1));
        CompletionException e = assertThrows(CompletionException.class, () -> get(answer));
        assertInstanceOf(NodeGone.class, e.getCause());
    }

    @Test
    void whoIsLeavingIsKnownAlsoToWhoJoinsLater() {
        Member a = cluster.join("a");
        Member b = cluster.join("b");
        awaitTogether(a, b);
        b.link().leave();
        await("a knows", () -> a.view().leaving().equals(Set.of(b.id())));
        assertEquals(Set.of(b.id()), b.view().leaving());
        Member c = cluster.join("c");
        await("c knows", () -> c.view().leaving().equals(Set.of(b.id())));
    }

    @Test
    void aWatcherHasTheViewAtOnceAndTheOthersInTurn() {
        Member a = cluster.join("a");
        List<View> seen = new CopyOnWriteArrayList<>();
        a.link().watch(seen::add);
        assertEquals(List.of(new View(Set.of(a.id()), Set.of())), seen);
        Member b = cluster.join("b");
        await("b", () -> seen.getLast().has(b.id()));
        b.link().close();
        await("without b", () -> !seen.getLast().has(b.id()));
    }

    @Test
    void aSplitIsReportedAsAGapBeforeTheNextFrame() {
        Member a = cluster.join("a");
        Member b = cluster.join("b");
        awaitTogether(a, b);
        a.ledger().send(b.id(), "before");
        await("before", () -> b.ledger().received.contains("a before"));
        separate(a, b);
        awaitTogether(a);
        awaitTogether(b);
        heal(a, b);
        awaitTogether(a, b);
        a.ledger().send(b.id(), "after");
        await("after", () -> b.ledger().received.contains("a after"));
        assertEquals(
                List.of("a before", "a " + Ledger.GAP, "a after"),
                b.ledger().received.stream().distinct().toList());
    }

    @Test
    void questionsReachANodeThatIsNoMemberAnyMore() {
        Member a = cluster.join("a");
        Member b = cluster.join("b");
        awaitTogether(a, b);
        separate(a, b);
        awaitTogether(a);
        awaitTogether(b);
        heal(a, b);
        byte[] answer = get(a.link().ask(b.id(), Channel.CLAIM, Ledger.bytes("there?"), SOON));
        assertEquals("answer to there?", Ledger.text(answer));
    }

    @Test
    void anotherRunOfANodeBeginsWithAGap() {
        Member a = cluster.join("a");
        Member b = cluster.join("b");
        awaitTogether(a, b);
        b.ledger().send(a.id(), "first run");
        await("first run", () -> a.ledger().received.contains("b first run"));
        b.link().close();
        awaitTogether(a);
        Member again = cluster.join("b");
        awaitTogether(a, again);
        assertTrue(again.id().incarnation() > b.id().incarnation());
        again.ledger().send(a.id(), "second run");
        await("second run", () -> a.ledger().received.contains("b second run"));
        assertEquals(
                List.of("b first run", "b " + Ledger.GAP, "b second run"),
                List.copyOf(a.ledger().received));
    }

    @Test
    void aSecondNodeOfANameIsRefusedAndTheFirstGoesOn() {
        Member a = cluster.join("a");
        Member b = cluster.join("b");
        awaitTogether(a, b);
        Member twin = cluster.member(NodeName.next("b"));
        LiveletException e = assertThrows(LiveletException.class, twin.link()::start);
        assertTrue(e.getMessage().contains("has a node named b already"), e.getMessage());
        assertTrue(e.getMessage().contains("livelet.cluster.node"), e.getMessage());
        awaitTogether(a, b);
        assertFalse(a.ledger().views.stream().anyMatch(view -> view.has(twin.id())));
        a.ledger().send(b.id(), "still there");
        await("still there", () -> b.ledger().received.contains("a still there"));
    }
}
