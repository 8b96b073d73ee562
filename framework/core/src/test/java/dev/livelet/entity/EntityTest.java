package dev.livelet.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.EntityFailed;
import dev.livelet.EntityRef;
import dev.livelet.EntitySettings;
import dev.livelet.EntityUnavailable;
import dev.livelet.LiveletException;
import dev.livelet.Shared;
import dev.livelet.entity.Room.Message;
import dev.livelet.spi.EntityCall;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Entities of a node that runs alone. */
class EntityTest {
    private final Room room = new Room();
    private final TestEntities entities = new TestEntities(room);
    private final EntityRef<Room, Room.State> lobby = entities.node.get(Room.class, "lobby");

    @Test
    void anEntityComesIntoBeingWhenItIsFirstAskedForAndThereIsOne() {
        assertEquals(List.of(), room.notes);
        assertEquals("lobby", lobby.value().value().name());
        assertEquals("lobby", entities.node.get(Room.class, "lobby").value().value().name());
        assertEquals("other", entities.node.get(Room.class, "other").value().value().name());
        assertEquals(List.of("create lobby", "create other"), room.notes);
    }

    @Test
    void aCallGivesTheStateAfterItOrTheAnswerOfItsHandler() {
        Shared<Room.State> after = lobby.call(Room::post, new Message("a", "hello"));
        assertEquals(1, after.value().size());
        assertEquals(2, lobby.call(Room::say, "b", "hi"));
        assertEquals(2, lobby.call(Room::count));
        assertTrue(lobby.value().version() > after.version());
    }

    @Test
    void aValueIsOneObjectForAllWhoAsk() {
        Shared<Room.State> first = lobby.value();
        assertSame(first, lobby.value());
        assertSame(first, entities.node.get(Room.class, "lobby").value());
    }

    @Test
    void aCallWhoseHandlerThrowsChangesNothingAndSaysWhy() {
        List<Object> posted = new ArrayList<>();
        entities.pubSub.subscribe("posted", (topic, message) -> posted.add(message));
        lobby.tell(Room::post, new Message("a", "one"));
        long version = lobby.value().version();
        room.broken = true;
        EntityFailed failed =
                assertThrows(
                        EntityFailed.class, () -> lobby.call(Room::post, new Message("a", "two")));
        assertEquals(
                "Room.post(State, Message) of Room/lobby threw IllegalStateException:" + " broken",
                failed.getMessage());
        assertEquals(1, lobby.value().value().size());
        assertEquals(version, lobby.value().version());
        assertEquals(List.of("one"), posted);
    }

    @Test
    void anEntityThatCannotBeMadeIsTriedAgainAtTheNextCall() {
        room.broken = true;
        assertThrows(EntityFailed.class, lobby::value);
        room.broken = false;
        assertEquals(0, lobby.value().value().size());
    }

