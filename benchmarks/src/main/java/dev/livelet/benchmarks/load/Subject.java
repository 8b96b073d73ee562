package dev.livelet.benchmarks.load;

import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Side;
import dev.livelet.load.EventLoad;

import java.util.List;

/** A server with open pages: one of those that are compared. */
interface Subject {
    Side side();

    ServerProcess server();

    /** Opens so many pages more, and waits until they are. */
    void open(int count) throws Exception;

    /** One for each page: the event whose cost is measured. */
    List<EventLoad.Sender> senders() throws Exception;

    /** What comes unasked. */
    Arrivals arrivals();

    /** Closes all pages. */
    void close() throws Exception;
}
