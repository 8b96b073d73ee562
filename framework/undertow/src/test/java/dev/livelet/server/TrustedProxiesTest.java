package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.LiveletException;

import org.junit.jupiter.api.Test;

import java.util.List;

class TrustedProxiesTest {
    private final TrustedProxies proxies =
            new TrustedProxies(List.of("10.0.0.0/8", "192.0.2.7", "2001:db8::/33"));

    @Test
    void networksAndSingleAddressesAreTrusted() {
        for (String one : List.of("10.0.0.1", "10.255.3.4", "192.0.2.7", "2001:db8:7fff::1"))
            assertTrue(proxies.trusts(one), one);
        for (String one :
                List.of("11.0.0.1", "192.0.2.8", "2001:db8:8000::1", "::1", "example.org", ""))
            assertFalse(proxies.trusts(one), one);
    }

    @Test
    void theClientIsTheLastHopThatIsNoProxyOfOurs() {
        assertEquals(
                "203.0.113.5",
                proxies.client("10.0.0.1", List.of("1.2.3.4, 203.0.113.5, 10.9.9.9", "192.0.2.7")));
        assertEquals("10.0.0.1", proxies.client("10.0.0.1", List.of()));
        assertEquals("10.0.0.1", proxies.client("10.0.0.1", List.of("1.2.3.4, unknown")));
        assertEquals("10.1.1.1", proxies.client("10.0.0.1", List.of("10.1.1.1")));
    }

    @Test
    void aNetworkThatIsNoneStopsTheStart() {
        for (String wrong : List.of("proxy.example", "10.0.0.0/33", "10.0.0/8x", "::/129"))
            assertEquals(
                    "livelet.trusted-proxies: \""
                            + wrong
                            + "\" is no address and no network, as 10.0.0.7 or 10.0.0.0/8.",
                    assertThrows(LiveletException.class, () -> new TrustedProxies(List.of(wrong)))
                            .getMessage());
    }
}
