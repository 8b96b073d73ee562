package dev.livelet.cluster;

import org.jspecify.annotations.Nullable;

import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;

/** Tells a page what its socket to one node says, frame by frame. */
final class PageSocket implements WebSocket.Listener {
    /** Neither closed by the server nor by the page. */
    private static final int BROKEN = 1006;

    private final PageClient page;
    private final int port;
    private final StringBuilder frame = new StringBuilder();

    PageSocket(PageClient page, int port) {
        this.page = page;
        this.port = port;
    }

    @Override
    public void onOpen(WebSocket opened) {
        page.opened(opened, port);
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        frame.append(data);
        if (last) {
            String whole = frame.toString();
            frame.setLength(0);
            page.take(from, whole);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        page.closed(from, code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        page.closed(from, BROKEN);
    }
}
