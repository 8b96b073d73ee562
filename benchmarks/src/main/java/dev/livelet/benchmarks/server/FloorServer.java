package dev.livelet.benchmarks.server;

import dev.livelet.benchmarks.process.Answers;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.Headers;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.spi.WebSocketHttpExchange;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The least that a server on Undertow can do: answers each text on the I/O thread with the same
 * prepared bytes ({@code /echo}), sends prepared bytes to all sockets ({@code broadcast N}), serves
 * prepared bytes over HTTP ({@code /static}, as many as {@code static N} says).
 */
public final class FloorServer {
    /** As long as the patch of a click. */
    private static final ByteBuffer ANSWER =
            ByteBuffer.wrap("[1,0,999]".getBytes(StandardCharsets.US_ASCII));

    private static volatile byte[] page = {};

    private FloorServer() {}

    public static void main(String[] arguments) throws Exception {
        Set<WebSocketChannel> sockets = ConcurrentHashMap.newKeySet();
        PathHandler paths =
                Handlers.path()
                        .addExactPath(
                                "/echo",
                                Handlers.websocket(
                                        (WebSocketHttpExchange _, WebSocketChannel channel) -> {
                                            sockets.add(channel);
                                            channel.addCloseTask(sockets::remove);
                                            channel.getReceiveSetter().set(new Echo());
                                            channel.resumeReceives();
                                        }))
                        .addExactPath(
                                "/static",
                                exchange -> {
                                    exchange.getResponseHeaders()
                                            .put(Headers.CONTENT_TYPE, "text/html; charset=utf-8")
                                            .put(Headers.CACHE_CONTROL, "no-store");
                                    exchange.getResponseSender().send(ByteBuffer.wrap(page));
                                });
        Undertow undertow =
                Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(paths).build();
        undertow.start();
        int port =
                ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
        new Answers()
                .on("broadcast", number -> broadcast(sockets, number))
                .on(
                        "static",
                        length -> {
                            page = "x".repeat((int) length).getBytes(StandardCharsets.US_ASCII);
                            return length;
                        })
                .serve(port);
        undertow.stop();
    }

    private static long broadcast(Set<WebSocketChannel> sockets, long number) {
        long now = System.nanoTime();
        ByteBuffer bytes =
                ByteBuffer.wrap(
                        ("[0,0,[0,0,1,1,49,1,"
                                        + number
                                        + ",\"message "
                                        + number
                                        + " of the benchmark\"]]")
                                .getBytes(StandardCharsets.UTF_8));
        for (WebSocketChannel socket : sockets)
            WebSockets.sendText(bytes.duplicate(), socket, null);
        return now;
    }

    private static final class Echo extends AbstractReceiveListener {
        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            if (message.getData().isEmpty()) return;
            WebSockets.sendText(ANSWER.duplicate(), channel, null);
        }
    }
}
