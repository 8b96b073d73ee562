package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Two releases of a page, in two nodes: what the page shows is not what the other makes of it. */
class OtherReleaseTest {
    record State(int count) {}

    private abstract static class Counter implements LiveView<State> {
        @Override
        public State mount(Socket socket) {
            return new State(0);
        }

        @On
        State add(State state, int many) {
            return new State(state.count() + many);
        }

        @On
        State reset(State state) {
            return new State(0);
        }
    }

    static final class Old extends Counter {
        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <p>{count}</p>
                        <button on:click={add(1)}>+</button>
                        <button on:click={add(10)}>+10</button>
                        <button on:click={add(count)}>double</button>
                        """);

        @Override
        public Template<State> template() {
            return PAGE;
        }
    }

    static final class New extends Counter {
        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <p>{count} in all</p>
                        <button on:click={reset()}>0</button>
                        <button on:click={add(count)}>double</button>
                        <button on:click={add(1)}>+</button>
                        """);

        @Override
        public Template<State> template() {
            return PAGE;
        }
    }

    private final TestCluster cluster = new TestCluster();
    private final TestNode first = new TestNode(SessionSettings.DEFAULTS, cluster);
    private final TestNode second = new TestNode(SessionSettings.DEFAULTS, cluster);
    private final ViewType<?> next = ViewType.of(new New());

    private TestTransport comesToTheOther(int event) {
        TestPage page = first.open(ViewType.of(new Old()));
        page.join();
        page.click(0, 0);
        ClientFrame.Join again =
                TestNode.join(
                        page.session().id(),
                        1,
                        2,
                        2,
                        List.of(
                                new ClientFrame.Queued(
                                        1,
                                        new ClientFrame.Event(0, new int[] {event}, null, null))));
        Session session = second.sessions.adopt(next, TestNode.visit(), again);
        TestTransport socket = new TestTransport();
        // the bundles may be equal all the same: they hold no expressions
        session.join(again, socket, true);
        return socket;
    }

    private String shown(int count) {
        return "[-3,2,2," + next.template().id() + "," + count + "]";
    }

    @Test
    void anEventOfTheOldPageFindsItsHandlerUnderItsNewNumberAndThePageIsRenderedWhole() {
        assertEquals(List.of("[-10,1,\"here\"]", shown(2)), withoutDefinitions(comesToTheOther(0)));
    }

    @Test
    void anEventThatTheNewPageLacksIsRefusedAndNoOtherIsTakenForIt() {
        assertEquals(
                List.of("[-10,1,\"here\"]", "[-1,1,1]", shown(1)),
                withoutDefinitions(comesToTheOther(1)));
        assertEquals(1, second.counters.eventsStale.sum());
    }

    @Test
    void anEventWhoseArgumentsReadThePageIsRefused() {
        assertEquals(
                List.of("[-10,1,\"here\"]", "[-1,1,1]", shown(1)),
                withoutDefinitions(comesToTheOther(2)));
    }

    private static List<String> withoutDefinitions(TestTransport socket) {
        return socket.sent().stream().filter(frame -> !frame.startsWith("[-9,")).toList();
    }
}
