package dev.livelet;

/**
 * An entity did not answer in time: its node was lost, the cluster is split and this is the smaller
 * half, or it starts again after failures. Whether a call took effect is not known; trying again
 * with the same event is safe.
 */
public final class EntityUnavailable extends LiveletException {
    private static final long serialVersionUID = 1L;

    public EntityUnavailable(String message) {
        super(message);
    }
}
