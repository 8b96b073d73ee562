package dev.livelet.examples;

import dev.livelet.Call;
import dev.livelet.Entity;
import dev.livelet.EntitySettings;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A chat room: one in the whole cluster, whatever the number of its pages. What was said is in the
 * store; the room holds the last of it, and who is here. All its pages show the same value of it,
 * so what a message changes is worked out and encoded once for all of them.
 */
final class Room implements Entity<Room.State> {
    /** How many messages a room shows. */
    static final int SHOWN = 100;

    private static final Duration EMPTY = Duration.ofMinutes(10);

    private final MessageStore store;
    private final Clock clock;

    Room(MessageStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * @param messages the last, oldest first
     * @param visitors everyone here, by name
     */
    record State(List<Message> messages, List<Visitor> visitors) {
        private static final int NAMED = 30;

        /** The names of those here, each once. */
        List<String> online() {
            return names().limit(NAMED).toList();
        }

        /** Those whom {@link #online} does not name, in words; "" when there are none. */
        String others() {
            long nameless = visitors.stream().filter(visitor -> visitor.name().isEmpty()).count();
            long named = names().count();
            long others = nameless + Math.max(0, named - NAMED);
            if (others == 0) return "";
            String guests = others + (others == 1 ? " guest" : " guests");
            return named == 0 ? guests : "+" + guests;
        }

        private Stream<String> names() {
            return visitors.stream().map(Visitor::name).filter(name -> !name.isEmpty()).distinct();
        }

        /** Who is typing, besides the page of this session, in words; "" when nobody is. */
        String busy(String me) {
            List<String> names =
                    visitors.stream()
                            .filter(visitor -> visitor.typing() && !visitor.session().equals(me))
                            .map(visitor -> visitor.name().isEmpty() ? "Someone" : visitor.name())
                            .distinct()
                            .toList();
            return switch (names.size()) {
                case 0 -> "";
                case 1 -> names.getFirst() + " is typing…";
                case 2 -> names.getFirst() + " and " + names.getLast() + " are typing…";
                default -> "Several people are typing…";
            };
        }

        boolean has(Visitor visitor) {
            return visitors.contains(visitor);
        }

        private State with(Visitor visitor) {
            Stream<Visitor> others =
                    visitors.stream().filter(each -> !each.session().equals(visitor.session()));
            return has(visitor)
                    ? this
                    : new State(
                            messages,
                            Stream.concat(others, Stream.of(visitor))
                                    .sorted(Visitor.BY_NAME)
                                    .toList());
        }

        /** With these, the last of all, each once. */
        private State with(List<Message> more) {
            List<Message> all =
                    Stream.concat(messages.stream(), more.stream())
                            .distinct()
                            .sorted(Comparator.comparingLong(Message::id))
                            .toList();
            List<Message> last = all.subList(Math.max(0, all.size() - SHOWN), all.size());
            return last.equals(messages) ? this : new State(last, visitors);
        }
    }

    /**
     * @param by who said it, as they are from then on
     * @param event names it: the same event twice is one message
     */
    record Said(Visitor by, String text, String event) {}

    @Override
    public State create(String name) {
        return new State(store.latest(name, SHOWN), List.of());
    }

    /** What was kept by the node that is lost, but not told, is in the store. */
    @Override
    public State restored(State room) {
        return room.with(store.latest(context().name(), SHOWN));
    }

    @Override
    public State merge(State winner, State loser) {
        State both = winner.with(loser.messages());
        for (Visitor visitor : loser.visitors())
            if (both.visitors().stream().noneMatch(visitor::isSession)) both = both.with(visitor);
        return both;
    }

    @Override
    public EntitySettings settings() {
        return EntitySettings.available().passivateAfter(EMPTY);
    }

    @Call
    State post(State room, Said said) {
        Message message =
                store.add(
                        context().name(),
                        said.by().name(),
                        said.text(),
                        clock.instant(),
                        said.event());
        return room.with(List.of(message)).with(said.by());
    }

    /** Someone is here, or has another name, or types. */
    @Call
    State seen(State room, Visitor visitor) {
        return room.with(visitor);
    }

    /** These went away, if they have not come back since. */
    @Call
    State left(State room, List<Visitor> gone) {
        List<Visitor> here =
                room.visitors().stream()
                        .filter(visitor -> gone.stream().noneMatch(visitor::isOf))
                        .toList();
        return here.size() == room.visitors().size() ? room : new State(room.messages(), here);
    }
}
