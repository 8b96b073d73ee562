package dev.livelet.benchmarks.load;

import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Side;
import dev.livelet.load.EventLoad;
import dev.livelet.load.LoadClient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sockets to the bare server, opened as many at a time as Livelet's pages are. */
final class EchoPages implements Subject {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int AT_ONCE = 64;

    private final LoadClient client;
    private final ServerProcess server;
    private final Arrivals arrivals = new Arrivals();
    private final List<EchoPage> pages = new ArrayList<>();

    EchoPages(LoadClient client, ServerProcess server) {
        this.client = client;
        this.server = server;
    }

    @Override
    public Side side() {
        return Side.FLOOR;
    }

    @Override
    public ServerProcess server() {
        return server;
    }

    @Override
    public Arrivals arrivals() {
        return arrivals;
    }

    @Override
    public void open(int count) throws InterruptedException {
        int all = pages.size() + count;
        client.await(
                "sockets",
                PATIENCE,
                () -> {
                    long opening = pages.stream().filter(page -> !page.isOpen()).count();
                    while (opening < AT_ONCE && pages.size() < all) {
                        pages.add(EchoPage.open(client, server.address(), arrivals));
                        opening++;
                    }
                    return opening == 0;
                });
    }

    @Override
    public List<EventLoad.Sender> senders() {
        return List.copyOf(pages);
    }

    @Override
    public void close() throws InterruptedException {
        client.ask(
                () -> {
                    pages.forEach(EchoPage::close);
                    return true;
                });
        pages.clear();
    }
}
