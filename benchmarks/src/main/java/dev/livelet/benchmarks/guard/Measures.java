package dev.livelet.benchmarks.guard;

import com.sun.management.ThreadMXBean;

import dev.livelet.LiveView;
import dev.livelet.benchmarks.operations.Operation;
import dev.livelet.benchmarks.pages.Chat;
import dev.livelet.benchmarks.pages.Counter;
import dev.livelet.benchmarks.pages.Room;
import dev.livelet.benchmarks.pages.SignupForm;
import dev.livelet.benchmarks.pages.Table;
import dev.livelet.benchmarks.sessions.Crowd;
import dev.livelet.diff.Differ;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** What the budgets are about, measured in this JVM. */
final class Measures {
    private static final int BATCHES = 6;
    private static final int FEW = 200;
    private static final int SESSIONS = 3_000;
    private static final int ROOM = 100;
    private static final long BATCH_BYTES = 4L << 20;

    private final Map<String, Long> found = new TreeMap<>();
    private volatile int sink;

    static Map<String, Long> all() throws Exception {
        Measures measures = new Measures();
        for (Operation operation : Operation.values()) {
            measures.found.put(operation.id() + ".bytes", (long) operation.frame().length);
            measures.found.put(operation.id() + ".allocated", measures.allocated(operation));
        }
        measures.session("counter", new Counter());
        measures.session("form", new SignupForm());
        measures.session("table", new Table());
        measures.session("shared-table", new Table.OfAll());
        measures.room();
        measures.found.put("script.bytes", scriptBytes());
        return measures.found;
    }

    /** Bytes that one operation allocates, by the batch with the least: compilers take part. */
    private long allocated(Operation operation) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        int count = 1;
        for (int batch = 0; batch < BATCHES; batch++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < count; i++) sink += operation.frame().length;
            long each = (threads.getCurrentThreadAllocatedBytes() - before) / count;
            least = Math.min(least, each);
            count = (int) Math.clamp(BATCH_BYTES / Math.max(1, each), 1, 20_000);
        }
        return least;
    }

    /** The heap of one more session, without a socket; the first try brings much that stays. */
    private void session(String name, LiveView<?> view) throws InterruptedException {
        found.put(name + ".session-heap", Math.min(sessionHeap(view), sessionHeap(view)));
    }

    private static long sessionHeap(LiveView<?> view) throws InterruptedException {
        try (Crowd crowd = new Crowd(view)) {
            crowd.open(FEW);
            long before = heap();
            crowd.open(SESSIONS);
            return (heap() - before) / SESSIONS;
        }
    }

    /** How often a message to a room is diffed for its pages. */
    private void room() throws InterruptedException {
        try (Crowd crowd = new Crowd(new Chat(), new Room())) {
            crowd.open(ROOM);
            long frames = crowd.frames();
            long diffs = Differ.memo().diffs();
            long hits = Differ.memo().hits();
            crowd.sessions().entities().get(Room.class, Chat.ROOM).tell(Room::post, 1_000L);
            crowd.awaitFrames(frames + ROOM);
            long own = ROOM - (Differ.memo().hits() - hits) - (Differ.memo().diffs() - diffs);
            found.put("room-message.diffs", Differ.memo().diffs() - diffs + own);
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long scriptBytes() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        Measures.class.getResourceAsStream("/dev/livelet/js/livelet.js"),
                        "the runtime's script")) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip =
                    new GZIPOutputStream(packed) {
                        {
                            def.setLevel(Deflater.BEST_COMPRESSION);
                        }
                    }) {
                in.transferTo(gzip);
            }
            return packed.size();
        }
    }
}
