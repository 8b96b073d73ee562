package dev.livelet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class ParamsTest {
    private final Params params =
            new Params(Map.of("room", "lobby"), Map.of("tag", List.of("a", "b")));

    @Test
    void thePathComesBeforeTheQuery() {
        assertEquals("lobby", params.get("room"));
        assertEquals("a", params.get("tag"));
    }

    @Test
    void aMissingParameterIsNamed() {
        assertEquals(
                "No parameter 'nme' in the address; the route has [room], the query [tag]; where it"
                        + " may be missing, ask find(\"nme\")",
                assertThrows(LiveletException.class, () -> params.get("nme")).getMessage());
    }
}
