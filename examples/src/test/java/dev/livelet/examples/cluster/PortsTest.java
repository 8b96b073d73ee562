package dev.livelet.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;

class PortsTest {
    /**
     * One that was killed 24 times did not come back: a connection of another node had its port.
     */
    @Test
    void noConnectionTakesThePortOfANodeThatIsStartedAgain() throws Exception {
        List<Integer> ports = Ports.free(20);

        assertEquals(20, new HashSet<>(ports).size());
        for (int port : ports) assertTrue(port < 32_768 && port > 1_024, "port " + port);
    }
}
