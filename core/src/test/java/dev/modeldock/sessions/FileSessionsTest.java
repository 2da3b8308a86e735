package dev.modeldock.sessions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.Accounting;
import dev.modeldock.MutableClock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.access.Seal;
import dev.modeldock.blobs.BlobStore;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.blobs.Space;
import dev.modeldock.database.Database;
import dev.modeldock.events.Events;
import dev.modeldock.jobs.JobStore;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.storedfiles.FileContext;
import dev.modeldock.storedfiles.FileLimits;
import dev.modeldock.storedfiles.StoredFile;
import dev.modeldock.storedfiles.StoredFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that bring no model: what they bring is kept as a file. */
class FileSessionsTest {
    private static final Caller ANNA = new Caller("anna", EnumSet.of(Scope.EXPORT_MODEL), Optional.empty());
    private static final Caller BERT = new Caller("bert", EnumSet.of(Scope.WRITE), Optional.empty());
    private static final Caller ADMIN = new Caller("root", EnumSet.of(Scope.ADMIN), Optional.empty());
    private static final SessionLimits LIMITS = new SessionLimits(Duration.ofHours(1), 100, 1_000, 1 << 20, 1 << 20);
    private static final Duration LIFETIME = Duration.ofDays(2);
    private static final int QUOTA = 4 << 20;

    @TempDir
    private Path data;

