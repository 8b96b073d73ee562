package dev.livelet.cluster.replication;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a session is to be told, in order: added under the session's lock, run outside of it, by one
 * thread at a time.
 */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger wanted = new AtomicInteger();

    void add(Runnable call) {
        calls.add(call);
    }

    /** Runs what was added, unless another thread is at it, which then does it. */
    void run() {
        if (calls.isEmpty() || wanted.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            for (Runnable call = calls.poll(); call != null; call = calls.poll()) {
                try {
                    call.run();
                } catch (RuntimeException e) {
                    LOG.error("What a commit released has failed; the session goes on", e);
                }
            }
            seen = wanted.addAndGet(-seen);
        } while (seen != 0);
    }
}
