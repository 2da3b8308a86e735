package dev.modeldock.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path directory;

    @Test
    void theSettingsTakeEffect() {
        try (Database database = Database.open(file())) {
            assertEquals("wal", pragma(database, "journal_mode"));
            assertEquals("1", pragma(database, "foreign_keys"));
            assertEquals("2", pragma(database, "synchronous"));
        }
    }

    @Test
    void manyThreadsReadThenWriteWithoutLosingOne() throws Exception {
        try (Database database = Database.open(file())) {
            insertUser(database, "n0");
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Callable<Integer>> work = IntStream.range(0, 200)
                    .<Callable<Integer>>mapToObj(i -> () -> database.write(handle -> {
                        int count = handle.createQuery("select count(*) from users")
                                .mapTo(Integer.class)
                                .one();
                        return handle.execute("insert into users(name, created_at) values (?, 0)", "n" + count);
                    }))
                    .toList();
            for (Future<Integer> done : threads.invokeAll(work)) {
                assertEquals(1, done.get());
            }
            threads.shutdown();
            assertEquals(201, count(database));
        }
    }

    @Test
    void whatIsDoneTogetherIsUndoneTogether() {
        try (Database database = Database.open(file())) {
            assertThrows(
                    IllegalStateException.class,
                    () -> database.together(() -> {
                        insertUser(database, "a");
                        throw new IllegalStateException("on purpose");
                    }));
            assertEquals(0, count(database));
        }
    }

    @Test
    void twoProcessesMayHaveItOpen() {
        try (Database one = Database.open(file());
                Database two = Database.open(file())) {
            insertUser(one, "a");
            insertUser(two, "b");
            assertEquals(2, count(one));
        }
    }

    @Test
    void theStateIsAnotherOneAfterEachChangeByWhomeverAndTheSameAfterNone() {
        try (Database one = Database.open(file());
                Database two = Database.open(file())) {
            long before = one.state();
            assertEquals(0, count(one));
            assertEquals(before, one.state());
            insertUser(one, "a");
            long changed = one.state();
            assertNotEquals(before, changed);
            assertEquals(changed, one.state());
            insertUser(two, "b");
            assertNotEquals(changed, one.state());
            long last = one.state();
            assertThrows(
                    IllegalStateException.class,
                    () -> one.together(() -> {
                        insertUser(one, "c");
                        throw new IllegalStateException("on purpose");
                    }));
            assertEquals(2, count(one));
            assertEquals(last, one.state());
        }
    }

    @Test
    void aNewerSchemaIsRefused() {
        Database.open(file()).close();
        Jdbi.create("jdbc:sqlite:" + file()).useHandle(handle -> handle.execute("pragma user_version = 999"));
        DockException refused = assertThrows(DockException.class, () -> Database.open(file()));
        assertTrue(refused.getMessage().contains("999"), refused.getMessage());
    }

    @Test
    void modelsAreFoundByAnyThreeLetters() {
        try (Database database = Database.open(file())) {
            database.write(handle -> handle.execute("insert into models(id, namespace, name, owner, source, created_at,"
                    + " updated_at) values ('cm-1', 'google-bert', 'bert-base', 'local', 'SESSION', 0, 0)"));
            database.write(handle -> handle.execute("update models set name = 'roberta' where id = 'cm-1'"));
            assertEquals(1, found(database, "\"bert/rob\"") + found(database, "\"ert-base\""));
            database.write(handle -> handle.execute("delete from models"));
            assertEquals(0, found(database, "\"roberta\""));
        }
    }

    private static int found(Database database, String words) {
        return database.read(
                handle -> handle.createQuery("select count(*) from model_search where model_search match :words")
                        .bind("words", words)
                        .mapTo(Integer.class)
                        .one());
    }

    private Path file() {
        return directory.resolve("modeldock.db");
    }

    private static String pragma(Database database, String name) {
        return database.read(handle ->
                handle.createQuery("pragma " + name).mapTo(String.class).one());
    }

    private static void insertUser(Database database, String name) {
        database.write(handle -> handle.execute("insert into users(name, created_at) values (?, 0)", name));
    }

    private static int count(Database database) {
        return database.read(handle -> handle.createQuery("select count(*) from users")
                .mapTo(Integer.class)
                .one());
    }
}
