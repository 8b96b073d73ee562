package dev.livelet.benchmarks.load;

import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Side;
import dev.livelet.load.EventLoad;
import dev.livelet.load.LoadClient;

import java.time.Duration;
import java.util.List;

/** A server with open pages: one of those that are compared. */
abstract class Subject {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LoadClient client;
    private final ServerProcess server;
    private final Side side;
    private final Arrivals arrivals = new Arrivals();

    Subject(LoadClient client, ServerProcess server, Side side) {
        this.client = client;
        this.server = server;
        this.side = side;
    }

    /** Opens so many pages more, and waits until they are. */
    abstract void open(int count) throws Exception;

    /** One for each page: the event whose cost is measured. */
    abstract List<EventLoad.Sender> senders() throws Exception;

    /** Closes all pages. */
    abstract void close() throws Exception;

    LoadClient client() {
        return client;
    }

    Side side() {
        return side;
    }

    ServerProcess server() {
        return server;
    }

    /** What comes unasked. */
    Arrivals arrivals() {
        return arrivals;
    }
}
