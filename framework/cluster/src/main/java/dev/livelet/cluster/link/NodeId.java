package dev.livelet.cluster.link;

/**
 * One run of one node.
 *
 * @param name stable over restarts, and unique among the members: hashing goes by it
 * @param incarnation higher at each start of a node of this name
 */
public record NodeId(String name, long incarnation) {
    @Override
    public String toString() {
        return name + "#" + incarnation;
    }
}
