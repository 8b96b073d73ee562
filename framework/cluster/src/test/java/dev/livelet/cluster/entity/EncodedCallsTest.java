package dev.livelet.cluster.entity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.spi.EntityCopy.Done;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What an entity remembers of calls is in each of its copies, and costs no encoding there. */
class EncodedCallsTest {
    private int encoded;
    private final EncodedCalls calls = new EncodedCalls(this::encode);

    private byte[] encode(Done done) {
        encoded++;
        return done.callId().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void eachCallIsEncodedOnceAlsoWhenOldOnesAreForgotten() {
        List<Done> remembered = new ArrayList<>();
        for (int call = 0; call < 1000; call++) {
            remembered.add(Done.of("call " + call));
            if (remembered.size() > 100) remembered.subList(0, 1 + call % 2).clear();
            List<byte[]> bytes = calls.of(List.copyOf(remembered));
            assertEquals(remembered.size(), bytes.size());
            for (int i = 0; i < bytes.size(); i++)
                assertArrayEquals(
                        remembered.get(i).callId().getBytes(StandardCharsets.UTF_8), bytes.get(i));
        }
        assertEquals(1000, encoded);
    }

    @Test
    void aCallOfTheSameNameThatIsAnotherOneIsNotTakenForIt() {
        calls.of(List.of(Done.of("a", "write", 1), Done.of("b", "write", 2)));
        calls.of(List.of(Done.of("b", "write", 3)));
        assertEquals(3, encoded);
        calls.of(List.of());
        assertEquals(0, calls.of(List.of()).size());
    }
}
