package dev.livelet.cluster.presence;

import dev.livelet.cluster.codec.CodecException;
import dev.livelet.cluster.presence.Entries.Place;
import dev.livelet.cluster.presence.Entries.Told;
import dev.livelet.cluster.stream.FrameWriter;
import dev.livelet.spi.ClusterPresence.Fate;

import org.jspecify.annotations.Nullable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * What nodes say to each other about presence. A frame is the number of the stream it belongs to,
 * its own number there, and items one after the other.
 */
final class Frame {
    private static final byte BEGIN = 1;
    private static final byte ENTRY = 2;
    private static final byte COMPLETE = 3;
    private static final byte DIGEST = 4;
    private static final byte ASK_ALL = 5;
    private static final Fate[] FATES = Fate.values();

    private Frame() {}

    /** What a frame is read into, in its order. */
    interface Reader {
        /**
         * Before all others.
         *
         * @return false to read no further
         */
        boolean frame(long stream, int number);

        /** All entries follow, with {@link #complete} after the last. */
        void begin();

        /**
         * @param told null when the entry is no more
         */
        void entry(Place place, Fate fate, @Nullable Told told);

        void complete();

        void digest(int size, long hash);

        void askAll();
    }

    /**
     * @throws CodecException when these are not the bytes of a frame
     */
    static void read(byte[] bytes, Reader to) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (!to.frame(in.getLong(), in.getInt())) return;
            while (in.hasRemaining()) item(in, to);
        } catch (BufferUnderflowException | ArrayIndexOutOfBoundsException e) {
            throw new CodecException(
                    CodecException.Kind.MALFORMED, "a frame about presence is damaged", e);
        }
    }

    private static void item(ByteBuffer in, Reader to) {
        byte kind = in.get();
        switch (kind) {
            case BEGIN -> to.begin();
            case ENTRY -> {
                Fate fate = FATES[in.get()];
                Place place =
                        new Place(
                                FrameWriter.readText(in),
                                FrameWriter.readText(in),
                                FrameWriter.readText(in));
                Told told =
                        fate == Fate.HERE ? new Told(in.getInt(), FrameWriter.readBytes(in)) : null;
                to.entry(place, fate, told);
            }
            case COMPLETE -> to.complete();
            case DIGEST -> to.digest(in.getInt(), in.getLong());
            case ASK_ALL -> to.askAll();
            default ->
                    throw new CodecException(
                            CodecException.Kind.MALFORMED, "an item of the unknown kind " + kind);
        }
    }

    /** Collects items for one frame. Used by one thread. */
    static final class Writer extends FrameWriter {
        private final int limit;

        Writer(long stream, int number, int limit) {
            super(stream, number);
            this.limit = limit;
        }

        boolean isFull() {
            return bytes.size() >= limit;
        }

        void begin() {
            bytes.write(BEGIN);
        }

        void entry(Place place, Fate fate, @Nullable Told told) {
            bytes.write(ENTRY);
            bytes.write(fate.ordinal());
            text(place.topic());
            text(place.key());
            text(place.session());
            if (told == null) return;
            number(told.attempt());
            bytes(told.meta());
        }

        void complete() {
            bytes.write(COMPLETE);
        }

        void digest(int size, long hash) {
            bytes.write(DIGEST);
            number(size);
            number(hash);
        }

        void askAll() {
            bytes.write(ASK_ALL);
        }
    }
}
