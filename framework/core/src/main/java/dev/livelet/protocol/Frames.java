package dev.livelet.protocol;

/**
 * The codes of protocol {@code livelet.1}, as in {@code docs/protocol.md}. Their only other home is
 * the browser runtime's {@code protocol.js}; a test compares the two.
 */
public final class Frames {
    public static final String SUBPROTOCOL = "livelet.1";

    // client to server
    public static final int JOIN = 0;
    public static final int EVENT = 1;
    public static final int ACK = 2;
    public static final int NAVIGATE = 3;
    public static final int LEAVE = 4;
    public static final int PING = 5;
    public static final int HEAL = 6;

    // server to client; a first element >= 0 is a patch
    public static final int REFUSED = -1;
    public static final int JOINED = -2;
    public static final int RENDERED = -3;
    public static final int REJECTED = -4;
    public static final int DRAIN = -5;
    public static final int GO = -6;
    public static final int PONG = -7;
    public static final int CREDENTIALS = -8;
    public static final int DEFINITIONS = -9;
    public static final int DURABLE = -10;

    /** The pseudo-slot of a patch that carries effects. */
    public static final int EFFECTS = -1;

    // why an event was refused
    public static final int STALE = 1;
    public static final int FAILED = 2;
    public static final int LIMIT = 3;
    public static final int MALFORMED = 4;
    public static final int UNKNOWN_BASE = 5;

    // why a page was rejected
    public static final int GONE = 1;
    public static final int TAKEN = 2;
    public static final int DENIED = 3;
    public static final int TOO_MANY = 4;
    public static final int PROTOCOL = 5;
    public static final int SUPERSEDED = 6;
    public static final int CRASHED = 7;

    // list commands
    public static final int LIST_REMOVE = 0;
    public static final int LIST_INSERT = 1;
    public static final int LIST_MOVE = 2;
    public static final int LIST_ROW = 3;
    public static final int LIST_COLUMN = 4;
    public static final int LIST_PERMUTE = 5;
    public static final int LIST_RESET = 6;

    // close codes of the socket
    public static final int CLOSE_NORMAL = 1000;
    public static final int CLOSE_GOING_AWAY = 1001;
    public static final int CLOSE_POLICY = 1008;
    public static final int CLOSE_TOO_LARGE = 1009;
    public static final int CLOSE_ERROR = 1011;
    public static final int CLOSE_SLOW = 1013;
    public static final int CLOSE_SUPERSEDED = 4409;

    private Frames() {}
}
