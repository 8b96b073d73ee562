package dev.livelet.examples.cluster;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Ports of the loopback address that are free now, and stay so while a node that had one is started
 * again: they are below those that systems give to outgoing connections.
 */
final class Ports {
    static final int LOWEST = 10_000;

    /** Linux begins with 32768, others with 49152. */
    static final int HIGHEST = 32_000;

    private Ports() {}

    static List<Integer> free(int count) throws IOException {
        Random random = new Random();
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            // All are open at once: so they differ.
            while (sockets.size() < count) sockets.add(open(random));
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) socket.close();
        }
    }

    private static ServerSocket open(Random random) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        while (true) {
            try {
                return new ServerSocket(random.nextInt(LOWEST, HIGHEST), 1, loopback);
            } catch (BindException taken) {
                // another one
            }
        }
    }
}
