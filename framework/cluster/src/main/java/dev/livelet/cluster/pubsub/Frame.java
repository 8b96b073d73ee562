package dev.livelet.cluster.pubsub;

import dev.livelet.cluster.codec.CodecException;
import dev.livelet.cluster.stream.FrameWriter;

import org.jspecify.annotations.Nullable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What nodes say to each other about topics. A frame is the number of the stream it belongs to, its
 * own number there, and items one after the other.
 */
final class Frame {
    private static final byte HELLO = 1;
    private static final byte ALL = 2;
    private static final byte CHANGES = 3;
    private static final byte DIGEST = 4;
    private static final byte ASK_ALL = 5;
    private static final byte KNOWN = 6;
    private static final byte PUBLICATION = 7;
    private static final byte GAP = 8;
    private static final byte BYE = 9;
    private static final byte RESTART = 10;
    private static final byte REPEAT = 11;

    private Frame() {}

    /** What a frame is read into, in its order. */
    interface Reader {
        /**
         * Before all others.
         *
         * @return false to read no further
         */
        boolean frame(long stream, int number);

        /** How long the node has run, when it begins a stream. */
        void hello(long upMillis);

        /**
         * Topics that the node has subscribers for.
         *
         * @param first whether this is the beginning of all of them
         * @param version when these are the last of them, else 0
         */
        void all(boolean first, long version, List<String> topics);

        /**
         * @param version when these are the last of the changes up to it, else 0
         */
        void changes(long version, List<String> added, List<String> removed);

        void digest(long version, int size, long hash);

        void askAll();

        /** The node knows this node's topics as of this version. */
        void known(long version);

        /**
         * @param number among the node's publications on the topic, 0 where it keeps none
         */
        void publication(String topic, @Nullable String id, long number, byte[] body);

        /**
         * The next publication on the topic is that after this number.
         *
         * @param complete whether all that may be missing follows
         * @param answer whether this is what {@link #repeat} asked for
         */
        void restart(String topic, long after, boolean complete, boolean answer);

        /** Asks for what was published after this number. */
        void repeat(String topic, long after);

        void gap(String topic);

        /** The node publishes nothing more. */
        void bye();
    }

    /**
     * @throws CodecException when these are not the bytes of a frame
     */
    static void read(byte[] bytes, Reader to) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (!to.frame(in.getLong(), in.getInt())) return;
            while (in.hasRemaining()) item(in, to);
        } catch (BufferUnderflowException e) {
            throw new CodecException(
                    CodecException.Kind.MALFORMED, "a frame about topics ends too early", e);
        }
    }

    private static void item(ByteBuffer in, Reader to) {
        byte kind = in.get();
        switch (kind) {
            case HELLO -> to.hello(in.getLong());
            case ALL -> to.all(in.get() != 0, in.getLong(), texts(in));
            case CHANGES -> to.changes(in.getLong(), texts(in), texts(in));
            case DIGEST -> to.digest(in.getLong(), in.getInt(), in.getLong());
            case ASK_ALL -> to.askAll();
            case KNOWN -> to.known(in.getLong());
            case PUBLICATION -> {
                String topic = FrameWriter.readText(in);
                String id = FrameWriter.readText(in);
                to.publication(
                        topic, id.isEmpty() ? null : id, in.getLong(), FrameWriter.readBytes(in));
            }
            case GAP -> to.gap(FrameWriter.readText(in));
            case BYE -> to.bye();
            case RESTART ->
                    to.restart(
                            FrameWriter.readText(in), in.getLong(), in.get() != 0, in.get() != 0);
            case REPEAT -> to.repeat(FrameWriter.readText(in), in.getLong());
            default ->
                    throw new CodecException(
                            CodecException.Kind.MALFORMED, "an item of the unknown kind " + kind);
        }
    }

    private static List<String> texts(ByteBuffer in) {
        List<String> texts = new ArrayList<>();
        for (int i = in.getInt(); i > 0; i--) texts.add(FrameWriter.readText(in));
        return texts;
    }

    /** Collects items for one frame. Used by one thread. */
    static final class Writer extends FrameWriter {
        private final int limit;

        Writer(long stream, int number, int limit) {
            super(stream, number);
            this.limit = limit;
        }

        /** Something too large for any frame has one of its own. */
        boolean hasRoom(int size) {
            return isEmpty() || bytes.size() + size <= limit;
        }

        int room() {
            return limit - bytes.size();
        }

        void hello(long upMillis) {
            bytes.write(HELLO);
            number(upMillis);
        }

        void all(boolean first, long version, Collection<String> topics) {
            bytes.write(ALL);
            bytes.write(first ? 1 : 0);
            number(version);
            texts(topics);
        }

        void changes(long version, Collection<String> added, Collection<String> removed) {
            bytes.write(CHANGES);
            number(version);
            texts(added);
            texts(removed);
        }

        void digest(long version, int size, long hash) {
            bytes.write(DIGEST);
            number(version);
            number(size);
            number(hash);
        }

        void askAll() {
            bytes.write(ASK_ALL);
        }

        void known(long version) {
            bytes.write(KNOWN);
            number(version);
        }

        void publication(String topic, @Nullable String id, long number, byte[] body) {
            bytes.write(PUBLICATION);
            text(topic);
            text(id == null ? "" : id);
            number(number);
            bytes(body);
        }

        void restart(String topic, long after, boolean complete, boolean answer) {
            bytes.write(RESTART);
            text(topic);
            number(after);
            bytes.write(complete ? 1 : 0);
            bytes.write(answer ? 1 : 0);
        }

        void repeat(String topic, long after) {
            bytes.write(REPEAT);
            text(topic);
            number(after);
        }

        void gap(String topic) {
            bytes.write(GAP);
            text(topic);
        }

        void bye() {
            bytes.write(BYE);
        }

        private void texts(Collection<String> texts) {
            number(texts.size());
            texts.forEach(this::text);
        }
    }
}
