package dev.modeldock.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/** A connection that never writes, and by which it shows whether any other did. */
final class Watch {
    private final PreparedStatement version;

    Watch(Handle connection) {
        try {
            // Not through Jdbi: this is asked before answers that are had in less time than Jdbi takes.
            version = connection.getConnection().prepareStatement("pragma data_version");
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite does not tell the version of its data", e);
        }
    }

    /** Another number after each commit of another connection. */
    synchronized long state() {
        try (ResultSet row = version.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite does not tell the version of its data", e);
        }
    }
}
