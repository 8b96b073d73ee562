package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes the addresses of JGroups' view are, and what of it the others see. Of two runs of one
 * name the one that was there stays visible: the other is a mistake (which the newcomer refuses by
 * itself) or a restart before the old run's death was noticed. When two halves of a cluster meet,
 * the later run counts, and the earlier one has to go.
 *
 * <p>Thread-safe.
 */
final class Roster {
    /** Nodes that are gone are still reached for so many others. */
    private static final int REMEMBERED = 512;

    private final NodeId self;
    private final Map<Address, NodeId> nodes =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Address, NodeId> eldest) {
                    if (size() <= REMEMBERED) return false;
                    addresses.remove(eldest.getValue());
                    return true;
                }
            };
    private final Map<NodeId, Address> addresses = new HashMap<>();
    private final Set<NodeId> leaving = new HashSet<>();
    private List<Address> members = List.of();
    private volatile View view;

    Roster(NodeId self) {
        this.self = self;
        this.view = new View(Set.of(self), Set.of());
    }

    View view() {
        return view;
    }

    synchronized @Nullable Address address(NodeId node) {
        return addresses.get(node);
    }

    /** Null as long as it has not said who it is. */
    synchronized @Nullable NodeId node(Address address) {
        NodeId known = nodes.get(address);
        if (known != null) return known;
        NodeId written = NodeName.of(address);
        if (written != null) learn(address, written);
        // Not what is written, if another address has that identity.
        return nodes.get(address);
    }

    private void learn(Address address, NodeId node) {
        // The first who had an identity keeps it: nobody can take it over by saying so.
        if (addresses.putIfAbsent(node, address) == null) nodes.put(address, node);
    }

    /** True if the view has changed by it. */
    synchronized boolean named(Address address, NodeId node) {
        if (nodes.containsKey(address)) return false;
        learn(address, node);
        return members.contains(address) && show(false);
    }

    /** True if the view has changed by it. A name that its address says stays. */
    synchronized boolean unnamed(Address address) {
        if (NodeName.of(address) != null) return false;
        NodeId node = nodes.remove(address);
        return node != null && addresses.remove(node, address) && show(false);
    }

    /** Members whose names are not known yet. */
    synchronized List<Address> nameless() {
        return members.stream().filter(member -> node(member) == null).toList();
    }

    synchronized boolean left(NodeId node) {
        return leaving.add(node) && show(false);
    }

    synchronized boolean isLeaving(NodeId node) {
        return leaving.contains(node);
    }

    /** Another run of this node that is a member. */
    synchronized @Nullable NodeId twin() {
        for (Address member : members) {
            NodeId node = node(member);
            if (node != null && !node.equals(self) && node.name().equals(self.name())) return node;
        }
        return null;
    }

    /** True if a later run of this name is a member. */
    boolean replaced(NodeId node) {
        return view.members().stream()
                .anyMatch(
                        other ->
                                other.name().equals(node.name())
                                        && other.incarnation() > node.incarnation()
                                        && !other.equals(self));
    }

    synchronized void install(Collection<Address> next, boolean merge) {
        members = new ArrayList<>(next);
        show(merge);
        leaving.retainAll(known());
    }

    private Set<NodeId> known() {
        return addresses.keySet();
    }

    private boolean show(boolean merge) {
        Map<String, NodeId> shown = new HashMap<>();
        for (Address member : members) {
            NodeId node = node(member);
            if (node != null) shown.merge(node.name(), node, (a, b) -> choose(a, b, merge));
        }
        shown.put(self.name(), self);
        View next = new View(Set.copyOf(shown.values()), known(shown.values()));
        boolean changed = !next.equals(view);
        view = next;
        return changed;
    }

    private Set<NodeId> known(Collection<NodeId> visible) {
        Set<NodeId> going = new HashSet<>(leaving);
        going.retainAll(visible);
        return going;
    }

    private NodeId choose(NodeId a, NodeId b, boolean merge) {
        if (!merge && view.has(a)) return a;
        if (!merge && view.has(b)) return b;
        return a.incarnation() > b.incarnation() ? a : b;
    }
}
