/**
 * The codes of protocol livelet.1, as in docs/protocol.md. Their only other home is
 * dev.livelet.protocol.Frames; a test compares the two by name.
 */

// client to server
export const JOIN = 0;
export const EVENT = 1;
export const ACK = 2;
export const NAVIGATE = 3;
export const LEAVE = 4;
export const PING = 5;
export const HEAL = 6;

// server to client; a first element >= 0 is a patch
export const REFUSED = -1;
export const JOINED = -2;
export const RENDERED = -3;
export const REJECTED = -4;
export const DRAIN = -5;
export const GO = -6;
export const PONG = -7;
export const CREDENTIALS = -8;
export const DEFINITIONS = -9;
export const DURABLE = -10;

// the pseudo-slot of a patch that carries effects
export const EFFECTS = -1;

// why an event was refused
export const STALE = 1;
export const FAILED = 2;
export const LIMIT = 3;
export const MALFORMED = 4;
export const UNKNOWN_BASE = 5;

// why a page was rejected
export const GONE = 1;
export const TAKEN = 2;
export const DENIED = 3;
export const TOO_MANY = 4;
export const PROTOCOL = 5;
export const SUPERSEDED = 6;
export const CRASHED = 7;

// list commands; trusted markup shares the first three
export const LIST_REMOVE = 0;
export const LIST_INSERT = 1;
export const LIST_MOVE = 2;
export const LIST_ROW = 3;
export const LIST_COLUMN = 4;
export const LIST_PERMUTE = 5;
export const LIST_RESET = 6;

// close codes of the socket
export const CLOSE_NORMAL = 1000;
export const CLOSE_GOING_AWAY = 1001;
export const CLOSE_POLICY = 1008;
export const CLOSE_TOO_LARGE = 1009;
export const CLOSE_ERROR = 1011;
export const CLOSE_SLOW = 1013;
export const CLOSE_SUPERSEDED = 4409;
