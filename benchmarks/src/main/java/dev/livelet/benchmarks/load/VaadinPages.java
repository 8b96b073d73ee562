package dev.livelet.benchmarks.load;

import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Side;
import dev.livelet.load.BareHttp;
import dev.livelet.load.EventLoad;
import dev.livelet.load.LoadClient;

import java.util.ArrayList;
import java.util.List;

/** Pages of Vaadin Flow, each of a browser of its own; with a socket where they are to be told. */
final class VaadinPages extends Subject {
    private final String path;
    private final boolean push;
    private final List<VaadinPage> pages = new ArrayList<>();
    private final List<BareHttp> browsers = new ArrayList<>();

    VaadinPages(LoadClient client, ServerProcess server, String path, boolean push) {
        super(client, server, Side.VAADIN);
        this.path = path;
        this.push = push;
    }

    @Override
    void open(int count) throws InterruptedException {
        int all = pages.size() + count;
        client().await(
                        "pages of Vaadin",
                        PATIENCE,
                        () -> {
                            long opening = pages.stream().filter(page -> !page.isOpen()).count();
                            while (opening < BarePages.AT_ONCE && pages.size() < all) {
                                openOne();
                                opening++;
                            }
                            return opening == 0;
                        });
    }

    private void openOne() {
        BareHttp browser = client().http(server().address());
        VaadinPage page = new VaadinPage(client(), server().address(), browser, path, arrivals());
        browsers.add(browser);
        pages.add(page);
        page.open(push, () -> {});
    }

    @Override
    List<EventLoad.Sender> senders() {
        return List.copyOf(pages);
    }

    @Override
    void close() throws Exception {
        client().ask(
                        () -> {
                            browsers.forEach(BareHttp::close);
                            return true;
                        });
        server().ask("end");
        pages.clear();
        browsers.clear();
    }
}
