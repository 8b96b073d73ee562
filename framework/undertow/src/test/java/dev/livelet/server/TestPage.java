package dev.livelet.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page as the server gave it, with what a browser needs to join.
 *
 * @param browser the value of the cookie
 * @param bundle the hash of the definitions
 */
record TestPage(
        int port, String browser, String session, String token, String bundle, String html) {
    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static HttpResponse<String> get(LiveServer server, String path, String... headers)
            throws IOException, InterruptedException {
        return get(server.port(), path, headers);
    }

    private static HttpResponse<String> get(int port, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (headers.length > 0) request.headers(headers);
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /** Opens a page in a new browser. */
    static TestPage open(LiveServer server, String path) throws IOException, InterruptedException {
        return open(server.port(), path);
    }

    static TestPage open(int port, String path, String... headers)
            throws IOException, InterruptedException {
        HttpResponse<String> response = get(port, path, headers);
        if (response.statusCode() != 200)
            throw new IOException(response.statusCode() + " " + response.body());
        String cookie = response.headers().firstValue("set-cookie").orElse("");
        String bundleUrl = find(response.body(), "src=\"(/livelet/bundle-[^\"]+)\"");
        String bundle = find(get(port, bundleUrl).body(), "Livelet\\.define\\(\"([^\"]+)\"");
        return new TestPage(
                port,
                find(cookie, "livelet=([^;]+)"),
                find(response.body(), "data-live=\"([^\"]+)\""),
                find(response.body(), "data-live-token=\"([^\"]+)\""),
                bundle,
                response.body());
    }

    static String find(String in, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(in);
        if (!matcher.find()) throw new AssertionError(pattern + " is not in " + in);
        return matcher.group(1);
    }

    TestSocket.Opening opening() {
        return new TestSocket.Opening(port).cookie(browser);
    }

    String join() {
        return join(0, 1, 1, "");
    }

    String join(int seen, int attempt, int first, String queue) {
        return "[0,\""
                + session
                + "\",\""
                + token
                + "\","
                + seen
                + ",\""
                + bundle
                + "\","
                + attempt
                + ","
                + first
                + ",["
                + queue
                + "],{\"tz\":\"Europe/Vienna\",\"dark\":false}]";
    }

    /** A socket that has joined; its answer has been read. */
    TestSocket joined() throws IOException {
        TestSocket socket = opening().open();
        if (socket.status() != 101) throw new IOException(socket.answer());
        socket.send(join());
        String answer = socket.receive();
        if (!answer.startsWith("[-2,")) throw new IOException("the join was answered by " + answer);
        return socket;
    }
}
