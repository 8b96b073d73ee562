package dev.livelet.cluster.soak;

import dev.livelet.cluster.PageClient;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What one page has shown so far, and whether it may show what comes next: each number once and in
 * order, and never fewer lines than before where that is promised. Called with the page locked.
 */
final class Screen implements Consumer<PageClient> {
    /**
     * A page went back.
     *
     * @param first of the lines that it had shown
     * @param fault when harm was done last before that
     */
    record StepBack(String page, String first, int lines, long fault, boolean rough) {}

    /** No number is expected next. */
    private static final int UNKNOWN = -1;

    private final String page;
    private final boolean sync;
    private final Weather weather;
    private final Verdict verdict;

    /** All lines, and after each of them the chain. */
    private final List<String> lines = new ArrayList<>();

    private final List<Integer> chains = new ArrayList<>();
    private final List<StepBack> back = new ArrayList<>();
    private int last;
    private int refused;
    private int freshMounts;
    private int fullRenders;
    private boolean isFresh;
    private boolean ended;

    Screen(String page, boolean sync, Weather weather, Verdict verdict) {
        this.page = page;
        this.sync = sync;
        this.weather = weather;
        this.verdict = verdict;
    }

    @Override
    public void accept(PageClient client) {
        Object end = client.end();
        if (end != null && !ended) {
            ended = true;
            verdict.violation(page + " cannot go on: " + end);
            if (end instanceof Throwable failure) failure.printStackTrace(System.out);
        }
        if (client.history().freshMounts() > freshMounts) {
            freshMounts = client.history().freshMounts();
            verdict.fact((sync ? "sync" : "async") + " states declared lost");
            if (!weather.isRough()) verdict.violation(page + " was mounted afresh");
            isFresh = true;
        }
        if (isFresh && client.history().fullRenders() == fullRenders) return;
        fullRenders = client.history().fullRenders();
        if (isFresh) begin();
        String[] total = client.text("p.total").split(" ");
        shows(client, client.entries(), Integer.parseInt(total[0]), Integer.parseInt(total[1]));
    }

    /** What is rendered now has nothing of what was. */
    private void begin() {
        isFresh = false;
        last = UNKNOWN;
        lines.clear();
        chains.clear();
    }

    private void shows(PageClient client, List<String> shown, int count, int chain) {
        if (last == UNKNOWN && count > 0) last = number(shown.getFirst()) - 1;
        int first = count - shown.size();
        int same = Math.min(count, lines.size());
        for (int i = Math.max(0, first); i < same; i++)
            if (!lines.get(i).equals(shown.get(i - first))) same = i;
        if (same < lines.size()) goesBack(same, count);
        if (first > lines.size()) {
            verdict.violation(page + " shows lines from " + first + " on, after " + lines.size());
            return;
        }
        for (String line : shown.subList(lines.size() - first, shown.size())) add(client, line);
        if (chain != chain())
            verdict.violation(page + " shows other lines than before above " + first);
    }

    private void goesBack(int to, int count) {
        verdict.fact((sync ? "sync" : "async") + " pages that went back");
        String what =
                page
                        + " went back from "
                        + lines.size()
                        + " lines to "
                        + to
                        + " and on to "
                        + count;
        if (sync) verdict.violation(what);
        else verdict.tell(what + (weather.isRough() ? " (rough)" : ""));
        back.add(
                new StepBack(
                        page,
                        lines.get(to),
                        lines.size() - to,
                        weather.lastFault(),
                        weather.isRough()));
        lines.subList(to, lines.size()).clear();
        chains.subList(to, chains.size()).clear();
        last = lines.isEmpty() ? 0 : number(lines.getLast());
    }

    private void add(PageClient client, String line) {
        int number = number(line);
        if (number != last + 1) {
            int missing = number - last - 1;
            int told = client.history().refused() - refused;
            String what = page + " shows " + line + " after " + last + ", " + told + " refused";
            refused = client.history().refused();
            if (missing < 0 || missing > told && !weather.isRough()) verdict.violation(what);
            else verdict.tell(what);
            for (int i = 0; i < missing; i++)
                verdict.fact(told > 0 ? "events refused" : "events given up");
        }
        last = number;
        lines.add(line);
        chains.add(Desk.chained(chain(), line));
    }

    private int chain() {
        return chains.isEmpty() ? 0 : chains.getLast();
    }

    private static int number(String line) {
        return Integer.parseInt(line.substring(0, line.indexOf(':')));
    }

    /** The lines that survived. */
    Set<String> lines() {
        return new HashSet<>(lines);
    }

    int last() {
        return last;
    }

    List<StepBack> stepsBack() {
        return List.copyOf(back);
    }

    String page() {
        return page;
    }
}
