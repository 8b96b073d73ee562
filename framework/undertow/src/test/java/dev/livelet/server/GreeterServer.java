package dev.livelet.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A server with a {@link Greeter}, that a test may start anew as another application. */
final class GreeterServer implements AutoCloseable {
    private LiveServer server = start(application());

    /** With the page that all tests begin with, to be changed. */
    static Livelet application() {
        return Livelet.create().live("/hello/{who}", new Greeter());
    }

    private static LiveServer start(Livelet application) {
        return application.set("stop-timeout", "0s").start(0);
    }

    void restart(Livelet application) {
        server.close();
        server = start(application);
    }

    LiveServer server() {
        return server;
    }

    URI address(String path) {
        return URI.create(server.url() + path);
    }

    HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        return TestPage.get(server, path, headers);
    }

    HttpResponse<String> post(String path, String cookie, String type, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address(path))
                        .headers("Cookie", cookie, "Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return TestPage.HTTP.send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.close();
    }
}
