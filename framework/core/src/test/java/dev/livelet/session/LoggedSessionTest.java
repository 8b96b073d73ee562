package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Whatever goes wrong in a session, the log names it so that its page cannot be taken over. */
class LoggedSessionTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.livelet");
    private final Level level = logger.getLevel();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    static final class Unlucky implements LiveView<Unlucky.State> {
        record State(int value, boolean open) {
            int half() {
                if (value < 0) throw new IllegalStateException("no half of " + value);
                return value / 2;
            }
        }

        private static final Template<State> PAGE =
                Template.of(
                        State.class,
                        """
                        <p :catch>{half}</p><p :else>none</p>
                        <button on:click={fail()}>fails</button>
                        <button on:click={become(-1)}>breaks a part</button>
                        <button on:click={close()} :if={open}>withdraws itself</button>
                        """);

        @Override
        public Template<State> template() {
            return PAGE;
        }

        @Override
        public State mount(Socket socket) {
            socket.subscribe("all");
            return new State(0, true);
        }

        @On
        State fail(State state) {
            throw new IllegalStateException("failed");
        }

        @On
        State become(State state, int value) {
            return new State(value, state.open());
        }

        @On
        State close(State state) {
            return new State(state.value(), false);
        }

        @OnMessage
        State heard(State state, String message) {
            throw new IllegalStateException("cannot hear");
        }

        @Override
        public void terminate(State state, String reason) {
            throw new IllegalStateException("does not want to end");
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.TRACE);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setLevel(level);
    }

    @Test
    void isNamedByTheBeginningOfItsId() {
        TestNode node = new TestNode();
        TestPage page = node.open(new Unlucky());
        page.join();
        page.click(0, 0);
        page.click(0, 1);
        page.click(0, 1, 1, 0);
        page.click(0, 2, 1, 0);
        page.frame("[6,0,[0]]");
        node.pubSub.publish("all", "a message");
        page.click(99, 0);
        page.join(0, 1);
        page.session().mailbox().put(new Work.Watch(page.socket));
        page.session().mailbox().put(new Work.Message(new AtomicReference<>("no such message")));
        page.session().end("as a test");
        String id = page.session().id();
        String brief = SessionId.brief(id) + " of Unlucky";

        List<String> all = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertTrue(all.stream().filter(line -> line.contains(brief)).count() >= 6, all::toString);
        assertTrue(all.contains("Session " + brief + " has ended: as a test"), all::toString);
        assertFalse(all.stream().anyMatch(line -> line.contains(id)), all::toString);
    }

    /** A failure of the framework itself: what it failed at may hold the page's token. */
    @Test
    void isNotNamedByWhatItWasAboutToDo() {
        TestNode node = new TestNode();
        TestPage page = node.open(new Unlucky());
        page.session().join(null, page.socket, true);
        String id = page.session().id();

        List<String> all = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertTrue(
                all.contains("Session " + SessionId.brief(id) + " of Unlucky failed at a Join"),
                all::toString);
        assertFalse(all.stream().anyMatch(line -> line.contains(id)), all::toString);
    }

    @Test
    void aShortIdIsItself() {
        assertEquals("s1", SessionId.brief("s1"));
        assertEquals("abcdef…", SessionId.brief("abcdefghijklmnopqrstuv"));
    }
}
