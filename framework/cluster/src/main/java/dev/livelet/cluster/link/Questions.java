package dev.livelet.cluster.link;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Questions that wait for their answers. Thread-safe; futures complete on the executor's threads.
 */
final class Questions {
    private static final class Open {
        final NodeId to;
        final CompletableFuture<byte[]> answer;
        volatile @Nullable ScheduledFuture<?> timeout;

        Open(NodeId to, CompletableFuture<byte[]> answer) {
            this.to = to;
            this.answer = answer;
        }

        void stopWaiting() {
            ScheduledFuture<?> waiting = timeout;
            if (waiting != null) waiting.cancel(false);
        }
    }

    private final ConcurrentMap<Long, Open> open = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final ScheduledExecutorService timer;
    private final Executor executor;

    Questions(ScheduledExecutorService timer, Executor executor) {
        this.timer = timer;
        this.executor = executor;
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    void add(long id, NodeId to, CompletableFuture<byte[]> answer, Duration within) {
        Open question = new Open(to, answer);
        open.put(id, question);
        try {
            question.timeout = timeout(id, to, within);
        } catch (RejectedExecutionException _) {
            open.remove(id);
            answer.completeExceptionally(new NodeGone(to, "this node has closed its link"));
        }
    }

    private ScheduledFuture<?> timeout(long id, NodeId to, Duration within) {
        return timer.schedule(
                () -> fail(id, new TimeoutException("no answer of " + to + " within " + within)),
                within.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** Only the node that was asked can answer. */
    void answered(NodeId from, long id, byte[] answer) {
        Open question = open.get(id);
        if (question == null || !question.to.equals(from) || !open.remove(id, question)) return;
        question.stopWaiting();
        question.answer.complete(answer);
    }

    void fail(long id, Exception why) {
        Open question = open.remove(id);
        if (question == null) return;
        question.stopWaiting();
        executor.execute(() -> question.answer.completeExceptionally(why));
    }

    boolean open(NodeId to) {
        return open.values().stream().anyMatch(question -> question.to.equals(to));
    }

    void gone(NodeId node, String why) {
        open.forEach(
                (id, question) -> {
                    if (question.to.equals(node)) fail(id, new NodeGone(node, why));
                });
    }

    void close(NodeId self) {
        open.keySet().forEach(id -> fail(id, new NodeGone(self, "this node has closed its link")));
    }
}
