package dev.livelet.js;

import tools.jackson.databind.JsonNode;

/** A joined page in Chromium, for one test. */
final class LivePage implements AutoCloseable {
    final ScriptedServer server = new ScriptedServer();
    final Chromium browser;
    ScriptedServer.Connection socket;
    private int frames;

    private LivePage(Chromium browser, ScriptedServer.Page page, String extra)
            throws InterruptedException {
        this.browser = browser;
        browser.open(server.withExtra(extra).serve(page));
        socket = server.connection();
        socket.next();
        socket.send("[-2,0,0]");
        awaitState("connected");
    }

    static LivePage open(Class<?> test, ScriptedServer.Page page) throws InterruptedException {
        return new LivePage(Chromium.orSkip(test), page, "");
    }

    /** With a script that runs before the runtime. */
    static LivePage open(Class<?> test, ScriptedServer.Page page, String extra)
            throws InterruptedException {
        return new LivePage(
                Chromium.orSkip(test),
                new ScriptedServer.Page(
                        "<script src=\"/extra.js\" defer></script>" + page.head(),
                        page.template(),
                        page.definitions(),
                        page.html(),
                        page.csp()),
                extra);
    }

    Object run(String script) {
        return browser.run(script);
    }

    void awaitState(String state) {
        browser.await("return document.querySelector('[data-live]').dataset.liveState", state);
    }

    /** Sends a frame and waits until the page has read it. */
    void apply(String frame) {
        socket.send(frame);
        String title = "read " + ++frames;
        socket.send("[0,-1,[[\"title\",\"" + title + "\"]]]");
        browser.await("return document.title", title);
    }

    /** The next event as text without the patches it has seen, acknowledgements skipped. */
    String event() throws InterruptedException {
        while (true) {
            JsonNode frame = socket.next();
            if (frame.get(0).asInt() != 1) continue;
            StringBuilder text = new StringBuilder();
            for (int i = 2; i < frame.size(); i++)
                text.append(i > 2 ? " " : "").append(frame.get(i));
            return text.toString();
        }
    }

    /** The next frame that is neither an event nor an acknowledgement. */
    JsonNode other() throws InterruptedException {
        while (true) {
            JsonNode frame = socket.next();
            int code = frame.get(0).asInt();
            if (code != 1 && code != 2) return frame;
        }
    }

    @Override
    public void close() {
        browser.open("about:blank");
        server.close();
    }
}
