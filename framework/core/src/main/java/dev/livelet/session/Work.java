package dev.livelet.session;

import dev.livelet.Async;
import dev.livelet.spi.Transport;

import java.time.Duration;
import java.util.List;

/** What a session does, one after the other. */
sealed interface Work {
    record Join(ClientFrame.Join join, Transport transport, boolean sameBundle) implements Work {}

    /**
     * @param limited whether the event came faster than allowed, and is only refused
     */
    record Frame(ClientFrame frame, Transport from, boolean limited) implements Work {}

    record Violation(ProtocolException violation, Transport from) implements Work {}

    record Detached(Transport transport) implements Work {}

    record Writable(Transport transport) implements Work {}

    /** From pub/sub or {@code socket.send}. */
    record Message(Object message) implements Work {}

    /** Messages of these topics may be missing here: the session was on its way between nodes. */
    record Missed(List<String> topics) implements Work {}

    record Tick(NamedTimers.Named timer) implements Work {}

    record AsyncDone(AsyncWork.Job job, Async<?> result) implements Work {}

    /** Looks whether the client is late with an acknowledgement. */
    record Watch(Transport transport) implements Work {}

    /** Nobody joined, or came back, in time; void when somebody has meanwhile. */
    record Expired(Object deadline) implements Work {}

    /** An entity that the page shows has changed. */
    record Changed() implements Work {}

    /** The session runs on another node from now on. */
    record Fenced() implements Work {}

    /** Other nodes have what was done up to this event. */
    record Durable(int event) implements Work {}

    /** The session's copies are elsewhere now. */
    record Where(String where) implements Work {}

    record Drain(Duration within) implements Work {}

    /** Ends the session, and tells its page why. */
    record End(Rejection why) implements Work {}

    /** Ends the session because the node stops: its page may come back. */
    record Stop() implements Work {}
}
