package dev.livelet.benchmarks.peer;

import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A page and its socket. The page is changed, rendered and sent under one lock. */
final class PageSocket extends AbstractReceiveListener {
    private final HtmlPage page;
    private final WebSocketChannel channel;
    private final Executor threads;
    private final Lock lock = new ReentrantLock();

    PageSocket(HtmlPage page, WebSocketChannel channel, Executor threads) {
        this.page = page;
        this.channel = channel;
        this.threads = threads;
    }

    @Override
    protected void onFullTextMessage(WebSocketChannel same, BufferedTextMessage message) {
        String name = message.getData();
        threads.execute(() -> change(changed -> changed.event(name)));
    }

    /** Renders it after that, and sends it. */
    void change(Consumer<HtmlPage> change) {
        lock.lock();
        try {
            change.accept(page);
            show(page.html());
        } finally {
            lock.unlock();
        }
    }

    void show(String html) {
        WebSockets.sendText(html, channel, null);
    }
}
