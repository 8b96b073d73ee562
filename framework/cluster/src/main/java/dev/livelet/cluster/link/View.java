package dev.livelet.cluster.link;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who is there, as this node knows it. Two views of one number may differ: both halves of a split
 * count on; so only the members mean something, and nothing may be derived from their order.
 *
 * @param members this node included
 * @param leaving members that have said that they are going away: no new work goes to them
 */
public record View(Set<NodeId> members, Set<NodeId> leaving) {
    private static final Comparator<NodeId> ORDER =
            Comparator.comparing(NodeId::name).thenComparingLong(NodeId::incarnation);

    public View {
        members = copy(members);
        leaving = copy(leaving);
    }

    /** Unlike that of {@link Set#copyOf}, its order is the same each time the program runs. */
    private static Set<NodeId> copy(Set<NodeId> nodes) {
        Set<NodeId> copy = new LinkedHashSet<>();
        nodes.stream().sorted(ORDER).forEach(copy::add);
        return Collections.unmodifiableSet(copy);
    }

    public boolean has(NodeId node) {
        return members.contains(node);
    }
}
