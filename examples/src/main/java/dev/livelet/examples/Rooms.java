package dev.livelet.examples;

import dev.livelet.Shared;

import java.time.Clock;
import java.util.Comparator;
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

    static final Shared<List<Message>> NOTHING = Shared.of(List.of());

    private static final int REMEMBERED = 1_000;

    private final MessageStore store;
    private final Clock clock;

    /** By name, the least recently used first. Guarded by itself. */
    private final Map<String, Shared<List<Message>>> latest =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<String, Shared<List<Message>>> eldest) {
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
    Shared<List<Message>> latest(String room) {
        List<Message> stored = store.latest(room, SHOWN);
        synchronized (latest) {
            Shared<List<Message>> known = latest.getOrDefault(room, NOTHING);
            // One that was published to other nodes' pages may have been missed here.
            return known.value().containsAll(stored)
                    ? known
                    : keep(room, known, together(stored, known.value()));
        }
    }

    /** The room's last messages with this one, which was published; it may be there already. */
    Shared<List<Message>> received(Message message) {
        synchronized (latest) {
            Shared<List<Message>> known = latest.get(message.room());
            if (known != null) {
                List<Message> messages = known.value();
                if (messages.stream().anyMatch(other -> other.id() == message.id())) return known;
                if (messages.size() == SHOWN && message.id() < messages.getFirst().id())
                    return known;
                return keep(message.room(), known, together(messages, List.of(message)));
            }
        }
        return latest(message.room());
    }

    private Shared<List<Message>> keep(
            String room, Shared<List<Message>> known, List<Message> messages) {
        Shared<List<Message>> next = known.with(List.copyOf(messages));
        latest.put(room, next);
        return next;
    }

    /** The last of both, each once, oldest first. */
    private static List<Message> together(List<Message> some, List<Message> others) {
        List<Message> all =
                Stream.concat(some.stream(), others.stream())
                        .distinct()
                        .sorted(Comparator.comparingLong(Message::id))
                        .toList();
        return all.subList(Math.max(0, all.size() - SHOWN), all.size());
    }
}
