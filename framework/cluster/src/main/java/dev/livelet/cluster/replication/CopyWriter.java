package dev.livelet.cluster.replication;

import dev.livelet.RenderContext;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * Writes a session's copy for a backup, as the changes to what that backup was sent last, or whole.
 * Each version of the window is sent once, as changes to the one before; the state comes last, as
 * changes to the last version, which it often is itself. Of the head, too, only what changed.
 */
final class CopyWriter {
    // What the head says of itself.
    static final int SYNC = 1;
    static final int ON_BASE = 2;
    static final int BASE_OF_EPOCH = 4;
    static final int MEMBERS_AS_BASE = 8;
    static final int REST_AS_BASE = 16;

    static final int KNOWN = 0;
    static final int NEW = 1;
    static final int CHANGES = 0;
    static final int WHOLE = 1;

    private static final byte[] AS_BEFORE = {};

    private final CopyCodec codec;
    private final Out out;
    private final Snapshot snapshot;
    private @Nullable Object before;
    private @Nullable RenderContext context;

    CopyWriter(CopyCodec codec, Out out, Snapshot snapshot) {
        this.codec = codec;
        this.out = out;
        this.snapshot = snapshot;
    }

    /**
     * @param base what the receiver has, null for nothing
     */
    void write(@Nullable Base base) {
        if (base == null) {
            whole().write(out);
        } else {
            head(base);
        }
        versions(base == null ? null : base.copy());
    }

    private CopyHead whole() {
        SessionCopy copy = snapshot.copy();
        return new CopyHead(
                snapshot.session(),
                snapshot.stamp(),
                snapshot.sync(),
                snapshot.members(),
                copy.sent(),
                copy.answered(),
                codec.head(copy));
    }

    private void head(Base base) {
        SessionCopy copy = snapshot.copy();
        Stamp stamp = snapshot.stamp();
        boolean sameEpoch = base.stamp().epoch().equals(stamp.epoch());
        boolean sameMembers = snapshot.members().equals(base.members());
        boolean sameRest = base.members() != null && sameRest(copy, base.copy());
        out.text(snapshot.session());
        stamp.write(out);
        out.tag(
                ON_BASE
                        | (snapshot.sync() ? SYNC : 0)
                        | (sameEpoch ? BASE_OF_EPOCH : 0)
                        | (sameMembers ? MEMBERS_AS_BASE : 0)
                        | (sameRest ? REST_AS_BASE : 0));
        if (sameEpoch) out.number(base.stamp().sequence());
        else base.stamp().write(out);
        if (!sameMembers) out.nodes(snapshot.members());
        if (sameRest) {
            out.number(copy.attempt())
                    .number(copy.answered())
                    .number(copy.sent())
                    .number(copy.acknowledged());
        } else {
            out.number(copy.sent()).number(copy.answered()).bytes(codec.head(copy));
        }
    }

    /** Mostly the same objects; a copy that is taken for another one is only longer. */
    private static boolean sameRest(SessionCopy a, SessionCopy b) {
        return a.topics() == b.topics()
                && a.timers() == b.timers()
                && a.forms() == b.forms()
                && a.markup() == b.markup()
                && a.context().equals(b.context())
                && a.refusals().equals(b.refusals());
    }

    private void versions(@Nullable SessionCopy base) {
        SessionCopy copy = snapshot.copy();
        List<SessionCopy.Version> known = base == null ? List.of() : base.window();
        if (base != null) before = base.state();
        if (!known.isEmpty()) context = known.getLast().context();
        List<SessionCopy.Version> window = copy.window();
        out.number(window.size());
        for (SessionCopy.Version version : window) {
            out.number(version.number());
            if (isAmong(known, version)) {
                out.tag(KNOWN);
                before = version.state();
            } else {
                out.tag(NEW);
                out.bytes(
                        base != null && version.context().equals(context)
                                ? AS_BEFORE
                                : codec.context(version.context()));
                changes(version.state());
            }
            context = version.context();
        }
        changes(copy.state());
    }

    /** A window has few versions. */
    private static boolean isAmong(List<SessionCopy.Version> known, SessionCopy.Version version) {
        for (SessionCopy.Version each : known)
            if (each.number() == version.number()) return each.state() == version.state();
        return false;
    }

    private void changes(Object state) {
        Object from = before != null && before.getClass() == state.getClass() ? before : null;
        if (from == state) {
            out.tag(CHANGES).number(0);
            return;
        }
        Map<String, byte[]> changes = codec.changes(from, state, snapshot.carried());
        out.tag(from == null ? WHOLE : CHANGES).number(changes.size());
        changes.forEach((name, blob) -> out.text(name).bytes(blob));
        before = state;
    }
}
