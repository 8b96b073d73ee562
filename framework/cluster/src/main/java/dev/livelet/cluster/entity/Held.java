package dev.livelet.cluster.entity;

import dev.livelet.EntityId;

import java.util.Arrays;
import java.util.List;

/**
 * A copy of an entity as a node keeps it for another, or carries it along: never decoded before it
 * is needed.
 *
 * @param ballot under which it was made
 * @param serial of the change under that ballot, from 1
 * @param copy empty where the entity has ended
 * @param calls that it remembers, oldest first: the same arrays as long as it does
 */
record Held(EntityId id, Ballot ballot, long serial, Trail trail, byte[] copy, List<byte[]> calls) {
    boolean isEnded() {
        return copy.length == 0;
    }

    /** Whether these are the calls that it remembers. */
    boolean remembers(List<byte[]> others) {
        if (others == calls) return true;
        if (others.size() != calls.size()) return false;
        for (int i = 0; i < others.size(); i++)
            if (!Arrays.equals(others.get(i), calls.get(i))) return false;
        return true;
    }

    /** Whether it is a later one of the same life. */
    boolean after(Held other) {
        int byBallot = ballot.compareTo(other.ballot);
        return byBallot != 0 ? byBallot > 0 : serial > other.serial;
    }
}
