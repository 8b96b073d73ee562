package dev.livelet.benchmarks.load;

import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Side;
import dev.livelet.load.EventLoad;
import dev.livelet.load.LoadClient;

import java.util.ArrayList;
import java.util.List;

/** Sockets without Livelet's protocol, opened as many at a time as its pages are. */
final class BarePages extends Subject {
    static final int AT_ONCE = 64;

    private final String path;
    private final String event;
    private final List<BarePage> pages = new ArrayList<>();

    private BarePages(
            LoadClient client, ServerProcess server, Side side, String path, String event) {
        super(client, server, side);
        this.path = path;
        this.event = event;
    }

    /** Of the bare server: what a click sends is answered by what a click is. */
    static BarePages echo(LoadClient client, ServerProcess server) {
        return new BarePages(client, server, Side.FLOOR, "/echo", "[1,1,[0]]");
    }

    /** Of the one that renders whole pages. */
    static BarePages rerender(LoadClient client, ServerProcess server, String path) {
        return new BarePages(client, server, Side.RERENDER, path, "add");
    }

    @Override
    void open(int count) throws InterruptedException {
        int all = pages.size() + count;
        client().await(
                        "sockets",
                        PATIENCE,
                        () -> {
                            long opening = pages.stream().filter(page -> !page.isOpen()).count();
                            while (opening < AT_ONCE && pages.size() < all) {
                                pages.add(
                                        BarePage.open(
                                                client(),
                                                server().address(),
                                                path,
                                                event,
                                                arrivals()));
                                opening++;
                            }
                            return opening == 0;
                        });
    }

    @Override
    List<EventLoad.Sender> senders() {
        return List.copyOf(pages);
    }

    @Override
    void close() throws InterruptedException {
        client().ask(
                        () -> {
                            pages.forEach(BarePage::close);
                            return true;
                        });
        pages.clear();
    }
}
