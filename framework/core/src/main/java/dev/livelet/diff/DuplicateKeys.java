package dev.livelet.diff;

import dev.livelet.LiveletException;
import dev.livelet.template.Source;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.LongAdder;

/**
 * What happens when two rows of a list have the same key. In production they are told apart by
 * their ordinal.
 */
public interface DuplicateKeys {

    /**
     * Two rows have this key. Called on the thread that renders; what it throws fails the render.
     */
    void found(Source list, @Nullable Object key);

    /**
     * Whether every list that is rendered is looked through, or only what the differ comes across.
     */
    default boolean strict() {
        return false;
    }

    /** For production: counted, and logged now and then. */
    DuplicateKeys LOGGED = new Counted();

    /** For tests and development: the render fails. */
    DuplicateKeys REFUSED =
            new DuplicateKeys() {
                @Override
                public void found(Source list, @Nullable Object key) {
                    throw new LiveletException(message(list, key));
                }

                @Override
                public boolean strict() {
                    return true;
                }
            };

    private static String message(Source list, @Nullable Object key) {
        return list
                + ": two rows have the key '"
                + key
                + "', so an update of one could land on the other. Give each row a key of its own,"
                + " for instance its id";
    }

    /** Counts all, logs the first and then each time their number has doubled. */
    final class Counted implements DuplicateKeys {
        private static final Logger LOG = LoggerFactory.getLogger(DuplicateKeys.class);
        private final LongAdder count = new LongAdder();

        @Override
        public void found(Source list, @Nullable Object key) {
            count.increment();
            long seen = count.sum();
            if (Long.bitCount(seen) == 1) LOG.warn("{} ({} so far)", message(list, key), seen);
        }

        public long count() {
            return count.sum();
        }
    }
}
