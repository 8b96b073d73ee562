package dev.livelet.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** A file in memory, compressed once, with the hash of its content. Immutable. */
final class Asset {
    private static final Set<String> COMPRESSED_ALREADY =
            Set.of(
                    "image/png",
                    "image/jpeg",
                    "image/gif",
                    "image/webp",
                    "image/avif",
                    "font/woff",
                    "font/woff2",
                    "video/mp4",
                    "video/webm",
                    "audio/mpeg",
                    "application/zip",
                    "application/gzip");

    private final byte[] plain;
    private final byte @Nullable [] gzip;
    private final String type;
    private final String hash;

    Asset(byte[] plain, String type) {
        this.plain = plain;
        this.type = type;
        this.hash = hash(plain);
        byte[] packed = COMPRESSED_ALREADY.contains(type) ? plain : gzip(plain);
        this.gzip = packed.length < plain.length ? packed : null;
    }

    /** Of the content; fit for a URL. */
    String hash() {
        return hash;
    }

    int size() {
        return plain.length;
    }

    /**
     * @param forever whether the address names this very content
     */
    void serve(HttpServerExchange exchange, boolean forever) {
        boolean head = exchange.getRequestMethod().equals(Methods.HEAD);
        if (!head && !exchange.getRequestMethod().equals(Methods.GET)) {
            exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
            exchange.setStatusCode(StatusCodes.METHOD_NOT_ALLOWED).endExchange();
            return;
        }
        byte[] packed = acceptsGzip(exchange) ? gzip : null;
        byte[] content = packed == null ? plain : packed;
        String tag = '"' + hash + (packed == null ? "" : "-gzip") + '"';
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(
                Headers.CACHE_CONTROL,
                forever ? "public, max-age=31536000, immutable" : "no-cache");
        headers.put(Headers.ETAG, tag);
        if (gzip != null) headers.put(Headers.VARY, "Accept-Encoding");
        if (matches(exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH), tag)) {
            exchange.setStatusCode(StatusCodes.NOT_MODIFIED).endExchange();
            return;
        }
        headers.put(Headers.CONTENT_TYPE, type);
        if (packed != null) headers.put(Headers.CONTENT_ENCODING, "gzip");
        exchange.setResponseContentLength(content.length);
        if (head) exchange.endExchange();
        else exchange.getResponseSender().send(ByteBuffer.wrap(content));
    }

    private static boolean acceptsGzip(HttpServerExchange exchange) {
        String accepted = exchange.getRequestHeaders().getFirst(Headers.ACCEPT_ENCODING);
        return accepted != null
                && Arrays.stream(accepted.split(","))
                        .map(String::strip)
                        .anyMatch(
                                coding ->
                                        coding.startsWith("gzip")
                                                && !coding.replace(" ", "")
                                                        .matches("gzip;q=0(\\.0*)?"));
    }

    private static boolean matches(@Nullable String ifNoneMatch, String tag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .anyMatch(
                                one ->
                                        one.equals("*")
                                                || one.equals(tag)
                                                || one.equals("W/" + tag));
    }

    static String hash(byte[] content) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(content);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha, 9));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out =
                new GZIPOutputStream(packed) {
                    {
                        def.setLevel(Deflater.BEST_COMPRESSION);
                    }
                }) {
            out.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }
}
