package dev.livelet.benchmarks.sessions;

import dev.livelet.LiveView;
import dev.livelet.benchmarks.pages.Chat;
import dev.livelet.benchmarks.pages.Counter;
import dev.livelet.benchmarks.pages.Room;
import dev.livelet.benchmarks.pages.Ticker;
import dev.livelet.benchmarks.process.Answers;
import dev.livelet.benchmarks.process.ServerProcess;
import dev.livelet.benchmarks.report.Budget;
import dev.livelet.benchmarks.report.Report;
import dev.livelet.benchmarks.report.Side;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * Many sessions in one JVM, without sockets: what each weighs, how long a message takes to all of
 * them, how long all of them take to lose their sockets and come back. In a process of its own.
 */
public final class SessionSuite {
    private static final String HEAP = "-Xmx12g";
    private static final int MESSAGES = 3;

    private SessionSuite() {}

    public static void run(Report report, int sessions) throws Exception {
        String section = String.format(Locale.ROOT, "%,d sessions without sockets", sessions);
        for (String page : new String[] {"counter", "chat", "ticker"}) {
            try (ServerProcess process =
                    ServerProcess.start(SessionSuite.class, HEAP, "-Dbench.page=" + page)) {
                process.ask("open 1000");
                long before = process.heap();
                long start = System.nanoTime();
                process.ask("open " + sessions);
                double seconds = (System.nanoTime() - start) / 1e9;
                add(
                        report,
                        section,
                        page + ", heap",
                        "bytes/session",
                        (process.heap() - before) / (double) sessions,
                        null);
                if (page.equals("counter")) {
                    add(
                            report,
                            section,
                            "opened and joined",
                            "sessions/s",
                            sessions / seconds,
                            null);
                    for (int i = 0; i < MESSAGES; i++)
                        add(
                                report,
                                section,
                                "all detached and resumed",
                                "µs/session",
                                process.ask("resume " + (2 + i)) / 1e3 / sessions,
                                null);
                } else {
                    for (int i = 0; i < 2 * MESSAGES; i++) {
                        double each = process.ask("message " + (100 + i)) / 1e3 / sessions;
                        if (i < MESSAGES) continue;
                        String what =
                                page.equals("chat")
                                        ? "a shared value to all"
                                        : "a message handled by all";
                        add(report, section, what, "µs/session", each, null);
                    }
                }
            }
        }
    }

    private static void add(
            Report report,
            String section,
            String name,
            String unit,
            double value,
            @Nullable Budget budget) {
        report.row(section, name, unit, budget).add(Side.LIVELET, value);
    }

    /** The process: {@code open N}, {@code message N} and {@code resume ATTEMPT} in nanoseconds. */
    public static void main(String[] arguments) throws Exception {
        try (Crowd crowd = new Crowd(view(), new Room())) {
            new Answers()
                    .on(
                            "open",
                            count -> {
                                crowd.open((int) count);
                                return crowd.size();
                            })
                    .on(
                            "message",
                            number -> {
                                long start = System.nanoTime();
                                long frames = crowd.frames() + crowd.size();
                                if (view() instanceof Chat)
                                    crowd.sessions()
                                            .entities()
                                            .get(Room.class, Chat.ROOM)
                                            .tell(Room::post, number);
                                else
                                    crowd.sessions()
                                            .pubSub()
                                            .publish(Ticker.TOPIC, new Ticker.Price(number));
                                crowd.awaitFrames(frames);
                                return System.nanoTime() - start;
                            })
                    .on(
                            "resume",
                            attempt -> {
                                long start = System.nanoTime();
                                crowd.reconnect((int) attempt);
                                return System.nanoTime() - start;
                            })
                    .serve(0);
        }
    }

    private static LiveView<?> view() {
        return switch (System.getProperty("bench.page", "counter")) {
            case "chat" -> new Chat();
            case "ticker" -> new Ticker();
            default -> new Counter();
        };
    }
}
