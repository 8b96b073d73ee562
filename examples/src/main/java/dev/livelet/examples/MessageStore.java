package dev.livelet.examples;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of all rooms in a database: H2, PostgreSQL or another that knows identity columns.
 * Thread-safe; its methods block.
 *
 * <p>Each call has a connection of its own, so nothing is stale after the database was away. One
 * more is held open for the store's life: an embedded database would be closed and opened again
 * between calls without it.
 */
final class MessageStore implements AutoCloseable {
    private static final String TABLE =
            """
            create table if not exists chat_message (
                id bigint generated always as identity primary key,
                room varchar(40) not null,
                author varchar(80) not null,
                body varchar(2000) not null,
                sent bigint not null,
                event varchar(200) not null unique)
            """;
    private static final String INDEX =
            "create index if not exists chat_message_room on chat_message (room, id)";
    private static final String NAMES =
            "create table if not exists chat_name (visitor varchar(200) primary key, name"
                    + " varchar(120) not null)";
    private static final String COLUMNS =
            "select id, room, author, body, sent from chat_message where ";

    private final String url;
    private final Connection held;

    /**
     * @throws IllegalStateException when the database cannot be used, with the reason
     */
    MessageStore(String url) {
        this.url = url;
        try {
            held = DriverManager.getConnection(url);
            makeTables();
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The chat's database "
                            + url
                            + " cannot be used: "
                            + e.getMessage()
                            + ". Set another with -Dchat.jdbc=jdbc:… or CHAT_JDBC; its driver must"
                            + " be on the class path",
                    e);
        }
    }

    /** Of two nodes that start at once one may come too late, and finds it at its second try. */
    private void makeTables() throws SQLException {
        try (Statement statement = held.createStatement()) {
            for (String sql : List.of(TABLE, INDEX, NAMES)) {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    statement.execute(sql);
                }
            }
        }
    }

    /**
     * Keeps a message.
     *
     * @param event who says this twice says it once: the key makes a repeated event harmless
     */
    Message add(String room, String author, String body, Instant sent, String event) {
        try (Connection connection = DriverManager.getConnection(url)) {
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "insert into chat_message (room, author, body, sent, event) values (?,"
                                    + " ?, ?, ?, ?)")) {
                insert.setString(1, room);
                insert.setString(2, author);
                insert.setString(3, body);
                insert.setLong(4, sent.toEpochMilli());
                insert.setString(5, event);
                insert.executeUpdate();
            } catch (SQLException e) {
                if (e.getSQLState() == null || !e.getSQLState().startsWith("23"))
                    throw e; // 23: a constraint, so the event is known
            }
            return query(connection, COLUMNS + "event = ?", event).getFirst();
        } catch (SQLException e) {
            throw new IllegalStateException("A message of room " + room + " could not be kept", e);
        }
    }

    /** The last {@code count} messages of a room, oldest first. */
    List<Message> latest(String room, int count) {
        try (Connection connection = DriverManager.getConnection(url)) {
            return query(
                            connection,
                            COLUMNS
                                    + "room = ? order by id desc fetch first "
                                    + count
                                    + " rows only",
                            room)
                    .reversed();
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The messages of room " + room + " could not be read", e);
        }
    }

    private static List<Message> query(Connection connection, String sql, String argument)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, argument);
            List<Message> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Instant sent = Instant.ofEpochMilli(rows.getLong(5));
                    found.add(
                            new Message(
                                    rows.getLong(1),
                                    rows.getString(2),
                                    rows.getString(3),
                                    rows.getString(4),
                                    sent));
                }
            }
            return found;
        }
    }

    @Override
    public void close() {
        try {
            held.close();
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The chat's database " + url + " could not be closed", e);
        }
    }
}
