package dev.livelet.load;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One request, on a line of its own or one that an earlier answer left open. */
final class HttpCall implements Line.Reader {
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

    private HttpCall(Waiting waiting, String what) {
        this.waiting = waiting;
        this.what = what;
    }

    /**
     * @param used a line to the server, or null
     * @param headers lines besides the host, each with its end
     * @return the line, for those who give up waiting; null when it failed at once
     */
    static @Nullable Line get(
            Loop loop,
            URI server,
            @Nullable Line used,
            String path,
            String headers,
            Waiting waiting) {
        return send(loop, server, used, path, "GET", headers, "", waiting);
    }

    /** As {@link #get}, with a body, whose type the headers say. */
    static @Nullable Line post(
            Loop loop,
            URI server,
            @Nullable Line used,
            String path,
            String headers,
            String body,
            Waiting waiting) {
        String length = "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n";
        return send(loop, server, used, path, "POST", headers + length, body, waiting);
    }

    private static @Nullable Line send(
            Loop loop,
            URI server,
            @Nullable Line used,
            String path,
            String method,
            String headers,
            String body,
            Waiting waiting) {
        HttpCall call = new HttpCall(waiting, server + path);
        Line line = used;
        if (line == null || !line.isOpen())
            line = Line.open(loop, new InetSocketAddress(server.getHost(), server.getPort()), call);
        if (line == null) {
            waiting.failed(server + " refuses connections");
            return null;
        }
        call.line = line;
        line.reader(call);
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n";
        line.write(
                ByteBuffer.wrap((head + headers + "\r\n" + body).getBytes(StandardCharsets.UTF_8)));
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
