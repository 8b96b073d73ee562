package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What tells of a session's copy without looking into it.
 *
 * @param sync whether the page must never be shown an older state than it has seen
 * @param members owner and backups when the copy was sent
 * @param sent the last patch number used
 * @param answered the last event that is applied or refused
 * @param rest everything else but the states, for {@link CopyCodec#decode}
 */
public record CopyHead(
        String session,
        Stamp stamp,
        boolean sync,
        List<NodeId> members,
        int sent,
        int answered,
        byte[] rest) {

    /** The same, with what is alike taken from another copy of the session: they are many. */
    CopyHead sharing(CopyHead other) {
        return new CopyHead(
                other.session,
                stamp,
                sync,
                members.equals(other.members) ? other.members : members,
                sent,
                answered,
                rest);
    }

    /** Writes it for a receiver that has the copy of this stamp, null for none. */
    void write(Out out, @Nullable Stamp base) {
        out.text(session);
        stamp.write(out);
        out.tag((sync ? 1 : 0) | (base == null ? 0 : 2));
        if (base != null) {
            base.write(out);
        }
        out.nodes(members).number(sent).number(answered).bytes(rest);
    }
}
