package dev.livelet.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import dev.livelet.RenderContext;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;

/** What evaluation allocates: nothing but the boxes of numbers and the text that is made. */
class AllocationTest {
    private static final int ROUNDS = 20_000;

    private static long bytes(String source) {
        Scope scope = Shop.scope();
        Expression code = ExpressionCompiler.compile(source, scope).code();
        Frame frame =
                Frame.of(Shop.state(), scope.variables(), scope.derived(), RenderContext.DEFAULT);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            Object last = null;
            for (int i = 0; i < ROUNDS; i++) last = code.eval(frame);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            assertEquals(code.eval(frame), last);
        }
        return least / ROUNDS;
    }

    @Test
    void namesPathsAndConditionsAllocateNothing() {
        for (String source :
                new String[] {
                    "count",
                    "name",
                    "count > 2",
                    "busy && !full",
                    "rows.getFirst.label",
                    "name == 'Ada'",
                    "status == OPEN",
                    "loaded is Ok r && busy"
                }) {
            assertEquals(0, bytes(source), source);
        }
    }

    @Test
    void aLargeNumberCostsItsBox() {
        assertTrue(bytes("total") <= 24);
        assertTrue(bytes("total + 1") <= 72);
    }
}
