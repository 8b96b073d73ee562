package dev.livelet;

import org.jspecify.annotations.Nullable;

/**
 * The root of what Livelet throws. Its messages say what happened, where, why, and how to mend it.
 */
public class LiveletException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LiveletException(String message) {
        super(message);
    }

    public LiveletException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
