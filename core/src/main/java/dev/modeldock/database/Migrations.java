package dev.modeldock.database;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Brings the schema up to date: numbered scripts, each in one transaction, the last number kept in {@code user_version}. */
final class Migrations {
    private final List<String> scripts;

    /** @param scripts the first makes schema 1 of nothing, and so on */
    Migrations(List<String> scripts) {
        this.scripts = List.copyOf(scripts);
    }

    /** Those of this Modeldock. */
    static Migrations all() {
        return new Migrations(List.of(
                script("001.sql"),
                script("002.sql"),
                script("003.sql"),
                script("004.sql"),
                script("005.sql"),
                script("006.sql"),
                script("007.sql")));
    }

    /**
     * Apply what is pending, after a copy of a database that holds data.
     *
     * @throws DockException when the file was written by a newer Modeldock
     */
    void apply(Handle handle, Path file) {
        int newest = scripts.size();
        int current =
                handle.createQuery("pragma user_version").mapTo(Integer.class).one();
        if (current > newest) {
            throw new DockException(
                    Problem.CONFLICT,
                    "The database was written by a newer Modeldock (schema " + current + ", this one knows up to "
                            + newest + "). Start the newer one, or use another data directory.");
        }
        if (current > 0 && current < newest) {
            backUp(handle, file, current);
        }
        for (int number = current + 1; number <= newest; number++) {
            run(handle, number);
        }
    }

    private static void backUp(Handle handle, Path file, int version) {
        Path copy = file.resolveSibling(file.getFileName() + "." + version + ".backup");
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            throw new DockException(
                    Problem.SERVER_ERROR, "The earlier backup of the database could not be replaced.", e);
        }
        handle.execute("vacuum into ?", copy.toString());
    }

    /** Runs a script as it stands: the driver takes a text of many statements in one go. */
    private void run(Handle handle, int number) {
        handle.useTransaction(transaction -> {
            try (Statement statement = connection(transaction).createStatement()) {
                statement.executeUpdate(scripts.get(number - 1));
                statement.executeUpdate("pragma user_version = " + number);
            } catch (SQLException e) {
                throw new DockException(
                        Problem.SERVER_ERROR, "The database could not be brought to schema " + number + ".", e);
            }
        });
    }

    private static Connection connection(Handle handle) {
        return handle.getConnection();
    }

    private static String script(String name) {
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks the migration " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("The migration " + name + " cannot be read", e);
        }
    }
}
