package dev.modeldock.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases with data, written under earlier schemas, under the scripts of this Modeldock. */
class SchemaTest {
    private static final String BLOB = "a".repeat(64);
    private static final String LOOSE = "b".repeat(64);
    private static final String NEW_FILE =
            "insert into stored_files(id, place, user_name, context, file_name, sha256, size, created_at, expires_at)"
                    + " values ('1', 'f-1.json', 'anna', 'TOOL', 'a.json', ?, 3, 0, 1)";

    @TempDir
    private Path directory;

    @Test
    void schema2KeepsItsDataAndGetsFiles() {
        try (Database old = open(2)) {
            old.write(handle -> {
                for (String hash : List.of(BLOB, LOOSE)) {
                    handle.execute(
                            "insert into blobs(sha256, size, crc32, git_sha1, created_at) values (?, 3, 0, '', 0)",
                            hash);
                }
                handle.execute("insert into models(id, namespace, name, owner, source, created_at, updated_at) values"
                        + " ('cm-1', 'anna', 'm', 'anna', 'SESSION', 0, 0)");
                handle.execute(
                        "insert into versions(id, model_id, commit_id, profile, facts, origin, bytes, file_count,"
                                + " created_by, created_at) values (1, 'cm-1', ?, 'p', '{}', '{}', 3, 1, 'anna', 0)",
                        "c".repeat(40));
                handle.execute("insert into version_files(version_id, path, sha256, size) values (1, 'a', ?, 3)", BLOB);
                handle.execute("insert into sessions(id, model_id, user_name, state, context, file_name, extension,"
                        + " file_size, total_chunks, adapter, allow_unsafe, base_model, sha256, created_at, expires_at)"
                        + " values ('s', 'cm-2', 'anna', 'OPEN', 'model', 'm.tar', 'tar', 10, 2, 0, 0, '', '', 0, 1)");
                return null;
            });
        }
        try (Database now = Database.open(directory.resolve("some.db"))) {
            assertEquals(7, number(now, "pragma user_version"));
            assertEquals(1, number(now, "select count(*) from sessions where state = 'OPEN' and file_id = ''"));
            assertEquals(1, number(now, "select count(*) from blob_uses"));
            now.write(handle -> handle.execute(NEW_FILE, LOOSE));
            assertEquals(2, number(now, "select count(distinct sha256) from blob_uses"));
            assertEquals(0, number(now, "select count(*) from pragma_foreign_key_check"));
        }
        assertTrue(Files.exists(directory.resolve("some.db.2.backup")), "it is copied before it changes");
    }

    @Test
    void schema4sModelsAndJobsAreListedInTheirPlaces() {
        try (Database old = open(4)) {
            old.write(handle -> {
                handle.execute(
                        "insert into models(id, namespace, name, owner, access, source, created_at, updated_at) values"
                                + " ('cm-1', 'anna', 'm', 'anna', 'private', 'SESSION', 0, 7), ('cm-2', 'anna', 'n', 'anna', 'public',"
                                + " 'TAO', 0, 8)");
                handle.execute(
                        "insert into model_settings values ('cm-2', 'title', '2', '', 'unet', '', '', 1, '{}', 9)");
                handle.execute(
                        "insert into jobs(id, kind, state, user_name, source, tag, staging, plan, not_before, created_at,"
                                + " updated_at) values ('j', 'ACTION', 'DONE', 'anna', 'ACTION', '', '', '{}', 0, 0, 5)");
                return handle.execute("insert into action_jobs(id, handler, action) values ('j', 'h', 'train')");
            });
        }
        try (Database now = Database.open(directory.resolve("some.db"))) {
            assertEquals(
                    1,
                    number(
                            now,
                            "select count(*) from model_listings where scope = 'anna' and label = 'm:1.0.0' and"
                                    + " modified_at = 7 and network_arch = ''"));
            assertEquals(
                    1,
                    number(
                            now,
                            "select count(*) from model_listings where scope = '' and label = 'title:2' and"
                                    + " modified_at = 9 and network_arch = 'unet' and read_only"));
            assertEquals(5, number(now, "select updated_at from action_jobs"));
        }
    }

    @Test
    void aBlobThatAFileNeedsCannotBeDeleted() {
        try (Database now = Database.open(directory.resolve("some.db"))) {
            now.write(handle -> handle.execute(
                    "insert into blobs(sha256, size, crc32, git_sha1, created_at) values (?, 3, 0, '', 0)", BLOB));
            assertThrows(RuntimeException.class, () -> now.write(handle -> handle.execute(NEW_FILE, LOOSE)));
            now.write(handle -> handle.execute(NEW_FILE, BLOB));
            assertThrows(RuntimeException.class, () -> now.write(handle -> handle.execute("delete from blobs")));
            assertEquals(1, number(now, "select count(*) from blobs"));
        }
    }

    private Database open(int schema) {
        return Database.open(
                directory.resolve("some.db"),
                new Migrations(IntStream.rangeClosed(1, schema)
                        .mapToObj(SchemaTest::script)
                        .toList()));
    }

    private static String script(int number) {
        try (InputStream in = Migrations.class.getResourceAsStream("00" + number + ".sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("no script " + number, e);
        }
    }

    private static int number(Database database, String sql) {
        return database.read(
                handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }
}
