package dev.livelet.test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What went over the wire since the last action of a page.
 *
 * @param up frames to the server, in order
 * @param down frames to the page, in order
 */
public record Step(List<String> up, List<String> down) {
    public Step {
        up = List.copyOf(up);
        down = List.copyOf(down);
    }

    /** Bytes of the frames to the server. */
    public int upBytes() {
        return bytes(up);
    }

    /** Bytes of the frames to the page. */
    public int downBytes() {
        return bytes(down);
    }

    private static int bytes(List<String> frames) {
        return frames.stream()
                .mapToInt(frame -> frame.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
