package dev.livelet.cluster.link;

import java.util.List;

/**
 * What one node writes to another in one JGroups message. {@link Wire} makes bytes of it.
 *
 * <p>Frames go in <em>lines</em>. A line is one run of frames from one node to another, numbered
 * from zero; it begins when the receiver has acknowledged {@link Open}, and ends when either side
 * lost sight of the other. A higher line means that frames of the lower may be missing.
 */
sealed interface Packet {
    /**
     * Pieces of frames, in order; the first has the number {@code first}. Over UNICAST3.
     *
     * @param patient the sender waits for no acknowledgement of these by themselves: it asks, or
     *     those of later ones say it too
     */
    record Frames(long line, long first, List<Piece> pieces, boolean patient) implements Packet {}

    /**
     * A frame, or a part of one.
     *
     * @param channel as on the wire: a newer release may know more of them
     * @param continues it goes on from the channel's last piece
     * @param more it goes on in the channel's next piece
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Piece(int channel, boolean continues, boolean more, byte[] bytes) {}

    /** Begins a line, or asks how far it has come; {@code sent} pieces are on their way. */
    record Open(long line, long sent) implements Packet {}

    /** So many pieces of the line are done with: all that had arrived when the question came. */
    record Ack(long line, long done) implements Packet {}

    /** The answer to frames of a node that is no member here: they were dropped. */
    record Fence(long line) implements Packet {}

    /** A signal, a question or an answer, or the {@code index}th of {@code count} parts of it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Post(Form form, long id, int index, int count, int channel, byte[] bytes)
            implements Packet {}

    /** This node is going away. Nothing but the flag that every packet carries. */
    record Leaving() implements Packet {}

    /** Who has this address? Asked where the address does not say it. */
    record Who() implements Packet {}

    /** The answer: the sender of this packet is that node. */
    record Hello(String name, long incarnation) implements Packet {}

    /** The sender has said so, and is that node no more: its channel outlives its link. */
    record Bye() implements Packet {}

    enum Form {
        SIGNAL,
        QUESTION,
        ANSWER
    }
}
