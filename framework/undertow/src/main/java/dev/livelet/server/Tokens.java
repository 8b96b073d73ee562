package dev.livelet.server;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs and verifies what a page carries: the token of its session and that of its forms.
 * HMAC-SHA256, cut to 128 bits. The first key signs, all verify, so that keys can be rotated.
 * Immutable, thread-safe.
 *
 * <p>A token is {@code base64url(key id, expiry, text, mac)}. The mac also covers what is not in
 * it: its purpose, the browser's HttpOnly cookie, and for a page the session and the view. So it is
 * worth nothing in another browser, for another session or for another view.
 */
final class Tokens {
    private static final int KEY_ID = 2;
    private static final int EXPIRY = 5;
    private static final int MAC = 16;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private record Key(SecretKeySpec secret, byte[] id) {}

    /** What a token was found to be. */
    sealed interface Finding {
        /**
         * @param text what was signed: of a page its address
         */
        record Valid(String text) implements Finding {}

        /** Signed long ago or by a key that is no more: an honest page that needs a reload. */
        record Outdated(String why) implements Finding {}

        /** Signed by nobody, or for somebody else. */
        record Forged(String why) implements Finding {}
    }

    private final List<Key> keys = new ArrayList<>();
    private final long lifetime;
    private final InstantSource clock;

    /**
     * @param secrets at least one
     */
    Tokens(List<byte[]> secrets, Duration lifetime, InstantSource clock) {
        for (byte[] secret : secrets) {
            SecretKeySpec key = new SecretKeySpec(secret, "HmacSHA256");
            keys.add(new Key(key, Arrays.copyOf(mac(key, "livelet key id"), KEY_ID)));
        }
        this.lifetime = lifetime.toSeconds();
        this.clock = clock;
    }

    static byte[] randomSecret() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /**
     * For the page of {@code session}. @param address path and query, kept in the token so that a
     * lost session can be mounted anew
     */
    String forPage(String session, String view, String browser, String address) {
        return sign(address, "page", session, view, browser);
    }

    /**
     * @param viewOf the view that serves an address; null when none does
     */
    Finding checkPage(
            String token,
            String session,
            String browser,
            Function<String, @Nullable String> viewOf) {
        return check(
                token,
                address -> {
                    String view = viewOf.apply(address);
                    return view == null ? null : new String[] {"page", session, view, browser};
                });
    }

    /** For the forms of a browser's pages. */
    String forForm(String browser) {
        return sign("", "form", browser);
    }

    Finding checkForm(String token, String browser) {
        return check(token, _ -> new String[] {"form", browser});
    }

    /** For what one node tells another by way of a page. */
    String forNodes(String text) {
        return sign(text, "nodes");
    }

    Finding checkNodes(String token) {
        return check(token, _ -> new String[] {"nodes"});
    }

    private String sign(String text, String... bound) {
        Key key = keys.getFirst();
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        long expiry = clock.instant().getEpochSecond() + lifetime;
        ByteBuffer token = ByteBuffer.allocate(KEY_ID + EXPIRY + utf8.length + MAC);
        token.put(key.id).put((byte) (expiry >>> 32)).putInt((int) expiry).put(utf8);
        token.put(mac(key.secret, expiry, text, bound), 0, MAC);
        return ENCODER.encodeToString(token.array());
    }

    private Finding check(String token, Function<String, String @Nullable []> boundTo) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return new Finding.Forged("not a token");
        }
        if (bytes.length < KEY_ID + EXPIRY + MAC) return new Finding.Forged("not a token");
        int textEnd = bytes.length - MAC;
        long expiry =
                (bytes[KEY_ID] & 0xffL) << 32
                        | ByteBuffer.wrap(bytes, KEY_ID + 1, 4).getInt() & 0xffffffffL;
        String text =
                new String(
                        bytes, KEY_ID + EXPIRY, textEnd - KEY_ID - EXPIRY, StandardCharsets.UTF_8);
        byte[] mac = Arrays.copyOfRange(bytes, textEnd, bytes.length);

        List<Key> candidates =
                keys.stream()
                        .filter(key -> Arrays.equals(key.id, 0, KEY_ID, bytes, 0, KEY_ID))
                        .toList();
        if (candidates.isEmpty()) return new Finding.Outdated("signed by a key that is not in use");
        String[] bound = boundTo.apply(text);
        if (bound == null) return new Finding.Outdated("its address is served no more");
        for (Key key : candidates) {
            if (!MessageDigest.isEqual(
                    mac, Arrays.copyOf(mac(key.secret, expiry, text, bound), MAC))) continue;
            if (expiry < clock.instant().getEpochSecond()) return new Finding.Outdated("expired");
            return new Finding.Valid(text);
        }
        return new Finding.Forged("wrong signature");
    }

    private static byte[] mac(SecretKeySpec key, long expiry, String text, String... bound) {
        StringBuilder all = new StringBuilder();
        // Lengths before texts: no two lists of texts give the same bytes.
        for (String part : bound) all.append(part.length()).append(':').append(part);
        return mac(key, all.append(expiry).append(':').append(text).toString());
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
