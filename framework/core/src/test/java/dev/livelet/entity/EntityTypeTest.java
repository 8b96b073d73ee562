package dev.livelet.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Call;
import dev.livelet.Entity;
import dev.livelet.LiveletException;
import dev.livelet.OnMessage;
import dev.livelet.Reply;

import org.junit.jupiter.api.Test;

import java.util.Date;
import java.util.List;

/** What is wrong with an entity is said when it is registered. */
class EntityTypeTest {

    record State(int count) {}

    abstract static class Base implements Entity<State> {
        @Override
        public State create(String name) {
            return new State(0);
        }
    }

    static final class Good extends Base {
        @Call
        State add(State state, int step) {
            return new State(state.count() + step);
        }

        @Call
        Reply<State, List<String>> names(State state) {
            return Reply.of(state, List.of());
        }
    }

    @Test
    void aGoodOneSaysWhatItIs() {
        var kind = EntityType.of(new Good()).kind();
        assertEquals("Good", kind.name());
        assertEquals(State.class, kind.state());
        assertEquals(List.of(int.class), kind.methods().get("add").arguments());
        assertEquals(
                "java.util.List<java.lang.String>",
                String.valueOf(kind.methods().get("names").reply()));
    }

    static final class Wrong extends Base {
        @Call
        int count(State state) {
            return state.count();
        }

        @Call
        State noState(int step) {
            return new State(step);
        }

        @Call
        State many(State state, int a, int b, int c) {
            return state;
        }

        @Call
        State dated(State state, Date date) {
            return state;
        }

        @OnMessage
        State received(State state) {
            return state;
        }
    }

    @Test
    void allThatIsWrongIsSaidAtOnceWithTheFix() {
        String message =
                String.valueOf(
                        assertThrows(LiveletException.class, () -> EntityType.of(new Wrong()))
                                .getMessage());
        assertTrue(message.startsWith("The entity " + Wrong.class.getName()), message);
        for (String each :
                List.of(
                        "The handler Wrong.count(State): it returns int; a handler"
                                + " of an entity returns the next State, or Reply<State, …> to"
                                + " answer its caller",
                        "The handler Wrong.noState(int): its first parameter must be the state:"
                                + " State noState(State state, …)",
                        "it takes 3 arguments after the state; at most two. Put them into a record",
                        "its argument must be fit for another node: Date: java.util.Date cannot be"
                                + " in a state: use java.time.Instant or LocalDate",
                        "an @OnMessage method of an entity takes the state and a message"))
            assertTrue(message.contains(each), each + "\n--- not in\n" + message);
    }

    record Bad(Date date) {}

    static final class BadState implements Entity<Bad> {
        @Override
        public Bad create(String name) {
            return new Bad(new Date());
        }
    }

    @Test
    void aStateMustBeFitForAnotherNode() {
        String message =
                String.valueOf(
                        assertThrows(LiveletException.class, () -> EntityType.of(new BadState()))
                                .getMessage());
        assertTrue(message.contains("Bad.date: java.util.Date cannot be in a state"), message);
    }

    static final class Twin extends Base {
        @Override
        public String typeName() {
            return "Good";
        }
    }

    @Test
    void twoTypesOfOneNameAreRefused() {
        assertTrue(
                String.valueOf(
                                assertThrows(
                                                LiveletException.class,
                                                () -> new TestEntities(new Good(), new Twin()))
                                        .getMessage())
                        .contains("are both called \"Good\" among nodes"));
    }

    @Test
    void anEntityThatIsNotRegisteredIsNamedWithTheFix() {
        LiveletException unknown =
                assertThrows(
                        LiveletException.class,
                        () -> new TestEntities().node.get(Good.class, "one"));
        assertEquals(
                "The entity "
                        + Good.class.getName()
                        + " is not registered: add Livelet.create().entity(new Good(…))",
                unknown.getMessage());
    }
}
