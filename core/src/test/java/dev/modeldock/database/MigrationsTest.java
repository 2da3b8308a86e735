package dev.modeldock.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.modeldock.problems.DockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
    private static final String FIRST = "create table a (x text) strict; create table b (y text) strict;";
    private static final String SECOND = "alter table a add column z text; insert into a values ('new', 'z');";

    @TempDir
    private Path directory;

    @Test
    void aNewFileGetsEveryScriptAndNoBackup() {
        try (Database database = open(FIRST, SECOND)) {
            assertEquals(2, number(database, "pragma user_version"));
            assertEquals(1, number(database, "select count(*) from a where z = 'z'"));
        }
        assertFalse(Files.exists(backup()));
    }

    @Test
    void dataIsCopiedBeforeItsSchemaChanges() {
        try (Database database = open(FIRST)) {
            database.write(handle -> handle.execute("insert into a values ('old')"));
        }
        try (Database database = open(FIRST, SECOND)) {
            assertEquals(2, number(database, "select count(*) from a"));
        }
        try (Database copy = Database.open(backup(), new Migrations(List.of(FIRST)))) {
            assertEquals(1, number(copy, "pragma user_version"));
            assertEquals(1, number(copy, "select count(*) from a where x = 'old'"));
        }
    }

    @Test
    void anEarlierBackupIsReplaced() throws Exception {
        open(FIRST).close();
        Files.writeString(backup(), "of an earlier try");
        open(FIRST, SECOND).close();
        Database.open(backup(), new Migrations(List.of(FIRST))).close();
    }

    @Test
    void aScriptThatFailsChangesNothing() {
        try (Database database = open(FIRST)) {
            database.write(handle -> handle.execute("insert into a values ('old')"));
        }
        assertThrows(DockException.class, () -> open(FIRST, SECOND + " insert into nowhere values (1);"));
        try (Database database = open(FIRST)) {
            assertEquals(1, number(database, "pragma user_version"));
            assertEquals(1, number(database, "select count(*) from a"));
        }
        open(FIRST, SECOND).close();
    }

    private Database open(String... scripts) {
        return Database.open(directory.resolve("some.db"), new Migrations(List.of(scripts)));
    }

    private Path backup() {
        return directory.resolve("some.db.1.backup");
    }

    private static int number(Database database, String sql) {
        return database.read(
                handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }
}
