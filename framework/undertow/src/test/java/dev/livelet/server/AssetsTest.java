package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveletException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

class AssetsTest {
    private static final String CSS = "body { color: black }\n".repeat(50);

    @TempDir Path folder;

    private Assets assets;
    private LiveServer server;

    @BeforeEach
    void start() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("static"));
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.writeString(inner.resolve("app.css"), CSS);
        Files.writeString(inner.resolve("strange.bin"), "<script>");
        Files.write(Files.createDirectory(inner.resolve("img")).resolve("dot.png"), new byte[100]);
        assets = Assets.fromFolder("/assets", inner);
        server = Livelet.create().assets(assets).set("stop-timeout", "0s").start(0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
        if (headers.length > 0) request.headers(headers);
        return TestPage.HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void anAddressWithTheHashOfTheContentIsCachedForever() throws Exception {
        assertTrue(
                assets.url("app.css").matches("/assets/app-[A-Za-z0-9_-]{12}\\.css"),
                assets.url("app.css"));
        HttpResponse<byte[]> response = get(assets.url("app.css"));
        assertEquals("public, max-age=31536000, immutable", header(response, "cache-control"));
        assertEquals("text/css; charset=utf-8", header(response, "content-type"));
        assertEquals("nosniff", header(response, "x-content-type-options"));
        assertEquals(CSS, new String(response.body(), StandardCharsets.UTF_8));
    }

    @Test
    void twoFoldersCannotBeAtOneAddress() {
        Livelet application = Livelet.create().assets(assets);
        assertEquals(
                "Two folders of assets are at \"/assets\": give each a path of its own.",
                assertThrows(LiveletException.class, () -> application.assets(assets))
                        .getMessage());
    }

    @Test
    void thePlainAddressIsAskedAboutEachTime() throws Exception {
        HttpResponse<byte[]> response = get("/assets/app.css");
        assertEquals("no-cache", header(response, "cache-control"));
        HttpResponse<byte[]> again =
                get("/assets/app.css", "If-None-Match", header(response, "etag"));
        assertEquals(304, again.statusCode());
        assertEquals(0, again.body().length);
        assertEquals(200, get("/assets/app.css", "If-None-Match", "\"other\"").statusCode());
    }

    @Test
    void whatGetsSmallerIsSentCompressed() throws Exception {
        HttpResponse<byte[]> packed = get("/assets/app.css", "Accept-Encoding", "br, gzip;q=0.5");
        assertEquals("gzip", header(packed, "content-encoding"));
        assertEquals("Accept-Encoding", header(packed, "vary"));
        assertTrue(packed.body().length < CSS.length() / 5);
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertEquals(CSS, new String(plain.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertTrue(!header(packed, "etag").equals(header(get("/assets/app.css"), "etag")));
        assertEquals(
                "",
                header(get("/assets/app.css", "Accept-Encoding", "gzip;q=0"), "content-encoding"));
        assertEquals(
                "",
                header(get("/assets/img/dot.png", "Accept-Encoding", "gzip"), "content-encoding"));
        assertArrayEquals(new byte[100], get("/assets/img/dot.png").body());
    }

    @Test
    void aTypeThatIsNotKnownIsJustBytes() throws Exception {
        assertEquals(
                "application/octet-stream", header(get("/assets/strange.bin"), "content-type"));
        assertEquals("image/png", header(get("/assets/img/dot.png"), "content-type"));
    }

    @Test
    void noAddressLeadsOutOfTheFolder() throws Exception {
        for (String path :
                List.of(
                        "/assets/../secret.txt",
                        "/assets/..%2fsecret.txt",
                        "/assets/%2e%2e/secret.txt",
                        "/assets/..\\secret.txt",
                        "/assets//secret.txt",
                        "/assets/./../secret.txt",
                        "/assets/img/../../secret.txt",
                        "/assets/%2e%2e%2fsecret.txt",
                        "/assets/",
                        "/assets",
                        "/assets/img",
                        "/assets/app.css%00.png")) {
            String answer = raw(path);
            assertTrue(
                    answer.startsWith("HTTP/1.1 404") || answer.startsWith("HTTP/1.1 400"),
                    path + ": " + answer);
        }
    }

    /** By hand, since clients tidy addresses. */
    private String raw(String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void theRuntimeAndTheBundleAreServedTheSameWay() throws Exception {
        server.close();
        server = Livelet.create().live("/", new Counter()).set("stop-timeout", "0s").start(0);
        String html = TestPage.get(server, "/").body();
        for (String pattern :
                List.of(
                        "(/livelet/livelet-[^\"]+\\.js)",
                        "(/livelet/bundle-[^\"]+\\.js)",
                        "(/livelet/livelet-[^\"]+\\.css)")) {
            HttpResponse<byte[]> response =
                    get(TestPage.find(html, pattern), "Accept-Encoding", "gzip");
            assertEquals(200, response.statusCode());
            assertEquals("public, max-age=31536000, immutable", header(response, "cache-control"));
            assertTrue(
                    header(response, "content-type")
                            .matches("text/(javascript|css); charset=utf-8"));
        }
        assertEquals(404, get("/livelet/livelet.js").statusCode());
    }

    @Test
    void mistakesAreNamed() {
        assertEquals(
                "There is no asset \"ap.css\"; there are [app.css, img/dot.png, strange.bin].",
                assertThrows(LiveletException.class, () -> assets.url("ap.css")).getMessage());
        assertEquals(
                "Assets cannot be served at \"assets/\": give a path like /assets, not below"
                        + " /livelet.",
                assertThrows(LiveletException.class, () -> Assets.fromFolder("assets/", folder))
                        .getMessage());
        assertEquals(
                "There is no folder \"nowhere\" on the class path of"
                        + " dev.livelet.server.AssetsTest.",
                assertThrows(
                                LiveletException.class,
                                () -> Assets.fromClasspath("/a", AssetsTest.class, "nowhere"))
                        .getMessage());
    }
}
