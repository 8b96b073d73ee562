package dev.livelet.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of this process that is in RAM, as Linux counts it. */
final class ResidentMemory {
    private ResidentMemory() {}

    /** In bytes; -1 where the system does not say. */
    static long bytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.isReadable(status) ? of(Files.readString(status)) : -1;
    }

    /**
     * @param status as {@code /proc/self/status}
     */
    static long of(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no VmRSS in: " + status));
    }
}