    @Test
    void callsOfOneEntityRunOneAtATimeInOrder() {
        entities.hold();
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) answers.add(lobby.ask(Room::say, "a", "message " + i));
        assertFalse(answers.getFirst().isDone());
        entities.release();
        for (int i = 0; i < 100; i++) assertEquals(i + 1, answers.get(i).join());
    }

    @Test
    void aCallThatIsNotAnsweredInTimeIsWithdrawnAndAnsweredIfItWasDoneAfterAll() {
        entities.hold();
        CompletableFuture<Integer> answer = lobby.ask(Room::say, "a", "late");
        entities.pass(Duration.ofSeconds(16));
        assertFalse(answer.isDone(), "it waits still, and may be done");
        entities.release();
        assertEquals(1, answer.join());
    }

    @Test
    void aCallThatCanNotEvenBeWithdrawnIsGivenUpAsUnknown() {
        entities.hold();
        CompletableFuture<Integer> answer = lobby.ask(Room::count);
        entities.pass(Duration.ofSeconds(26));
        EntityUnavailable late = assertThrows(EntityUnavailable.class, () -> lobby.await(answer));
        assertEquals(
                "Room/lobby did not answer within PT15S; it is not known whether it has done what"
                        + " it was called for",
                late.getMessage());
        assertTrue(late.mayBeDone());
    }

    private EntityCall late() {
        return new EntityCall(
                lobby.id(),
                "session:1:1",
                "say",
                List.of("a", "late"),
                EntityCall.Wants.REPLY,
                Duration.ofSeconds(1));
    }

    @Test
    void anEntityThatMayHaveForgottenACallDoesNotSayThatItWasNotDone() {
        List<EntityCall.Outcome> outcomes = new ArrayList<>();
        entities.owner.send(late(), outcomes::add);
        entities.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 1100; i++) lobby.call(Room::count);
        entities.owner.withdraw(late(), outcomes::add);
        assertEquals(
                new EntityCall.Outcome.Unavailable("Room/lobby has had too many calls since"),
                outcomes.getLast());
        entities.pass(Duration.ofMinutes(1));
        entities.owner.withdraw(
                new EntityCall(
                        lobby.id(),
                        "session:2:1",
                        "count",
                        List.of(),
                        EntityCall.Wants.REPLY,
                        Duration.ofSeconds(1)),
                outcomes::add);
        assertEquals(
                new EntityCall.Outcome.Refused("Room/lobby did not get to it in time"),
                outcomes.getLast());
    }

    @Test
    void aCallThatWasWithdrawnBeforeItCameIsNeverDone() {
        EntityCall late = late();
        List<EntityCall.Outcome> outcomes = new ArrayList<>();
        assertEquals(0, lobby.call(Room::count));
        entities.owner.withdraw(late, outcomes::add);
        entities.owner.send(late, outcomes::add);
        String never = "Room/lobby did not get to it in time";
        assertEquals(
                List.of(
                        new EntityCall.Outcome.Refused(never),
                        new EntityCall.Outcome.Refused(never)),
                outcomes);
        assertEquals(0, lobby.call(Room::count));
    }

    @Test
    void whatAnEntityTellsAnotherLeavesOnlyWhenItsHandlerHasSucceeded() {
        EntityRef<Room, Room.State> other = entities.node.get(Room.class, "other");
        lobby.call(Room::post, new Message("a", "hello"));
        room.broken = true;
        assertThrows(EntityFailed.class, () -> lobby.call(Room::copyTo, "other"));
        room.broken = false;
        assertEquals(0, other.value().value().size());
        lobby.call(Room::copyTo, "other");
        assertEquals(1, other.value().value().size());
    }

    @Test
    void timersSendMessagesToTheEntity() {
        for (int i = 0; i < 3; i++) lobby.tell(Room::post, new Message("a", "message " + i));
        lobby.call(Room::sweepEvery, Duration.ofSeconds(10));
        assertEquals(3, lobby.value().value().size());
        entities.pass(Duration.ofSeconds(10));
        assertEquals(1, lobby.value().value().size());
        entities.pass(Duration.ofSeconds(20));
        assertEquals(3, lobby.value().value().sweeps());
    }

    @Test
    void anEntityThatEndsIsMadeAnewWithAHigherVersion() {
        Shared<Room.State> before = lobby.call(Room::post, new Message("a", "hello"));
        entities.pass(Duration.ofSeconds(1));
        lobby.call(Room::close);
        assertEquals(0, entities.owner.size());
        assertEquals(0, lobby.value().value().size());
        assertTrue(lobby.value().version() > before.version());
        assertEquals(List.of("create lobby", "terminate lobby: ended", "create lobby"), room.notes);
    }

    @Test
    void anEntityThatNobodyNeedsEndsWhenItsSettingsSaySoAndOneThatIsWatchedDoesNot() {
        Room idle = new Room(EntitySettings.available().passivateAfter(Duration.ofMinutes(5)));
        TestEntities some = new TestEntities(idle);
        Shared<Room.State> watched = some.node.get(Room.class, "watched").value();
        some.node.watch(watched, id -> {});
        some.node.get(Room.class, "lonely").value();
        some.pass(Duration.ofMinutes(11));
        assertEquals(
                List.of("create watched", "create lonely", "terminate lonely: idle"), idle.notes);
    }

    @Test
    void anEntityThatFailsTooOftenPausesAndBeginsAgainFromItsLastState() {
        lobby.call(Room::post, new Message("a", "kept"));
        room.broken = true;
        for (int i = 0; i < 10; i++)
            assertThrows(EntityFailed.class, () -> lobby.call(Room::post, new Message("a", "bad")));
        assertEquals(
                "Room/lobby starts again after failures; nothing was done",
                assertThrows(EntityUnavailable.class, () -> lobby.call(Room::count)).getMessage());
        room.broken = false;
        entities.pass(Duration.ofMillis(100));
        assertEquals(1, lobby.call(Room::count));
        assertEquals(List.of("create lobby", "restored lobby"), room.notes);
    }

    @Test
    void anEntityThatGoesOnFailingIsMadeAnew() {
        lobby.call(Room::post, new Message("a", "lost"));
        for (int restart = 0; restart < 6; restart++) {
            room.broken = true;
            for (int i = 0; i < 10; i++)
                assertThrows(
                        EntityFailed.class, () -> lobby.call(Room::post, new Message("a", "bad")));
            room.broken = false;
            entities.pass(Duration.ofSeconds(11));
        }
        assertEquals(0, lobby.call(Room::count));
        assertEquals("create lobby", room.notes.getLast());
    }

    @Test
    void aCallThatIsTriedAgainIsAnsweredAndNotDoneAgain() {
        Caller sameEvent =
                new Caller() {
                    @Override
                    public void afterwards(Runnable effect) {
                        effect.run();
                    }

                    @Override
                    public String nextCallId() {
                        return "session:7:1";
                    }
                };
        EntityRef<Room, Room.State> again = entities.node.get(Room.class, "lobby", sameEvent);
        assertEquals(1, again.call(Room::say, "a", "once"));
        assertEquals(1, again.call(Room::say, "a", "once"));
        assertEquals(1, lobby.call(Room::count));
    }

    @Test
    void handlersUseTheirContextOnlyWhileTheyRun() {
        LiveletException outside =
                assertThrows(
                        LiveletException.class,
                        () ->
                                room.post(
                                        new Room.State("lobby", List.of(), 0),
                                        new Message("a", "hello")));
        assertTrue(
                outside.getMessage().contains("is for its handlers, on the thread that runs them"),
                outside.getMessage());
    }

    @Test
    void onlyMethodsMarkedAsCallsAreCalledAndOnlyByReference() {
        LiveletException unmarked =
                assertThrows(LiveletException.class, () -> lobby.tell(Room::restored));
        assertTrue(
                unmarked.getMessage()
                        .startsWith("Room.restored cannot be called: annotate it with @Call"),
                unmarked.getMessage());
        LiveletException lambda =
                assertThrows(
                        LiveletException.class,
                        () -> lobby.send(asChange((Room self, Room.State s) -> s), List.of()));
        assertTrue(lambda.getMessage().contains("found a lambda"), lambda.getMessage());
    }

    private static dev.livelet.EntityMethod.Change0<Room, Room.State> asChange(
            dev.livelet.EntityMethod.Change0<Room, Room.State> change) {
        return change;
    }
}
