package dev.livelet;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.util.Locale;

/**
 * What a render may depend on besides the state: it belongs to the snapshot, so that an old state
 * renders as it did.
 *
 * @param locale the user's first language that the application supports
 * @param zone the browser's time zone, UTC before the join
 * @param dark whether the browser prefers a dark colour scheme
 */
public record RenderContext(Locale locale, ZoneId zone, boolean dark) {
    public static final RenderContext DEFAULT =
            new RenderContext(Locale.ROOT, ZoneId.of("UTC"), false);

    // Asked for each page at each patch: mostly they are the same object, which is seen here first.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof RenderContext that
                        && dark == that.dark
                        && locale.equals(that.locale)
                        && zone.equals(that.zone);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * locale.hashCode() + zone.hashCode()) + Boolean.hashCode(dark);
    }
}
