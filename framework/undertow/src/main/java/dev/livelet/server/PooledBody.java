package dev.livelet.server;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The body of an answer, sent through a buffer of the server's pool. Undertow holds on to the
 * buffers that it was given last for as long as the connection lives, which for a page is as long
 * as its WebSocket: they must not be the page's own. Confined to the connection's I/O thread.
 */
final class PooledBody implements IoCallback {
    private final byte[][] parts;
    private final PooledByteBuffer pooled;
    private int part;
    private int offset;

    private PooledBody(byte[][] parts, PooledByteBuffer pooled) {
        this.parts = parts;
        this.pooled = pooled;
    }

    /** Sends these bytes, one part after the other, and ends the exchange. */
    static void send(HttpServerExchange exchange, byte[]... parts) {
        long length = 0;
        for (byte[] part : parts) length += part.length;
        exchange.setResponseContentLength(length);
        PooledBody body =
                new PooledBody(parts, exchange.getConnection().getByteBufferPool().allocate());
        body.next(exchange.getResponseSender());
    }

    private void next(Sender sender) {
        ByteBuffer buffer = pooled.getBuffer().clear();
        while (buffer.hasRemaining() && part < parts.length) {
            int count = Math.min(buffer.remaining(), parts[part].length - offset);
            buffer.put(parts[part], offset, count);
            offset += count;
            if (offset < parts[part].length) continue;
            part++;
            offset = 0;
        }
        sender.send(buffer.flip(), this);
    }

    @Override
    public void onComplete(HttpServerExchange exchange, Sender sender) {
        if (part < parts.length) {
            next(sender);
            return;
        }
        pooled.close();
        IoCallback.END_EXCHANGE.onComplete(exchange, sender);
    }

    @Override
    public void onException(HttpServerExchange exchange, Sender sender, IOException exception) {
        pooled.close();
        IoCallback.END_EXCHANGE.onException(exchange, sender, exception);
    }
}
