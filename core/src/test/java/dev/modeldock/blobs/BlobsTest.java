package dev.modeldock.blobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.Accounting;
import dev.modeldock.MutableClock;
import dev.modeldock.database.Database;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobsTest {
    @TempDir
    private Path data;

    private Database database;
    private Space space;
    private Blobs blobs;
    private int stagings;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(data.resolve("modeldock.db"));
        space = new Space(data, 100 << 20, 0);
        blobs = new Blobs(data.resolve("blobs"), new BlobStore(database), space, new MutableClock());
    }

    @AfterEach
    void close() throws IOException {
        Accounting.assertExact(space, data);
        blobs.close();
        database.close();
    }

    @Test
    void onePassTellsWhatTheJdkTells() throws Exception {
        byte[] bytes = new byte[700_001];
        new Random(7).nextBytes(bytes);
        AtomicLong progress = new AtomicLong();
        try (Staging staging = stage(0)) {
            Blob blob = staging.write(new ByteArrayInputStream(bytes), progress::addAndGet)
                    .blob();
            CRC32 crc32 = new CRC32();
            crc32.update(bytes);
            assertEquals(new Blob(sha256(bytes), bytes.length, crc32.getValue(), ""), blob);
            assertEquals(bytes.length, progress.get());
        }
    }

    @Test
    void anEmptyFileIsABlobToo() throws Exception {
        try (Staging staging = stage(0)) {
            StagedBlob empty = write(staging, "");
            publish(staging, List.of(empty));
        }
        assertEquals(0, Files.size(blobs.path(sha256(new byte[0]))));
    }

    @Test
    void equalBytesAreKeptOnce() throws Exception {
        try (Staging staging = stage(100)) {
            StagedBlob first = write(staging, "same bytes");
            assertEquals(first, write(staging, "same bytes"));
            assertEquals(10, space.used());
            assertEquals(90, space.reserved(), "what the second copy took for a moment stays promised");
            try (Stream<Path> files = Files.list(data.resolve("staging/1"))) {
                assertEquals(1, files.count());
            }
        }
        Accounting.assertNothingLeft(space, data);
    }

    @Test
    void closedWithoutArrivalNothingStays() throws Exception {
        try (Staging staging = stage(1_000)) {
            write(staging, "a");
            write(staging, "b");
            Accounting.assertExact(space, data);
            assertEquals(998, space.reserved());
        }
        Accounting.assertNothingLeft(space, data);
        assertFalse(Files.exists(data.resolve("staging/1")));
    }

    @Test
    void whatArrivedAndWasMadeKnownStays() throws Exception {
        StagedBlob staged;
        try (Staging staging = stage(10)) {
            staged = write(staging, "stays");
            publish(staging, List.of(staged));
            assertEquals(blobs.path(staged.blob().sha256()), staging.now(staged).content());
        }
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        blobs.copy(staged.blob().sha256(), 1, 3, read);
        assertEquals("tay", read.toString(StandardCharsets.UTF_8));
        assertFalse(Files.getPosixFilePermissions(blobs.path(staged.blob().sha256())).stream()
                .anyMatch(permission -> permission.name().endsWith("_WRITE")));
        assertEquals(5, space.used());
        assertEquals(0, space.reserved());
    }

    @Test
    void readingPastTheEndIsAnError() throws Exception {
        StagedBlob staged = publish("four");
        assertThrows(EOFException.class, () -> blobs.copy(staged.blob().sha256(), 2, 3, new ByteArrayOutputStream()));
    }

    @Test
    void whatArrivedAndWasNotMadeKnownIsGone() throws Exception {
        StagedBlob staged;
        try (Staging staging = stage(10)) {
            staged = write(staging, "in vain");
            staging.arrive(List.of(staged));
            assertTrue(Files.exists(blobs.path(staged.blob().sha256())));
            Accounting.assertExact(space, data);
        }
        assertFalse(Files.exists(blobs.path(staged.blob().sha256())));
        Accounting.assertNothingLeft(space, data);
    }

    @Test
    void oneFileThatCannotBeMovedTakesTheOthersBack() throws Exception {
        try (Staging staging = stage(10)) {
            StagedBlob first = write(staging, "first");
            StagedBlob second = write(staging, "second");
            Path inTheWay = blobs.path(second.blob().sha256()).getParent();
            Files.createFile(inTheWay);
            assertThrows(IOException.class, () -> staging.arrive(List.of(first, second)));
            Files.delete(inTheWay);
        }
        Accounting.assertNothingLeft(space, data);
    }

    @Test
    void aStreamThatFailsLeavesNothing() throws Exception {
        try (Staging staging = stage(10)) {
            InputStream failing =
                    new SequenceInputStream(new ByteArrayInputStream(new byte[300_000]), new InputStream() {
                        @Override
                        public int read() throws IOException {
                            throw new IOException("on purpose");
                        }
                    });
            assertThrows(IOException.class, () -> staging.write(failing, count -> {}));
            Accounting.assertExact(space, data);
            assertEquals(0, space.used());
        }
        assertEquals(0, space.reserved());
    }

    @Test
    void anInterruptBetweenBuffersLeavesNothing() throws Exception {
        try (Staging staging = stage(10)) {
            assertThrows(
                    Exception.class,
                    () -> staging.write(
                            new ByteArrayInputStream(new byte[600_000]),
                            count -> Thread.currentThread().interrupt()));
            assertTrue(Thread.interrupted());
            Accounting.assertExact(space, data);
        }
        Accounting.assertNothingLeft(space, data);
    }

    @Test
    void anInterruptAfterTheLastBufferLeavesNothing() throws Exception {
        try (Staging staging = stage(10)) {
            assertThrows(
                    InterruptedException.class,
                    () -> staging.write(
                            new ByteArrayInputStream(new byte[60_000]),
                            count -> Thread.currentThread().interrupt()));
            assertFalse(Thread.interrupted());
            Accounting.assertExact(space, data);
        }
        Accounting.assertNothingLeft(space, data);
    }

    @Test
    void anInterruptWhileFilesArriveLeavesNothing() throws Exception {
        try (Staging staging = stage(10)) {
            StagedBlob staged = write(staging, "moved");
            Thread.currentThread().interrupt();
            assertThrows(Exception.class, () -> staging.arrive(List.of(staged)));
        } finally {
            Thread.interrupted();
        }
        Accounting.assertNothingLeft(space, data);
    }

    @Test
    void twoImportsBringTheSameBytesAtOnce() throws Exception {
        byte[] bytes = new byte[300_000];
        int many = 8;
        CyclicBarrier together = new CyclicBarrier(many);
        ExecutorService threads = Executors.newFixedThreadPool(many);
        List<Callable<String>> imports = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Staging staging = stage(bytes.length);
            imports.add(() -> {
                try (staging) {
                    StagedBlob mine = staging.write(new ByteArrayInputStream(bytes), count -> {});
                    together.await();
                    publish(staging, List.of(mine));
                    return mine.blob().sha256();
                }
            });
        }
        for (Future<String> done : threads.invokeAll(imports)) {
            assertEquals(sha256(bytes), done.get());
        }
        threads.shutdown();
        assertEquals(bytes.length, space.used());
        assertEquals(0, space.reserved());
        assertArrayEquals(bytes, Files.readAllBytes(blobs.path(sha256(bytes))));
    }

    @Test
    void bytesThatAreHereNeedNoSecondWriting() throws Exception {
        StagedBlob known = publish("known");
        try (Staging staging = stage(10)) {
            assertTrue(staging.stored("0".repeat(64)).isEmpty());
            assertTrue(staging.stored(known.blob().sha256()).orElseThrow().stored());
            assertTrue(write(staging, "known").stored());
            publish(staging, List.of(write(staging, "known")));
        }
        assertEquals(5, space.used());
    }

    @Test
    void whatNoVersionNeedsIsDeleted() throws Exception {
        StagedBlob gone = publish("gone");
        StagedBlob stays = publish("stays");
        assertEquals(4, deleteVersionOf(gone));
        assertFalse(Files.exists(blobs.path(gone.blob().sha256())));
        assertTrue(Files.exists(blobs.path(stays.blob().sha256())));
        assertEquals(5, space.used());
    }

    @Test
    void anImportKeepsWhatItReliesOn() throws Exception {
        StagedBlob shared = publish("shared");
        try (Staging staging = stage(10)) {
            staging.stored(shared.blob().sha256());
            assertEquals(0, deleteVersionOf(shared));
            assertTrue(Files.exists(blobs.path(shared.blob().sha256())));
            publish(staging, List.of(shared));
        }
        assertTrue(Files.exists(blobs.path(shared.blob().sha256())));
    }

    @Test
    void whenThatImportFailsTheBytesGoWithIt() throws Exception {
        StagedBlob shared = publish("shared");
        try (Staging staging = stage(10)) {
            staging.stored(shared.blob().sha256());
            deleteVersionOf(shared);
        }
        assertFalse(Files.exists(blobs.path(shared.blob().sha256())));
        assertEquals(0, rows());
        Accounting.assertNothingLeft(space, data);
    }

    @Test
    void aKillBetweenRenameAndRowLeavesNothing() throws Exception {
        try (Staging staging = stage(10)) {
            StagedBlob staged = write(staging, "killed");
            staging.arrive(List.of(staged));
            Path file = blobs.path(staged.blob().sha256());
            Space after = new Space(data, 0, 0);
            reopened(after).close();
            assertFalse(Files.exists(file));
            assertEquals(0, after.used());
            space.freed(6);
        }
    }

    @Test
    void aKillBetweenTheDeletedVersionAndItsFilesLeavesNothing() throws Exception {
        StagedBlob gone = publish("gone");
        publish("stays");
        dropVersionOf(gone);
        Space after = new Space(data, 0, 0);
        reopened(after).close();
        assertEquals(5, after.used());
        assertEquals(1, rows());
        assertFalse(Files.exists(blobs.path(gone.blob().sha256())));
        space.freed(4);
    }

    private Blobs reopened(Space counted) throws IOException {
        return new Blobs(data.resolve("blobs"), new BlobStore(database), counted, new MutableClock());
    }

    private Staging stage(long expected) throws IOException {
        return blobs.stage(data.resolve("staging/" + ++stagings), expected);
    }

    private static StagedBlob write(Staging staging, String text) throws IOException, InterruptedException {
        StagedBlob written =
                staging.write(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), count -> {});
        staging.settle();
        return written;
    }

    private StagedBlob publish(String text) throws IOException, InterruptedException {
        try (Staging staging = stage(text.length())) {
            StagedBlob staged = write(staging, text);
            publish(staging, List.of(staged));
            return staged;
        }
    }

    /** Make them known by a version that has only them; its number is the hash's, so that it is found again. */
    private void publish(Staging staging, List<StagedBlob> contents) throws IOException, InterruptedException {
        staging.arrive(contents);
        database.write(handle -> {
            blobs.record(contents);
            handle.execute("insert or ignore into models(id, namespace, name, owner, source, created_at, updated_at)"
                    + " values ('cm', 'n', 'n', 'o', 'S', 0, 0)");
            for (StagedBlob content : contents) {
                handle.execute(
                        "insert or ignore into versions(model_id, commit_id, profile, facts, origin, bytes, file_count,"
                                + " created_by, created_at) values ('cm', ?, '', '{}', '{}', 0, 1, 'o', 0)",
                        content.blob().sha256());
                handle.execute(
                        "insert or ignore into version_files select id, 'a', ?, 0 from versions where commit_id = ?",
                        content.blob().sha256(),
                        content.blob().sha256());
            }
            return null;
        });
    }

    private void dropVersionOf(StagedBlob blob) {
        database.write(handle -> {
            blobs.leave(List.of(blob.blob().sha256()));
            return handle.execute(
                    "delete from versions where commit_id = ?", blob.blob().sha256());
        });
    }

    private long deleteVersionOf(StagedBlob blob) throws IOException {
        dropVersionOf(blob);
        return blobs.removeOwnerless();
    }

    private int rows() {
        return database.read(handle -> handle.createQuery("select count(*) from blobs")
                .mapTo(Integer.class)
                .one());
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
