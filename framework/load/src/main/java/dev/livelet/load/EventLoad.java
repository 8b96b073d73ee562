package dev.livelet.load;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * One event after the other at random moments (a Poisson process) of a mean rate, round the
 * senders, whether or not the earlier ones have their answer. A latency counts from the moment an
 * event was due, so a server or a client that falls behind cannot hide it (no coordinated
 * omission).
 */
public final class EventLoad {
    /** Sends an event, on the client's thread. */
    public interface Sender {
        /**
         * @param answered to be told of the answer: 0, why it was refused, or {@link
         *     LoadPage#UNSENT}
         */
        void send(IntConsumer answered);
    }

    private final LoadClient client;
    private final List<Sender> senders;
    private final double nanosBetween;
    private final Random random;
    private final Latencies latencies = new Latencies();
    private long due;
    private int next;
    private long unanswered;
    private final SortedMap<Integer, Integer> refusals = new TreeMap<>();
    private boolean stopped;

    private EventLoad(LoadClient client, List<Sender> senders, double perSecond, long seed) {
        this.client = client;
        this.senders = List.copyOf(senders);
        this.nanosBetween = 1e9 / perSecond;
        this.random = new Random(seed);
    }

    /** Begins at once. */
    public static EventLoad start(
            LoadClient client, List<Sender> senders, double perSecond, long seed) {
        EventLoad load = new EventLoad(client, senders, perSecond, seed);
        client.execute(
                () -> {
                    load.due = System.nanoTime();
                    load.schedule();
                });
        return load;
    }

    /** The same event on all pages. */
    public static EventLoad start(
            LoadClient client,
            List<LoadPage> pages,
            Locator event,
            Supplier<Payload> payload,
            double perSecond,
            long seed) {
        List<Sender> senders =
                pages.stream()
                        .<Sender>map(page -> answered -> page.send(event, payload.get(), answered))
                        .toList();
        return start(client, senders, perSecond, seed);
    }

    private void schedule() {
        due += Math.round(-Math.log(1 - random.nextDouble()) * nanosBetween);
        client.loop().exactlyAt(due, this::send);
    }

    private void send() {
        if (stopped) return;
        long wasDue = due;
        unanswered++;
        senders.get(next++ % senders.size())
                .send(
                        code -> {
                            unanswered--;
                            if (code != 0) refusals.merge(code, 1, Integer::sum);
                            // an event that did not leave has no answer that took any time
                            if (code != LoadPage.UNSENT)
                                latencies.record(System.nanoTime() - wasDue);
                        });
        schedule();
    }

    /** Sends no more, waits for the answers. */
    public Latencies stop() throws InterruptedException {
        client.execute(() -> stopped = true);
        client.await(
                "answers to all events", Duration.ofSeconds(30), () -> stopped && unanswered == 0);
        return latencies;
    }

    /** How many events were refused so far, by code; empty when none was. */
    public SortedMap<Integer, Integer> refusals() throws InterruptedException {
        return client.ask(() -> new TreeMap<>(refusals));
    }
}
