package dev.livelet.session;

import dev.livelet.Async;
import dev.livelet.session.Location.Step;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The asynchronous work of one session, by name; each piece on a thread of its own. Confined to the
 * session's turn but for the work itself.
 */
final class AsyncWork {
    private static final Logger log = LoggerFactory.getLogger(AsyncWork.class);

    private final Executor executor;
    private final Consumer<Work> mailbox;
    private final Map<String, Job> jobs = new HashMap<>(2);

    AsyncWork(Executor executor, Consumer<Work> mailbox) {
        this.executor = executor;
        this.mailbox = mailbox;
    }

    /** A piece of work. */
    static final class Job {
        private final String name;
        private final Callable<?> work;
        private final BiFunction<Object, Async<?>, Object> then;
        private final List<Step> scope;
        private @Nullable Thread thread;
        private boolean cancelled;

        /**
         * @param scope the way to the stateful component that asked for it; empty for the page's
         *     own view
         */
        Job(
                String name,
                Callable<?> work,
                BiFunction<Object, Async<?>, Object> then,
                List<Step> scope) {
            this.name = name;
            this.work = work;
            this.then = then;
            this.scope = scope;
        }

        String name() {
            return name;
        }

        BiFunction<Object, Async<?>, Object> then() {
            return then;
        }

        List<Step> scope() {
            return scope;
        }

        private synchronized boolean begin() {
            if (!cancelled) thread = Thread.currentThread();
            return !cancelled;
        }

        /** After this nobody interrupts the thread any more. */
        private synchronized boolean end() {
            thread = null;
            return !cancelled;
        }

        private synchronized void cancel() {
            cancelled = true;
            if (thread != null) thread.interrupt();
        }
    }

    int size() {
        return jobs.size();
    }

    boolean has(String name) {
        return jobs.containsKey(name);
    }

    void start(Job job) {
        cancel(job.name);
        jobs.put(job.name, job);
        executor.execute(() -> run(job));
    }

    private void run(Job job) {
        if (!job.begin()) return;
        Async<?> result;
        try {
            result = new Async.Ok<>(job.work.call());
        } catch (Throwable e) {
            log.warn("The asynchronous work '{}' failed", job.name, e);
            result = new Async.Failed<>(e.toString());
        }
        if (job.end()) mailbox.accept(new Work.AsyncDone(job, result));
    }

    /** The result has come; false when the work has been cancelled or replaced meanwhile. */
    boolean done(Job job) {
        return jobs.remove(job.name, job);
    }

    void cancel(String name) {
        Job present = jobs.remove(name);
        if (present != null) present.cancel();
    }

    void clear() {
        jobs.values().forEach(Job::cancel);
        jobs.clear();
    }
}
