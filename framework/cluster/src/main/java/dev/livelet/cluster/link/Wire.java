package dev.livelet.cluster.link;

import java.io.Serial;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Packets as bytes: version, kind, flags, then the kind's fields. Numbers are big-endian, nothing
 * is compressed, and no length is believed before the bytes are seen to be there. Bytes that are no
 * packet are refused with a reason and nothing else happens.
 */
final class Wire {
    /** Raised when a node of this release cannot talk to one of the last. */
    static final byte VERSION = 1;

    /** After version and kind. */
    private static final int FLAGS = 2;

    /** In a frames packet beside its pieces: version, kind, flags, line, number. */
    static final int FRAMES_HEAD = 3 + 8 + 8;

    /** In a frames packet beside a piece's bytes: channel and length. */
    static final int PIECE_HEAD = 1 + 4;

    /** A post has at most so many parts: with parts of 32 KB, 32 MB. */
    static final int MAX_PARTS = 1024;

    private static final int LEAVING = 1;

    /** Releases that don't know it acknowledge at once, which is no harm. */
    private static final int PATIENT = 2;

    private static final int MORE = 0x80;
    private static final int CONTINUES = 0x40;

    /** A packet, and whether its sender is going away. */
    record Letter(Packet packet, boolean leaving) {}

    /** Bytes that are no packet; the message is one of few, so that they can be counted by it. */
    static final class Refused extends Exception {
        @Serial private static final long serialVersionUID = 1;

