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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Files whose bytes are encrypted once it is known that secrets are in them. */
class SealedFilesTest {
    private static final Caller LOCAL = Caller.local();
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final int QUOTA = 4 << 20;
    /** What AES-GCM adds: a nonce and a tag. */
    private static final int SEALING = 12 + 16;

    @TempDir
    private Path data;

    private final MutableClock clock = new MutableClock();
    private final byte[] bytes = secret(90_000);
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
                        new FileLimits(QUOTA, LIFETIME),
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
    void itReadsAsBeforeFromAnyPlaceAndLiesNowhereInClear() throws Exception {
        StoredFile clear = upload();
        assertTrue(liesInClear());
        files.seal(clear);
        assertFalse(liesInClear());
        close();
        open();
        StoredFile sealed = files.get(clear.id(), LOCAL);
        assertTrue(sealed.sealed());
        assertNotEquals(clear.sha256(), sealed.sha256());
        assertEquals(
                List.of(clear.place(), clear.name(), clear.size(), clear.expires()),
                List.of(sealed.place(), sealed.name(), sealed.size(), sealed.expires()));
        assertReads(sealed);
        assertEquals(bytes.length + SEALING, space.used());
    }

    @Test
    void whoKnowsTheFileAsItWasBeforeReadsItAllTheSame() throws Exception {
        StoredFile clear = upload();
        InputStream begun = files.open(clear);
        files.seal(clear);
        assertFalse(Files.exists(blobs.path(clear.sha256())));
        assertReads(clear);
        try (begun) {
            assertArrayEquals(bytes, begun.readAllBytes(), "an open one is read to its end");
        }
    }

    @Test
    void readsBesideTheSealingAreAlwaysWhole() throws Exception {
        for (int round = 0; round < 20; round++) {
            StoredFile clear = upload();
            CyclicBarrier together = new CyclicBarrier(4);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    boolean seals = i < 2;
                    all.add(threads.submit(() -> {
                        together.await();
                        if (seals) {
                            files.seal(clear);
                        }
                        assertReads(clear);
                        return null;
                    }));
                }
                for (Future<?> each : all) {
                    each.get();
                }
            } finally {
                threads.shutdown();
            }
            assertEquals(1, blobFiles(), "two who seal leave one");
            clock.forward(LIFETIME);
            files.sweep();
            assertEquals(0, space.used());
        }
    }

    @Test
    void twiceSealedIsOnce() throws Exception {
        StoredFile clear = upload();
        files.seal(clear);
        StoredFile sealed = files.get(clear.id(), LOCAL);
        files.seal(clear);
        files.seal(sealed);
        assertEquals(sealed, files.get(clear.id(), LOCAL));
        assertEquals(1, blobFiles());
        assertReads(sealed);
    }

    @Test
    void theFormerBytesStayAsLongAsAnotherFileNeedsThem() throws Exception {
        StoredFile mine = upload();
        StoredFile other = upload();
        files.seal(mine);
        assertReads(other);
        assertEquals(2, blobFiles());
        files.seal(other);
        assertFalse(liesInClear());
        assertEquals(2, blobFiles(), "equal bytes are sealed to different ones");
        assertReads(mine);
        assertReads(other);
    }

    @Test
    void aSealedFileGoesWithItsTime() throws Exception {
        StoredFile clear = upload();
        files.seal(clear);
        StoredFile sealed = files.get(clear.id(), LOCAL);
        clock.forward(LIFETIME);
        files.sweep();
        Accounting.assertNothingLeft(space, data);
        for (StoredFile gone : List.of(clear, sealed)) {
            assertEquals(Problem.NOT_FOUND, problem(() -> files.open(gone)));
            assertEquals(Problem.NOT_FOUND, problem(() -> files.copy(gone, 0, 1, new ByteArrayOutputStream())));
        }
        assertEquals(Problem.NOT_FOUND, problem(() -> files.seal(clear)));
    }

    @Test
    void anInterruptedSealingChangesNothing() throws Exception {
        StoredFile clear = upload();
        Thread.currentThread().interrupt();
        assertThrows(Exception.class, () -> files.seal(clear));
        Thread.interrupted();
        assertEquals(clear, files.get(clear.id(), LOCAL));
        assertReads(clear);
        assertEquals(bytes.length, space.used());
        files.seal(clear);
        assertFalse(liesInClear());
    }

    @Test
    void whereNoRoomIsLeftItStaysAsItWas() throws Exception {
        StoredFile clear = upload();
        Space.Reservation others = space.reserve(QUOTA - bytes.length - 1_000);
        assertEquals(Problem.INSUFFICIENT_STORAGE, problem(() -> files.seal(clear)));
        assertReads(files.get(clear.id(), LOCAL));
        assertEquals(bytes.length, space.used());
        others.close();
    }

    @Test
    void withoutItsKeyItTellsNothing() throws Exception {
        StoredFile clear = upload();
        files.seal(clear);
        StoredFile sealed = files.get(clear.id(), LOCAL);
        close();
        Files.delete(data.resolve("seal.key"));
        open();
        assertThrows(IllegalStateException.class, () -> files.open(sealed));
    }

    private void assertReads(StoredFile file) throws IOException {
        try (InputStream in = files.open(file)) {
            assertArrayEquals(bytes, in.readAllBytes());
        }
        for (int from : new int[] {0, 1, 65_535, 65_536, bytes.length - 1, bytes.length}) {
            for (int to : new int[] {from, Math.min(bytes.length, from + 1), bytes.length}) {
                ByteArrayOutputStream part = new ByteArrayOutputStream();
                files.copy(file, from, to, part);
                assertArrayEquals(Arrays.copyOfRange(bytes, from, to), part.toByteArray());
            }
        }
    }

    private StoredFile upload() throws IOException, InterruptedException {
        try (FileUpload upload = files.receive(bytes.length)) {
            upload.write(ByteBuffer.wrap(bytes));
            return upload.finish(NewFile.named(LOCAL.user(), FileContext.TOOL, "env_variables.json"));
        }
    }

    private static byte[] secret(int size) {
        byte[] bytes = new byte[size];
        new Random(4).nextBytes(bytes);
        byte[] word = "never in clear".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(word, 0, bytes, 1_000, word.length);
        return bytes;
    }

    private boolean liesInClear() throws IOException {
        try (Stream<Path> found = Files.walk(data)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("never in clear")) {
                    return true;
                }
            }
            return false;
        }
    }

    private long blobFiles() throws IOException {
        try (Stream<Path> found = Files.walk(data.resolve("blobs"))) {
            return found.filter(Files::isRegularFile).count();
        }
    }

    private static Problem problem(Executable call) {
        return assertThrows(DockException.class, call).problem();
    }
}
