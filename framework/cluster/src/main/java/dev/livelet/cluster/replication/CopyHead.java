package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;

import java.util.List;

/**
 * What tells of a session's copy without looking into it.
 *
 * @param sync whether the page must never be shown an older state than it has seen
 * @param members owner and backups when the copy was sent
 * @param sent the last patch number used
 * @param answered the last event that is applied or refused
 * @param rest everything else but the states, as {@link CopyCodec#head} wrote it
 */
public record CopyHead(
        String session,
        Stamp stamp,
        boolean sync,
        List<NodeId> members,
        int sent,
        int answered,
        byte[] rest) {

    /** Writes it for a receiver that need not have another copy of the session. */
    void write(Out out) {
        out.text(session);
        stamp.write(out);
        out.tag(sync ? CopyWriter.SYNC : 0);
        out.nodes(members).number(sent).number(answered).bytes(rest);
    }
}
