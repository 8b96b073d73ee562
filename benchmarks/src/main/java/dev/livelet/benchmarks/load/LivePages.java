package dev.livelet.benchmarks.load;

import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Side;
import dev.livelet.load.EventLoad;
import dev.livelet.load.LoadClient;
import dev.livelet.load.LoadPage;
import dev.livelet.load.Locator;
import dev.livelet.load.Payload;

import java.util.ArrayList;
import java.util.List;

/** Pages of Livelet. Their event is a click on the first button. */
final class LivePages extends Subject {
    private final String path;
    private final List<LoadPage> pages = new ArrayList<>();

    LivePages(LoadClient client, ServerProcess server, String path) {
        super(client, server, Side.LIVELET);
        this.path = path;
    }

    @Override
    void open(int count) throws InterruptedException {
        for (int i = 0; i < count; i++)
            pages.add(client().open(server()::address, path, arrivals()));
        client().await("pages", PATIENCE, this::allLive);
    }

    private boolean allLive() {
        for (LoadPage page : pages)
            if (page.rejection() != null)
                throw new IllegalStateException("A page was not to be had: " + page.rejection());
        return pages.stream().allMatch(LoadPage::isLive);
    }

    @Override
    List<EventLoad.Sender> senders() throws InterruptedException {
        Locator click = client().ask(() -> pages.getFirst().locate("click", "button"));
        return pages.stream()
                .<EventLoad.Sender>map(page -> answered -> page.send(click, Payload.NONE, answered))
                .toList();
    }

    @Override
    void close() throws InterruptedException {
        client().execute(() -> pages.forEach(LoadPage::leave));
        client().await("an end", PATIENCE, () -> pages.stream().noneMatch(LoadPage::isLive));
        pages.clear();
    }
}