        Refused(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    private enum Kind {
        FRAMES(0),
        OPEN(1),
        ACK(2),
        FENCE(3),
        SIGNAL(4),
        QUESTION(5),
        ANSWER(6),
        LEAVING(7),
        WHO(8),
        HELLO(9),
        BYE(10);

        private static final Kind[] ALL = values();
        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        static Kind of(byte code) throws Refused {
            for (Kind kind : ALL) if (kind.code == code) return kind;
            throw new Refused("unknown kind");
        }
    }

    private Wire() {}

    static byte[] encode(Packet packet, boolean leaving) {
        return switch (packet) {
            case Packet.Frames frames -> {
                int size = FRAMES_HEAD;
                for (Packet.Piece piece : frames.pieces())
                    size += PIECE_HEAD + piece.bytes().length;
                byte[] bytes = new byte[size];
                ByteBuffer to = begin(Kind.FRAMES, leaving, bytes);
                if (frames.patient()) bytes[FLAGS] |= PATIENT;
                to.putLong(frames.line()).putLong(frames.first());
                for (Packet.Piece piece : frames.pieces())
                    to.put(head(piece)).putInt(piece.bytes().length).put(piece.bytes());
                yield bytes;
            }
            case Packet.Open open ->
                    begin(Kind.OPEN, leaving, 19).putLong(open.line()).putLong(open.sent()).array();
            case Packet.Ack ack ->
                    begin(Kind.ACK, leaving, 19).putLong(ack.line()).putLong(ack.done()).array();
            case Packet.Fence fence -> begin(Kind.FENCE, leaving, 11).putLong(fence.line()).array();
            case Packet.Post post -> {
                Kind kind =
                        switch (post.form()) {
                            case SIGNAL -> Kind.SIGNAL;
                            case QUESTION -> Kind.QUESTION;
                            case ANSWER -> Kind.ANSWER;
                        };
                yield begin(kind, leaving, 3 + 8 + 2 + 2 + 1 + post.bytes().length)
                        .putLong(post.id())
                        .putShort((short) post.index())
                        .putShort((short) post.count())
                        .put((byte) post.channel())
                        .put(post.bytes())
                        .array();
            }
            case Packet.Leaving _ -> begin(Kind.LEAVING, leaving, 3).array();
            case Packet.Who _ -> begin(Kind.WHO, leaving, 3).array();
            case Packet.Bye _ -> begin(Kind.BYE, leaving, 3).array();
            case Packet.Hello hello -> {
                byte[] name = hello.name().getBytes(StandardCharsets.UTF_8);
                yield begin(Kind.HELLO, leaving, 3 + 8 + name.length)
                        .putLong(hello.incarnation())
                        .put(name)
                        .array();
            }
        };
    }

    private static byte head(Packet.Piece piece) {
        return (byte)
                (piece.channel() | (piece.continues() ? CONTINUES : 0) | (piece.more() ? MORE : 0));
    }

    private static ByteBuffer begin(Kind kind, boolean leaving, int size) {
        return begin(kind, leaving, new byte[size]);
    }

    private static ByteBuffer begin(Kind kind, boolean leaving, byte[] bytes) {
        return ByteBuffer.wrap(bytes)
                .put(VERSION)
                .put(kind.code)
                .put((byte) (leaving ? LEAVING : 0));
    }

    /**
     * An acknowledgement among frames in the other direction: a piece of the link's own channel,
     * which has no frames.
     */
    static Packet.Piece piece(Packet.Ack ack) {
        byte[] bytes = ByteBuffer.allocate(16).putLong(ack.line()).putLong(ack.done()).array();
        return new Packet.Piece(Channel.LINK.code(), false, false, bytes);
    }

    /** What {@link #piece} wrote. */
    static Packet.Ack ack(byte[] piece) throws Refused {
        if (piece.length != 16) throw new Refused("malformed acknowledgement");
        ByteBuffer from = ByteBuffer.wrap(piece);
        return new Packet.Ack(positive(from.getLong()), positive(from.getLong()));
    }

    static Letter decode(byte[] bytes, int offset, int length) throws Refused {
        ByteBuffer from = ByteBuffer.wrap(bytes, offset, length);
        try {
            byte version = from.get();
            if (version != VERSION) throw new Refused("wire version");
            Kind kind = Kind.of(from.get());
            int flags = from.get();
            Packet packet = decode(kind, flags, from);
            if (from.hasRemaining()) throw new Refused("trailing bytes");
            return new Letter(packet, (flags & LEAVING) != 0);
        } catch (BufferUnderflowException _) {
            throw new Refused("truncated");
        }
    }

    private static Packet decode(Kind kind, int flags, ByteBuffer from) throws Refused {
        return switch (kind) {
            case FRAMES -> {
                long line = positive(from.getLong());
                long first = positive(from.getLong());
                List<Packet.Piece> pieces = new ArrayList<>();
                while (from.hasRemaining()) {
                    int code = from.get();
                    int length = from.getInt();
                    if (length < 0 || length > from.remaining()) throw new Refused("truncated");
                    pieces.add(
                            new Packet.Piece(
                                    code & (CONTINUES - 1),
                                    (code & CONTINUES) != 0,
                                    (code & MORE) != 0,
                                    rest(from, length)));
                }
                yield new Packet.Frames(line, first, pieces, (flags & PATIENT) != 0);
            }
            case OPEN -> new Packet.Open(positive(from.getLong()), positive(from.getLong()));
            case ACK -> new Packet.Ack(positive(from.getLong()), positive(from.getLong()));
            case FENCE -> new Packet.Fence(positive(from.getLong()));
            case SIGNAL -> post(Packet.Form.SIGNAL, from);
            case QUESTION -> post(Packet.Form.QUESTION, from);
            case ANSWER -> post(Packet.Form.ANSWER, from);
            case LEAVING -> new Packet.Leaving();
            case WHO -> new Packet.Who();
            case BYE -> new Packet.Bye();
            case HELLO -> {
                long incarnation = positive(from.getLong());
                String name = new String(rest(from, from.remaining()), StandardCharsets.UTF_8);
                if (!NodeName.valid(name)) throw new Refused("node name");
                yield new Packet.Hello(name, incarnation);
            }
        };
    }

    private static Packet.Post post(Packet.Form form, ByteBuffer from) throws Refused {
        long id = from.getLong();
        int index = from.getShort();
        int count = from.getShort();
        int channel = from.get();
        if (count < 1 || count > MAX_PARTS || index < 0 || index >= count || channel < 0)
            throw new Refused("malformed post");
        return new Packet.Post(form, id, index, count, channel, rest(from, from.remaining()));
    }

    private static byte[] rest(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    private static long positive(long number) throws Refused {
        if (number < 0) throw new Refused("negative number");
        return number;
    }
}
