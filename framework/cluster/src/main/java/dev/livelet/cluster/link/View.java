package dev.livelet.cluster.link;

import java.util.Set;

/**
 * Who is there, as this node knows it. Two views of one number may differ: both halves of a split
 * count on; so only the members mean something, and nothing may be derived from their order.
 *
 * @param members this node included
 * @param leaving members that have said that they are going away: no new work goes to them
 */
public record View(Set<NodeId> members, Set<NodeId> leaving) {
    public View {
        members = Set.copyOf(members);
        leaving = Set.copyOf(leaving);
    }

    public boolean has(NodeId node) {
        return members.contains(node);
    }
}
