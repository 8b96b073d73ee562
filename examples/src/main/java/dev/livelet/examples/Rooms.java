package dev.livelet.examples;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The rooms of this process: what was said last in each, from the store. Thread-safe.
 *
 * <p>All pages of a room hold the very same list, so what a message changes is worked out and
 * encoded once for all of them.
 */
final class Rooms {
    /** How many messages a room shows. */
    static final int SHOWN = 100;

    private static final int REMEMBERED = 1_000;

    private final MessageStore store;
    private final Clock clock;

    /** By name, the least recently used first. Guarded by itself. */
    private final Map<String, List<Message>> latest =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, List<Message>> eldest) {
                    return size() > REMEMBERED;
                }
            };

    Rooms(MessageStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Keeps a message; the same event twice is one. */
    Message post(String room, String author, String text, String event) {
        return store.add(room, author, text, clock.instant(), event);
    }

    /** The last messages of a room, oldest first. */
    List<Message> latest(String room) {
        List<Message> stored = store.latest(room, SHOWN);
        synchronized (latest) {
            List<Message> known = latest.getOrDefault(room, List.of());
            boolean newer =
                    known.isEmpty()
                            || !stored.isEmpty() && stored.getLast().id() > known.getLast().id();
            if (newer) latest.put(room, List.copyOf(stored));
            return newer ? latest.getOrDefault(room, List.of()) : known;
        }
    }

    /** The room's last messages with this one, which was published; it may be there already. */
    List<Message> received(Message message) {
        synchronized (latest) {
            List<Message> known = latest.get(message.room());
            if (known != null && known.stream().anyMatch(other -> other.id() == message.id()))
                return known;
            if (known != null && known.size() < SHOWN
                    || known != null && message.id() > known.getFirst().id()) {
                List<Message> all =
                        Stream.concat(known.stream(), Stream.of(message))
                                .sorted((a, b) -> Long.compare(a.id(), b.id()))
                                .toList();
                List<Message> shown =
                        List.copyOf(all.subList(Math.max(0, all.size() - SHOWN), all.size()));
                latest.put(message.room(), shown);
                return shown;
            }
            if (known != null) return known;
        }
        return latest(message.room());
    }
}
