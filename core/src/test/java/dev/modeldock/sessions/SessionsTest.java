package dev.modeldock.sessions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
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
import dev.modeldock.files.PackedContent;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobStore;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.storedfiles.FileLimits;
import dev.modeldock.storedfiles.StoredFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    private static final Caller ANNA = new Caller("anna", EnumSet.of(Scope.WRITE), Optional.empty());
    private static final Caller BERT = new Caller("bert", EnumSet.of(Scope.WRITE), Optional.empty());
    private static final SessionLimits LIMITS = new SessionLimits(Duration.ofHours(1), 5, 30_000, 1_000, 1 << 20);

    @TempDir
    private Path data;

    private final MutableClock clock = new MutableClock();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private Database database;
    private Space space;
    private Jobs jobs;
    private Sessions sessions;
    private Blobs blobs;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(data.resolve("modeldock.db"));
        space = new Space(data, 4 << 20, 0);
        space.found(Accounting.onDisk(data));
        jobs = new Jobs(new JobStore(database, new Events(database, clock)), clock);
        blobs = new Blobs(data.resolve("blobs"), new BlobStore(database), space, clock);
        Path staging = data.resolve("staging");
        StoredFiles files = new StoredFiles(
                database,
                blobs,
                new StoredFiles.Means(staging, FileLimits.DEFAULT, Seal.open(data.resolve("seal.key")), clock));
        sessions = new Sessions(
                database, jobs, files, new Sessions.Means(space, staging, LIMITS, new Events(database, clock), clock));
        sessions.listen(new ChunkListener() {
            @Override
            public void arrived(ImportSession session, int number, boolean replaced) {
                heard.add(number + (replaced ? " again" : ""));
            }

            @Override
            public void ended(ImportSession session) {
                heard.add("ended");
            }
        });
        sessions.reopen();
    }

    @AfterEach
    void close() throws IOException {
        Accounting.assertExact(space, data);
        database.close();
    }

    private void restart() throws IOException {
        close();
        open();
    }

    @Test
    void chunksComeInAnyOrderAndMakeOneFile() throws Exception {
        byte[] whole = new byte[1_000];
        new Random(1).nextBytes(whole);
        ImportSession session = start(1_000, 7);
        List<Integer> order = new ArrayList<>(IntStream.range(0, 7).boxed().toList());
        Collections.shuffle(order, new Random(2));
        for (int number : order) {
            send(session, number, part(whole, number, 7));
        }
        sessions.complete(session.id(), ANNA);
        assertArrayEquals(whole, content(session));
    }

    @Test
    void numbersFromOneAreFineToo() throws Exception {
        ImportSession session = start(3, 3);
        send(session, 3, "c");
        send(session, 1, "a");
        assertEquals(List.of(2), status(session).missingChunks());
        send(session, 2, "b");
        assertRefused(Problem.VALIDATION_ERROR, "both chunk 0 and chunk 3", () -> send(session, 0, "x"));
        sessions.complete(session.id(), ANNA);
        assertEquals("abc", new String(content(session), StandardCharsets.UTF_8));
    }

    @Test
    void bothNumberingsAreRefusedTheOtherWayRoundToo() throws Exception {
        ImportSession session = start(3, 3);
        send(session, 0, "a");
        assertRefused(Problem.VALIDATION_ERROR, "both chunk 0 and chunk 3", () -> send(session, 3, "x"));
        assertRefused(Problem.VALIDATION_ERROR, "is 4", () -> send(session, 4, "x"));
        assertRefused(Problem.VALIDATION_ERROR, "is -1", () -> send(session, -1, "x"));
    }

    @Test
    void aChunkSentAgainReplacesTheFormer() throws Exception {
        ImportSession session = start(10, 2);
        send(session, 0, "12345");
        send(session, 0, "12345");
        send(session, 0, "abcd");
        assertEquals(List.of("0", "0 again"), heard, "the same bytes are nothing new");
        assertEquals(4, status(session).receivedBytes());
        assertEquals(6 + 10, space.reserved(), "what is to come, and what it will be unpacked to");
        send(session, 1, "efghij");
        sessions.complete(session.id(), ANNA);
        assertEquals("abcdefghij", new String(content(session), StandardCharsets.UTF_8));
        assertEquals(10, space.reserved(), "room to unpack it");
        Space.Reservation room = sessions.files().takeRoom(session);
        assertEquals(10, space.reserved(), "it is the job's now");
        room.close();
        assertEquals(0, space.reserved());
    }

    @Test
    void tooManyBytesAreRefusedWhereverTheyCome() throws Exception {
        ImportSession session = start(10, 3);
        assertRefused(Problem.VALIDATION_ERROR, "fileSize 10", () -> send(session, 0, "12345678901"));
        send(session, 0, "123456");
        assertRefused(Problem.VALIDATION_ERROR, "has 11 bytes", () -> send(session, 1, "12345"));
        assertEquals(List.of(0), status(session).receivedChunks());
        assertEquals(4 + 10, space.reserved());
        ImportSession large = start(5_000, 2);
        assertRefused(Problem.VALIDATION_ERROR, "more than 1000 bytes", () -> send(large, 0, "x".repeat(1_001)));
    }

    @Test
    void anEmptyChunkIsRefused() throws Exception {
        ImportSession session = start(10, 3);
        assertRefused(Problem.VALIDATION_ERROR, "no bytes", () -> send(session, 0, ""));
    }

    @Test
    void aWrongChecksumIsRefusedWithBothValues() throws Exception {
        ImportSession session = start(3, 3);
        String right = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest("a".getBytes(StandardCharsets.UTF_8)));
        DockException refused = assertRefused(
                Problem.CHECKSUM_MISMATCH, right, () -> send(session, 0, "a", Optional.of("0".repeat(64))));
        assertEquals(right, refused.details().get("found"));
        send(session, 0, "a", Optional.of(right.toUpperCase(java.util.Locale.ROOT)));
        assertEquals(List.of(0), status(session).receivedChunks());
    }

    @Test
    void aBrokenOffChunkLeavesNoTrace() throws Exception {
        ImportSession session = start(100, 2);
        try (ChunkUpload upload = receive(session)) {
            upload.write(ByteBuffer.wrap(new byte[40]));
            assertEquals(60 + 100, space.reserved());
            Accounting.assertExact(space, data);
        }
        assertEquals(100 + 100, space.reserved());
        assertEquals(0, Accounting.onDisk(data));
        assertEquals(List.of(), status(session).receivedChunks());
    }

    @Test
    void completeTellsWhatIsMissing() throws Exception {
        ImportSession session = start(30, 3);
        send(session, 1, "x");
        DockException refused =
                assertRefused(Problem.VALIDATION_ERROR, "[0, 2]", () -> sessions.complete(session.id(), ANNA));
        assertEquals(List.of(0, 2), refused.details().get("missingChunks"));
        send(session, 0, "x");
        send(session, 2, "x");
        assertRefused(Problem.VALIDATION_ERROR, "3 bytes", () -> sessions.complete(session.id(), ANNA));
        send(session, 2, "x".repeat(28));
        assertEquals(session.modelId(), sessions.complete(session.id(), ANNA).modelId());
    }

    @Test
    void completeTwiceIsTheSameJob() throws Exception {
        ImportSession session = whole();
        Job job = sessions.complete(session.id(), ANNA);
        assertEquals(job.id(), sessions.complete(session.id(), ANNA).id());
        assertEquals(SessionState.COMPLETED, status(session).session().state());
        assertRefused(Problem.CONFLICT, job.id(), () -> send(session, 0, "x"));
        assertRefused(Problem.CONFLICT, "completed", () -> sessions.abort(session.id(), ANNA));
        assertEquals(3, Accounting.onDisk(data), "the job's bytes stay");
    }

    @Test
    void completedByManyAtOnceItIsOneJob() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int round = 0; round < 25; round++) {
            ImportSession session = whole();
            CyclicBarrier together = new CyclicBarrier(8);
            Callable<String> complete = () -> {
                together.await();
                return sessions.complete(session.id(), ANNA).id();
            };
            Set<String> ids = new HashSet<>();
            for (Future<String> each : threads.invokeAll(Collections.nCopies(8, complete))) {
                ids.add(each.get());
            }
            assertEquals(1, ids.size());
        }
        threads.shutdown();
    }

    @Test
    void completedAndGivenUpAtOnceItIsOneOfTheTwo() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        for (int round = 0; round < 50; round++) {
            ImportSession session = whole();
            CyclicBarrier together = new CyclicBarrier(2);
            Future<Boolean> completed = threads.submit(() -> {
                together.await();
                return succeeds(() -> sessions.complete(session.id(), ANNA));
            });
            Future<Boolean> aborted = threads.submit(() -> {
                together.await();
                return succeeds(() -> sessions.abort(session.id(), ANNA));
            });
            assertTrue(completed.get() ^ aborted.get());
            assertEquals(completed.get(), DirectoryTree.size(directory(session)) == 3, "a job's bytes stay");
        }
        threads.shutdown();
    }

    @Test
    void aChunkThatComesInWhileTheSessionEndsIsCutOff() throws Exception {
        ImportSession session = start(100, 2);
        try (ChunkUpload upload = receive(session)) {
            upload.write(ByteBuffer.wrap(new byte[40]));
            sessions.abort(session.id(), ANNA);
            Accounting.assertNothingLeft(space, data);
            assertRefused(Problem.CONFLICT, "ended", () -> upload.write(ByteBuffer.wrap(new byte[1])));
            assertRefused(Problem.CONFLICT, "ended", () -> upload.finish(0));
        }
        Accounting.assertNothingLeft(space, data);
        assertFalse(Files.exists(directory(session)));
    }

    @Test
    void manyChunksAndAnEndAtOnceLeaveNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int round = 0; round < 30; round++) {
            ImportSession session = start(400, 40);
            CyclicBarrier together = new CyclicBarrier(4);
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                int first = t;
                all.add(threads.submit(() -> {
                    together.await();
                    for (int i = first; i < 40; i += 3) {
                        int number = i;
                        succeeds(() -> send(session, number, "0123456789"));
                    }
                    return null;
                }));
            }
            all.add(threads.submit(() -> {
                together.await();
                sessions.abort(session.id(), ANNA);
                return null;
            }));
            for (Future<?> each : all) {
                each.get();
            }
            assertFalse(Files.exists(directory(session)));
            Accounting.assertNothingLeft(space, data);
        }
        threads.shutdown();
    }

    @Test
    void anExpiredSessionIsGone() throws Exception {
        ImportSession session = start(100, 2);
        send(session, 0, "x");
        try (ChunkUpload late = receive(session)) {
            late.write(ByteBuffer.wrap(new byte[1]));
            clock.forward(Duration.ofHours(1));
            assertEquals(Problem.SESSION_EXPIRED, problem(() -> late.finish(1)));
        }
        assertEquals(Problem.SESSION_EXPIRED, problem(() -> sessions.complete(session.id(), ANNA)));
        assertEquals(Problem.SESSION_EXPIRED, problem(() -> send(session, 1, "x")));
        assertEquals(SessionState.EXPIRED, status(session).session().state());
        assertEquals(List.of("0", "ended"), heard);
        Accounting.assertNothingLeft(space, data);
    }

    @Test
    void theSweepEndsWhatRanOutAndForgetsItAfterAWeek() throws Exception {
        ImportSession session = start(100, 2);
        send(session, 0, "x");
        sessions.sweep();
        assertEquals(SessionState.OPEN, status(session).session().state());
        clock.forward(Duration.ofHours(1));
        sessions.sweep();
        Accounting.assertNothingLeft(space, data);
        assertEquals(SessionState.EXPIRED, status(session).session().state());
        clock.forward(Duration.ofDays(8));
        sessions.sweep();
        assertEquals(Problem.NOT_FOUND, problem(() -> status(session)));
    }

    @Test
    void givenUpItFreesItsBytes() throws Exception {
        ImportSession session = start(100, 2);
        send(session, 0, "x");
        sessions.abort(session.id(), ANNA);
        Accounting.assertNothingLeft(space, data);
        assertRefused(Problem.CONFLICT, "given up", () -> send(session, 1, "x"));
        assertRefused(Problem.CONFLICT, "given up", () -> sessions.complete(session.id(), ANNA));
        assertRefused(Problem.CONFLICT, "given up", () -> sessions.abort(session.id(), ANNA));
    }

    @Test
    void aSessionOfSomebodyElseIsNotThere() {
        ImportSession session = start(100, 2);
        assertEquals(Problem.NOT_FOUND, problem(() -> sessions.status(session.id(), BERT)));
        assertEquals(Problem.NOT_FOUND, problem(() -> sessions.complete(session.id(), BERT)));
        assertEquals(Problem.NOT_FOUND, problem(() -> sessions.abort(session.id(), BERT)));
        assertEquals(
                Problem.NOT_FOUND,
                problem(() -> sessions.receive(session.id(), BERT, Optional.of(0), Optional.empty())));
        assertEquals(Problem.NOT_FOUND, problem(() -> sessions.status("nothing", ANNA)));
    }

    @Test
    void aRestartKeepsWhatWasAcknowledged() throws Exception {
        ImportSession session = start(10, 2);
        send(session, 1, "67890");
        Path cutOff = directory(session).resolve("chunks/incoming-of-a-killed-server");
        Files.write(cutOff, new byte[3]);
        space.found(3);
        restart();
        assertFalse(Files.exists(cutOff));
        assertEquals(List.of(1), status(session).receivedChunks());
        assertEquals(5, space.reserved(), "room for what is still to come");
        send(session, 0, "12345");
        sessions.complete(session.id(), ANNA);
        restart();
        assertEquals("1234567890", new String(content(session), StandardCharsets.UTF_8));
        assertEquals(0, space.reserved());
    }

    @Test
    void aSessionIsNotAcceptedWithoutRoom() {
        start(1 << 20, 2);
        start(1 << 20, 2);
        assertEquals(Problem.INSUFFICIENT_STORAGE, problem(() -> start(1, 1)));
        assertEquals(Problem.TOO_LARGE, problem(() -> start((1 << 20) + 1, 2)));
        assertEquals(Problem.TOO_LARGE, problem(() -> start(1 << 20, 30_001)));
    }

    @Test
    void aUserHasOnlySoManySessionsOpen() throws Exception {
        ImportSession first = start(10, 1);
        for (int i = 1; i < LIMITS.maxOpen(); i++) {
            start(10, 1);
        }
        assertEquals(Problem.RATE_LIMITED, problem(() -> start(10, 1)));
        sessions.start(new NewSession("model", "m.tar", "tar", 10, 1, false, false, "", ""), BERT);
        sessions.abort(first.id(), ANNA);
        start(10, 1);
    }

    @Test
    void aModelStillToComeIsToldApartFromOneThatIsNot() throws Exception {
        ImportSession session = whole();
        assertEquals(
                Problem.NOT_READY,
                sessions.notPublished(session.modelId(), ANNA).problem());
        assertEquals(
                Problem.NOT_FOUND,
                sessions.notPublished(session.modelId(), BERT).problem());
        sessions.complete(session.id(), ANNA);
        assertEquals(
                Problem.NOT_READY,
                sessions.notPublished(session.modelId(), ANNA).problem());
        ImportSession gone = start(1, 1);
        sessions.abort(gone.id(), ANNA);
        assertEquals(
                Problem.NOT_FOUND, sessions.notPublished(gone.modelId(), ANNA).problem());
    }

    @Test
    void thousandsOfTinyChunksGoInQuickly() throws Exception {
        int count = 5_000;
        ImportSession session = start(count * 3L, count);
        assertTimeout(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < count; i++) {
                send(session, i, "abc");
            }
            sessions.complete(session.id(), ANNA);
        });
        assertEquals(count * 3, content(session).length);
    }

    @Test
    void theContentReadsTheSameFromAnyPlace() throws Exception {
        byte[] whole = new byte[20_000];
        Random random = new Random(3);
        random.nextBytes(whole);
        ImportSession session = start(whole.length, 61);
        for (int i = 0; i < 61; i++) {
            send(session, i, part(whole, i, 61));
        }
        sessions.complete(session.id(), ANNA);
        PackedContent content = sessions.files().content(session);
        assertEquals(whole.length, content.size());
        try (SeekableByteChannel channel = content.channel()) {
            for (int i = 0; i < 500; i++) {
                int from = random.nextInt(whole.length);
                int length = Math.min(whole.length - from, 1 + random.nextInt(1_500));
                assertArrayEquals(Arrays.copyOfRange(whole, from, from + length), read(channel, from, length));
            }
            assertEquals(-1, channel.position(whole.length).read(ByteBuffer.allocate(1)));
            assertThrows(IllegalArgumentException.class, () -> channel.position(-1));
        }
        try (InputStream stream = content.stream()) {
            assertEquals(whole[0], (byte) stream.read());
            stream.skipNBytes(4_999);
            assertArrayEquals(Arrays.copyOfRange(whole, 5_000, 9_000), stream.readNBytes(4_000));
        }
    }

    private static byte[] read(SeekableByteChannel channel, int from, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        channel.position(from);
        while (target.hasRemaining()) {
            assertTrue(channel.read(target) > 0);
        }
        return target.array();
    }

    private static byte[] part(byte[] whole, int index, int count) {
        return Arrays.copyOfRange(whole, whole.length * index / count, whole.length * (index + 1) / count);
    }

    private ImportSession start(long size, int chunks) {
        return sessions.start(new NewSession("model", "m.tar", "tar", size, chunks, false, false, "", ""), ANNA);
    }

    private ImportSession whole() throws IOException {
        ImportSession session = start(3, 1);
        send(session, 0, "abc");
        return session;
    }

    private ChunkUpload receive(ImportSession session) throws IOException {
        return sessions.receive(session.id(), ANNA, Optional.empty(), Optional.empty());
    }

    private void send(ImportSession session, int number, String text) throws IOException {
        send(session, number, text, Optional.empty());
    }

    private void send(ImportSession session, int number, String text, Optional<String> sha256) throws IOException {
        try (ChunkUpload upload = sessions.receive(session.id(), ANNA, Optional.empty(), sha256)) {
            upload.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            upload.finish(number);
        }
    }

    private void send(ImportSession session, int number, byte[] bytes) throws IOException {
        try (ChunkUpload upload = sessions.receive(session.id(), ANNA, Optional.of(number), Optional.empty())) {
            upload.write(ByteBuffer.wrap(bytes));
            upload.finish(number);
        }
    }

    private SessionStatus status(ImportSession session) throws IOException {
        return sessions.status(session.id(), ANNA);
    }

    private byte[] content(ImportSession session) throws IOException {
        try (InputStream in = sessions.files().content(session).stream()) {
            return in.readAllBytes();
        }
    }

    private Path directory(ImportSession session) {
        return data.resolve("staging").resolve(session.id());
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
