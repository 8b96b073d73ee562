package dev.livelet.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The CPU time that this process has used, but for its compilers': a server of minutes compiles,
 * one of days does not. Where there is no {@code /proc} theirs is in it.
 */
final class ProcessCpu {
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final Pattern COMPILER = Pattern.compile("C[12] Compiler.*");

    private ProcessCpu() {}

    static long nanos() {
        return ProcessClock.nanos() - compilers(THREADS);
    }

    /**
     * @param threads a directory like {@code /proc/self/task}
     */
    static long compilers(Path threads) {
        if (!Files.isDirectory(threads)) return 0;
        try (Stream<Path> all = Files.list(threads)) {
            return all.mapToLong(ProcessCpu::ofCompiler).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long ofCompiler(Path thread) {
        try {
            String name = Files.readString(thread.resolve("comm")).strip();
            return COMPILER.matcher(name).matches()
                    ? onCpu(Files.readString(thread.resolve("schedstat")))
                    : 0;
        } catch (IOException ended) {
            return 0; // a thread that has ended meanwhile; compilers stay
        }
    }

    /**
     * @param schedstat nanoseconds on a CPU, nanoseconds of waiting for one, time slices
     */
    static long onCpu(String schedstat) {
        int end = schedstat.indexOf(' ');
        if (end <= 0) throw new IllegalStateException("no schedstat: " + schedstat);
        return Long.parseLong(schedstat.substring(0, end));
    }
}
