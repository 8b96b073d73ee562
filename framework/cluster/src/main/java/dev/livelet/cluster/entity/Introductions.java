package dev.livelet.cluster.entity;

import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Nodes that meet tell each other all that they know, and so now and then afterwards. Nothing is
 * claimed before all members have done so, but for some who say nothing for seconds. Confined to
 * the inbox.
 */
final class Introductions {
    private static final Duration WITHIN = Duration.ofMillis(300);
    private static final Duration AGAIN = Duration.ofMillis(250);

    private final Around around;
    private final ShardTable table;
    private final Leases leases;
    private final Memory memory;
    private final Ownership ownership;
    private final Set<NodeId> strangers;
    private final Consumer<Runnable> guard;
    private int turn;

    /**
     * @param strangers members that have not said yet what they know
     * @param guard runs what comes later, unless the node has closed
     */
    Introductions(
            Around around,
            ShardTable table,
            Leases leases,
            Memory memory,
            Ownership ownership,
            Set<NodeId> strangers,
            Consumer<Runnable> guard) {
        this.around = around;
        this.table = table;
        this.leases = leases;
        this.memory = memory;
        this.ownership = ownership;
        this.strangers = strangers;
        this.guard = guard;
    }

    /**
     * @param known runs after each of those who have said what they know
     */
    void members(Set<NodeId> before, Set<NodeId> now, Runnable known) {
        strangers.retainAll(now);
        for (NodeId member : table.others()) if (!before.contains(member)) strangers.add(member);
        List.copyOf(strangers).forEach(member -> introduce(member, known));
    }

    private void introduce(NodeId member, Runnable known) {
        ask(
                member,
                answer -> {
                    if (answer != null) {
                        learn(member, answer);
                        strangers.remove(member);
                        known.run();
                    } else if (strangers.contains(member)) {
                        around.later(AGAIN, () -> guard.accept(() -> again(member, known)));
                    }
                });
    }

    private void again(NodeId member, Runnable known) {
        if (strangers.contains(member)) introduce(member, known);
    }

    private void ask(NodeId member, Consumer<Message.@Nullable Table> then) {
        around.ask(
                member,
                new Message.Know(),
                WITHIN,
                answer ->
                        guard.accept(
                                () -> then.accept(answer instanceof Message.Table t ? t : null)));
    }

    private void learn(NodeId member, Message.Table known) {
        leases.declared(member, known.voters());
        known.runs().forEach(table::met);
        known.promised().forEach(table::promise);
        known.assignments().forEach(ownership::learned);
        known.promised().forEach(ownership::superseded);
        memory.heard(member, known.remembers());
    }

    /** What is known here, for one who is known here from now on. */
    Message.Table known(NodeId by) {
        table.met(by);
        return new Message.Table(
                table.assignments(),
                table.promises(),
                table.runs(),
                leases.voters(),
                memory.remembers());
    }

    /** A node that does not know yet what it has promised asks all others again. */
    void remember() {
        if (leases.voters() == 0 || memory.remembers() || !strangers.isEmpty()) return;
        memory.look();
        for (NodeId other : table.others())
            ask(
                    other,
                    answer -> {
                        if (answer != null) learn(other, answer);
                    });
    }

    /** What was lost on the way is found out in the end: asks one of the others, in turn. */
    void gossip() {
        List<NodeId> others = table.others();
        if (others.isEmpty() || !strangers.isEmpty()) return;
        NodeId one = others.get(Math.floorMod(turn++, others.size()));
        ask(
                one,
                answer -> {
                    if (answer != null) learn(one, answer);
                });
    }
}
