package dev.livelet.examples;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Names of chat rooms: lower-case letters and digits of any script, with single hyphens between; 40
 * characters at most.
 */
final class RoomName {
    private static final int LONGEST = 40;

    private RoomName() {}

    /** The nearest name to what was typed; "" when nothing of it can be in a name. */
    static String of(String typed) {
        String name =
                typed.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "-")
                        .replaceAll("^-|-$", "");
        if (name.codePointCount(0, name.length()) <= LONGEST) return name;
        return name.substring(0, name.offsetByCodePoints(0, LONGEST)).replaceAll("-$", "");
    }

    static String path(String name) {
        return "/chat/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }
}
