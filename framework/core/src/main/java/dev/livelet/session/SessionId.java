package dev.livelet.session;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The name of a session: unguessable, as it is half of what lets a page in (the other half is its
 * token). Logs show only {@link #brief}.
 */
final class SessionId {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;
    private static final int SHOWN = 6;

    private SessionId() {}

    static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** As in {@code k3Jv7q…}: enough to find a session's lines in a log, of no use to enter it. */
    static String brief(String id) {
        return id.length() <= SHOWN ? id : id.substring(0, SHOWN) + "…";
    }
}
