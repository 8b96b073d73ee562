package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.NodeId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * After a stop of this process: asks the members of all sessions that run here whether somebody has
 * claimed them meanwhile. Until they have answered nothing that a session does leaves the node. A
 * node that doesn't answer is asked again until it is no member of the view.
 */
final class EpochCheck {
    private static final Duration ANSWER = Duration.ofMillis(300);
    private static final int BATCH = 500;

    private record Asked(Holding holding, Epoch epoch, Set<NodeId> open) {}

    private final Node node;
    private final int generation;

    EpochCheck(Node node, int generation) {
        this.node = node;
        this.generation = generation;
    }

    void start() {
        node.counts.add(Count.PAUSES);
        Map<NodeId, List<Asked>> questions = new LinkedHashMap<>();
        for (Holding holding : node.holdings.all()) {
            Owned owned;
            Asked asked = null;
            synchronized (holding) {
                owned = holding.owned;
                if (owned != null && owned.isChecked(generation)) {
                    owned.checked(generation);
                } else if (owned != null) {
                    asked = new Asked(holding, owned.epoch(), voters(holding, owned));
                }
            }
            if (asked != null) {
                node.counts.add(Count.EPOCHS_CHECKED);
                for (NodeId voter : List.copyOf(asked.open)) {
                    questions.computeIfAbsent(voter, v -> new ArrayList<>()).add(asked);
                }
                settle(asked);
            } else if (owned != null) {
                owned.calls().run();
            }
        }
        questions.forEach(
                (to, all) -> {
                    for (int i = 0; i < all.size(); i += BATCH) {
                        ask(to, all.subList(i, Math.min(all.size(), i + BATCH)));
                    }
                });
    }

    /** The members; without any, those whom a claimant would have asked. */
    private Set<NodeId> voters(Holding holding, Owned owned) {
        Set<NodeId> voters = new HashSet<>(owned.members().nodes());
        voters.remove(node.self);
        if (voters.isEmpty()) {
            List<NodeId> others = node.placement.others(holding.session);
            voters.addAll(others.subList(0, Math.min(others.size(), node.settings.copies() + 2)));
        }
        return voters;
    }

    private void ask(NodeId to, List<Asked> about) {
        Out out = new Out(about.size() * 48).tag(Tag.CHECK).number(about.size());
        for (Asked asked : about) {
            out.text(asked.holding.session);
            asked.epoch.write(out);
        }
        node.link
                .ask(to, Channel.CLAIM, out.toBytes(), ANSWER)
                .whenComplete(
                        (answer, failure) -> {
                            if (answer != null && took(to, about, answer)) {
                                return;
                            }
                            if (node.placement.view().has(to)) {
                                node.timers.after(ANSWER, () -> ask(to, about));
                            } else {
                                about.forEach(a -> answered(a, to, Tag.FINE));
                            }
                        });
    }

    private boolean took(NodeId from, List<Asked> about, byte[] answer) {
        try {
            In in = new In(answer);
            if (in.tag() != Tag.CHECKED || in.count() != about.size()) {
                throw new In.Malformed("not what was asked for");
            }
            for (Asked asked : about) {
                answered(asked, from, in.tag());
            }
            return true;
        } catch (In.Malformed e) {
            node.counts.add(Count.MALFORMED);
            return false;
        }
    }

    private void answered(Asked asked, NodeId by, int answer) {
        Owned owned;
        Asked newer = null;
        synchronized (asked.holding) {
            asked.open.remove(by);
            owned = asked.holding.owned;
            if (owned != null && isLost(owned, by, answer)) {
                // its page has joined here again meanwhile: then what the member knows may be that
                if (!owned.epoch().equals(asked.epoch)) {
                    newer = new Asked(asked.holding, owned.epoch(), new HashSet<>(Set.of(by)));
                    newer.open.addAll(asked.open);
                } else {
                    owned.fence();
                }
            }
        }
        if (newer != null) {
            for (NodeId voter : List.copyOf(newer.open)) {
                ask(voter, List.of(newer));
            }
            return;
        }
        settle(asked);
    }

    /** With the session's lock. */
    private boolean isLost(Owned owned, NodeId by, int answer) {
        Member member = owned.members().of(by);
        boolean hadIt = member != null && member.acknowledged() > 0;
        return node.rules.fences() && (answer == Tag.NEWER || answer == Tag.UNKNOWN && hadIt);
    }

    private void settle(Asked asked) {
        Owned owned;
        synchronized (asked.holding) {
            owned = asked.holding.owned;
            if (owned != null && asked.open.isEmpty()) {
                owned.checked(generation);
            }
        }
        if (owned != null) {
            owned.calls().run();
        }
    }
}