    private final MutableClock clock = new MutableClock();
    private Database database;
    private Space space;
    private Blobs blobs;
    private StoredFiles files;
    private Sessions sessions;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(data.resolve("modeldock.db"));
        space = new Space(data, QUOTA, 0);
        blobs = new Blobs(data.resolve("blobs"), new BlobStore(database), space, clock);
        Path staging = data.resolve("staging");
        space.found(DirectoryTree.size(staging));
        files = new StoredFiles(
                database,
                blobs,
                new StoredFiles.Means(
                        staging, new FileLimits(1_000, LIFETIME), Seal.open(data.resolve("seal.key")), clock));
        Jobs jobs = new Jobs(new JobStore(database, new Events(database, clock)), clock);
        sessions = new Sessions(
                database, jobs, files, new Sessions.Means(space, staging, LIMITS, new Events(database, clock), clock));
        sessions.listen(new ChunkListener() {
            @Override
            public void arrived(ImportSession session, int number, boolean replaced) {}

            @Override
            public void ended(ImportSession session) {}
        });
        sessions.reopen();
    }

    @AfterEach
    void close() throws IOException {
        Accounting.assertExact(space, data);
        blobs.close();
        database.close();
    }

    private void restart() throws IOException {
        close();
        open();
    }

    // ---- what becomes of it

    @ParameterizedTest
    @CsvSource({
        "dataset, DATASET, jsonl",
        "bulkImport, BULK_IMPORT, jpg",
        "BULKIMPORT, BULK_IMPORT, .JPG",
        "tool, TOOL, json",
        "Workflow, WORKFLOW, json",
        "agent, AGENT, zip",
        "dataset, DATASET, tar.gz"
    })
    void itIsKeptAsAFileOfItsContext(String context, FileContext known, String extension) throws Exception {
        byte[] bytes = random(400_000, 1);
        ImportSession session = start(context, "some file", extension, bytes.length, 3, "");
        for (int number : List.of(2, 0, 1)) {
            send(session, number, Arrays.copyOfRange(bytes, size(number), size(number + 1)));
        }
        StoredFile kept = sessions.keep(session.id(), ANNA);
        assertEquals(known, kept.context());
        assertEquals("some file", kept.name());
        assertEquals("anna", kept.user());
        assertTrue(kept.id().matches("[0-9a-f]{24}"), kept.id());
        assertTrue(
                kept.place().endsWith("." + extension.replaceFirst("^\\.", "").toLowerCase(java.util.Locale.ROOT)));
        assertEquals(clock.instant().plus(LIFETIME), kept.expires());
        assertArrayEquals(bytes, content(kept));
        assertOnly(bytes.length);
        SessionStatus status = sessions.status(session.id(), ANNA);
        assertEquals(SessionState.COMPLETED, status.session().state());
        assertEquals(kept.id(), status.session().fileId());
        assertEquals("", status.session().jobId());
        assertEquals(List.of(0, 1, 2), status.receivedChunks());
    }

    private static int size(int number) {
        return new int[] {0, 100_000, 100_001, 400_000}[number];
    }

    @Test
    void chunksCountedFromOneAreFineToo() throws Exception {
        ImportSession session = start("tool", "a.json", "json", 3, 3, "");
        send(session, 3, "c");
        send(session, 1, "a");
        send(session, 2, "b");
        assertEquals("abc", new String(content(sessions.keep(session.id(), ANNA)), StandardCharsets.UTF_8));
    }

    @Test
    void equalBytesOfTwoSessionsAreStoredOnce() throws Exception {
        byte[] bytes = random(200_000, 2);
        StoredFile first = sessions.keep(whole(bytes).id(), ANNA);
        StoredFile second = sessions.keep(whole(bytes).id(), ANNA);
        assertFalse(first.id().equals(second.id()));
        assertEquals(first.sha256(), second.sha256());
        assertOnly(bytes.length);
    }

    @Test
    void completedTwiceItIsTheSameFile() throws Exception {
        ImportSession session = whole(random(10, 3));
        StoredFile kept = sessions.keep(session.id(), ANNA);
        assertEquals(kept, sessions.keep(session.id(), ANNA));
        restart();
        assertEquals(kept, sessions.keep(session.id(), ANNA));
        assertRefused(Problem.CONFLICT, kept.id(), () -> send(session, 0, "x"));
        assertRefused(Problem.CONFLICT, kept.id(), () -> sessions.abort(session.id(), ANNA));
        assertOnly(10);
    }

    @Test
    void completedOnceMoreAfterItsFileExpiredThereIsNone() throws Exception {
        ImportSession session = whole(random(10, 4));
        sessions.keep(session.id(), ANNA);
        clock.forward(LIFETIME);
        assertRefused(Problem.NOT_FOUND, "expired", () -> sessions.keep(session.id(), ANNA));
        files.sweep();
        Accounting.assertNothingLeft(space, data);
        assertRefused(Problem.NOT_FOUND, "expired", () -> sessions.keep(session.id(), ANNA));
    }

    @Test
    void completedByManyAtOnceItIsOneFile() throws Exception {
        for (int round = 0; round < 25; round++) {
            byte[] bytes = random(3_000, round);
            ImportSession session = start("bulkImport", "a.png", "png", bytes.length, 30, "");
            for (int i = 0; i < 30; i++) {
                send(session, i, Arrays.copyOfRange(bytes, i * 100, i * 100 + 100));
            }
            // One more chunk is on its way, and is cut off.
            try (ChunkUpload late = receive(session)) {
                late.write(ByteBuffer.wrap(new byte[70]));
                Callable<String> complete =
                        () -> sessions.keep(session.id(), ANNA).id();
                Set<String> ids = Set.copyOf(atOnce(Collections.nCopies(8, complete)));
                assertEquals(1, ids.size());
            }
            assertOnly(3_000L * (round + 1));
        }
    }

    @Test
    void whoAsksAllTheTimeWhileItIsCompletedDisturbsNothing() throws Exception {
        for (int round = 0; round < 25; round++) {
            byte[] bytes = random(3_000, round);
            ImportSession session = start("bulkImport", "a.png", "png", bytes.length, 30, "");
            for (int i = 0; i < 30; i++) {
                send(session, i, Arrays.copyOfRange(bytes, i * 100, i * 100 + 100));
            }
            Callable<String> ask = () -> {
                while (sessions.status(session.id(), ANNA).session().state() == SessionState.OPEN) {
                    Thread.onSpinWait();
                }
                return sessions.keep(session.id(), ANNA).id();
            };
            Callable<String> complete = () -> sessions.keep(session.id(), ANNA).id();
            assertEquals(1, Set.copyOf(atOnce(List.of(complete, ask, ask, ask))).size());
            assertOnly(3_000L * (round + 1));
        }
    }

    @Test
    void completedAndGivenUpAtOnceItIsOneOfTheTwo() throws Exception {
        long kept = 0;
        for (int round = 0; round < 25; round++) {
            ImportSession session = whole(random(1_000, 100 + round));
            List<Boolean> went = atOnce(List.of(
                    () -> succeeds(() -> sessions.keep(session.id(), ANNA)),
                    () -> succeeds(() -> sessions.abort(session.id(), ANNA))));
            assertTrue(went.get(0) ^ went.get(1), "round " + round + ": " + went);
            kept += went.get(0) ? 1_000 : 0;
            assertOnly(kept);
        }
    }

    // ---- what keeps it open

    @Test
    void missingChunksAreToldAndItStaysOpen() throws Exception {
        ImportSession session = start("dataset", "a.csv", "csv", 3, 3, "");
        assertRefused(Problem.VALIDATION_ERROR, "[0, 1, 2]", () -> sessions.keep(session.id(), ANNA));
        send(session, 1, "b");
        DockException refused =
                assertRefused(Problem.VALIDATION_ERROR, "[0, 2]", () -> sessions.keep(session.id(), ANNA));
        assertEquals(List.of(0, 2), refused.details().get("missingChunks"));
        send(session, 0, "a");
        send(session, 2, "c");
        assertEquals("abc", new String(content(sessions.keep(session.id(), ANNA)), StandardCharsets.UTF_8));
        assertOnly(3);
    }

    @Test
    void anotherHashThanAnnouncedIsRefusedUntilTheRightChunkComes() throws Exception {
        ImportSession session = start("tool", "a.json", "json", 6, 2, sha256("abcdef"));
        send(session, 0, "abc");
        send(session, 1, "dex");
        for (int attempt = 0; attempt < 3; attempt++) {
            DockException refused =
                    assertRefused(Problem.CHECKSUM_MISMATCH, sha256("abcdef"), () -> sessions.keep(session.id(), ANNA));
            assertEquals(sha256("abcdex"), refused.details().get("found"));
            assertEquals(SessionState.OPEN, sessions.get(session.id(), ANNA).state());
            assertEquals(6, space.used(), "the chunks alone");
            assertEquals(6, space.reserved(), "room to put them together stays promised");
            Accounting.assertExact(space, data);
        }
        send(session, 1, "def");
        assertEquals("abcdef", new String(content(sessions.keep(session.id(), ANNA)), StandardCharsets.UTF_8));
        assertOnly(6);
    }

    @Test
    void anotherHashThanAnnouncedCanBeGivenUpToo() throws Exception {
        ImportSession session = start("tool", "a.json", "json", 3, 1, sha256("abc"));
        send(session, 0, "abd");
        assertEquals(Problem.CHECKSUM_MISMATCH, problem(() -> sessions.keep(session.id(), ANNA)));
        sessions.abort(session.id(), ANNA);
        Accounting.assertNothingLeft(space, data);
    }

    @Test
    void whatWasWrongCostsNoRoomThatOthersTookMeanwhile() throws Exception {
        byte[] bytes = random(1 << 20, 5);
        ImportSession session = start("dataset", "a.csv", "csv", bytes.length, 1, sha256("other"));
        send(session, 0, bytes);
        assertEquals(Problem.CHECKSUM_MISMATCH, problem(() -> sessions.keep(session.id(), ANNA)));
        Space.Reservation others = space.reserve(space.available());
        assertEquals(Problem.CHECKSUM_MISMATCH, problem(() -> sessions.keep(session.id(), ANNA)));
        others.close();
        sessions.abort(session.id(), ANNA);
        Accounting.assertNothingLeft(space, data);
    }

    @Test
    void anInterruptedCompleteIsDoneAgain() throws Exception {
        byte[] bytes = random(2_000, 6);
        ImportSession session = whole(bytes);
        Thread.currentThread().interrupt();
        try {
            sessions.keep(session.id(), ANNA);
        } catch (DockException stopped) {
            assertEquals(Problem.CANCELED, stopped.problem());
            assertEquals(2_000, space.reserved(), "room to put it together stays promised");
        }
        assertTrue(Thread.interrupted(), "who asked to stop is not forgotten");
        assertArrayEquals(bytes, content(sessions.keep(session.id(), ANNA)));
        assertOnly(2_000);
    }

    @Test
    void aRestartBeforeTheEndLosesNothing() throws Exception {
        byte[] bytes = random(300_000, 7);
        ImportSession session = start("bulkImport", "a.mp4", "mp4", bytes.length, 2, "");
        send(session, 0, Arrays.copyOfRange(bytes, 0, 150_000));
        restart();
        send(session, 1, Arrays.copyOfRange(bytes, 150_000, 300_000));
        restart();
        assertArrayEquals(bytes, content(sessions.keep(session.id(), ANNA)));
        assertOnly(300_000);
        restart();
        assertOnly(300_000);
    }

    @Test
    void whereNoRoomIsLeftToPutItTogetherItStaysOpen() throws Exception {
        ImportSession session = whole(random(500_000, 9));
        restart();
        Space.Reservation others = space.reserve(space.available() - 1_000);
        assertEquals(Problem.INSUFFICIENT_STORAGE, problem(() -> sessions.keep(session.id(), ANNA)));
        assertEquals(SessionState.OPEN, sessions.get(session.id(), ANNA).state());
        Accounting.assertExact(space, data);
        others.close();
        assertEquals(500_000, sessions.keep(session.id(), ANNA).size());
        assertOnly(500_000);
    }

    @Test
    void aChunkThatComesInWhileItIsCompletedIsCutOff() throws Exception {
        ImportSession session = whole(random(100, 10));
        try (ChunkUpload late = receive(session)) {
            late.write(ByteBuffer.wrap(new byte[40]));
            sessions.keep(session.id(), ANNA);
            assertOnly(100);
            assertEquals(Problem.CONFLICT, problem(() -> late.write(ByteBuffer.wrap(new byte[1]))));
            assertEquals(Problem.CONFLICT, problem(() -> late.finish(0)));
        }
        assertOnly(100);
    }

    @Test
    void anExpiredSessionBringsNoFile() throws Exception {
        ImportSession session = whole(random(100, 11));
        clock.forward(LIMITS.expiry());
        assertEquals(Problem.SESSION_EXPIRED, problem(() -> sessions.keep(session.id(), ANNA)));
        Accounting.assertNothingLeft(space, data);
    }

    @Test
    void aChunkThatGoesWhileSomebodyLooksIsNotHere() throws Exception {
        Path chunks = Files.createDirectories(data.resolve("looked/at/chunks"));
        Files.write(chunks.resolve("1"), new byte[7]);
        // As a directory shows a file that is deleted before its size is asked for.
        Files.createSymbolicLink(chunks.resolve("0"), chunks.resolve("gone"));
        assertEquals(Map.of(1, 7L), new ChunkFiles(chunks).whole());
        assertEquals(Map.of(), new ChunkFiles(chunks.resolve("gone")).whole());
    }

    // ---- whose it is

    @Test
    void ofAnotherUserItIsNotFound() throws Exception {
        ImportSession session = whole(random(100, 12));
        assertEquals(Problem.NOT_FOUND, problem(() -> sessions.keep(session.id(), BERT)));
        StoredFile kept = sessions.keep(session.id(), ADMIN);
        assertEquals("anna", kept.user(), "who completes it does not own it");
        assertEquals(kept, files.get(kept.id(), ANNA));
        assertEquals(Problem.NOT_FOUND, problem(() -> sessions.keep(session.id(), BERT)));
        assertEquals(Problem.NOT_FOUND, problem(() -> files.get(kept.id(), BERT)));
    }

    @Test
    void itAnnouncesNoModel() throws Exception {
        ImportSession session = whole(random(100, 13));
        assertFalse(session.bringsModel());
        assertThrows(IllegalArgumentException.class, () -> sessions.complete(session.id(), ANNA));
        sessions.keep(session.id(), ANNA);
        ImportSession model = start("model", "a.tar", "tar", 3, 1, "");
        send(model, 0, "abc");
        assertThrows(IllegalArgumentException.class, () -> sessions.keep(model.id(), ANNA));
        sessions.abort(model.id(), ANNA);
    }

    // ---- what is wrong from the start

    @ParameterizedTest
    @CsvSource({
        "dataset, png",
        "bulkImport, csv",
        "bulkImport, tar",
        "tool, jsonl",
        "bulkImport, exe",
        "bulkImport, ''",
        "bulkImport, ..",
        "bulkImport, ../json",
        "bulkImport, json/",
        "weights, tar",
        "'', json"
    })
    void whatTheContextDoesNotTakeIsRefusedBeforeItsFirstByte(String context, String extension) {
        assertEquals(Problem.VALIDATION_ERROR, problem(() -> start(context, "a", extension, 3, 1, "")));
        assertEquals(0, space.reserved());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/", "a\\", "/", "\\\\", "a/ ", "a\u0000.json", "a\r\n.json"})
    void aNameThatIsNoneIsRefusedBeforeTheFirstByte(String name) {
        assertEquals(Problem.VALIDATION_ERROR, problem(() -> start("tool", name, "json", 3, 1, "")));
        assertEquals(0, space.reserved());
    }

    @Test
    void aNameWithAPathLosesIt() throws Exception {
        ImportSession session = start("tool", "../../etc/cron.d/evil.json", "json", 3, 1, "");
        send(session, 0, "abc");
        StoredFile kept = sessions.keep(session.id(), ANNA);
        assertEquals("evil.json", kept.name());
        assertOnly(3);
    }

    @Test
    void itIsThereAfterAWeekWhenTheSessionIsForgotten() throws Exception {
        files = new StoredFiles(
                database,
                blobs,
                new StoredFiles.Means(
                        data.resolve("staging"),
                        new FileLimits(1_000, Duration.ofDays(30)),
                        Seal.open(data.resolve("seal.key")),
                        clock));
        ImportSession session = whole(random(100, 14));
        StoredFile kept = sessions.keep(session.id(), ANNA);
        files.keepOn(List.of(kept));
        clock.forward(Duration.ofDays(8));
        sessions.sweep();
        assertEquals(Problem.NOT_FOUND, problem(() -> sessions.keep(session.id(), ANNA)));
        assertEquals(100, content(files.get(kept.id(), ANNA)).length);
    }

    // ---- steps

    private ImportSession start(String context, String name, String extension, long size, int chunks, String sha256) {
        return sessions.start(new NewSession(context, name, extension, size, chunks, false, false, "", sha256), ANNA);
    }

    private ImportSession whole(byte[] bytes) throws IOException {
        ImportSession session = start("bulkImport", "a.png", "png", bytes.length, 1, "");
        send(session, 0, bytes);
        return session;
    }

    private ChunkUpload receive(ImportSession session) throws IOException {
        return sessions.receive(session.id(), ANNA, Optional.empty(), Optional.empty());
    }

    private void send(ImportSession session, int number, String text) throws IOException {
        send(session, number, text.getBytes(StandardCharsets.UTF_8));
    }

    private void send(ImportSession session, int number, byte[] bytes) throws IOException {
        try (ChunkUpload upload = receive(session)) {
            upload.write(ByteBuffer.wrap(bytes));
            upload.finish(number);
        }
    }

    private byte[] content(StoredFile file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        files.copy(file, 0, file.size(), bytes);
        return bytes.toByteArray();
    }

    /** Hold that so many bytes of blobs are here, and nothing else, and nothing is promised. */
    private void assertOnly(long bytes) throws IOException {
        assertEquals(0, DirectoryTree.size(data.resolve("staging")), "bytes in staging");
        assertEquals(bytes, Accounting.onDisk(data), "bytes on the disk");
        assertEquals(0, space.reserved(), "bytes promised to nobody");
        Accounting.assertExact(space, data);
    }

    private static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static <T> List<T> atOnce(List<Callable<T>> works) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        try {
            CyclicBarrier together = new CyclicBarrier(works.size());
            List<Future<T>> all = new ArrayList<>();
            for (Callable<T> work : works) {
                all.add(threads.submit(() -> {
                    together.await();
                    return work.call();
                }));
            }
            List<T> made = new ArrayList<>();
            for (Future<T> each : all) {
                made.add(each.get());
            }
            return made;
        } finally {
            threads.shutdown();
        }
    }

    /** Whether it went through; the only refusal that is fine is that the session is over. */
    private static boolean succeeds(Step step) throws IOException {
        try {
            step.take();
            return true;
        } catch (DockException refused) {
            assertEquals(Problem.CONFLICT, refused.problem());
            return false;
        }
    }

    private interface Step {
        void take() throws IOException;
    }

    private static Problem problem(Executable call) {
        return assertThrows(DockException.class, call).problem();
    }

    private static DockException assertRefused(Problem problem, String words, Executable call) {
        DockException refused = assertThrows(DockException.class, call);
        assertEquals(problem, refused.problem());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
        return refused;
    }
}
