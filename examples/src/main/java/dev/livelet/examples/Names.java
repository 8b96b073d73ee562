package dev.livelet.examples;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The names that visitors gave themselves, in the chat's database, so that every node knows them.
 * Thread-safe; its methods block. {@link MessageStore} makes the table.
 */
final class Names {
    private final String url;

    Names(String url) {
        this.url = url;
    }

    void remember(String visitor, String name) {
        try (Connection connection = DriverManager.getConnection(url)) {
            if (write(connection, "update chat_name set name = ? where visitor = ?", name, visitor))
                return;
            try {
                write(
                        connection,
                        "insert into chat_name (name, visitor) values (?, ?)",
                        name,
                        visitor);
            } catch (SQLException e) {
                if (e.getSQLState() == null || !e.getSQLState().startsWith("23")) throw e;
                // Another of the visitor's pages was first; theirs is as good.
            }
        } catch (SQLException e) {
            throw new IllegalStateException("A visitor's name could not be kept", e);
        }
    }

    private static boolean write(Connection connection, String sql, String name, String visitor)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, visitor);
            return statement.executeUpdate() > 0;
        }
    }

    /** The visitor's name, "" when they have not given one. */
    String of(String visitor) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement query =
                        connection.prepareStatement(
                                "select name from chat_name where visitor = ?")) {
            query.setString(1, visitor);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        } catch (SQLException e) {
            throw new IllegalStateException("A visitor's name could not be read", e);
        }
    }
}
