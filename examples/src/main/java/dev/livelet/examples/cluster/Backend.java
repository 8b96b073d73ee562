package dev.livelet.examples.cluster;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * A node as the balancer sees it: an address, and whether it says that it is ready. Looked after by
 * one virtual thread; read by all.
 */
final class Backend {
    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private final String name;
    private final URI address;
    private final HttpRequest question;
    private volatile boolean ready;

    Backend(String name, URI address) {
        this.name = name;
        this.address = address;
        this.question =
                HttpRequest.newBuilder(address.resolve("/livelet/health/ready"))
                        .timeout(PATIENCE)
                        .build();
    }

    String name() {
        return name;
    }

    URI address() {
        return address;
    }

    boolean isReady() {
        return ready;
    }

    /** It did not take a connection: nobody is sent there until it says again that it is ready. */
    void refused() {
        turn(false);
    }

    /** Asks again and again, until interrupted. */
    void watch(HttpClient client) {
        try {
            while (true) {
                turn(answersReady(client));
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean answersReady(HttpClient client) throws InterruptedException {
        try {
            return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private void turn(boolean now) {
        if (ready == now) return;
        ready = now;
        LOG.info("Node {} {}", name, now ? "is ready" : "gets no new connections");
    }

    @Override
    public String toString() {
        return name + " " + address;
    }
}
