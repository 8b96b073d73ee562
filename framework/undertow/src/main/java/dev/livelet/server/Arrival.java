package dev.livelet.server;

import dev.livelet.protocol.Frames;
import dev.livelet.session.ClientFrame;
import dev.livelet.session.FrameReader;
import dev.livelet.session.ProtocolException;
import dev.livelet.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.ReentrantLock;

/**
 * What became of one WebSocket: it has arrived, joins, belongs to a session, is gone. The way of
 * its messages. Holds the places it takes in the limits and gives them back once. Messages come on
 * the I/O thread, the outcome of a join on a virtual one.
 */
final class Arrival implements Connection.Receiver {
    private final String address;
    private final Joins joins;
    private final Connections connections;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private @Nullable Connection connection;
    private @Nullable String identity;
    private boolean gone;

    private @Nullable Caller caller;
    private volatile @Nullable Session session;

    Arrival(Caller caller, Joins joins, Connections connections) {
        this.caller = caller;
        this.address = caller.address();
        this.joins = joins;
        this.connections = connections;
    }

    void opened(Connection opened) {
        lock.lock();
        try {
            connection = opened;
            if (!gone) connections.add(opened);
        } finally {
            lock.unlock();
        }
    }

    /** The stream below was closed, perhaps before there was a WebSocket on it. */
    void streamClosed() {
        Connection open;
        lock.lock();
        try {
            open = connection;
        } finally {
            lock.unlock();
        }
        if (open != null) open.terminate();
        else leave();
    }

    @Override
    public void message(Connection from, byte[] utf8) {
        ClientFrame frame;
        try {
            frame = FrameReader.read(utf8);
        } catch (ProtocolException malformed) {
            joins.malformed(from, malformed, session);
            return;
        }
        Session joined = session;
        if (joined != null) {
            joined.receive(frame, from);
            return;
        }
        Caller arriving = caller;
        if (frame instanceof ClientFrame.Join join && arriving != null) {
            caller =
                    null; // a second join on this socket is an error, and the headers are needed no
            // more
            from.joining();
            Thread.ofVirtual()
                    .name("livelet-join")
                    .start(() -> joins.join(this, from, arriving, join));
        } else {
            joins.reject(from, Frames.PROTOCOL, "the first frame is a join");
        }
    }

    /** Takes a place in the limit of this identity; false when there is none. */
    boolean takeIdentity(String id) {
        if (!connections.admitIdentity(id)) return false;
        lock.lock();
        try {
            if (!gone) {
                identity = id;
                return true;
            }
        } finally {
            lock.unlock();
        }
        connections.releaseIdentity(id);
        return false;
    }

    /** From now on messages go to this session. */
    void belongsTo(Session joined, Connection from) {
        session = joined;
        boolean late;
        lock.lock();
        try {
            late = gone;
        } finally {
            lock.unlock();
        }
        if (late) joined.detach(from);
    }

    @Override
    public void gone(Connection closed) {
        leave();
        connections.remove(closed);
        Session joined = session;
        if (joined != null) joined.detach(closed);
    }

    private void leave() {
        String held;
        lock.lock();
        try {
            if (gone) return;
            gone = true;
            held = identity;
        } finally {
            lock.unlock();
        }
        connections.releaseAddress(address);
        if (held != null) connections.releaseIdentity(held);
    }
}
