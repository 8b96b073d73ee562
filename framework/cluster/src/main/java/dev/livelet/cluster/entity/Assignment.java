package dev.livelet.cluster.entity;

import dev.livelet.cluster.link.NodeId;

import java.util.List;

/**
 * Who has a shard. Only the owner changes its backups, with a higher revision.
 *
 * @param backups nodes that have all that the owner has let out
 */
record Assignment(Ballot ballot, int revision, NodeId owner, List<NodeId> backups) {
    Assignment {
        backups = List.copyOf(backups);
    }

    boolean above(Assignment other) {
        int byBallot = ballot.compareTo(other.ballot);
        return byBallot != 0 ? byBallot > 0 : revision > other.revision;
    }
}
