package dev.livelet.benchmarks.process;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * Starts a server that is built apart from the benchmark and knows nothing of it, and answers for
 * it. Its class, named by {@link #SERVER}, has a constructor without parameters, starts when it is
 * {@link Callable called}, returns its port, and {@link Supplier supplies} further questions by
 * name.
 */
public final class Foreign {
    /** The system property with the name of the class. */
    public static final String SERVER = "bench.server";

    private Foreign() {}

    public static void main(String[] arguments) throws Exception {
        String name = System.getProperty(SERVER, "");
        Object server = Class.forName(name).getDeclaredConstructor().newInstance();
        if (!(server instanceof Callable<?> start && start.call() instanceof Integer port))
            throw new IllegalArgumentException(name + " does not return its port");
        Answers answers = new Answers();
        if (server instanceof Supplier<?> more && more.get() instanceof Map<?, ?> questions)
            questions.forEach(
                    (word, question) -> {
                        if (question instanceof LongUnaryOperator operator)
                            answers.on(String.valueOf(word), operator::applyAsLong);
                    });
        answers.serve(port);
        System.exit(0); // its threads would not let it end
    }
}
