package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.Header;
import org.jgroups.LongMessage;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FailureDetection;
import org.jgroups.protocols.FcHeader;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.PingHeader;
import org.jgroups.protocols.TpHeader;
import org.jgroups.protocols.UnicastHeader3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NakAckHeader2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.util.Bits;
import org.jgroups.util.ByteArrayDataInputStream;
import org.jgroups.util.Digest;
import org.jgroups.util.MutableDigest;
import org.jgroups.util.SeqnoList;
import org.jgroups.util.SizeStreamable;
import org.jgroups.util.Util;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Messages from bytes, in place of JGroups' own reading, which would make any class that a peer
 * names and deserialises Java objects without a filter: at once in an ObjectMessage, and later
 * where STABLE and the retransmitters ask a BytesMessage for "its object". Here only the headers of
 * this stack's protocols are made, an object is a digest or a list of sequence numbers in a message
 * of the protocol that expects it, and no length is believed before the bytes are seen to be there.
 *
 * <p>One for each packet; not thread-safe.
 */
final class Intake {
    private static final Set<Short> HEADERS =
            Stream.<Class<? extends Header>>of(
                            PingHeader.class,
                            GMS.GmsHeader.class,
                            STABLE.StableHeader.class,
                            FcHeader.class,
                            TpHeader.class,
                            FailureDetection.HeartbeatHeader.class,
                            MERGE3.MergeHeader.class,
                            NakAckHeader2.class,
                            UnicastHeader3.class,
                            FD_SOCK2.FdHeader.class,
                            VERIFY_SUSPECT2.VerifyHeader.class)
                    .map(ClassConfigurator::getMagicNumber)
                    .collect(Collectors.toUnmodifiableSet());

    private static final short DIGEST = ClassConfigurator.getMagicNumber(Digest.class);
    private static final short MUTABLE = ClassConfigurator.getMagicNumber(MutableDigest.class);
    private static final short SEQNOS = ClassConfigurator.getMagicNumber(SeqnoList.class);

    private static final int DEST_SET = 1;
    private static final int SRC_SET = 2;
    private static final int MAX_HEADERS = 20;

    /** The smallest message: type, leading byte, flags, number of headers. */
    static final int SMALLEST = 7;

    private final ByteArrayDataInputStream in;

    Intake(ByteArrayDataInputStream in) {
        this.in = in;
    }

    int left() {
        return in.limit() - in.position();
    }

    Address address() throws IOException, Wire.Refused {
        try {
            return Util.readAddress(in);
        } catch (ClassNotFoundException | ClassCastException | NullPointerException _) {
            throw new Wire.Refused("address");
        }
    }

    byte[] bytes(int length) throws IOException, Wire.Refused {
        if (length < 0 || length > left()) throw new Wire.Refused("truncated");
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    short number() throws IOException {
        return in.readShort();
    }

    int count() throws IOException, Wire.Refused {
        int count = in.readInt();
        if (count < 0 || count > left() / SMALLEST) throw new Wire.Refused("truncated");
        return count;
    }

    Message message() throws IOException, Wire.Refused {
        Message message = empty(in.readShort());
        byte leading = in.readByte();
        message.setFlag(in.readShort(), false);
        if ((leading & DEST_SET) != 0) message.setDest(address());
        if ((leading & SRC_SET) != 0) message.setSrc(address());
        boolean object = headers(message);
        if (object && !(message instanceof ObjectMessage)) throw new Wire.Refused("object");
        if (!object && message instanceof ObjectMessage)
            throw new Wire.Refused("message type ObjectMessage");
        if (message instanceof ObjectMessage wants) wants.setObject(object());
        else payload(message);
        return message;
    }

    private static Message empty(short type) throws Wire.Refused {
        return switch (type) {
            case Message.BYTES_MSG -> new BytesMessage();
            case Message.EMPTY_MSG -> new EmptyMessage();
            case Message.LONG_MSG -> new LongMessage();
            case Message.OBJ_MSG -> new ObjectMessage();
            case Message.NIO_MSG -> throw new Wire.Refused("message type NioMessage");
            case Message.COMPOSITE_MSG -> throw new Wire.Refused("message type CompositeMessage");
            case Message.FRAG_MSG -> throw new Wire.Refused("message type FragmentedMessage");
            case Message.EARLYBATCH_MSG -> throw new Wire.Refused("message type BatchMessage");
            default -> throw new Wire.Refused("message type unknown");
        };
    }

    /** True if a protocol will take the payload for an object. */
    private boolean headers(Message message) throws IOException, Wire.Refused {
        int count = in.readShort();
        if (count < 0 || count > MAX_HEADERS) throw new Wire.Refused("headers");
        boolean object = false;
        for (int i = 0; i < count; i++) {
            short protocol = in.readShort();
            short magic = in.readShort();
            if (protocol < 0 || !HEADERS.contains(magic)) throw new Wire.Refused("headers");
            Header header = header(magic);
            message.putHeader(protocol, header);
            object |=
                    switch (header) {
                        case STABLE.StableHeader _ -> true;
                        case UnicastHeader3 unicast -> unicast.type() == UnicastHeader3.XMIT_REQ;
                        case NakAckHeader2 nak -> nak.getType() == NakAckHeader2.XMIT_REQ;
                        default -> false;
                    };
        }
        return object;
    }

    private Header header(short magic) throws IOException, Wire.Refused {
        try {
            Header header = ClassConfigurator.create(magic);
            header.readFrom(in);
            return header;
        } catch (ClassNotFoundException | RuntimeException _) {
            throw new Wire.Refused("headers");
        }
    }

    private void payload(Message message) throws IOException, Wire.Refused {
        switch (message) {
            case BytesMessage bytes -> {
                int length = in.readInt();
                if (length >= 0) bytes.setArray(bytes(length));
            }
            case LongMessage number -> number.setValue(number64());
            default -> {} // an EmptyMessage has none
        }
    }

    private long number64() throws IOException, Wire.Refused {
        try {
            return Bits.readLongCompressed(in);
        } catch (RuntimeException _) {
            throw new Wire.Refused("payload");
        }
    }

    private SizeStreamable object() throws IOException, Wire.Refused {
        if (in.readByte() == 0) throw new Wire.Refused("object");
        short magic = in.readShort();
        try {
            if (magic == SEQNOS) {
                int start = in.position();
                int size = in.readInt();
                if (size < 0 || size / 8 > left()) throw new Wire.Refused("object");
                in.position(start);
            } else if (magic != DIGEST && magic != MUTABLE) {
                throw new Wire.Refused("message type ObjectMessage");
            }
            SizeStreamable object = ClassConfigurator.create(magic);
            object.readFrom(in);
            return object;
        } catch (ClassNotFoundException | RuntimeException _) {
            throw new Wire.Refused("object");
        }
    }
}
