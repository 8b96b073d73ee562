package dev.livelet.load;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * GETs of one address over some kept-alive connections: on each the next one follows the answer. An
 * answer other than 200 is a failure of the client.
 */
public final class HttpLoad {
    private final LoadClient client;
    private final URI server;
    private final String path;
    private final Latencies latencies = new Latencies();
    private int active;
    private boolean stopped;
    private long bytes;

    private HttpLoad(LoadClient client, URI server, String path) {
        this.client = client;
        this.server = server;
        this.path = path;
    }

    /** Begins at once. */
    public static HttpLoad start(LoadClient client, URI server, String path, int connections) {
        HttpLoad load = new HttpLoad(client, server, path);
        client.execute(
                () -> {
                    for (int i = 0; i < connections; i++) load.new Caller().call(null);
                });
        return load;
    }

    /** Sends no more, waits for the answers under way, closes the connections. */
    public Latencies stop() throws InterruptedException {
        client.execute(() -> stopped = true);
        client.await(
                "answers to all requests", Duration.ofSeconds(30), () -> stopped && active == 0);
        return latencies;
    }

    /** Of all bodies so far. */
    public long bytes() throws InterruptedException {
        return client.ask(() -> bytes);
    }

    private final class Caller implements HttpCall.Waiting {
        private long sent;

        void call(@Nullable Line line) {
            active++;
            sent = System.nanoTime();
            HttpCall.get(client.loop(), server, line, path, "", this);
        }

        @Override
        public void answered(HttpAnswer answer, Line line, ByteBuffer rest) {
            active--;
            latencies.record(System.nanoTime() - sent);
            bytes += answer.text().length();
            if (answer.status() != 200) failed(server + path + " was answered " + answer.status());
            if (stopped) line.close();
            else call(line);
        }

        @Override
        public void failed(String why) {
            stopped = true;
            throw new IllegalStateException(why);
        }
    }
}
