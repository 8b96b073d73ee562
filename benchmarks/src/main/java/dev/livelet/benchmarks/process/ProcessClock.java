package dev.livelet.benchmarks.process;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;

/**
 * The CPU time of all threads of this process, those that have ended too. On Linux by {@code
 * clock_gettime(CLOCK_PROCESS_CPUTIME_ID)}, to the nanosecond: Java's own figure goes in steps of
 * 10 ms there, which is a tenth of what a thousand clicks take. Elsewhere it is Java's.
 */
final class ProcessClock {
    private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

    private ProcessClock() {}

    static long nanos() {
        return LINUX ? Native.nanos() : java();
    }

    static long java() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Loaded on Linux only. */
    private static final class Native {
        private static final MethodHandle CLOCK_GETTIME =
                Linker.nativeLinker()
                        .downcallHandle(
                                Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.ADDRESS));

        /** {@code struct timespec}: seconds and nanoseconds, 64 bits each. */
        static long nanos() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2);
                int failed = (int) CLOCK_GETTIME.invokeExact(CLOCK_PROCESS_CPUTIME_ID, time);
                if (failed != 0) throw new IllegalStateException("clock_gettime: " + failed);
                return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
                        + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
            } catch (RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("clock_gettime could not be called", e);
            }
        }
    }
}
