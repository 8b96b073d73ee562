package dev.livelet.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Alias;
import dev.livelet.Call;
import dev.livelet.Entity;
import dev.livelet.LiveView;
import dev.livelet.LiveletException;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.server.LiveServer;
import dev.livelet.server.Livelet;

import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.List;

/** What other nodes could not read is found when the node starts, not when the first page moves. */
class StartCheckTest {
    sealed interface Home {}

    static final class City {
        record Flat(int floor) implements Home {}
    }

    static final class Village {
        record Flat(boolean garden) implements Home {}
    }

    record Person(String name, Home home) {}

    record State(List<Person> people) {}

    static final class People implements LiveView<State> {
        @Override
        public Template<State> template() {
            return Template.of(State.class, "<p>{people.size()}</p>");
        }

        @Override
        public State mount(Socket socket) {
            return new State(List.of());
        }
    }

    static final class Census implements Entity<Census.Count> {
        record Count(@Alias("number") int first, @Alias("number") int second) {}

        @Override
        public Count create(String name) {
            return new Count(0, 0);
        }

        @Call
        Count add(Count count, Person person) {
            return count;
        }
    }

    private static Livelet application() {
        return Livelet.create()
                .host("127.0.0.1")
                .port(0)
                .set("keys", Base64.getEncoder().encodeToString(new byte[32]))
                .live("/", new People())
                .entity(new Census());
    }

    @Test
    void allThatCannotTravelIsNamedWithItsPlace() {
        JGroups cluster =
                JGroups.tcp("check")
                        .node("a")
                        .bind("127.0.0.1")
                        .port(0)
                        .discovery(Discovery.fixed("127.0.0.1:1"));
        LiveletException wrong =
                assertThrows(LiveletException.class, () -> application().cluster(cluster).start());
        assertEquals(
                """
                This application runs in a cluster, but other nodes could not read
                  the state of People: State.people: Person.home: Two of the subtypes of HOME would\
                 be 'Flat' to other nodes: Flat and Flat. Give one an @Alias with another name, which\
                 it is then known by
                  the state of the entity Census: Two of the components of COUNT would be 'number'\
                 to other nodes: number and second. Give one an @Alias with another name, which it is\
                 then known by
                  the PERSON that Census.add takes: Person.home: Two of the subtypes of HOME would\
                 be 'Flat' to other nodes: Flat and Flat. Give one an @Alias with another name, which\
                 it is then known by\
                """
                        .replace("HOME", Home.class.getName())
                        .replace("COUNT", Census.Count.class.getName())
                        .replace("PERSON", Person.class.getName()),
                wrong.getMessage());
    }

    @Test
    void aProgramThatRunsAloneMayHoldThem() {
        try (LiveServer server = application().start()) {
            assertTrue(server.port() > 0);
        }
    }
}
