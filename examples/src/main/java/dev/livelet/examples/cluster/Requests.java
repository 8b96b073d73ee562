package dev.livelet.examples.cluster;

import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.UndertowClient;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;

import org.xnio.IoUtils;
import org.xnio.OptionMap;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The way of plain requests to the nodes, for Undertow's proxy handler: a connection for each, to
 * another node when one refuses. They are few, as a page lives on its WebSocket.
 */
final class Requests implements ProxyClient {
    private static final ProxyTarget ANY = new ProxyTarget() {};

    private final Backends backends;

    Requests(Backends backends) {
        this.backends = backends;
    }

    @Override
    public ProxyTarget findTarget(HttpServerExchange exchange) {
        return ANY;
    }

    @Override
    public void getConnection(
            ProxyTarget target,
            HttpServerExchange exchange,
            ProxyCallback<ProxyConnection> callback,
            long timeout,
            TimeUnit unit) {
        Backend backend = backends.next(exchange);
        if (backend == null) {
            callback.couldNotResolveBackend(exchange);
            return;
        }
        ClientCallback<ClientConnection> connected =
                new ClientCallback<>() {
                    @Override
                    public void completed(ClientConnection connection) {
                        exchange.addExchangeCompleteListener(
                                (_, next) -> {
                                    IoUtils.safeClose(connection);
                                    next.proceed();
                                });
                        callback.completed(exchange, new ProxyConnection(connection, "/"));
                    }

                    @Override
                    public void failed(IOException e) {
                        backend.refused();
                        // The handler asks again, and gets the next node.
                        callback.failed(exchange);
                    }
                };
        UndertowClient.getInstance()
                .connect(
                        connected,
                        backend.address(),
                        exchange.getIoThread(),
                        exchange.getConnection().getByteBufferPool(),
                        OptionMap.EMPTY);
    }
}
