package dev.livelet.cluster.replication;

import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a session's copy for a backup, as the changes to what that backup was sent last, or whole.
 * Each version of the window is sent once, as changes to the one before; the state comes last, as
 * changes to the last version, which it often is itself.
 */
final class CopyWriter {
    static final int KNOWN = 0;
    static final int NEW = 1;
    static final int CHANGES = 0;
    static final int WHOLE = 1;

    private final CopyCodec codec;
    private final Out out;
    private final @Nullable Object carried;
    private @Nullable Object before;

    private CopyWriter(CopyCodec codec, Out out, @Nullable Object carried) {
        this.codec = codec;
        this.out = out;
        this.carried = carried;
    }

    /**
     * @param base what the receiver has, null for nothing
     * @param baseStamp of that
     */
    static void write(
            Out out,
            CopyCodec codec,
            CopyHead head,
            SessionCopy copy,
            @Nullable Object carried,
            @Nullable SessionCopy base,
            Stamp baseStamp) {
        head.write(out, base == null ? null : baseStamp);
        new CopyWriter(codec, out, carried).versions(copy, base);
    }

    private void versions(SessionCopy copy, @Nullable SessionCopy base) {
        Map<Integer, Object> known = new HashMap<>();
        if (base != null) {
            before = base.state();
            base.window().forEach(v -> known.put(v.number(), v.state()));
        }
        List<SessionCopy.Version> window = copy.window();
        out.number(window.size());
        for (SessionCopy.Version version : window) {
            out.number(version.number());
            if (known.get(version.number()) == version.state()) {
                out.tag(KNOWN);
                before = version.state();
            } else {
                out.tag(NEW).bytes(codec.context(version.context()));
                changes(version.state());
            }
        }
        changes(copy.state());
    }

    private void changes(Object state) {
        Object from = before != null && before.getClass() == state.getClass() ? before : null;
        if (from == state) {
            out.tag(CHANGES).number(0);
            return;
        }
        Map<String, byte[]> changes = codec.changes(from, state, carried);
        out.tag(from == null ? WHOLE : CHANGES).number(changes.size());
        changes.forEach((name, blob) -> out.text(name).bytes(blob));
        before = state;
    }
}
