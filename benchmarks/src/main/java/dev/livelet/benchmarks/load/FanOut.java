package dev.livelet.benchmarks.load;

import dev.livelet.benchmarks.report.Budget;
import dev.livelet.benchmarks.report.Report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One message to many pages: what each delivered patch costs, and when the last page has it. */
final class FanOut {
    /** More sockets than this of all sides together may be more files than a process can have. */
    private static final int TOGETHER = 3_000;

    private static final int DELIVERED = 10_000;
    private static final int FEWEST_MESSAGES = 4;

    private final Report report;
    private final Timing timing;
    private final int pages;
    private final int messages;
    private final boolean apart;
    private long number = 50;

    FanOut(Report report, Timing timing, int pages) {
        this.report = report;
        this.timing = timing;
        this.pages = pages;
        messages = Math.max(FEWEST_MESSAGES, DELIVERED / pages);
        apart = pages > TOGETHER;
    }

    /**
     * @param what the message is; ways that do the same have the same rows
     * @param subject its pages are opened and closed here
     * @param question that makes the server send one
     */
    record Way(String what, Subject subject, String question) {}

    /** The ways are measured round about; the floor counts for each of the others. */
    void run(Way floor, List<Way> ways) throws Exception {
        if (!apart) for (Way way : all(floor, ways)) way.subject().open(pages);
        Report warming = new Report();
        int warmRounds = apart ? 1 : timing.warmRounds();
        for (int i = 0; i < warmRounds + timing.rounds(); i++) {
            Report to = i < warmRounds ? warming : report;
            double[] bare = round(floor);
            Set<String> whats = new LinkedHashSet<>();
            for (Way way : ways) {
                if (whats.add(way.what())) add(to, way.what(), floor.subject(), bare);
                add(to, way.what(), way.subject(), round(way));
            }
        }
        if (!apart) for (Way way : all(floor, ways)) way.subject().close();
    }

    private static List<Way> all(Way floor, List<Way> ways) {
        List<Way> all = new ArrayList<>(List.of(floor));
        all.addAll(ways);
        return all;
    }

    private void add(Report to, String what, Subject subject, double[] figures) {
        String section = "one message to " + pages + " pages";
        to.row(section, what + ", server CPU", "µs/patch", Budget.ofFloor(1.3, 0, "µs"))
                .add(subject.side(), figures[0]);
        to.row(section, what + ", the last page has it", "ms").add(subject.side(), figures[1]);
    }

    /** CPU-µs a patch, and ms until the last. */
    private double[] round(Way way) throws Exception {
        Subject subject = way.subject();
        if (apart) {
            subject.open(pages);
            subject.server().heap(); // what opening left is collected now, of each side
            send(way); // the first one finds what is new of each page
        }
        long cpu = subject.server().cpu();
        double millis = 0;
        for (int i = 0; i < messages; i++) millis += send(way);
        double micros = (subject.server().cpu() - cpu) / 1e3;
        if (apart) subject.close();
        return new double[] {micros / messages / pages, millis / messages};
    }

    /** Milliseconds until the last page has it. */
    private double send(Way way) throws Exception {
        way.subject().arrivals().expect(pages);
        long sent = way.subject().server().ask(way.question() + " " + ++number);
        try {
            return (way.subject().arrivals().last() - sent) / 1e6;
        } catch (IllegalStateException e) {
            throw new IllegalStateException(way.subject().side() + ", " + way.what(), e);
        }
    }
}
