package dev.livelet.cluster.codec;

import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

/** A value that cannot be written, or bytes that are none. */
public sealed class CodecException extends LiveletException permits SharedAbsent {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** The bytes are damaged, or of a type that this one was never. */
        MALFORMED,
        /** A newer release has written what this one does not know: a subtype, a constant. */
        UNKNOWN,
        /** A record's own constructor did not take what was written. */
        REFUSED,
        /** A value that cannot travel. */
        UNWRITABLE
    }

    private final Kind kind;

    public CodecException(Kind kind, String message) {
        this(kind, message, null);
    }

    public CodecException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static CodecException malformed(String message) {
        return new CodecException(Kind.MALFORMED, message);
    }

    public Kind kind() {
        return kind;
    }

    /** The same, with where it happened. */
    CodecException in(String place) {
        return new CodecException(kind, place + ": " + getMessage(), getCause());
    }
}
