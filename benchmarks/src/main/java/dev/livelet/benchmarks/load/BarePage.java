package dev.livelet.benchmarks.load;

import dev.livelet.load.BareSocket;
import dev.livelet.load.EventLoad;
import dev.livelet.load.LoadClient;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;

/** A socket that sends the same text for each event, is answered by a text, and counts others. */
final class BarePage implements BareSocket.Listener, EventLoad.Sender {
    private final Deque<IntConsumer> waiting = new ArrayDeque<>();
    private final Arrivals arrivals;
    private final String event;
    private final BareSocket socket;
    private boolean open;

    private BarePage(LoadClient client, URI server, String path, String event, Arrivals arrivals) {
        this.event = event;
        this.arrivals = arrivals;
        socket = client.socket(server, path, "", this);
    }

    /** On the client's thread. */
    static BarePage open(
            LoadClient client, URI server, String path, String event, Arrivals arrivals) {
        return new BarePage(client, server, path, event, arrivals);
    }

    @Override
    public void opened(BareSocket opened) {
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    @Override
    public void send(IntConsumer answered) {
        waiting.add(answered);
        socket.send(event);
    }

    @Override
    public void text(BareSocket from, byte[] bytes, int begin, int end) {
        IntConsumer answered = waiting.poll();
        if (answered != null) answered.accept(0);
        else arrivals.add();
    }

    void close() {
        open = false;
        socket.close();
    }
}
