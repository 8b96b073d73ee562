package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;
import dev.livelet.spi.Replication;
import dev.livelet.spi.Replication.Claimed;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * One claim: asks those that may have the session for a promise and their copy, without waiting for
 * any view, takes the newest copy that the page bears out, and makes this node its owner.
 *
 * <p>The old owner and its members are waited for (an answer, a refusal, or 150 ms), also those
 * that only an answer told of; the others only while there is no copy. A copy of a synchronous
 * session that is older than what the page has seen or was told to be safe is never taken: the
 * claim asks on for 10 s, all nodes, and then says that the state is lost. That nobody has an
 * asynchronous one it says when all nodes of the view have said so.
 *
 * <p>Its monitor guards it and its {@link Inquiry}: answers come on the link's threads, ends of
 * waiting on the timers'.
 */
final class Claimant implements Inquiry.Claim {
    private static final Logger LOG = LoggerFactory.getLogger(Claimant.class);
    private static final Duration ANSWER = Duration.ofMillis(150);
    private static final Duration PENDING_ANSWER = Duration.ofMillis(300);

    /** Of nodes that were asked before: a busy one is not a dead one. */
    private static final Duration LATER_ANSWER = Duration.ofSeconds(1);

    private static final Duration NEXT_ROUND = Duration.ofMillis(500);

    /** How long a copy that lacks what the page was told to be safe is not good enough. */
    private static final long ASYNC_PATIENCE = Duration.ofMillis(1500).toNanos();

    private static final long PATIENCE = Duration.ofSeconds(10).toNanos();

    private final Node node;
    private final Promises promises;
    private final Replication.Claim claim;
    private final CompletableFuture<Claimed> outcome;

    /** Called once, when the next claim may start: this one has ended, or waits for long. */
    private final Runnable answered;

    private final Epoch epoch;
    private final Where where;
    private final Inquiry inquiry;
    private final long started;

    private final Map<NodeId, Encoded> copies = new HashMap<>();
    private final Set<NodeId> needed = new HashSet<>();
    private int round;
    private final Set<NodeId> told = new HashSet<>();
    private boolean between;
    private boolean done;
    private boolean letOthersGo;
    private @Nullable Claimed end;

    Claimant(
            Node node,
            Promises promises,
            Replication.Claim claim,
            CompletableFuture<Claimed> outcome,
            Runnable answered) {
        this.node = node;
        this.promises = promises;
        this.claim = claim;
        this.outcome = outcome;
        this.answered = answered;
        epoch = Epoch.of(claim.attempt(), node.self);
        where = Where.of(node.seal.verify(claim.where()).orElse(""));
        Out out = new Out().tag(Tag.CLAIM).text(claim.session());
        epoch.write(out);
        boolean pending = where.kind() == Where.Kind.PENDING;
        inquiry = new Inquiry(node, this, out.toBytes(), pending ? PENDING_ANSWER : ANSWER);
        started = node.now();
    }

    void start() {
        synchronized (this) {
            answered(node.self, promises.promise(claim.session(), epoch));
            if (!done) {
                needed.addAll(where.nodes());
                Set<NodeId> first = new LinkedHashSet<>(where.nodes());
                List<NodeId> likely = node.placement.others(claim.session());
                first.addAll(
                        likely.subList(0, Math.min(likely.size(), node.settings.copies() + 2)));
                ask(first);
            }
        }
        proceed();
    }

    /** With the monitor. */
    private void ask(Set<NodeId> nodes) {
        boolean pending = where.kind() == Where.Kind.PENDING;
        Duration first = pending ? PENDING_ANSWER : ANSWER;
        inquiry.ask(nodes, round > 0 ? LATER_ANSWER : first, round > 0 || pending);
    }

    @Override
    public void answered(NodeId from, byte[] answer) {
        if (done) {
            return;
        }
        try {
            In in = new In(answer);
            switch (in.tag()) {
                case Tag.PROMISE -> {
                    CopyReader copy = CopyReader.of(in);
                    if (copy.head().session().equals(claim.session())) {
                        copies.put(from, copy.onto(null));
                        inquiry.heard(from);
                    }
                }
                case Tag.PROMISE_OF_NOTHING -> inquiry.heard(from);
                case Tag.NO_PROMISE -> superseded(from, Epoch.read(in));
                default -> throw new In.Malformed("an answer");
            }
        } catch (In.Malformed e) {
            node.counts.add(Count.MALFORMED);
        }
    }

