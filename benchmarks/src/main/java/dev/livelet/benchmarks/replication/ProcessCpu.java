package dev.livelet.benchmarks.replication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The CPU time that this process has used, but for its compilers': a server of minutes compiles,
 * one of days does not. Where there is no {@code /proc} theirs is in it.
 */
final class ProcessCpu {
    private static final Path THREADS = Path.of("/proc/self/task");

    private ProcessCpu() {}

    static long nanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                                ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                - compilers();
    }

    private static long compilers() {
        if (!Files.isDirectory(THREADS)) return 0;
        try (Stream<Path> threads = Files.list(THREADS)) {
            return threads.mapToLong(ProcessCpu::ofCompiler).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long ofCompiler(Path thread) {
        try {
            if (!Files.readString(thread.resolve("comm")).matches("(?s)C[12] Compiler.*")) return 0;
            List<String> ran =
                    List.of(Files.readString(thread.resolve("schedstat")).trim().split(" "));
            return Long.parseLong(ran.getFirst());
        } catch (IOException ended) {
            return 0; // a thread that has ended meanwhile; compilers stay
        }
    }
}
