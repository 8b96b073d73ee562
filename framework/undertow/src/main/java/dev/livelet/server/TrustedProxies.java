package dev.livelet.server;

import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The proxies whose word about a client's address is believed. Immutable. */
final class TrustedProxies {
    private record Network(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) return false;
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if ((address[bit >> 3] & mask) != (other[bit >> 3] & mask)) return false;
            }
            return true;
        }
    }

    private final List<Network> networks = new ArrayList<>();

    TrustedProxies(List<String> networks) {
        for (String text : networks) {
            int slash = text.indexOf('/');
            byte[] address = literal(slash < 0 ? text : text.substring(0, slash));
            int most = address == null ? 0 : address.length * 8;
            String width = slash < 0 ? String.valueOf(most) : text.substring(slash + 1);
            if (address == null || !width.matches("\\d{1,3}") || Integer.parseInt(width) > most)
                throw new LiveletException(
                        "livelet.trusted-proxies: \""
                                + text
                                + "\" is no address and no network, as 10.0.0.7 or 10.0.0.0/8.");
            this.networks.add(new Network(address, Integer.parseInt(width)));
        }
    }

    boolean trusts(String address) {
        if (networks.isEmpty()) return false;
        byte[] bytes = literal(address);
        return bytes != null && networks.stream().anyMatch(network -> network.contains(bytes));
    }

    /**
     * The client's address: from the right, the first that is not a trusted proxy. What stands left
     * of it anyone may have written.
     */
    String client(String peer, List<String> forwardedFor) {
        List<String> hops =
                forwardedFor.stream()
                        .flatMap(line -> Arrays.stream(line.split(",")))
                        .map(String::strip)
                        .toList();
        String client = peer;
        for (String hop : hops.reversed()) {
            if (literal(hop) == null) return client;
            client = hop;
            if (!trusts(hop)) return client;
        }
        return client;
    }

    /**
     * The bytes of an address in digits; null when it is anything else. Names are never looked up.
     */
    private static byte @Nullable [] literal(String text) {
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }
}
