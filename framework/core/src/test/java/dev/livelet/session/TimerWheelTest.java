package dev.livelet.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.spi.Timers;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** The real timers: never early, in order, and what is cancelled does not run. */
class TimerWheelTest {
    @Test
    void actionsRunWhenTheyAreDueAndNotBefore() throws Exception {
        List<Long> early = Collections.synchronizedList(new ArrayList<>());
        try (TimerWheel wheel = new TimerWheel()) {
            Random random = new Random(1);
            CountDownLatch all = new CountDownLatch(1_000);
            for (int i = 0; i < 1_000; i++) {
                long nanos = random.nextInt(300_000_000);
                long due = System.nanoTime() + nanos;
                wheel.after(
                        Duration.ofNanos(nanos),
                        () -> {
                            if (System.nanoTime() < due) early.add(due);
                            all.countDown();
                        });
            }
            all.await();
            assertEquals(List.of(), early);
        }
    }

    @Test
    void orderIsByTheTimeDue() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        try (TimerWheel wheel = new TimerWheel()) {
            CountDownLatch all = new CountDownLatch(5);
            for (int i = 5; i >= 1; i--) {
                int number = i;
                wheel.after(
                        Duration.ofMillis(30L * i),
                        () -> {
                            order.add(number);
                            all.countDown();
                        });
            }
            all.await();
        }
        assertEquals(List.of(1, 2, 3, 4, 5), order);
    }

    @Test
    void whatIsCancelledDoesNotRunAndOneThatThrowsHarmsNoOther() throws Exception {
        AtomicInteger cancelled = new AtomicInteger();
        CountDownLatch last = new CountDownLatch(1);
        try (TimerWheel wheel = new TimerWheel()) {
            var timer = wheel.after(Duration.ofMillis(50), cancelled::incrementAndGet);
            wheel.after(
                    Duration.ofMillis(20),
                    () -> {
                        timer.cancel();
                        throw new IllegalStateException("as it should");
                    });
            wheel.after(Duration.ofMillis(100), last::countDown);
            last.await();
            timer.cancel();
        }
        assertEquals(0, cancelled.get());
    }

    /** Late by more than the time between two: both are due when the first of them runs. */
    @Test
    void whatIsCancelledDoesNotRunThoughTheWheelIsLate() throws Exception {
        AtomicInteger cancelled = new AtomicInteger();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch last = new CountDownLatch(1);
        try (TimerWheel wheel = new TimerWheel()) {
            wheel.after(Duration.ofMillis(1), () -> awaitQuietly(held));
            AtomicReference<Timers.Timer> timer = new AtomicReference<>();
            wheel.after(Duration.ofMillis(10), () -> timer.get().cancel());
            timer.set(wheel.after(Duration.ofMillis(40), cancelled::incrementAndGet));
            wheel.after(Duration.ofMillis(50), last::countDown);
            long due = System.nanoTime() + 100_000_000;
            while (System.nanoTime() < due) LockSupport.parkNanos(due - System.nanoTime());
            held.countDown();
            last.await();
        }
        assertEquals(0, cancelled.get());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anErrorOfOneActionDoesNotStopTheWheel() throws Exception {
        try (TimerWheel wheel = new TimerWheel()) {
            wheel.after(
                    Duration.ofMillis(5),
                    () -> {
                        throw new StackOverflowError("as it should");
                    });
            CountDownLatch later = new CountDownLatch(1);
            wheel.after(Duration.ofMillis(50), later::countDown);
            assertTrue(later.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aSoonerTimerWakesAWheelThatSleepsForALaterOne() throws Exception {
        try (TimerWheel wheel = new TimerWheel()) {
            wheel.after(Duration.ofHours(1), () -> {});
            CountDownLatch soon = new CountDownLatch(1);
            long start = System.nanoTime();
            wheel.after(Duration.ofMillis(10), soon::countDown);
            soon.await();
            assertTrue(System.nanoTime() - start < 5_000_000_000L);
        }
    }
}
