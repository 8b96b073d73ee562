package dev.livelet.cluster.replication;

import dev.livelet.spi.Replication;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * The claims of this node: so many at a time that hundreds a second get through, and a crash of
 * another node with all its pages does not drown this one. Those that wait are taken newest first:
 * who came last is the likeliest to be waiting still. Thread-safe.
 */
final class Claims {
    /** With 150 ms at most for each, as a rule, this makes more than 600 a second. */
    private static final int AT_ONCE = 100;

    private record Waiting(
            Replication.Claim claim, CompletableFuture<Replication.Claimed> outcome) {}

    private final Node node;
    private final Promises promises;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int running;

    Claims(Node node, Promises promises) {
        this.node = node;
        this.promises = promises;
    }

    CompletableFuture<Replication.Claimed> claim(Replication.Claim claim) {
        node.counts.add(Count.CLAIMS);
        CompletableFuture<Replication.Claimed> outcome = new CompletableFuture<>();
        Waiting one = new Waiting(claim, outcome);
        synchronized (this) {
            if (running >= AT_ONCE) {
                node.counts.add(Count.CLAIMS_PACED);
                waiting.push(one);
                return outcome;
            }
            running++;
        }
        start(one);
        return outcome;
    }

    private void start(Waiting one) {
        CompletableFuture<Replication.Claimed> ended = new CompletableFuture<>();
        ended.whenComplete(
                (claimed, failure) -> {
                    if (claimed == null) {
                        one.outcome.completeExceptionally(failure);
                    } else {
                        count(claimed);
                        one.outcome.complete(claimed);
                    }
                });
        new Claimant(node, promises, one.claim, ended, this::next).start();
    }

    private void next() {
        Waiting one;
        synchronized (this) {
            if (waiting.isEmpty()) {
                running--;
                return;
            }
            one = waiting.pop();
        }
        // not within the one that has just ended: a long row of them would nest
        node.timers.after(java.time.Duration.ZERO, () -> start(one));
    }

    private void count(Replication.Claimed claimed) {
        node.counts.add(
                switch (claimed) {
                    case Replication.Claimed.Adopted adopted -> Count.CLAIMS_ADOPTED;
                    case Replication.Claimed.Superseded superseded -> Count.CLAIMS_SUPERSEDED;
                    case Replication.Claimed.Interrupted interrupted -> Count.CLAIMS_INTERRUPTED;
                    case Replication.Claimed.None none -> Count.CLAIMS_NONE;
                    case Replication.Claimed.Lost lost -> Count.CLAIMS_LOST;
                });
    }
}
