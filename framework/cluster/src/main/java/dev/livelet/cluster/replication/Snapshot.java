package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** An owner's last commit as it was at one moment, to be encoded without any lock. */
record Snapshot(
        String session,
        Stamp stamp,
        boolean sync,
        List<NodeId> members,
        SessionCopy copy,
        @Nullable Object carried) {

    /**
     * @param base what the receiver has, null for nothing
     * @throws RuntimeException if the codec cannot write it
     */
    void write(Out out, CopyCodec codec, @Nullable Base base) {
        new CopyWriter(codec, out, this).write(base);
    }
}
