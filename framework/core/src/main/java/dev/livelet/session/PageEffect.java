package dev.livelet.session;

import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.util.Locale;

/**
 * Effects in the page, as the JSON that a patch carries under the pseudo-slot -1. Encoded when
 * asked for, so that what cannot be fails there.
 */
final class PageEffect {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PageEffect() {}

    static byte[] title(String text) {
        return json("title", text);
    }

    static byte[] flash(String kind, String text) {
        return json("flash", kind, text);
    }

    /**
     * @throws LiveletException when Jackson cannot write the payload
     */
    static byte[] push(String name, @Nullable Object payload) {
        return json("push", name, payload);
    }

    /**
     * An address to go to: a path of this site, or one with http or https.
     *
     * @throws LiveletException for every other scheme
     */
    static String address(String url) {
        String start = url.strip().toLowerCase(Locale.ROOT);
        boolean safe =
                start.startsWith("http://")
                        || start.startsWith("https://")
                        || !start.isEmpty()
                                && "/?#".indexOf(start.charAt(0)) >= 0
                                && !start.startsWith("//")
                                && !start.startsWith("/\\");
        if (!safe || url.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new LiveletException(
                    "redirect(\""
                            + url
                            + "\"): give a path that begins with '/', or an http or https address");
        }
        return url.strip();
    }

    static byte[] json(@Nullable Object... array) {
        try {
            return JSON.writeValueAsBytes(array);
        } catch (JacksonException e) {
            throw new LiveletException(
                    "Jackson cannot write the payload of '"
                            + array[1]
                            + "': "
                            + e.getOriginalMessage(),
                    e);
        }
    }
}
