package dev.livelet.benchmarks.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of a process, in its own words. */
class ProcTest {
    @Test
    void residentMemoryIsInKilobytes() {
        assertEquals(
                202_264 * 1024L,
                ResidentMemory.of("VmHWM:\t  300000 kB\nVmRSS:\t  202264 kB\nRssAnon:\t 1 kB\n"));
        assertThrows(IllegalStateException.class, () -> ResidentMemory.of("Name:\tjava\n"));
    }

    @Test
    void onlyTheCompilersThreadsAreTakenOff(@TempDir Path tasks) throws IOException {
        thread(tasks, "1", "java", "900 0 1");
        thread(tasks, "2", "C2 CompilerThre", "5000000 20 3");
        thread(tasks, "3", "C1 CompilerThre", "7 1 1");
        thread(tasks, "4", "XNIO-1 I/O-1", "800 0 1");
        Files.createDirectory(tasks.resolve("5")); // has ended meanwhile
        assertEquals(5_000_007, ProcessCpu.compilers(tasks));
    }

    private static void thread(Path tasks, String id, String name, String ran) throws IOException {
        Path thread = Files.createDirectory(tasks.resolve(id));
        Files.writeString(thread.resolve("comm"), name + "\n");
        Files.writeString(thread.resolve("schedstat"), ran + "\n");
    }

    @Test
    void aSystemWithoutProcHasNoneToTakeOff(@TempDir Path empty) {
        assertEquals(0, ProcessCpu.compilers(empty.resolve("none")));
    }

    @Test
    void theCpuOfThisProcessGrowsWithItsWork() {
        long before = ProcessCpu.nanos();
        long end = System.nanoTime() + 20_000_000;
        long work = 0;
        while (System.nanoTime() < end) work++;
        assertTrue(ProcessCpu.nanos() > before, () -> "no CPU time");
        assertTrue(work > 0);
    }

    /** The two lie apart by what runs between the calls, and a step of Java's. */
    @Test
    void theProcessClockSaysWhatJavaSays() {
        long before = ProcessClock.java();
        long between = ProcessClock.nanos();
        long after = ProcessClock.java();
        long step = 20_000_000;
        assertTrue(before - step <= between, () -> between + " before " + before);
        assertTrue(between <= after + step, () -> between + " after " + after);
    }
}
