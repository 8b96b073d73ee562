package dev.livelet.load;

import java.time.Duration;
import java.util.List;

/**
 * As many events as the server takes: each sender sends the next one when it has its answer. For
 * throughput and cost; for latencies there is {@link EventLoad}.
 */
public final class EventLoop {
    private final LoadClient client;
    private long answered;
    private int active;
    private boolean stopped;

    private EventLoop(LoadClient client) {
        this.client = client;
    }

    /** Begins at once, with one event of each. */
    public static EventLoop start(LoadClient client, List<EventLoad.Sender> senders) {
        EventLoop loop = new EventLoop(client);
        client.execute(() -> senders.forEach(loop::next));
        return loop;
    }

    private void next(EventLoad.Sender sender) {
        active++;
        sender.send(
                code -> {
                    active--;
                    if (code != 0) throw new IllegalStateException("refused with " + code);
                    answered++;
                    if (!stopped) next(sender);
                });
    }

    /** Answers so far. */
    public long answered() throws InterruptedException {
        return client.ask(() -> answered);
    }

    /** Sends no more, waits for the answers. */
    public void stop() throws InterruptedException {
        client.execute(() -> stopped = true);
        client.await("answers to all events", Duration.ofSeconds(30), () -> stopped && active == 0);
    }
}
