package dev.livelet.benchmarks.load;

import dev.livelet.load.BareSocket;
import dev.livelet.load.EventLoad;
import dev.livelet.load.LoadClient;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;

/** A socket to the bare server: sends what a click sends, counts what comes. */
final class EchoPage implements BareSocket.Listener, EventLoad.Sender {
    private static final String CLICK = "[1,1,[0]]";

    private final Deque<IntConsumer> waiting = new ArrayDeque<>();
    private final Arrivals arrivals;
    private final BareSocket socket;
    private boolean open;

    private EchoPage(LoadClient client, URI server, Arrivals arrivals) {
        this.arrivals = arrivals;
        socket = client.socket(server, "/echo", "", this);
    }

    /** On the client's thread. */
    static EchoPage open(LoadClient client, URI server, Arrivals arrivals) {
        return new EchoPage(client, server, arrivals);
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
        socket.send(CLICK);
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
