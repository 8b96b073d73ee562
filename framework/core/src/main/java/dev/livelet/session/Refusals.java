package dev.livelet.session;

import dev.livelet.spi.SessionCopy;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Events that were refused, until the page is known to have been told: a join that repeats such an
 * event gets the refusal again, not an "applied". Bounded; confined to the session's turn.
 */
final class Refusals {
    private static final int BOUND = 256;

    private final ArrayDeque<Refusal> refusals = new ArrayDeque<>(1);

    /**
     * @param patch the last one sent when the page was told of it
     */
    private record Told(Refusal refusal, int patch) {}

    private final ArrayDeque<Told> told = new ArrayDeque<>(1);

    record Refusal(int event, int code) {}

    void add(int event, int code) {
        refusals.addLast(new Refusal(event, code));
        if (refusals.size() > BOUND) refusals.removeFirst();
    }

    /** All events from one to another that were not refused before are refused now. */
    void fill(int from, int to, int code) {
        List<Refusal> before = List.copyOf(refusals);
        refusals.clear();
        for (int event = from; event <= to; event++) {
            int number = event;
            add(
                    number,
                    before.stream()
                            .filter(refusal -> refusal.event == number)
                            .mapToInt(Refusal::code)
                            .findFirst()
                            .orElse(code));
        }
    }

    /** For another node: all that the page may not know of. */
    List<SessionCopy.Refusal> copy() {
        if (told.isEmpty() && refusals.isEmpty()) return List.of();
        return Stream.concat(told.stream().map(Told::refusal), refusals.stream())
                .map(refusal -> new SessionCopy.Refusal(refusal.event, refusal.code))
                .toList();
    }

    /** Those that the page has not been told of, in order. */
    List<Refusal> untold() {
        return refusals.isEmpty() ? List.of() : List.copyOf(refusals);
    }

    void told(Refusal refusal, int patch) {
        refusals.remove(refusal);
        told.addLast(new Told(refusal, patch));
        if (told.size() > BOUND) told.removeFirst();
    }

    /**
     * The socket is ordered: a page that has applied a patch has got the refusals sent before it.
     */
    void acknowledged(int patch) {
        while (!told.isEmpty() && told.getFirst().patch < patch) told.removeFirst();
    }

    /** A page joins that was told of everything before event {@code first}. */
    void resumeAt(int first) {
        while (!told.isEmpty()) refusals.addFirst(told.removeLast().refusal);
        for (Iterator<Refusal> each = refusals.iterator(); each.hasNext(); )
            if (each.next().event < first) each.remove();
    }
}
