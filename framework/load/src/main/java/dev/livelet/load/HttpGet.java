package dev.livelet.load;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One GET, on a line of its own or one that an earlier answer left open. */
final class HttpGet implements Line.Reader {
    /** Who waits for the answer; one of the two is called, once. */
    interface Waiting {
        /**
         * @param rest what came after the answer
         */
        void answered(HttpAnswer answer, Line line, ByteBuffer rest);

        void failed(String why);
    }

    private final HttpAnswer answer = new HttpAnswer();
    private final Waiting waiting;
    private final String what;
    private @Nullable Line line;
    private boolean done;

    private HttpGet(Waiting waiting, String what) {
        this.waiting = waiting;
        this.what = what;
    }

    /**
     * @param used a line to the server, or null
     * @param headers lines besides the host, each with its end
     * @return the line, for those who give up waiting; null when it failed at once
     */
    static @Nullable Line send(
            Loop loop,
            URI server,
            @Nullable Line used,
            String path,
            String headers,
            Waiting waiting) {
        HttpGet get = new HttpGet(waiting, server + path);
        Line line = used;
        if (line == null || !line.isOpen())
            line = Line.open(loop, new InetSocketAddress(server.getHost(), server.getPort()), get);
        if (line == null) {
            waiting.failed(server + " refuses connections");
            return null;
        }
        get.line = line;
        line.reader(get);
        String request =
                "GET " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n" + headers;
        line.write(ByteBuffer.wrap((request + "\r\n").getBytes(StandardCharsets.US_ASCII)));
        return line;
    }

    @Override
    public void read(ByteBuffer input) {
        Line from = line;
        if (from == null || done) return;
        try {
            if (!answer.read(input)) return;
        } catch (IllegalStateException | NumberFormatException e) {
            done = true;
            from.close();
            waiting.failed(what + ": " + e.getMessage());
            return;
        }
        done = true;
        waiting.answered(answer, from, input);
    }

    @Override
    public void ended(String why) {
        if (!done) waiting.failed(what + ": " + why);
    }
}