    /** With the monitor. */
    private void superseded(NodeId by, Epoch known) {
        LOG.info("Session {}… is not claimed as {}: {} knows of {}", brief(), epoch, by, known);
        end(new Claimed.Superseded());
    }

    /** The first letters of the session's id are enough for logs: all of it is a secret. */
    private String brief() {
        return claim.session().substring(0, Math.min(6, claim.session().length()));
    }

    /** Decides, if enough is known. */
    @Override
    public void proceed() {
        Encoded best = null;
        Claimed ended;
        boolean letGo;
        synchronized (this) {
            if (!done) {
                best = decide();
            }
            ended = end;
            end = null;
            letGo = (done || round > 1) && !letOthersGo;
            letOthersGo |= letGo;
        }
        if (letGo) {
            answered.run();
        }
        if (ended != null) {
            outcome.complete(ended);
        } else if (best != null) {
            adopt(best);
        }
    }

    /** With the monitor. */
    private @Nullable Encoded decide() {
        Encoded newest = best(copy -> true);
        if (newest != null) {
            // who had it last may have it newer, or must at least be fenced
            Set<NodeId> members = new LinkedHashSet<>(newest.head().members());
            needed.addAll(members);
            members.removeIf(n -> round > 0 || where.nodes().contains(n) || !told.add(n));
            if (!members.isEmpty()) {
                ask(members);
            }
        }
        if (inquiry.waitsFor(needed)) {
            return null;
        }
        boolean sync = isSync();
        Encoded best = best(copy -> isGood(copy, sync));
        if (best == null && inquiry.isOver() && !sync && node.now() - started >= ASYNC_PATIENCE) {
            best = best(copy -> true);
        }
        if (best != null) {
            done();
        } else if (inquiry.isOver() && !between) {
            nothing(sync);
        }
        return best;
    }

    private boolean isGood(Encoded copy, boolean sync) {
        return sync
                ? node.rules.isWitnessed(copy.head(), claim, where)
                : node.rules.isSafe(copy.head(), claim);
    }

    private boolean isSync() {
        return where.kind() == Where.Kind.SYNC
                || copies.values().stream().anyMatch(c -> c.head().sync());
    }

    private @Nullable Encoded best(Predicate<Encoded> rule) {
        Encoded best = null;
        for (Encoded copy : copies.values()) {
            if ((best == null || best.stamp().compareTo(copy.stamp()) < 0) && rule.test(copy)) {
                best = copy;
            }
        }
        return best;
    }

    /** With the monitor: all that were asked have answered or never will. */
    private void nothing(boolean sync) {
        if (sync && node.now() - started >= PATIENCE) {
            tellWhatIsLost();
            end(new Claimed.Lost());
        } else if (!sync && copies.isEmpty() && nobodyHasIt()) {
            if (where.kind() == Where.Kind.ASYNC) {
                tellWhatIsLost();
            }
            end(new Claimed.None());
        } else {
            between = true;
            Duration pause = round == 0 ? Duration.ZERO : NEXT_ROUND;
            round++;
            inquiry.nextRound();
            node.counts.add(Count.CLAIMS_ASKED_AGAIN);
            node.timers.after(pause, this::askAll);
        }
    }

    /**
     * With the monitor: all nodes that are there said so, or had much time to say otherwise. A view
     * without those that the page names proves nothing where this node sees nobody, or stood still:
     * then they are well, and come back into the view.
     */
    private boolean nobodyHasIt() {
        if (where.kind() == Where.Kind.PENDING || node.now() - started >= PATIENCE) {
            return true;
        }
        Set<NodeId> known = new HashSet<>(node.placement.view().members());
        if (known.size() <= 1 || node.pauses.sleptLately()) {
            known.addAll(where.nodes());
        }
        return round > 0 && inquiry.mayStillSay(known).isEmpty();
    }

