package dev.livelet.cluster.link;

import org.jgroups.util.DefaultSocketFactory;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ServerSocket;

import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/** A node's sockets: those it opens, and the port where others are let in by a doorman. */
final class Doors extends DefaultSocketFactory {
    private final Counters counters;
    private final @Nullable SSLContext tls;

    Doors(Counters counters, @Nullable SSLContext tls) {
        super(
                tls == null ? SocketFactory.getDefault() : tls.getSocketFactory(),
                javax.net.ServerSocketFactory.getDefault());
        this.counters = counters;
        this.tls = tls;
    }

    @Override
    public ServerSocket createServerSocket(String service) throws IOException {
        return new Doorman(counters, tls);
    }
}
