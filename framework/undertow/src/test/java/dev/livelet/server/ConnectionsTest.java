package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ConnectionsTest {
    @Test
    void aConnectionThatFailsAtItsTimesKeepsTheClockFromNoOther() {
        List<Integer> seen = new ArrayList<>();
        Connections.each(
                List.of(1, 2, 3, 4),
                number -> {
                    if (number == 2) throw new IllegalStateException("as it should");
                    if (number == 3) throw new StackOverflowError("as it should");
                    seen.add(number);
                });
        assertEquals(List.of(1, 4), seen);
    }
}
