package dev.livelet;

/**
 * An entity did not answer in time: its node was lost, the cluster is split and this is the smaller
 * half, or it starts again after failures.
 *
 * <p>Before a call is given up it is withdrawn: whoever has the entity says that it was done, and
 * then there is an answer after all, or that it was not and never will be. Only where nobody could
 * be asked for that either {@link #mayBeDone} says that it is not known.
 */
public final class EntityUnavailable extends LiveletException {
    private static final long serialVersionUID = 1L;

    private final boolean mayBeDone;

    /** It is not known whether the call took effect, or will. */
    public EntityUnavailable(String message) {
        this(message, true);
    }

    /**
     * @param mayBeDone false: the call had no effect, and will have none
     */
    public EntityUnavailable(String message, boolean mayBeDone) {
        super(message);
        this.mayBeDone = mayBeDone;
    }

    /** Whether the call may have taken effect, or may yet. */
    public boolean mayBeDone() {
        return mayBeDone;
    }
}
