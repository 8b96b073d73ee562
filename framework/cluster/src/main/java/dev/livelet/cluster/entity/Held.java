package dev.livelet.cluster.entity;

import dev.livelet.EntityId;

/**
 * A copy of an entity as a node keeps it for another, or carries it along: never decoded before it
 * is needed.
 *
 * @param ballot under which it was made
 * @param serial of the change under that ballot, from 1
 * @param copy empty where the entity has ended
 */
record Held(EntityId id, Ballot ballot, long serial, Trail trail, byte[] copy) {
    boolean isEnded() {
        return copy.length == 0;
    }

    /** Whether it is a later one of the same life. */
    boolean after(Held other) {
        int byBallot = ballot.compareTo(other.ballot);
        return byBallot != 0 ? byBallot > 0 : serial > other.serial;
    }
}
