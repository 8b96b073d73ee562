package dev.livelet.benchmarks.load;

import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.load.BareHttp;
import dev.livelet.load.LoadClient;

/**
 * Browsers that each open a page of Vaadin Flow, of which three requests are needed until its view
 * is there, and are followed by another on the same connection.
 */
final class VaadinRenders {
    private final LoadClient client;
    private final ServerProcess server;
    private final String path;
    private final Arrivals arrivals = new Arrivals();
    private long shown;
    private int active;
    private boolean stopped;

    private VaadinRenders(LoadClient client, ServerProcess server, String path) {
        this.client = client;
        this.server = server;
        this.path = path;
    }

    /** Begins at once. */
    static VaadinRenders start(
            LoadClient client, ServerProcess server, String path, int connections) {
        VaadinRenders renders = new VaadinRenders(client, server, path);
        client.execute(
                () -> {
                    for (int i = 0; i < connections; i++) {
                        renders.active++;
                        renders.next(client.http(server.address()));
                    }
                });
        return renders;
    }

    private void next(BareHttp connection) {
        connection.forget();
        new VaadinPage(client, server.address(), connection, path, arrivals)
                .open(
                        false,
                        () -> {
                            shown++;
                            if (!stopped) next(connection);
                            else {
                                active--;
                                connection.close();
                            }
                        });
    }

    /** Opens no more, waits for those under way, and says how many there were. */
    long stop() throws InterruptedException {
        client.execute(() -> stopped = true);
        client.await("all pages", Subject.PATIENCE, () -> stopped && active == 0);
        return client.ask(() -> shown);
    }
}
