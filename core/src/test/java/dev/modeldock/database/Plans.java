package dev.modeldock.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;

/** How SQLite finds the rows of what is asked. */
public final class Plans {
    private Plans() {}

    /** A line for each step of all queries that some work does on this thread. */
    public static List<String> of(Database database, Runnable work) {
        return database.write(handle -> {
            List<String> asked = new ArrayList<>();
            SqlStatements statements = handle.getConfig(SqlStatements.class);
            SqlLogger before = statements.getSqlLogger();
            statements.setSqlLogger(new SqlLogger() {
                @Override
                public void logBeforeExecution(StatementContext context) {
                    asked.add(context.getParsedSql().getSql());
                }
            });
            work.run();
            statements.setSqlLogger(before);
            return asked.stream()
                    .flatMap(sql -> explained(handle, sql).stream())
                    .toList();
        });
    }

    private static List<String> explained(Handle handle, String sql) {
        List<String> steps = new ArrayList<>();
        try (Statement statement = handle.getConnection().createStatement();
                ResultSet rows = statement.executeQuery("explain query plan " + sql)) {
            while (rows.next()) {
                steps.add(rows.getString("detail"));
            }
            return steps;
        } catch (SQLException e) {
            throw new AssertionError("no plan of " + sql, e);
        }
    }
}
