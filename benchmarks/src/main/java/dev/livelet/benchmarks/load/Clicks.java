package dev.livelet.benchmarks.load;

import dev.livelet.benchmarks.report.Budget;
import dev.livelet.benchmarks.report.Report;
import dev.livelet.benchmarks.report.Side;
import dev.livelet.load.EventLoad;
import dev.livelet.load.EventLoop;
import dev.livelet.load.Latencies;
import dev.livelet.load.LoadClient;
import dev.livelet.load.LoadPage;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Clicks on some pages: what they cost and how many there can be, then how long they take. */
final class Clicks {
    private final LoadClient client;
    private final List<? extends Subject> subjects;
    private final Timing timing;
    private final Report report;

    Clicks(LoadClient client, List<? extends Subject> subjects, Timing timing, Report report) {
        this.client = client;
        this.subjects = subjects;
        this.timing = timing;
        this.report = report;
    }

    /**
     * @param perSecond of all together, for the latencies
     */
    void run(int connections, double perSecond) throws Exception {
        String who = connections == 1 ? "1 connection" : connections + " connections";
        for (Subject subject : subjects) subject.open(connections);
        Report warming = new Report();
        for (int i = 0; i < timing.warmRounds(); i++)
            for (Subject subject : subjects) atMost(subject, who, warming);
        for (int i = 0; i < timing.rounds(); i++)
            for (Subject subject : subjects) atMost(subject, who, report);
        for (int i = 0; i < timing.rounds(); i++)
            for (Subject subject : subjects) atRate(subject, who, perSecond, i);
        for (Subject subject : subjects) subject.close();
    }

    private void atMost(Subject subject, String who, Report to) throws Exception {
        EventLoop loop = EventLoop.start(client, subject.senders());
        long cpu = subject.server().cpu();
        long start = System.nanoTime();
        long before = loop.answered();
        Thread.sleep(timing.round());
        long events = loop.answered() - before;
        double seconds = (System.nanoTime() - start) / 1e9;
        double micros = (subject.server().cpu() - cpu) / 1e3;
        loop.stop();
        to.row("click", who + ", server CPU", "µs/event", Budget.ofFloor(1.5, 10, "µs"))
                .add(subject.side(), micros / events);
        to.row("click", who + ", one after the other", "events/s")
                .add(subject.side(), events / seconds);
    }

    private void atRate(Subject subject, String who, double perSecond, long seed) throws Exception {
        EventLoad load = EventLoad.start(client, subject.senders(), perSecond, seed);
        Thread.sleep(timing.round());
        Latencies latencies = load.stop();
        String at = who + ", " + Math.round(perSecond) + "/s, p";
        Side side = subject.side();
        Map<Integer, Integer> refusals = load.refusals();
        if (!refusals.isEmpty()) {
            report.notMeasured("click: " + at + " of " + side.title(), why(refusals));
            return;
        }
        report.row("click", at + "50", "µs").add(side, latencies.percentile(50));
        report.row("click", at + "99", "µs").add(side, latencies.percentile(99));
        report.row("click", at + "99.9", "µs").add(side, latencies.percentile(99.9));
    }

    /** By code, as docs/protocol.md has them; those that did not leave are the client's own. */
    static String why(Map<Integer, Integer> refusals) {
        return refusals.entrySet().stream()
                .map(
                        refusal ->
                                refusal.getKey() == LoadPage.UNSENT
                                        ? refusal.getValue()
                                                + " did not leave: the client has too many without"
                                                + " an answer"
                                        : refusal.getValue()
                                                + " were refused with code "
                                                + refusal.getKey())
                .collect(Collectors.joining(", "));
    }
}
