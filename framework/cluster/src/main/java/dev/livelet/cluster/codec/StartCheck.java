package dev.livelet.cluster.codec;

import dev.livelet.LiveletException;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds out at the start what could not travel to other nodes, instead of when the first page is to
 * be copied there.
 */
public final class StartCheck {
    private StartCheck() {}

    /**
     * @param types that must be fit to travel, by what they are: {@code the state of the view Chat}
     * @throws LiveletException that names all that are not
     */
    public static void check(Map<String, ? extends Type> types, Codecs codecs) {
        List<String> wrong = new ArrayList<>();
        types.forEach(
                (what, type) -> {
                    try {
                        codecs.of(type);
                    } catch (LiveletException e) {
                        wrong.add(what + ": " + e.getMessage());
                    }
                });
        if (!wrong.isEmpty())
            throw new LiveletException(
                    "This application runs in a cluster, but other nodes could not read\n  "
                            + String.join("\n  ", wrong));
    }
}
