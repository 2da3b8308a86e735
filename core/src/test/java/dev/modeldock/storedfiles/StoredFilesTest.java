package dev.modeldock.storedfiles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
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

class StoredFilesTest {
    private static final Caller ANNA = new Caller("anna", EnumSet.of(Scope.EXPORT_MODEL), Optional.empty());
    private static final Caller BERT = new Caller("bert", EnumSet.of(Scope.WRITE), Optional.empty());
    private static final Caller ADMIN = new Caller("root", EnumSet.of(Scope.ADMIN), Optional.empty());
    private static final int MOST = 200_000;
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final int QUOTA = 4 << 20;

    @TempDir
    private Path data;

    private final MutableClock clock = new MutableClock();
    private Database database;
    private Space space;
    private Blobs blobs;
    private StoredFiles files;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(data.resolve("modeldock.db"));
        space = new Space(data, QUOTA, 0);
        blobs = new Blobs(data.resolve("blobs"), new BlobStore(database), space, clock);
        files = new StoredFiles(
                database,
                blobs,
                new StoredFiles.Means(
                        data.resolve("staging"),
                        new FileLimits(MOST, LIFETIME),
                        Seal.open(data.resolve("seal.key")),
                        clock));
    }

    @AfterEach
    void close() throws IOException {
        assertEquals(0, DirectoryTree.size(data.resolve("staging")), "staging holds nothing");
        assertEquals(0, space.reserved(), "bytes promised to nobody");
        Accounting.assertExact(space, data);
        blobs.close();
        database.close();
    }

    @Test
    void aFileIsKeptAsItCameWithItsOwnerAndItsTime() throws Exception {
        byte[] bytes = random(70_000, 1);
        StoredFile kept = upload("anna", "Sound.WAV", bytes);
        assertTrue(kept.id().matches("[0-9a-f]{24}"), kept.id());
        assertTrue(kept.place().matches("f-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.wav"), kept.place());
        assertEquals("Sound.WAV", kept.name());
        assertEquals("wav", kept.extension());
        assertEquals(bytes.length, kept.size());
        assertEquals(sha256(bytes), kept.sha256());
        assertEquals(clock.instant(), kept.created());
        assertEquals(clock.instant().plus(LIFETIME), kept.expires());
        close();
        open();
        assertEquals(kept, files.get(kept.id(), ANNA), "a restart changes nothing");
        assertEquals(kept, files.at(kept.place()));
        assertArrayEquals(bytes, content(kept));
        try (InputStream in = files.open(kept)) {
            assertArrayEquals(bytes, in.readAllBytes());
        }
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        files.copy(kept, 5, 69_000, part);
        assertArrayEquals(Arrays.copyOfRange(bytes, 5, 69_000), part.toByteArray());
    }

    @Test
    void equalBytesAreStoredOnceWhoeverSendsThem() throws Exception {
        byte[] bytes = random(1_000, 2);
        StoredFile hers = upload("anna", "a.json", bytes);
        StoredFile his = upload("bert", "b.png", bytes);
        StoredFile again = upload("anna", "a.json", bytes);
        assertEquals(3, Set.of(hers.id(), his.id(), again.id()).size());
        assertEquals(3, Set.of(hers.place(), his.place(), again.place()).size());
        assertEquals(1_000, space.used());
        assertEquals(hers.sha256(), his.sha256());
        assertEquals("b.png", files.get(his.id(), BERT).name());
    }

    @Test
    void ofManyWhoSendTheSameBytesAtOnceEachHasAFileAndTheBytesAreOne() throws Exception {
        byte[] bytes = random(50_000, 3);
        Set<String> ids = new HashSet<>();
        for (StoredFile each : atOnce(20, () -> upload("anna", "same.gif", bytes))) {
            ids.add(each.id());
            assertArrayEquals(bytes, content(each));
        }
        assertEquals(20, ids.size());
        assertEquals(50_000, Accounting.onDisk(data));
    }

    // ---- whose it is, and how long

    @Test
    void othersFilesAreNotFound() throws Exception {
        StoredFile hers = upload("anna", "a.json", random(10, 4));
        assertEquals(hers, files.get(hers.id(), ANNA));
        assertEquals(hers, files.get(hers.id(), ADMIN));
        assertRefused(Problem.NOT_FOUND, hers.id(), () -> files.get(hers.id(), BERT));
        assertRefused(Problem.NOT_FOUND, "\"no such\"", () -> files.get("no such", ANNA));
        assertRefused(Problem.NOT_FOUND, "9000 characters", () -> files.get("x".repeat(9_000), ANNA));
        assertRefused(Problem.NOT_FOUND, "a?b", () -> files.get("a\nb", ANNA));
        assertRefused(Problem.NOT_FOUND, "", () -> files.at("f-nothing.json"));
        assertRefused(Problem.NOT_FOUND, "", () -> files.at(hers.id()));
    }

    @Test
    void whatRanOutIsGoneBeforeItIsSwept() throws Exception {
        StoredFile kept = upload("anna", "a.json", random(10, 5));
        clock.forward(LIFETIME.minusMillis(1));
        assertEquals(kept, files.get(kept.id(), ANNA));
        clock.forward(Duration.ofMillis(1));
        assertRefused(Problem.NOT_FOUND, "expired", () -> files.get(kept.id(), ANNA));
        assertRefused(Problem.NOT_FOUND, "expired", () -> files.get(kept.id(), ADMIN));
        assertRefused(Problem.NOT_FOUND, "time is over", () -> files.at(kept.place()));
        files.sweep();
        Accounting.assertNothingLeft(space, data);
        assertRefused(Problem.NOT_FOUND, "", () -> files.get(kept.id(), ANNA));
    }

    @Test
    void theBytesOfAnExpiredFileStayWhileAnotherFileNeedsThem() throws Exception {
        byte[] bytes = random(300, 6);
        upload("anna", "a.json", bytes);
        clock.forward(Duration.ofMinutes(30));
        StoredFile later = upload("bert", "b.json", bytes);
        clock.forward(Duration.ofMinutes(30));
        files.sweep();
        assertEquals(300, space.used());
        assertArrayEquals(bytes, content(files.get(later.id(), BERT)));
        clock.forward(Duration.ofMinutes(30));
        files.sweep();
        Accounting.assertNothingLeft(space, data);
    }

    @Test
    void whatWorkNeedsLastsLongerAndNeverShorter() throws Exception {
        StoredFile kept = upload("anna", "a.json", random(10, 7));
        clock.forward(Duration.ofMinutes(40));
        files.keepOn(List.of(kept));
        assertEquals(clock.instant().plus(LIFETIME), files.get(kept.id(), ANNA).expires());
        clock.forward(Duration.ofMinutes(40));
        files.sweep();
        assertEquals(10, content(files.get(kept.id(), ANNA)).length);
        StoredFiles brief = new StoredFiles(
                database,
                blobs,
                new StoredFiles.Means(
                        data.resolve("staging"),
                        new FileLimits(1, Duration.ZERO),
                        Seal.open(data.resolve("seal.key")),
                        clock));
        brief.keepOn(List.of(kept));
        assertEquals(10, content(files.get(kept.id(), ANNA)).length, "never shorter");
    }

    @Test
    void moreThanAPageRunsOutAtOnce() throws Exception {
        for (int i = 0; i < 510; i++) {
            upload("anna", "a.json", new byte[] {(byte) (i % 3)});
        }
        StoredFile last = upload("anna", "a.json", new byte[] {1});
        clock.forward(Duration.ofMinutes(1));
        files.keepOn(List.of(last));
        clock.forward(LIFETIME.minusMinutes(1));
        files.sweep();
        assertEquals(1, space.used());
        assertArrayEquals(new byte[] {1}, content(files.get(last.id(), ANNA)));
    }

    @Test
    void bytesThatComeWhileTheSameOnesAreSweptAreHere() throws Exception {
        byte[] bytes = random(80_000, 8);
        for (int round = 0; round < 40; round++) {
            upload("anna", "old.png", bytes);
            clock.forward(LIFETIME);
            StoredFile fresh = atOnce(List.of(
                            () -> {
                                files.sweep();
                                return null;
                            },
                            () -> upload("anna", "new.png", bytes)))
                    .get(1);
            files.sweep();
            assertArrayEquals(bytes, content(files.get(fresh.id(), ANNA)), "round " + round);
            assertEquals(bytes.length, space.used(), "round " + round);
        }
    }

    // ---- uploads that come to nothing

    @Test
    void exactlyTheMostIsTakenAndOneByteMoreIsNot() throws Exception {
        assertEquals(MOST, upload("anna", "a.zip", random(MOST, 9)).size());
        for (long announced : List.of(0L, (long) MOST + 1, Long.MAX_VALUE)) {
            try (FileUpload upload = files.receive(announced)) {
                upload.write(ByteBuffer.wrap(random(MOST, 10)));
                DockException refused =
                        assertRefused(Problem.TOO_LARGE, "session", () -> upload.write(ByteBuffer.wrap(new byte[1])));
                assertEquals((long) MOST, refused.details().get("maxBytes"));
            }
            assertOnly(MOST);
        }
    }

    @Test
    void roomIsPromisedWhileItComesAndGivenBackWhenItBreaksOff() throws Exception {
        try (FileUpload upload = files.receive(1_000)) {
            assertEquals(1_000, space.reserved());
            upload.write(ByteBuffer.wrap(new byte[400]));
            assertEquals(600, space.reserved());
            assertEquals(400, space.used());
            Accounting.assertExact(space, data);
        }
        Accounting.assertNothingLeft(space, data);
        try (FileUpload upload = files.receive(0)) {
            upload.write(ByteBuffer.wrap(new byte[400]));
            assertEquals(400, space.used(), "who announces nothing takes as it comes");
        }
        Accounting.assertNothingLeft(space, data);
        assertEquals(Set.of(), staging());
    }

    @Test
    void whereNoRoomIsLeftNothingStays() throws Exception {
        Space.Reservation others = space.reserve(QUOTA - 1_000);
        assertEquals(Problem.INSUFFICIENT_STORAGE, problem(() -> files.receive(1_001)));
        try (FileUpload upload = files.receive(0)) {
            upload.write(ByteBuffer.wrap(new byte[900]));
            assertEquals(Problem.INSUFFICIENT_STORAGE, problem(() -> upload.write(ByteBuffer.wrap(new byte[101]))));
        }
        assertOnly(0);
        assertEquals(1_000, upload("anna", "a.json", random(1_000, 11)).size());
        others.close();
    }

    @Test
    void anEmptyFileIsRefused() throws Exception {
        assertRefused(Problem.VALIDATION_ERROR, "empty", () -> upload("anna", "a.json", new byte[0]));
        assertOnly(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                ".",
                "..",
                "../..",
                "a/",
                "a\\",
                "noextension",
                "json",
                "tar",
                "a.exe",
                "a.json.exe",
                "a.",
                "a.json/..",
                "a\u0000.json",
                "a\r\nX-Evil: b.json",
                "a\u007f.json",
                "a\u0085.json"
            })
    void aNameThatIsNoneIsRefusedAfterTheBytesAndNothingStays(String name) throws Exception {
        assertEquals(Problem.VALIDATION_ERROR, problem(() -> upload("anna", name, random(3_000, 12))));
        assertOnly(0);
    }

    @Test
    void aNameHasAtMost255Characters() throws Exception {
        assertEquals(
                255,
                upload("anna", "x".repeat(250) + ".json", random(10, 13)).name().length());
        assertRefused(
                Problem.VALIDATION_ERROR,
                "256 characters",
                () -> upload("anna", "x".repeat(251) + ".json", random(10, 13)));
        DockException refused = assertRefused(
                Problem.VALIDATION_ERROR, "extension", () -> upload("anna", "x." + "y".repeat(200), new byte[1]));
        assertTrue(refused.getMessage().length() < 500, refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            ../../etc/passwd.json,       passwd.json
            /etc/passwd.json,            passwd.json
            C:\\Users\\anna\\photo.JPG,  photo.JPG
            ..\\..\\photo.jpeg,          photo.jpeg
            a b'c%00.png,                a b'c%00.png
            'say "hi";.png',             'say "hi";.png'
            Füße 日本語 🦖.mp3,            Füße 日本語 🦖.mp3
            .json,                       .json
            a.exe.Json,                  a.exe.Json
            """)
    void aNameIsShownAndNeverAPath(String given, String kept) throws Exception {
        StoredFile file = upload("anna", given, random(10, 14));
        assertEquals(kept, files.get(file.id(), ANNA).name());
        assertTrue(file.place().matches("f-[0-9a-f-]{36}\\.[a-z0-9]+"), file.place());
        assertTrue(Files.exists(blobs.path(file.sha256())));
        assertEquals(1, blobFiles());
    }

    // ---- what files are for

    @ParameterizedTest
    @CsvSource({
        "dataset, DATASET",
        "bulkImport, BULK_IMPORT",
        "BULKIMPORT, BULK_IMPORT",
        "' bulkimport ', BULK_IMPORT",
        "Tool, TOOL",
        "workflow, WORKFLOW",
        "AGENT, AGENT",
        "Model, MODEL"
    })
    void aContextIsKnownInAnyCase(String label, FileContext context) {
        assertEquals(context, FileContext.of(label));
    }

    @Test
    void anUnknownContextIsToldWithTheNearest() {
        assertRefused(Problem.VALIDATION_ERROR, "nearest is \"bulkImport\"", () -> FileContext.of("bulk_import"));
        DockException refused = assertRefused(
                Problem.VALIDATION_ERROR, "expected one of model, dataset", () -> FileContext.of("x\n".repeat(5_000)));
        assertTrue(refused.getMessage().length() < 400, refused.getMessage());
        assertFalse(refused.getMessage().contains("\n"), refused.getMessage());
        assertEquals("fileContext", refused.details().get("field"));
    }

    @ParameterizedTest
    @CsvSource({
        "dataset, a.csv",
        "dataset, a.jsonl",
        "dataset, a.tar.gz",
        "dataset, a.JSON",
        "dataset, a.zip",
        "bulkImport, a.m4a",
        "bulkImport, a.mp3",
        "bulkImport, a.webm",
        "bulkImport, a.mp4",
        "bulkImport, a.mpga",
        "bulkImport, a.wav",
        "bulkImport, a.mpeg",
        "bulkImport, a.png",
        "bulkImport, a.jpeg",
        "bulkImport, a.JPG",
        "bulkImport, a.webp",
        "bulkImport, a.gif",
        "bulkImport, a.json",
        "bulkImport, a.zip",
        "tool, flow_definition.json",
        "workflow, app_definition.json",
        "agent, env_variables.json"
    })
    void theContextSaysWhichExtensionsItTakes(String context, String name) {
        assertEquals(name, NewFile.named("anna", FileContext.of(context), name).name());
    }

    @ParameterizedTest
    @CsvSource({"dataset, a.png", "bulkImport, a.csv", "bulkImport, a.tar", "tool, a.jsonl", "tool, a.html"})
    void theContextSaysWhichExtensionsItDoesNotTake(String context, String name) {
        DockException refused = assertRefused(
                Problem.VALIDATION_ERROR, context, () -> NewFile.named("anna", FileContext.of(context), name));
        assertTrue(refused.getMessage().contains("json"), "it says which it takes");
    }

    // ---- steps

    private StoredFile upload(String user, String name, byte[] bytes) throws IOException, InterruptedException {
        try (FileUpload upload = files.receive(bytes.length)) {
            for (int from = 0; from < bytes.length; from += 32_768) {
                upload.write(ByteBuffer.wrap(bytes, from, Math.min(32_768, bytes.length - from)));
            }
            return upload.finish(NewFile.named(user, FileContext.BULK_IMPORT, name));
        }
    }

    private byte[] content(StoredFile file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        files.copy(file, 0, file.size(), bytes);
        return bytes.toByteArray();
    }

    private static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static List<StoredFile> atOnce(int count, Callable<StoredFile> work) throws Exception {
        return atOnce(Collections.nCopies(count, work));
    }

    private static List<StoredFile> atOnce(List<Callable<StoredFile>> works) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        try {
            CyclicBarrier together = new CyclicBarrier(works.size());
            List<Future<StoredFile>> all = new java.util.ArrayList<>();
            for (Callable<StoredFile> work : works) {
                all.add(threads.submit(() -> {
                    together.await();
                    return work.call();
                }));
            }
            List<StoredFile> made = new java.util.ArrayList<>();
            for (Future<StoredFile> each : all) {
                made.add(each.get());
            }
            return made;
        } finally {
            threads.shutdown();
        }
    }

    /** Hold that so many bytes of blobs are here, and nothing of what was under way. */
    private void assertOnly(long bytes) throws IOException {
        assertEquals(Set.of(), staging());
        assertEquals(bytes, space.used());
        Accounting.assertExact(space, data);
    }

    private Set<String> staging() throws IOException {
        try (var found = Files.list(data.resolve("staging"))) {
            return Set.copyOf(found.map(Path::toString).toList());
        }
    }

    private long blobFiles() throws IOException {
        try (var found = Files.walk(data.resolve("blobs"))) {
            return found.filter(Files::isRegularFile).count();
        }
    }

    private static Problem problem(Executable call) {
        return assertThrows(DockException.class, call).problem();
    }

    private static DockException assertRefused(Problem problem, String words, Executable call) {
        DockException refused = assertThrows(DockException.class, call);
        assertEquals(problem, refused.problem());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
        assertNotEquals("", refused.getMessage().strip());
        return refused;
    }
}
