package dev.livelet.examples;

import dev.livelet.LiveletException;
import dev.livelet.cluster.JGroups;
import dev.livelet.examples.cluster.ClusterPage;
import dev.livelet.examples.cluster.Heart;
import dev.livelet.examples.cluster.Launcher;
import dev.livelet.server.Assets;
import dev.livelet.server.LiveServer;
import dev.livelet.server.Livelet;

import java.time.Clock;
import java.time.InstantSource;

/**
 * Starts all examples in one process: {@code mvn -Pdemo}. {@code -Dlivelet.port=N} or {@code
 * LIVELET_PORT} chooses the port, {@code -Dchat.jdbc=URL} or {@code CHAT_JDBC} the database of the
 * chat; without, it is a file below {@code target}. With {@code livelet.cluster.discovery} set it
 * is a node of a cluster; {@code mvn -Pdemo-cluster} starts three.
 */
public final class Demo implements AutoCloseable {
    private static final String DATABASE = "jdbc:h2:file:./target/demo/chat;DB_CLOSE_ON_EXIT=FALSE";

    private final MessageStore store;
    private final LiveServer server;
    private final Heart heart;

    private Demo(MessageStore store, LiveServer server, Heart heart) {
        this.store = store;
        this.server = server;
        this.heart = heart;
    }

    /** Starts the examples with the chat's messages in the database of this URL. */
    static Demo start(Livelet livelet, String jdbc) {
        MessageStore store = new MessageStore(jdbc);
        Launcher launcher = Launcher.fromEnvironment().orElse(null);
        try {
            Assets assets = Assets.fromClasspath("/assets", Demo.class, "assets");
            LiveServer server =
                    livelet.assets(assets)
                            .layout(
                                    new Site(
                                            assets.url("site.css"),
                                            assets.url("icon.svg"),
                                            launcher != null))
                            .entity(new Room(store, Clock.systemUTC()))
                            .live("/", new Home())
                            .live("/counter", new Counter())
                            .live("/table", new Table())
                            .live("/form", new SignupForm())
                            .live("/chat/{room}", new ChatRoom(new Names(jdbc)))
                            .live("/cluster", new ClusterPage(launcher, InstantSource.system()))
                            .start();
            return new Demo(store, server, Heart.start(server, launcher));
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    LiveServer server() {
        return server;
    }

    /** Stops serving, then closes the database. */
    @Override
    public void close() {
        heart.close();
        server.close();
        store.close();
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        // Maven hands over what was not set as an empty property.
        if (System.getProperty("livelet.port", "").isEmpty()) System.clearProperty("livelet.port");
        Demo demo;
        try {
            Livelet livelet = Livelet.create();
            if (!setting("livelet.cluster.discovery", "LIVELET_CLUSTER_DISCOVERY", "").isEmpty())
                livelet.cluster(JGroups.tcp("livelet-demo").message(Visitor.Here.class));
            demo = start(livelet, setting("chat.jdbc", "CHAT_JDBC", DATABASE));
        } catch (LiveletException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "demo-stop"));
        if (Boolean.getBoolean("demo.stops.with.parent")) stopWithParent();
        System.out.println("Livelet ready at " + demo.server.url());
        System.out.println("Process " + ProcessHandle.current().pid() + "; Ctrl-C stops it");
    }

    /** Maven does not end what it started when it is ended itself, except by Ctrl-C. */
    private static void stopWithParent() {
        ProcessHandle.current()
                .parent()
                .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
    }

    private static String setting(String property, String variable, String fallback) {
        String set = System.getProperty(property, "");
        if (set.isEmpty()) set = System.getenv().getOrDefault(variable, "");
        return set.isEmpty() ? fallback : set;
    }
}
