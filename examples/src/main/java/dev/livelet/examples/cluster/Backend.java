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
    private volatile State state = State.NOT_HEARD_OF;

    private enum State {
        NOT_HEARD_OF,
        READY,
        AWAY
    }

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

    /** It has said so, and not refused anything since. */
    boolean isReady() {
        return state == State.READY;
    }

    /**
     * It refused, or says that it is not ready. One that nobody has heard of yet is not away: else
     * the first that answers would get all browsers, those of the others too.
     */
    boolean isAway() {
        return state == State.AWAY;
    }

    /** It did not take a connection: nobody is sent there until it says again that it is ready. */
    void refused() {
        turn(State.AWAY);
    }

    /** Asks again and again, until interrupted. */
    void watch(HttpClient client) {
        try {
            while (true) {
                turn(answersReady(client) ? State.READY : State.AWAY);
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

    private void turn(State now) {
        if (state == now) return;
        state = now;
        LOG.info("Node {} {}", name, now == State.READY ? "is ready" : "gets no new connections");
    }

    @Override
    public String toString() {
        return name + " " + address;
    }
}
