package dev.livelet.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Names for browsers that do not give away the cookie they are known by. */
final class Visitors {
    private static final int BYTES = 16;

    private Visitors() {}

    static String of(String cookie) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(("visitor:" + cookie).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(hash, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
