package dev.livelet.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/** Where and when it was measured, in a line. */
public final class Machine {
    private Machine() {}

    public static String describe() {
        return LocalDate.now()
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " processors ("
                + processor()
                + "), "
                + System.getProperty("os.name")
                + ", Java "
                + Runtime.version().feature();
    }

    private static String processor() {
        try {
            return model(Files.readString(Path.of("/proc/cpuinfo")));
        } catch (IOException noLinux) {
            return System.getProperty("os.arch");
        }
    }

    /**
     * @param cpuinfo as {@code /proc/cpuinfo}
     */
    static String model(String cpuinfo) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }
}
