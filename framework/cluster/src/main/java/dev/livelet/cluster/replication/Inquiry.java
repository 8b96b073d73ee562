package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.NodeGone;
import dev.livelet.cluster.link.NodeId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * The questions of one claim: who was asked, from whom an answer is expected yet, and who has had
 * the time for one. Answers that come later than expected are taken all the same: when a node dies,
 * all its pages come at once, and the others are busy.
 *
 * <p>Called with the claim's monitor, and calls {@link Claim#answered} with it; {@link
 * Claim#proceed} without, on the threads of the link and of the timers.
 */
final class Inquiry {
    /** Of a question: what comes after the wait is of use all the same. */
    private static final Duration ANSWER_KEPT = Duration.ofSeconds(2);

    /** Whose questions these are. */
    interface Claim {
        /** With its monitor. */
        void answered(NodeId by, byte[] answer);

        /** An answer came, or none will: it may be possible to decide. */
        void proceed();
    }

    private final Node node;
    private final Claim claim;
    private final byte[] question;

    /** How long a node is waited for that must be heard, if it can be. */
    private final Duration patience;

    private final Set<NodeId> asked = new HashSet<>();
    private final Set<NodeId> answered = new HashSet<>();

    /** They refuse connections, or have left: they answer nobody any more. */
    private final Set<NodeId> gone = new HashSet<>();

    /** They have had their {@link #patience}, in this round or an earlier one. */
    private final Set<NodeId> late = new HashSet<>();

    private final Set<NodeId> open = new HashSet<>();
    private final Map<NodeId, Integer> unanswered = new HashMap<>();
    private int round;

    Inquiry(Node node, Claim claim, byte[] question, Duration patience) {
        this.node = node;
        this.claim = claim;
        this.question = question;
        this.patience = patience;
    }

    /** Who was not heard yet is asked anew from now on. */
    void nextRound() {
        round++;
    }

    /**
     * Asks those who have not answered.
     *
     * @param wait how long their answers are expected
     * @param twice whether to ask again at half of it: a lost signal should not cost the session
     */
    void ask(Collection<NodeId> nodes, Duration wait, boolean twice) {
        List<NodeId> fresh = new ArrayList<>();
        for (NodeId to : nodes) {
            if (!to.equals(node.self) && !answered.contains(to) && open.add(to)) {
                fresh.add(to);
            }
        }
        List<NodeId> first = fresh.stream().filter(asked::add).toList();
        fresh.stream().filter(to -> !unanswered.containsKey(to)).forEach(this::ask);
        int now = round;
        node.timers.after(wait, () -> stopExpecting(fresh, now));
        if (!first.isEmpty() && patience.compareTo(wait) < 0) {
            node.timers.after(patience, () -> stopWaiting(first));
        }
        if (twice) {
            node.timers.after(wait.dividedBy(2), () -> askAgain(fresh));
        }
    }

    private void ask(NodeId to) {
        unanswered.merge(to, 1, Integer::sum);
        node.link
                .ask(to, Channel.CLAIM, question, ANSWER_KEPT)
                .whenComplete(
                        (answer, failure) -> {
                            if (failure instanceof NodeGone) {
                                node.placement.gone(to, node.now());
                            }
                            synchronized (claim) {
                                if (failure instanceof NodeGone) {
                                    gone.add(to);
                                }
                                unanswered.computeIfPresent(to, (n, i) -> i > 1 ? i - 1 : null);
                                if (answer != null) {
                                    claim.answered(to, answer);
                                }
                                if (!(failure instanceof TimeoutException)) {
                                    open.remove(to);
                                }
                            }
                            claim.proceed();
                        });
    }

    private void askAgain(List<NodeId> nodes) {
        synchronized (claim) {
            nodes.stream().filter(open::contains).forEach(this::ask);
        }
    }

    private void stopExpecting(List<NodeId> nodes, int since) {
        synchronized (claim) {
            late.addAll(nodes);
            if (since == round) {
                nodes.forEach(open::remove);
            }
        }
        claim.proceed();
    }

    private void stopWaiting(List<NodeId> nodes) {
        synchronized (claim) {
            late.addAll(nodes);
        }
        claim.proceed();
    }

    /** This node's answer counts: it is not asked again. */
    void heard(NodeId by) {
        answered.add(by);
    }

    /** Nothing more is asked: the claim is decided. */
    void end() {
        open.clear();
    }

    /** Whether no answer is expected any more. */
    boolean isOver() {
        return open.isEmpty();
    }

    /** Whether one of these may answer yet, and has not had the time to. */
    boolean waitsFor(Set<NodeId> nodes) {
        return open.stream().anyMatch(to -> nodes.contains(to) && !late.contains(to));
    }

    /** Those who know of the claim, this node perhaps among them. */
    Set<NodeId> heard() {
        return answered;
    }

    /** Of these, whoever was not heard and may be alive. */
    Set<NodeId> mayStillSay(Set<NodeId> nodes) {
        Set<NodeId> open = new HashSet<>(nodes);
        open.removeAll(answered);
        open.removeAll(gone);
        return open;
    }

    /** Those who were asked and whose answer did not count. */
    Set<NodeId> silent() {
        Set<NodeId> silent = new HashSet<>(asked);
        silent.removeAll(answered);
        return silent;
    }
}