    /** With the monitor. */
    private void tellWhatIsLost() {
        LOG.warn(
                "The state of session {}… is lost: its page has seen patch {}, event {} and {}, and"
                        + " of the nodes {} that answered have {}",
                brief(),
                claim.seen(),
                claim.durable(),
                where,
                inquiry.heard(),
                copies.isEmpty() ? "none a copy" : copies.values());
    }

    private void askAll() {
        synchronized (this) {
            between = false;
            if (done) {
                return;
            }
            Set<NodeId> all = new LinkedHashSet<>(where.nodes());
            all.addAll(node.placement.others(claim.session()));
            needed.clear();
            ask(all);
        }
        proceed();
    }

    /** With the monitor. */
    private void end(Claimed claimed) {
        if (!done) {
            done();
            end = claimed;
        }
    }

    /** With the monitor. */
    private void done() {
        done = true;
        inquiry.end();
    }

    private void adopt(Encoded best) {
        boolean behind = best.head().sent() < claim.seen();
        node.codec
                .decoding(
                        claim.stateType(), best.head().rest(), best.window(), best.state(), behind)
                .whenComplete(
                        (copy, failure) -> {
                            if (failure == null) adopt(best, copy);
                            else undecodable(failure);
                        });
    }

    private void undecodable(Throwable failure) {
        node.counts.add(Count.UNDECODABLE);
        LOG.warn(
                "A session's copy of another node does not fit {}: its page starts afresh",
                claim.stateType().getName(),
                failure);
        outcome.complete(new Claimed.None());
    }

    private void adopt(Encoded best, CopyCodec.Decoded copy) {
        CopyCodec.Decoded adopted =
                new CopyCodec.Decoded(copy.copy().ofAttempt(claim.attempt()), copy.carried());
        Owned owned = node.holdings.with(claim.session(), h -> install(h, best, adopted));
        if (owned == null) {
            lostHold();
            return;
        }
        owned.wakeMembers();
        if (best.head().sent() < claim.seen() || best.head().answered() < claim.durable()) {
            node.counts.add(Count.CLAIMS_OLDER);
        }
        if (best.head().sync()) {
            owned.installed()
                    .thenAccept(
                            all -> {
                                if (all) outcome.complete(new Claimed.Adopted(adopted.copy()));
                                else lostHold();
                            });
        } else {
            outcome.complete(new Claimed.Adopted(adopted.copy()));
        }
    }

    /**
     * The session was not to be had, or was fenced before its members had it. A page is sent away
     * for good only by a newer epoch: a node may also have forgotten its promise, as it stood still
     * for longer than promises are kept.
     */
    private void lostHold() {
        Epoch known = node.holdings.with(claim.session(), h -> h.promised);
        LOG.info("Session {}… was claimed as {}, and is {} now", brief(), epoch, known);
        outcome.complete(
                epoch.isBefore(known) ? new Claimed.Superseded() : new Claimed.Interrupted());
    }

    /** With the session's lock. */
    private @Nullable Owned install(Holding holding, Encoded best, CopyCodec.Decoded copy) {
        if (!holding.promised.equals(epoch) && node.rules.fences()) {
            return null;
        }
        if (holding.owned != null && holding.owned.epoch().equals(epoch)) {
            // the same join came here twice
            return null;
        }
        Owned owned = new Owned(node, holding, epoch, best, copy);
        Map<NodeId, Stamp> having = new HashMap<>();
        Stamp old = new Stamp(epoch, 0);
        copies.forEach(
                (from, c) -> {
                    if (c.stamp().equals(best.stamp())) {
                        having.put(from, c.stamp());
                    }
                });
        // whoever did not answer may have taken the session over without the page's knowing
        Set<NodeId> others = inquiry.silent();
        others.addAll(needed);
        others.addAll(copies.keySet());
        others.remove(node.self);
        others.forEach(n -> owned.members().undropped().put(n, old));
        owned.place(having);
        holding.owned = owned;
        holding.backup = null;
        holding.orphanSince = 0;
        owned.settle();
        return owned;
    }
}
