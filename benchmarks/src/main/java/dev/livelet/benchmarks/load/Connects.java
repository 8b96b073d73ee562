package dev.livelet.benchmarks.load;

import dev.livelet.benchmarks.report.Report;
import dev.livelet.benchmarks.report.Side;

import java.util.List;

/** Pages that come: fetched, joined over a socket, gone. Of the bare server only the socket. */
final class Connects {
    private static final int PAGES = 1_000;

    /** They take long enough. */
    private static final int PAGES_OF_VAADIN = 200;

    private final Timing timing;
    private final Report report;

    Connects(Timing timing, Report report) {
        this.timing = timing;
        this.report = report;
    }

    void run(List<? extends Subject> subjects) throws Exception {
        Report warming = new Report();
        for (int i = 0; i < timing.warmRounds() + timing.rounds(); i++)
            for (Subject subject : subjects)
                round(subject, i < timing.warmRounds() ? warming : report);
    }

    private void round(Subject subject, Report to) throws Exception {
        int pages = subject.side() == Side.VAADIN ? PAGES_OF_VAADIN : PAGES;
        long cpu = subject.server().cpu();
        long start = System.nanoTime();
        subject.open(pages);
        double seconds = (System.nanoTime() - start) / 1e9;
        double micros = (subject.server().cpu() - cpu) / 1e3;
        to.row("connect", "page and join (bare: the socket alone), server CPU", "µs/page")
                .add(subject.side(), micros / pages);
        to.row("connect", "page and join (bare: the socket alone)", "pages/s")
                .add(subject.side(), pages / seconds);
        subject.close();
    }
}
