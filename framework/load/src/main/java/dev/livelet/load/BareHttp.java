package dev.livelet.load;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Requests to a server over one kept-alive connection, one after the other, with the cookies that
 * it has set. For the other side of a comparison: an answer other than 200 is a failure of the
 * client. Confined to the client's thread.
 */
public final class BareHttp {
    private final Loop loop;
    private final URI server;
    private final Map<String, String> cookies = new TreeMap<>();
    private @Nullable Line line;
    private boolean closed;

    BareHttp(Loop loop, URI server) {
        this.loop = loop;
        this.server = server;
    }

    /**
     * @param answered is given the body, a byte as a character each
     */
    public void get(String path, Consumer<String> answered) {
        line = HttpCall.get(loop, server, line, path, cookies(), new Call(path, answered));
    }

    /**
     * Posts JSON.
     *
     * @param answered is given the body, a byte as a character each
     */
    public void post(String path, String json, Consumer<String> answered) {
        String headers = "Content-Type: application/json; charset=UTF-8\r\n" + cookies();
        line = HttpCall.post(loop, server, line, path, headers, json, new Call(path, answered));
    }

    /** The header that returns the cookies, with its end; nothing without any. */
    public String cookies() {
        if (cookies.isEmpty()) return "";
        return cookies.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("; ", "Cookie: ", "\r\n"));
    }

    /** As another browser: without cookies, on the same connection. */
    public void forget() {
        cookies.clear();
    }

    /** What is under way is not answered any more. */
    public void close() {
        closed = true;
        if (line != null) line.close();
    }

    private final class Call implements HttpCall.Waiting {
        private final String path;
        private final Consumer<String> answered;

        Call(String path, Consumer<String> answered) {
            this.path = path;
            this.answered = answered;
        }

        @Override
        public void answered(HttpAnswer answer, Line same, ByteBuffer rest) {
            if (closed) return;
            if (answer.status() != 200) failed(path + " was answered " + answer.status());
            for (String cookie : answer.headers("set-cookie")) {
                String pair = cookie.replaceAll(";.*", "");
                int equals = pair.indexOf('=');
                if (equals > 0) cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
            answered.accept(answer.text());
        }

        @Override
        public void failed(String why) {
            throw new IllegalStateException(server + why);
        }
    }
}
