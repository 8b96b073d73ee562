package dev.livelet.cluster.replication;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Watches a world and says what was not as promised. It knows nothing of how replication works: it
 * sees what pages show, which effects leave the nodes, and who runs a session.
 */
final class Oracle {
    private record Effect(Epoch epoch, String entry, long at) {}

    private record Shown(String log, int version) {}

    private final List<String> violations = new ArrayList<>();
    private final Map<String, Integer> facts = new TreeMap<>();
    private final Deque<String> trace = new ArrayDeque<>();
    private final Map<String, Shown> shown = new HashMap<>();
    private final Map<String, List<Effect>> effects = new HashMap<>();
    private final Map<Object, String> owners = new HashMap<>();
    private final Map<Object, Integer> gaps = new HashMap<>();
    private final Map<String, Integer> lastEvents = new HashMap<>();
    private final Map<String, Long> committed = new HashMap<>();
    private long worstStepBack;

    /** A commit was accepted: an application may be shown from now on. */
    void applied(String entry, long at) {
        committed.put(entry, at);
    }

    /** A page shows this. */
    void shows(String session, boolean sync, int version, Board board, long lastCrash) {
        Shown before = shown.put(session, new Shown(board.log(), version));
        String old = before == null ? "" : before.log;
        boolean grows = board.log().startsWith(old);
        inOrder(session, grows ? old : "", board.log());
        if (before == null || grows && version >= before.version) {
            return;
        }
        List<String> had = entries(old);
        List<String> has = board.entries();
        int same = 0;
        while (same < Math.min(has.size(), had.size()) && has.get(same).equals(had.get(same))) {
            same++;
        }
        if (sync) {
            violation(
                    session
                            + " went back from version "
                            + before.version
                            + " to "
                            + version
                            + ", "
                            + had.size()
                            + " entries of which "
                            + same
                            + " stay");
            return;
        }
        fact("asynchronous pages that went back");
        if (same < had.size()) {
            long since = committed.getOrDefault(had.get(same), 0L);
            worstStepBack = Math.max(worstStepBack, lastCrash - since);
        }
    }

    /** Each event once and in its order; what was seen to be so before is not looked at again. */
    private void inOrder(String session, String before, String log) {
        int event = before.isEmpty() ? 0 : lastEvents.getOrDefault(session, 0);
        for (String entry : entries(log.substring(before.length()))) {
            int number = Integer.parseInt(entry.substring(0, entry.indexOf(':')));
            if (number == 0) {
                continue;
            }
            int expected = event + 1;
            Integer resumed = gaps.get(List.of(session, event));
            if (number != expected && (resumed == null || number != resumed + 1)) {
                violation(session + " shows event " + number + " after " + event);
            }
            event = number;
        }
        lastEvents.put(session, event);
    }

    private static List<String> entries(String log) {
        return log.isEmpty() ? List.of() : List.of(log.split(";"));
    }

    /** How long before a crash something was committed that a page has seen and that is lost. */
    long worstStepBack() {
        return worstStepBack;
    }

    /** Something left the node for others than the page. */
    void effect(String session, Epoch epoch, String entry, long at) {
        effects.computeIfAbsent(session, s -> new ArrayList<>()).add(new Effect(epoch, entry, at));
    }

    /** These events were declared lost. */
    void gap(String session, int after, int until) {
        gaps.put(List.of(session, after), until);
    }

    /** A node starts to run a session. */
    void owns(String session, Epoch epoch, String node) {
        String other = owners.putIfAbsent(List.of(session, epoch), node);
        if (other != null) {
            violation(session + " has two owners in epoch " + epoch + ": " + other + ", " + node);
        }
    }

    /** At the end: what a page shows is the line that survived. */
    void compareEffects(String session, Board surviving) {
        List<String> line = surviving.entries();
        Map<String, Integer> places = new HashMap<>();
        line.forEach(e -> places.put(e, places.size()));
        Epoch newest = Epoch.NONE;
        for (Effect effect : effects.getOrDefault(session, List.of())) {
            if (effect.epoch.isBefore(newest) && !places.containsKey(effect.entry)) {
                violation(
                        session
                                + ": effect "
                                + effect.entry
                                + " of epoch "
                                + effect.epoch
                                + " after one of "
                                + newest);
            }
            if (newest.isBefore(effect.epoch)) {
                newest = effect.epoch;
            }
        }
    }

    /** The page was told that it starts afresh. */
    void startsAfresh(String session) {
        shown.remove(session);
        lastEvents.remove(session);
        effects.remove(session);
    }

    void violation(String what) {
        violations.add(what);
        trace("VIOLATION " + what);
    }

    void fact(String what) {
        facts.merge(what, 1, Integer::sum);
    }

    int count(String fact) {
        return facts.getOrDefault(fact, 0);
    }

    void trace(String line) {
        trace.add(line);
        if (trace.size() > 400) {
            trace.remove();
        }
    }

    List<String> violations() {
        return violations;
    }

    String report() {
        return "facts "
                + facts
                + ", step back "
                + worstStepBack / 1_000
                + " us"
                + "\nviolations ("
                + violations.size()
                + ") "
                + violations.subList(0, Math.min(5, violations.size()));
    }

    String traceText() {
        return String.join("\n", trace);
    }
}
