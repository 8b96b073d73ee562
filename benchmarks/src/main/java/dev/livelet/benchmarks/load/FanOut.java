package dev.livelet.benchmarks.load;

import dev.livelet.benchmarks.report.Budget;
import dev.livelet.benchmarks.report.Report;
import dev.livelet.benchmarks.report.Row;

import org.jspecify.annotations.Nullable;

/** One message to many pages: what each delivered patch costs, and when the last page has it. */
final class FanOut {
    private static final int MESSAGES = 20;

    private final Report report;
    private final Timing timing;
    private final int pages;
    private long number = 50;

    FanOut(Report report, Timing timing, int pages) {
        this.report = report;
        this.timing = timing;
        this.pages = pages;
    }

    /**
     * @param what the message is
     * @param subject its pages are opened and closed here
     * @param question that makes the server send one
     */
    record Way(String what, Subject subject, String question) {}

    /** The ways are measured round about; the floor counts for each of the others. */
    void run(Way floor, Way... ways) throws Exception {
        floor.subject().open(pages);
        for (Way way : ways) way.subject().open(pages);
        Report warming = new Report();
        for (int i = 0; i < timing.warmRounds() + timing.rounds(); i++) {
            Report to = i < timing.warmRounds() ? warming : report;
            double[] bare = round(floor);
            for (Way way : ways) {
                double[] own = round(way);
                row(to, way, ", server CPU", "µs/patch", Budget.ofFloor(1.3, 0, "µs"))
                        .add(floor.subject().side(), bare[0])
                        .add(way.subject().side(), own[0]);
                row(to, way, ", the last page has it", "ms", null)
                        .add(floor.subject().side(), bare[1])
                        .add(way.subject().side(), own[1]);
            }
        }
        floor.subject().close();
        for (Way way : ways) way.subject().close();
    }

    private Row row(Report to, Way way, String what, String unit, @Nullable Budget budget) {
        return to.row("one message to " + pages + " pages", way.what() + what, unit, budget);
    }

    /** CPU-µs a patch, and ms until the last. */
    private double[] round(Way way) throws Exception {
        Subject subject = way.subject();
        long cpu = subject.server().cpu();
        double millis = 0;
        for (int i = 0; i < MESSAGES; i++) {
            subject.arrivals().expect(pages);
            long sent = subject.server().ask(way.question() + " " + ++number);
            millis += (subject.arrivals().last() - sent) / 1e6;
        }
        return new double[] {
            (subject.server().cpu() - cpu) / 1e3 / MESSAGES / pages, millis / MESSAGES
        };
    }
}
