package dev.livelet.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.load.LoadPage;
import dev.livelet.protocol.Frames;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.TreeMap;

class ClicksTest {
    @Test
    void theTableSaysWhoRefusedClicks() {
        assertEquals(
                "39 did not leave: the client has too many without an answer, 2 were refused with"
                        + " code 3",
                Clicks.why(new TreeMap<>(Map.of(LoadPage.UNSENT, 39, Frames.LIMIT, 2))));
    }
}
