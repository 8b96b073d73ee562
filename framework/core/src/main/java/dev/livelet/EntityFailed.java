package dev.livelet;

import org.jspecify.annotations.Nullable;

/** The handler of an entity threw: nothing was changed there. */
public final class EntityFailed extends LiveletException {
    private static final long serialVersionUID = 1L;

    public EntityFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
