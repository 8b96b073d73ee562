package dev.livelet.examples.cluster;

import org.h2.tools.Server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * The database that the nodes share, in a file of the launcher's: it outlives them. It listens on
 * the loopback address only, and is opened only by those who know the name that it goes by.
 */
final class Database implements AutoCloseable {
    private final Connection held;
    private final Server server;
    private final String url;

    private Database(Connection held, Server server, String url) {
        this.held = held;
        this.server = server;
        this.url = url;
    }

    /**
     * @param name a secret
     */
    static Database open(Path file, String name) throws SQLException {
        // Read when H2 is loaded, which is now.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        String path = file.toAbsolutePath().toString();
        Connection held = DriverManager.getConnection("jdbc:h2:file:" + path);
        Server server = Server.createTcpServer("-tcpPort", "0", "-key", name, path).start();
        return new Database(
                held, server, "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/" + name);
    }

    /** What the nodes reach it by. */
    String url() {
        return url;
    }

    @Override
    public void close() {
        server.stop();
        try {
            held.close();
        } catch (SQLException e) {
            throw new IllegalStateException("The database could not be closed", e);
        }
    }
}
