package dev.livelet.load;

import dev.livelet.protocol.Frames;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * A page's way to its servers: fetches it, opens its socket, notices that the other end is dead,
 * and comes back after a random time, as {@code connection.js} does.
 */
final class Connection implements WebSocketLine.Receiver {
    private static final long MILLISECOND = 1_000_000;
    private static final long QUIET = 20_000 * MILLISECOND;
    private static final long ANSWER_DUE = 3_000 * MILLISECOND;
    private static final long ACKNOWLEDGE_AFTER = 5_000 * MILLISECOND;
    private static final long FIRST_WAIT = 500;
    private static final long LONGEST_WAIT = 30_000;
    private static final String PROTOCOL = "Sec-WebSocket-Protocol: livelet.1\r\n";

    private final LoadClient client;
    private final LoadPage page;
    private final Supplier<URI> servers;
    private final String path;
    private String cookies = "";
    private @Nullable WebSocketLine socket;
    private @Nullable Line opening;
    private boolean open;
    private boolean over;
    private boolean settled;
    private int failures;

    /** Which socket this is: what an earlier one still says does not count. */
    private int current;

    private long lifeDue = Long.MAX_VALUE;
    private long lifeWithin;
    private boolean asked;
    private long patchedAt;

    Connection(LoadClient client, LoadPage page, Supplier<URI> servers, String path) {
        this.client = client;
        this.page = page;
        this.servers = servers;
        this.path = path;
    }

    /** Begins: GET of the page, of its bundle if that is not known, then the socket. */
    void start() {
        URI server = servers.get();
        HttpCall.get(
                client.loop(),
                server,
                null,
                path,
                "",
                new HttpCall.Waiting() {
                    @Override
                    public void answered(HttpAnswer answer, Line line, ByteBuffer rest) {
                        try {
                            fetched(FetchedPage.of(answer), server, line);
                        } catch (IllegalStateException e) {
                            line.close();
                            page.over(server + path + ": " + e.getMessage());
                        }
                    }

                    @Override
                    public void failed(String why) {
                        page.over(why);
                    }
                });
    }

    private void fetched(FetchedPage fetched, URI server, Line line) {
        cookies = fetched.cookies();
        client.bundles()
                .get(
                        server,
                        fetched.bundle(),
                        definitions -> {
                            page.fetched(fetched, definitions);
                            connect(server, line);
                        },
                        page::over);
    }

    private void connect(URI server, @Nullable Line used) {
        if (over) return;
        int mine = ++current;
        expectLife(QUIET);
        opening =
                HttpCall.get(
                        client.loop(),
                        server,
                        used,
                        "/livelet/ws",
                        "Origin: http://"
                                + server.getAuthority()
                                + "\r\nCookie: "
                                + cookies
                                + "\r\n"
                                + WebSocketLine.UPGRADE
                                + PROTOCOL,
                        new HttpCall.Waiting() {
                            @Override
                            public void answered(HttpAnswer answer, Line line, ByteBuffer rest) {
                                if (mine != current) line.close();
                                else upgraded(answer, line, rest);
                            }

                            @Override
                            public void failed(String why) {
                                if (mine == current) lost(why);
                            }
                        });
    }

    private void upgraded(HttpAnswer answer, Line line, ByteBuffer rest) {
        if (answer.status() != 101) {
            line.close();
            lost("the upgrade was answered " + answer.status());
            return;
        }
        WebSocketLine next = new WebSocketLine(line, this);
        line.reader(next);
        opening = null;
        socket = next;
        open = true;
        next.send(page.join());
        if (rest.hasRemaining()) next.read(rest);
    }

    @Override
    public void message(byte[] bytes, int from, int to) {
        expectLife(QUIET);
        page.receive(bytes, from, to);
    }

    @Override
    public void closed(int code, String why) {
        if (code == Frames.CLOSE_SUPERSEDED) page.over("superseded");
        else lost(why);
    }

    boolean isOpen() {
        return open;
    }

    void write(String frame) {
        if (open && socket != null) socket.send(frame);
    }

    void joined() {
        failures = 0;
    }

    /** Whether the page has joined or is over for the first time. */
    boolean settle() {
        boolean first = !settled;
        settled = true;
        return first;
    }

    void expectAnswer() {
        if (open) expectLife(ANSWER_DUE);
    }

    private void expectLife(long within) {
        lifeWithin = within;
        lifeDue = client.now() + within;
        asked = false;
    }

    void patched() {
        patchedAt = client.now();
    }

    /** Several times a second. */
    void tick(long now) {
        if (over) return;
        if (now - patchedAt > ACKNOWLEDGE_AFTER) page.acknowledge();
        if (now < lifeDue) return;
        if (asked) {
            lost("no sign of life");
            return;
        }
        write("[" + Frames.PING + "]");
        asked = true;
        lifeDue = now + lifeWithin;
    }

    /** The socket is no more, or did not come to be. */
    void lost(String why) {
        if (over) return;
        drop();
        page.away(why);
        comeBack(Math.min(LONGEST_WAIT, FIRST_WAIT << Math.min(failures++, 6)));
    }

    void drain(int within) {
        comeBack(within);
    }

    private void comeBack(long withinMillis) {
        int mine = current;
        long wait = ThreadLocalRandom.current().nextLong(Math.max(1, withinMillis * MILLISECOND));
        client.loop()
                .at(
                        System.nanoTime() + wait,
                        () -> {
                            if (over || mine != current) return;
                            boolean had = open;
                            drop();
                            if (had) page.away("asked to go elsewhere");
                            connect(servers.get(), null);
                        });
    }

    private void drop() {
        current++;
        open = false;
        lifeDue = Long.MAX_VALUE;
        if (socket != null) socket.close();
        if (opening != null) opening.close();
        socket = null;
        opening = null;
    }

    void end() {
        over = true;
        drop();
    }
}
