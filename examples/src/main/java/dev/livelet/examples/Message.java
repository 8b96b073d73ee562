package dev.livelet.examples;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What someone said in a room. */
record Message(long id, String room, String author, String text, Instant at) {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);
    private static final int TONES = 6;

    String clock(String zone) {
        return CLOCK.format(at.atZone(ZoneId.of(zone)));
    }

    String day(String zone) {
        return DAY.format(at.atZone(ZoneId.of(zone)));
    }

    /** For the author's disc: the first character of the name. */
    String initial() {
        return author.substring(0, author.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    }

    /** The number of the disc's colour, the same for one author everywhere. */
    int tone() {
        return Math.floorMod(author.hashCode(), TONES);
    }
}
