package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

class TlsTest {
    @TempDir static Path folder;

    private static Path keystore;

    @BeforeAll
    static void makeCertificate() throws Exception {
        keystore = folder.resolve("server.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "livelet",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=dns:localhost",
                                "-validity",
                                "2",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                keystore.toString(),
                                "-storepass",
                                "changeit")
                        .redirectErrorStream(true)
                        .start();
        assertEquals(0, keytool.waitFor(), () -> "keytool failed");
    }

    private static HttpClient client() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            trusted.load(in, "changeit".toCharArray());
        }
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("server", trusted.getCertificate("livelet"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_2)
                .build();
    }

    @Test
    void pagesComeByHttp2AndTheSocketByTls() throws Exception {
        try (LiveServer server =
                Livelet.create()
                        .live("/", new Counter())
                        .set("tls-keystore", keystore.toString())
                        .set("tls-password", "changeit")
                        .set("stop-timeout", "0s")
                        .start(0)) {
            serves(server);
        }
    }

    @Test
    void theCertificateMayBePem() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            store.load(in, "changeit".toCharArray());
        }
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        Base64.Encoder mime = Base64.getMimeEncoder();
        Files.writeString(
                certificate,
                "-----BEGIN CERTIFICATE-----\n"
                        + mime.encodeToString(store.getCertificate("livelet").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        Files.writeString(
                key,
                "-----BEGIN PRIVATE KEY-----\n"
                        + mime.encodeToString(
                                store.getKey("livelet", "changeit".toCharArray()).getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        try (LiveServer server =
                Livelet.create()
                        .live("/", new Counter())
                        .set("tls-certificate", certificate.toString())
                        .set("tls-key", key.toString())
                        .set("stop-timeout", "0s")
                        .start(0)) {
            serves(server);
        }
    }

    private static void serves(LiveServer server) throws Exception {
        assertTrue(server.url().startsWith("https://localhost:"), server.url());
        try (HttpClient client = client()) {
            HttpResponse<String> page =
                    client.send(
                            HttpRequest.newBuilder(URI.create(server.url() + "/")).build(),
                            BodyHandlers.ofString());
            assertEquals(HttpClient.Version.HTTP_2, page.version());
            String cookie = page.headers().firstValue("set-cookie").orElse("");
            assertTrue(
                    cookie.matches(
                            "__Host-livelet=[A-Za-z0-9_-]{22}; Path=/; HttpOnly; SameSite=Lax;"
                                    + " Secure"),
                    cookie);

            BlockingQueue<String> frames = new LinkedBlockingQueue<>();
            WebSocket socket =
                    client.newWebSocketBuilder()
                            .header("Origin", server.url())
                            .header("Cookie", cookie.split(";")[0])
                            .subprotocols("livelet.1")
                            .buildAsync(
                                    URI.create(
                                            server.url().replace("https", "wss") + "/livelet/ws"),
                                    new WebSocket.Listener() {
                                        @Override
                                        public @Nullable CompletionStage<?> onText(
                                                WebSocket from, CharSequence data, boolean last) {
                                            frames.add(data.toString());
                                            from.request(1);
                                            return null;
                                        }
                                    })
                            .get(10, TimeUnit.SECONDS);
            String session = TestPage.find(page.body(), "data-live=\"([^\"]+)\"");
            String token = TestPage.find(page.body(), "data-live-token=\"([^\"]+)\"");
            String bundle = TestPage.find(page.body(), "bundle-([^\"]+)\\.js");
            socket.sendText(
                    "[0,\"" + session + "\",\"" + token + "\",0,\"" + bundle + "\",1,1,[],{}]",
                    true);
            assertTrue(
                    String.valueOf(frames.poll(10, TimeUnit.SECONDS)).startsWith("["), "answered");
            for (int i = 1; i <= 100; i++) {
                socket.sendText("[1," + (i == 1 ? 0 : 1) + ",[0]]", true);
                assertTrue(
                        String.valueOf(frames.poll(10, TimeUnit.SECONDS)).startsWith("[1,0," + i),
                        "click " + i);
            }
            socket.abort();
        }
    }

    @Test
    void filesThatCannotServeStopTheStart() {
        wrong(
                "TLS comes from livelet.tls-keystore or from livelet.tls-certificate with"
                        + " livelet.tls-key, not from both.",
                "tls-keystore",
                "a",
                "tls-certificate",
                "b",
                "tls-key",
                "c");
        wrong(
                "livelet.tls-certificate and livelet.tls-key are given together; one is missing.",
                "tls-key",
                "c");
        wrong(
                "TLS cannot be set up from " + keystore + ": keystore password was incorrect",
                "tls-keystore",
                keystore.toString(),
                "tls-password",
                "wrong");
    }

    private static void wrong(String message, String... settings) {
        Livelet application = Livelet.create();
        for (int i = 0; i < settings.length; i += 2) application.set(settings[i], settings[i + 1]);
        assertEquals(
                message,
                assertThrows(LiveletException.class, () -> application.start(0)).getMessage());
    }
}
