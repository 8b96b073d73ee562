package dev.livelet.examples.cluster;

import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.client.ClientResponse;
import io.undertow.client.UndertowClient;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import io.undertow.util.Transfer;

import org.jspecify.annotations.Nullable;
import org.xnio.ChannelExceptionHandler;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;

import java.io.IOException;
import java.nio.channels.Channel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One try to upgrade a request at one node. It has failed when the node does not take the
 * connection, does not answer in time (it may be paused), or answers that it is busy or going away;
 * then {@code elsewhere} runs, once. Confined to the exchange's I/O thread.
 */
final class Upgrade {
    private static final int PATIENCE_MILLIS = 1_000;
    private static final int PARTING_MILLIS = 500;

    private final HttpServerExchange exchange;
    private final Backend backend;
    private final Runnable elsewhere;
    private @Nullable ClientConnection connection;
    private boolean decided;

    Upgrade(HttpServerExchange exchange, Backend backend, Runnable elsewhere) {
        this.exchange = exchange;
        this.backend = backend;
        this.elsewhere = elsewhere;
    }

    /** What a try waits for; whatever fails is the end of the try. */
    private abstract class Step<T> implements ClientCallback<T> {
        @Override
        public void failed(IOException e) {
            giveUp();
        }
    }

    void start() {
        exchange.getIoThread().executeAfter(this::giveUp, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        UndertowClient.getInstance()
                .connect(
                        new Step<>() {
                            @Override
                            public void completed(ClientConnection connected) {
                                connection = connected;
                                if (decided) IoUtils.safeClose(connected);
                                else ask(connected);
                            }
                        },
                        backend.address(),
                        exchange.getIoThread(),
                        exchange.getConnection().getByteBufferPool(),
                        OptionMap.EMPTY);
    }

    private void giveUp() {
        if (decided) return;
        decided = true;
        IoUtils.safeClose(connection);
        backend.refused();
        elsewhere.run();
    }

    private void ask(ClientConnection node) {
        node.sendRequest(
                request(),
                new Step<>() {
                    @Override
                    public void completed(ClientExchange asked) {
                        asked.setResponseListener(
                                new Step<>() {
                                    @Override
                                    public void completed(ClientExchange answered) {
                                        answered(node, answered.getResponse());
                                    }
                                });
                    }
                });
    }

    /** The same request, with where it came from. */
    private ClientRequest request() {
        ClientRequest request =
                new ClientRequest()
                        .setMethod(exchange.getRequestMethod())
                        .setPath(
                                exchange.getQueryString().isEmpty()
                                        ? exchange.getRequestURI()
                                        : exchange.getRequestURI()
                                                + "?"
                                                + exchange.getQueryString());
        copy(exchange.getRequestHeaders(), request.getRequestHeaders());
        request.getRequestHeaders()
                .put(
                        Headers.X_FORWARDED_FOR,
                        exchange.getSourceAddress().getAddress().getHostAddress())
                .put(Headers.X_FORWARDED_PROTO, exchange.getRequestScheme());
        return request;
    }

    private void answered(ClientConnection node, ClientResponse response) {
        if (decided) return;
        int status = response.getResponseCode();
        if (status >= StatusCodes.INTERNAL_SERVER_ERROR) {
            giveUp();
            return;
        }
        decided = true;
        exchange.setStatusCode(status);
        if (status != StatusCodes.SWITCHING_PROTOCOLS) {
            IoUtils.safeClose(node);
            exchange.endExchange();
            return;
        }
        copy(response.getResponseHeaders(), exchange.getResponseHeaders());
        exchange.upgradeChannel((browser, _) -> join(browser, node));
        exchange.endExchange();
    }

    private void join(StreamConnection browser, ClientConnection node) {
        try {
            StreamConnection far = node.performUpgrade();
            pipe(browser, far);
            pipe(far, browser);
        } catch (IOException _) {
            IoUtils.safeClose(browser, node);
        }
    }

    /** When one side ends, so does the other: a page must notice that its node is gone. */
    private void pipe(StreamConnection from, StreamConnection to) {
        ChannelListener<Channel> close = _ -> IoUtils.safeClose(from, to);
        ChannelExceptionHandler<Channel> fail = (_, _) -> IoUtils.safeClose(from, to);
        Transfer.initiateTransfer(
                from.getSourceChannel(),
                to.getSinkChannel(),
                _ -> end(from, to),
                close,
                fail,
                fail,
                exchange.getConnection().getByteBufferPool());
    }

    /** Not at once: what was said last, such as why, would be lost with what is not read yet. */
    private void end(StreamConnection from, StreamConnection to) {
        try {
            to.getSinkChannel().shutdownWrites();
            to.getSinkChannel().flush();
            exchange.getIoThread()
                    .executeAfter(
                            () -> IoUtils.safeClose(from, to),
                            PARTING_MILLIS,
                            TimeUnit.MILLISECONDS);
        } catch (IOException | RejectedExecutionException _) {
            // The other side is gone, or the balancer stops.
            IoUtils.safeClose(from, to);
        }
    }

    private static void copy(HeaderMap from, HeaderMap to) {
        for (HttpString name : from.getHeaderNames()) {
            HeaderValues values = from.get(name);
            if (values != null) to.putAll(name, values);
        }
    }
}
