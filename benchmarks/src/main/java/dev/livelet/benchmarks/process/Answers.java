package dev.livelet.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The server's end of {@link ServerProcess}: answers each line of the process's input with a line
 * of the same first word and a number, and returns when the input ends, as it does with the process
 * that started this one.
 */
public final class Answers {
    /** What a question is answered with. */
    public interface Question {
        long answer(long argument) throws Exception;
    }

    private final Map<String, Question> questions = new HashMap<>();

    public Answers() {
        on("cpu", ignored -> ProcessCpu.nanos());
        on("heap", ignored -> heapAfterCollection());
        on(
                "resident",
                ignored -> {
                    heapAfterCollection();
                    return ResidentMemory.bytes();
                });
    }

    /** Is asked as {@code name} or {@code name number}. */
    public Answers on(String name, Question question) {
        questions.put(name, question);
        return this;
    }

    public void serve(int port) throws Exception {
        PrintStream out = System.out;
        out.println("port " + port);
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", 2);
                Question question = questions.get(words[0]);
                if (question == null) throw new IOException("Nobody knows how to answer: " + line);
                long argument = words.length > 1 ? Long.parseLong(words[1]) : 0;
                out.println(words[0] + " " + question.answer(argument));
            }
        }
    }

    private static long heapAfterCollection() {
        for (int i = 0; i < 3; i++) System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
