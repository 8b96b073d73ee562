package dev.livelet.examples.cluster;

import dev.livelet.server.LiveServer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;

/** Tells all nodes' pages every second how this one is, from its own virtual thread. */
public final class Heart implements AutoCloseable {
    static final Duration BEAT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

    private final LiveServer server;
    private final @Nullable Launcher launcher;
    private final Thread thread;

    private Heart(LiveServer server, @Nullable Launcher launcher) {
        this.server = server;
        this.launcher = launcher;
        this.thread = Thread.ofVirtual().name("demo-heart").start(this::beat);
    }

    /**
     * @param launcher is asked as often how all nodes are
     */
    public static Heart start(LiveServer server, @Nullable Launcher launcher) {
        return new Heart(server, launcher);
    }

    private void beat() {
        try {
            while (true) {
                if (launcher != null) ask(launcher);
                server.publish(Pulse.TOPIC, Pulse.of(server));
                Thread.sleep(BEAT);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void ask(Launcher launcher) throws InterruptedException {
        try {
            launcher.ask();
        } catch (IOException e) {
            LOG.debug("The launcher does not answer", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
