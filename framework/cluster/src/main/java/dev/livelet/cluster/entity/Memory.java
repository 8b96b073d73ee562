package dev.livelet.cluster.entity;

import dev.livelet.cluster.link.NodeId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this run of the node remembers as a voter. It has no disk: what an earlier run has promised
 * and kept is gone, and a majority that counts on it is none.
 *
 * <p>So a node promises nothing and grants no lease before it has heard what so many of the others
 * have promised that every majority with its earlier run is among them (and these know from then on
 * that there is a new run, whose predecessor's votes count no more); or all voters, who together
 * know all there is. Then it votes; but for a shard that somebody has had its vote only counts when
 * the owner has said that nothing of it hangs on the earlier run any more: all that was let out is
 * at a majority without that.
 *
 * <p>In a cluster that begins, or has lost the memory of a majority at once, nobody knows anything:
 * it begins with nothing as soon as all voters are there, or for {@link #FOUNDING} a majority, and
 * none of these remembers. Confined to the inbox.
 */
final class Memory {
    /** For those who remember to be found, before a majority of others begins with nothing. */
    static final Duration FOUNDING = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(Memory.class);

    private final Around around;
    private final ShardTable table;
    private final int voters;
    private final long started;
    private final Map<NodeId, Boolean> heard = new HashMap<>();
    private final Set<Integer> lacking = new HashSet<>();
    private boolean remembers;

    /**
     * @param voters 0: no type of entities needs any
     */
    Memory(Around around, ShardTable table, int voters) {
        this.around = around;
        this.table = table;
        this.voters = voters;
        this.started = around.now();
    }

    /** Whether it is known here what this node has promised. */
    boolean remembers() {
        return remembers || !around.rules().mindsRestarts();
    }

    /** Whether it is certain that this node has all of the shard that it was ever said to have. */
    boolean isWhole(int shard) {
        return !lacking.contains(shard) || !around.rules().mindsRestarts();
    }

    /** Whether there is nothing that this node may have forgotten. */
    boolean isWhole() {
        return remembers && lacking.isEmpty();
    }

    /** Nothing of the shard hangs on an earlier run of this node. */
    void whole(int shard) {
        lacking.remove(shard);
    }

    List<Integer> lacking(List<Integer> shards) {
        return lacking.isEmpty() ? List.of() : shards.stream().filter(lacking::contains).toList();
    }

    /** Another node has said all that it has promised, which is in the table now. */
    void heard(NodeId other, boolean remembers) {
        heard.put(other, remembers);
        look();
    }

    /** Called now and then. */
    void look() {
        if (remembers || voters == 0) return;
        Set<NodeId> members = table.view().members();
        heard.keySet().retainAll(members);
        long minds = heard.values().stream().filter(others -> others).count();
        int majority = voters / 2 + 1;
        boolean all = heard.size() + 1 == voters;
        boolean enough = minds >= voters - majority + 1;
        boolean founding =
                minds == 0
                        && heard.size() + 1 >= majority
                        && heard.size() + 1 == members.size()
                        && around.now() - started >= FOUNDING.toNanos();
        if (!all && !enough && !founding) return;
        remembers = true;
        table.promises().keySet().stream().filter(Shards::isMajority).forEach(lacking::add);
        if (founding && !all)
            log.warn(
                    "None of {} remembers anything of entities of a majority, and {} voters are"
                            + " declared: they begin anew",
                    members,
                    voters);
    }
}
