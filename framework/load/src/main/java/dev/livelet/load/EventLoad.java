package dev.livelet.load;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * One event after the other at random moments (a Poisson process) of a mean rate, round the pages,
 * whether or not the earlier ones have their answer. A latency counts from the moment an event was
 * due, so a server or a client that falls behind cannot hide it (no coordinated omission).
 */
public final class EventLoad {
    private final LoadClient client;
    private final List<LoadPage> pages;
    private final Locator event;
    private final Supplier<Payload> payload;
    private final double nanosBetween;
    private final Random random;
    private final Latencies latencies = new Latencies();
    private long due;
    private int next;
    private long refused;
    private boolean stopped;

    private EventLoad(
            LoadClient client,
            List<LoadPage> pages,
            Locator event,
            Supplier<Payload> payload,
            double perSecond,
            long seed) {
        this.client = client;
        this.pages = List.copyOf(pages);
        this.event = event;
        this.payload = payload;
        this.nanosBetween = 1e9 / perSecond;
        this.random = new Random(seed);
    }

    /** Begins at once. */
    public static EventLoad start(
            LoadClient client,
            List<LoadPage> pages,
            Locator event,
            Supplier<Payload> payload,
            double perSecond,
            long seed) {
        EventLoad load = new EventLoad(client, pages, event, payload, perSecond, seed);
        client.execute(
                () -> {
                    load.due = System.nanoTime();
                    load.schedule();
                });
        return load;
    }

    private void schedule() {
        due += Math.round(-Math.log(1 - random.nextDouble()) * nanosBetween);
        client.loop().exactlyAt(due, this::send);
    }

    private void send() {
        if (stopped) return;
        long wasDue = due;
        pages.get(next++ % pages.size())
                .send(
                        event,
                        payload.get(),
                        code -> {
                            latencies.record(System.nanoTime() - wasDue);
                            if (code != 0) refused++;
                        });
        schedule();
    }

    /** Sends no more, waits for the answers. */
    public Latencies stop() throws InterruptedException {
        client.execute(() -> stopped = true);
        client.await(
                "answers to all events",
                java.time.Duration.ofSeconds(30),
                () -> stopped && pages.stream().allMatch(page -> page.unanswered() == 0));
        return latencies;
    }

    public long refused() throws InterruptedException {
        return client.ask(() -> refused);
    }
}
