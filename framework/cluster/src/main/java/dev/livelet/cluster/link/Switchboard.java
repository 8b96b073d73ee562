package dev.livelet.cluster.link;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/** What every kind of link has: its users, by channel, and who of them is called by what comes. */
public abstract class Switchboard implements Link {
    final Handlers handlers = new Handlers();

    @Override
    public final void source(Channel about, Source frames) {
        handlers.sources.put(about, frames);
    }

    @Override
    public final void receiver(Channel about, Receiver receiver) {
        handlers.receivers.put(about, receiver);
    }

    @Override
    public final void answerer(Channel about, Answerer answerer) {
        handlers.answerers.put(about, answerer);
    }

    @Override
    public final void signals(Channel about, Receiver receiver) {
        handlers.signals.put(about, receiver);
    }

    /** The next frame for the peer; null if there is none. */
    protected byte @Nullable [] next(NodeId peer, Channel about) {
        Source source = handlers.sources.get(about);
        return source == null ? null : source.next(peer);
    }

    protected final void received(NodeId from, Channel about, byte[] frame) {
        Receiver receiver = handlers.receivers.get(about);
        if (receiver != null) receiver.received(from, frame);
    }

    /**
     * @return whether somebody here takes signals of the channel
     */
    protected final boolean signalled(NodeId from, Channel about, byte[] body) {
        Receiver receiver = handlers.signals.get(about);
        if (receiver != null) receiver.received(from, body);
        return receiver != null;
    }

    /**
     * @return whether somebody here answers questions of the channel
     */
    protected final boolean asked(
            NodeId from, Channel about, byte[] question, Consumer<byte[]> reply) {
        Answerer answerer = handlers.answerers.get(about);
        if (answerer != null) answerer.asked(from, question, reply);
        return answerer != null;
    }
}
