package dev.livelet.session;

import dev.livelet.spi.Replication;
import dev.livelet.spi.SessionCopy;
import dev.livelet.spi.Transport;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a turn wants to leave this node: frames for the page, messages for others. A node that runs
 * alone lets everything go at once. In a cluster it is held until the turn has ended and its copy
 * is committed, in order: so nobody sees what a session did that was running elsewhere by then,
 * nor, with {@link dev.livelet.Durability#SYNC}, what only this node knows. Confined to the
 * session's turn.
 */
final class Departures {
    private final Replication.@Nullable Ownership ownership;
    private List<Runnable> held = List.of();
    private @Nullable SessionCopy committed;

    Departures(SessionServices services, String session, boolean sync, Consumer<Work> mailbox) {
        Replication replication = services.replication();
        ownership = replication.isAlone() ? null : replication.own(session, sync, owner(mailbox));
    }

    private static Replication.Owner owner(Consumer<Work> mailbox) {
        return new Replication.Owner() {
            @Override
            public void fenced() {
                mailbox.accept(new Work.Fenced());
            }

            @Override
            public void durable(int event) {
                mailbox.accept(new Work.Durable(event));
            }

            @Override
            public void where(String where) {
                mailbox.accept(new Work.Where(where));
            }
        };
    }

    /** Whether nothing is held back: then callers need not wrap what they do. */
    boolean direct() {
        return ownership == null;
    }

    /** Frames of one turn, in one go. */
    private record Frames(Transport to, List<byte[]> frames) implements Runnable {
        @Override
        public void run() {
            if (frames.size() == 1) to.send(frames.getFirst());
            else to.send(frames);
        }
    }

    /** Sends a frame; with those right before it. */
    void send(Transport to, byte[] frame) {
        if (ownership == null) {
            to.send(frame);
        } else if (!held.isEmpty() && held.getLast() instanceof Frames before && before.to == to) {
            before.frames.add(frame);
        } else {
            List<byte[]> frames = new ArrayList<>(2);
            frames.add(frame);
            leave(new Frames(to, frames));
        }
    }

    /** The last event that is safe, as far as a turn that sends something shall tell it. */
    int durable() {
        return ownership == null || held.isEmpty() ? 0 : ownership.durable();
    }

    void leave(Runnable departure) {
        if (ownership == null) {
            departure.run();
            return;
        }
        if (held.isEmpty()) held = new ArrayList<>(2);
        held.add(departure);
    }

    /** What the page tells any node that it comes to; empty when this node runs alone. */
    String where() {
        return ownership == null ? "" : ownership.where();
    }

    /**
     * A turn has ended.
     *
     * @return false when the session runs elsewhere, and nothing of this turn counts
     */
    boolean settle(SessionCopy copy) {
        if (ownership == null) return true;
        SessionCopy last = committed;
        SessionCopy now = last != null && same(last, copy) ? last : copy;
        if (now == last && held.isEmpty()) return true;
        List<Runnable> leaving = held;
        held = List.of();
        committed = now;
        return ownership.commit(now, () -> leaving.forEach(Runnable::run));
    }

    private static boolean same(SessionCopy a, SessionCopy b) {
        return a.state() == b.state()
                && a.window() == b.window()
                && a.topics() == b.topics()
                && a.timers() == b.timers()
                && a.forms() == b.forms()
                && a.attempt() == b.attempt()
                && a.answered() == b.answered()
                && a.sent() == b.sent()
                && a.acknowledged() == b.acknowledged()
                && a.context().equals(b.context())
                && a.refusals().equals(b.refusals());
    }

    /** The session has ended: what it said last leaves, and no node keeps it. */
    void end() {
        if (ownership == null) return;
        held.forEach(Runnable::run);
        held = List.of();
        ownership.end();
    }
}
