package dev.modeldock.transfers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.Await;
import dev.modeldock.fakes.Content;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Part;
import dev.modeldock.spi.RemoteContent;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine against a place within the process: what is asked of it, what stays on the disk, and when it ends. */
@Timeout(60)
class TransfersTest {
    private static final long MIB = 1 << 20;
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Transfers.Steps STEPS = new Transfers.Steps(MIB, Duration.ofMillis(2));
    private static final SourceException UNREACHABLE = SourceException.unreachable("It fails there.", null);

    @TempDir
    private Path temp;

    private final Place place = new Place();
    private final List<Transfers> opened = new ArrayList<>();
    private final List<Fetching> started = new ArrayList<>();
    private Transfers transfers;
    private Shelf shelf;

    @BeforeEach
    void open() throws IOException {
        transfers = transfers(LONG);
        shelf = shelf("shelf");
    }

    @AfterEach
    void nothingIsLeftRunning() throws Exception {
        opened.forEach(Transfers::close);
        started.forEach(Fetching::giveUp);
        Await.until(
                "no thread of a pull is left: " + Await.threads("fetching"),
                () -> Await.threads("fetching").isEmpty());
        Await.until("no watch is left", () -> Await.threads("stall-").isEmpty());
        Await.until("all streams are closed", () -> place.open() == 0);
    }

    private Transfers transfers(Duration stall) {
        return transfers(new TransferLimits(stall, 4, Duration.ofSeconds(2)), 0);
    }

    private Transfers transfers(TransferLimits limits, long rate) {
        Transfers fresh = new Transfers(limits, rate, STEPS);
        opened.add(fresh);
        return fresh;
    }

    private Shelf shelf(String name) throws IOException {
        return new Shelf(Files.createDirectories(temp.resolve(name)));
    }

    private Fetching fetching(Transfers engine, List<RemoteFile> files, Place opener, Target target, int connections) {
        Fetching fetching = Fetching.of(engine, files, opener, target, connections);
        started.add(fetching);
        return fetching;
    }

    private void fetch(int connections, RemoteFile... files) throws Exception {
        fetching(transfers, List.of(files), place, shelf, connections).done();
    }

    private Throwable failure(RemoteFile... files) throws Exception {
        return fetching(transfers, List.of(files), place, shelf, 2).failure();
    }

    private Fetching start(RemoteFile... files) {
        return fetching(transfers, List.of(files), place, shelf, 2);
    }

    private void refusedFor(Reason reason, RemoteFile... files) throws Exception {
        assertEquals(
                reason, assertInstanceOf(SourceException.class, failure(files)).reason());
    }

    // What comes.

    @Test
    void filesComeAtOnceButNoMoreThanConnections() throws Exception {
        CountDownLatch four = new CountDownLatch(4);
        place.always(asked -> {
            four.countDown();
            assertTrue(four.await(10, TimeUnit.SECONDS), "four at once");
            return Place.well(asked);
        });
        Map<RemoteFile, Content> files = new HashMap<>();
        for (int i = 0; i < 12; i++) {
            Content content = Content.generated(i, 10_000 + i);
            files.put(place.file("f" + i, content), content);
        }
        fetching(transfers, List.copyOf(files.keySet()), place, shelf, 4).done();
        assertEquals(4, place.mostOpen());
        for (Map.Entry<RemoteFile, Content> each : files.entrySet()) {
            shelf.assertHas(each.getKey(), each.getValue());
        }
        shelf.assertDone(place.bytes());
        assertEquals(place.bytes(), shelf.moved());
    }

    @Test
    void aLargeFileComesInParts() throws Exception {
        Content content = Content.generated(1, 10 * MIB + 12_345);
        RemoteFile file = place.file("large", content);
        CountDownLatch three = new CountDownLatch(3);
        place.always(asked -> {
            three.countDown();
            assertTrue(three.await(10, TimeUnit.SECONDS), "three at once");
            return Place.well(asked);
        });
        fetch(3, file);
        shelf.assertHas(file, content);
        assertEquals(3, place.mostOpen());
        assertEquals(content.size(), place.bytes());
        List<Long> begun =
                place.parts("large").stream().map(Part::offset).sorted().toList();
        assertEquals(11, begun.size());
        for (int i = 0; i < 11; i++) {
            assertEquals(i * MIB, begun.get(i));
        }
        assertTrue(place.parts("large").contains(new Part(10 * MIB, RemoteFile.UNKNOWN, place.validator("large")))
                || place.parts("large").contains(Part.from(10 * MIB)));
        shelf.assertDone(content.size());
    }

    @Test
    void aPlaceThatGivesNoPartsIsAskedOnce() throws Exception {
        Content content = Content.generated(1, 10 * MIB);
        RemoteFile file = place.notInParts().file("large", content);
        fetch(4, file);
        shelf.assertHas(file, content);
        assertEquals(List.of(Part.from(0)), place.parts("large"));
    }

    @Test
    void anEmptyFileIsNotAskedFor() throws Exception {
        RemoteFile file = place.file("empty", Content.of(""));
        RemoteFile plain = place.plain("plain", Content.of(""));
        fetch(2, file, plain);
        shelf.assertHas(file, Content.of(""));
        shelf.assertHas(plain, Content.of(""));
        assertEquals(0, place.askedTimes());
    }

    @Test
    void aFileOfUnknownSizeComesToItsEnd() throws Exception {
        Content content = Content.generated(2, 2 * MIB + 1);
        RemoteFile told = place.plain("unknown", content);
        RemoteFile file = RemoteFile.of(told.path(), RemoteFile.UNKNOWN);
        place.then("unknown", asked -> asked.with(asked.body().cutAt(MIB)));
        fetch(2, file);
        shelf.assertHas(file, content);
        assertEquals(
                List.of(Part.from(0), new Part(MIB, RemoteFile.UNKNOWN, place.validator("unknown"))),
                place.parts("unknown"));
    }

    @Test
    void anEmptyFileOfUnknownSizeComes() throws Exception {
        RemoteFile file = RemoteFile.of(place.plain("none", Content.of("")).path(), RemoteFile.UNKNOWN);
        fetch(2, file);
        shelf.assertHas(file, Content.of(""));
    }

    @Test
    void whatIsNotWantedIsNotAskedFor() throws Exception {
        RemoteFile file = place.file("a", Content.generated(1, 100));
        shelf.doesNotWant("a");
        fetch(2, file);
        assertEquals(0, place.askedTimes());
        assertEquals(Map.of(), shelf.all());
    }

    @Test
    void nothingToFetchIsNoWork() throws Exception {
        fetch(4);
        shelf.assertEmpty();
    }

    @Test
    void gitsHashIsCheckedToo() throws Exception {
        Content content = Content.of("{\"a\": 1}");
        RemoteFile file = place.plain("config.json", content).withGitSha1(content.gitSha1());
        fetch(2, file);
        shelf.assertHas(file, content);
        RemoteFile other =
                place.plain("other.json", content).withGitSha1(Content.of("x").gitSha1());
        mismatch(other);
    }

    @Test
    void manySmallFilesComeQuickly() throws Exception {
        List<RemoteFile> files = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            files.add(place.file("d" + i / 100 + "/f" + i, Content.generated(i, 20)));
        }
        fetching(transfers, files, place, shelf, 8).done();
        assertEquals(10_000, shelf.all().size());
        assertEquals(10_000, place.askedTimes());
        assertEquals(200_000, shelf.moved());
        shelf.assertCountedRight();
    }

    @Test
    void memoryDoesNotGrowWithTheFile() throws Exception {
        Content content = Content.generated(3, 400 * MIB);
        RemoteFile file = RemoteFile.of(place.plain("huge", content).path(), content.size());
        Runtime runtime = Runtime.getRuntime();
        List<Long> used = Collections.synchronizedList(new ArrayList<>());
        place.always(asked -> {
            System.gc();
            used.add(runtime.totalMemory() - runtime.freeMemory());
            return asked.with(asked.body());
        });
        transfers = new Transfers(
                new TransferLimits(LONG, 4, SHORT), 0, new Transfers.Steps(50 * MIB, Duration.ofMillis(2)));
        opened.add(transfers);
        fetch(2, file);
        assertEquals(content.size(), shelf.all().get("huge").size());
        long grown = used.get(used.size() - 1) - used.get(0);
        assertTrue(grown < 32 * MIB, "grew by " + grown);
    }

    // Breaking off, and going on.

    @Test
    void afterACutOnlyTheMissingBytesAreAskedFor() throws Exception {
        Content content = Content.generated(4, 300_000);
        RemoteFile file = place.file("a", content);
        place.then(
                "a",
                asked -> asked.with(asked.body().cutAt(100_000)),
                asked -> asked.with(asked.body().cutAt(250_000)));
        fetch(2, file);
        shelf.assertHas(file, content);
        assertEquals(
                List.of(
                        Part.from(0),
                        new Part(100_000, RemoteFile.UNKNOWN, place.validator("a")),
                        new Part(250_000, RemoteFile.UNKNOWN, place.validator("a"))),
                place.parts("a"));
        assertEquals(content.size(), place.bytes());
        shelf.assertDone(content.size());
    }

    @Test
    void partsAreResumedEachOnItsOwn() throws Exception {
        Content content = Content.generated(5, 6 * MIB);
        RemoteFile file = place.file("a", content);
        AtomicInteger cuts = new AtomicInteger();
        place.always(asked -> {
            boolean cut = asked.part().offset() % MIB == 0;
            cuts.addAndGet(cut ? 1 : 0);
            return asked.with(cut ? asked.body().cutAt(asked.part().offset() + 300_000) : asked.body());
        });
        fetch(3, file);
        shelf.assertHas(file, content);
        assertEquals(6, cuts.get());
        assertEquals(content.size(), place.bytes());
    }

    @Test
    void aRestartGoesOnFromTheDisk() throws Exception {
        Content content = Content.generated(6, 8 * MIB);
        RemoteFile file = place.file("a", content);
        place.always(asked -> asked.with(asked.body().silentAt(asked.part().offset() + MIB / 2)));
        Fetching first = start(file);
        place.awaitServed(MIB);
        assertInstanceOf(InterruptedException.class, first.stop());
        shelf.assertCountedRight();
        long came = place.bytes();
        assertEquals(MIB, came);
        transfers.close();

        transfers = transfers(LONG);
        shelf = shelf("shelf");
        place.always(asked -> {
            assertEquals(MIB, shelf.found(), "what is here was looked at before");
            return Place.well(asked);
        });
        fetch(2, file);
        shelf.assertHas(file, content);
        assertEquals(content.size(), place.bytes(), "only what was missing");
        assertEquals(content.size() - came, shelf.moved());
        for (Part part : place.parts("a").subList(2, place.parts("a").size())) {
            assertEquals(place.validator("a"), part.validator());
        }
    }

    @Test
    void whatIsWholeOnTheDiskIsOnlyHashed() throws Exception {
        Content content = Content.generated(6, 5 * MIB);
        RemoteFile file = place.file("a", content);
        fetch(2, file);
        int asked = place.askedTimes();
        shelf = shelf("shelf");
        fetch(2, file);
        shelf.assertHas(file, content);
        assertEquals(asked, place.askedTimes());
        assertEquals(content.size(), shelf.found());
    }

    @Test
    void whatIsWholeAndWrongOnTheDiskComesAgain() throws Exception {
        Content content = Content.generated(6, 2 * MIB + 1);
        RemoteFile file = place.file("a", content);
        Files.write(shelf.place(file), Content.generated(7, content.size()).bytes());
        shelf = shelf("shelf");
        fetch(2, file);
        shelf.assertHas(file, content);
        shelf.assertDone(content.size());
    }

    @Test
    void whatNothingCanProveIsNotTakenUp() throws Exception {
        Content content = Content.generated(8, 3 * MIB);
        RemoteFile file = place.plain("a", content);
        place.noValidator("a")
                .notInParts()
                .then("a", asked -> asked.with(asked.body().silentAt(2 * MIB)));
        Fetching first = start(file);
        place.awaitServed(2 * MIB);
        first.stop();
        shelf = shelf("shelf");
        fetch(2, file);
        shelf.assertHas(file, content);
        assertEquals(0, shelf.found());
        assertEquals(5 * MIB, place.bytes());
    }

    @Test
    void whatAValidatorProvesIsTakenUp() throws Exception {
        Content content = Content.generated(8, 3 * MIB);
        RemoteFile file = place.plain("a", content);
        place.notInParts().then("a", asked -> asked.with(asked.body().silentAt(2 * MIB)));
        Fetching first = start(file);
        place.awaitServed(2 * MIB);
        first.stop();
        shelf = shelf("shelf");
        fetch(2, file);
        shelf.assertHas(file, content);
        assertEquals(2 * MIB, shelf.found());
        assertEquals(3 * MIB, place.bytes());
    }

    @Test
    void withoutHashAndValidatorACutBeginsAnew() throws Exception {
        Content old = Content.generated(9, 50_000);
        Content fresh = Content.generated(10, 50_000);
        RemoteFile file = place.plain("a", fresh);
        place.noValidator("a")
                .then("a", asked -> asked.with(asked.body(old, 0, old.size()).cutAt(20_000)));
        fetch(2, file);
        shelf.assertHas(file, fresh);
        shelf.assertDone(fresh.size());
    }

    @Test
    void notesThatAreBrokenAreNoNotes() throws Exception {
        Content content = Content.generated(8, 3 * MIB);
        RemoteFile file = place.file("a", content);
        place.notInParts().then("a", asked -> asked.with(asked.body().silentAt(MIB)));
        Fetching first = start(file);
        place.awaitServed(MIB);
        first.stop();
        Path notes = temp.resolve("shelf/a.notes");
        byte[] whole = Files.readAllBytes(notes);
        for (int length : new int[] {0, 3, whole.length / 2, whole.length - 1}) {
            Files.write(notes, Arrays.copyOf(whole, length));
            PartialNotes read = new PartialNotes(temp.resolve("shelf/a"));
            assertNull(read.read(content.size()));
        }
        shelf = shelf("shelf");
        fetch(2, file);
        shelf.assertHas(file, content);
        assertFalse(Files.exists(notes));
    }

    @Test
    void aFileThatWasCutShortOnTheDiskBeginsAnew() throws Exception {
        Content content = Content.generated(8, 3 * MIB);
        RemoteFile file = place.file("a", content);
        place.notInParts().then("a", asked -> asked.with(asked.body().silentAt(2 * MIB)));
        Fetching first = start(file);
        place.awaitServed(2 * MIB);
        first.stop();
        try (var channel = Files.newByteChannel(shelf.place(file), StandardOpenOption.WRITE)) {
            channel.truncate(MIB);
        }
        shelf = shelf("shelf");
        fetch(2, file);
        shelf.assertHas(file, content);
    }

    // A place that goes wrong.

    @Test
    void aPlaceThatCannotSkipBeginsAnewCleanly() throws Exception {
        Content content = Content.generated(11, 200_000);
        RemoteFile file = place.file("a", content);
        place.always(Place::fromItsStart)
                .then("a", asked -> asked.with(asked.body().cutAt(150_000)));
        fetch(2, file);
        shelf.assertHas(file, content);
        assertEquals(
                List.of(Part.from(0), new Part(150_000, RemoteFile.UNKNOWN, place.validator("a")), Part.from(0)),
                place.parts("a"));
        assertEquals(150_000, shelf.dropped());
        shelf.assertDone(content.size());
    }

    @Test
    void aPlaceThatAnswersPartsWithAllOfItBeginsAnewCleanly() throws Exception {
        Content content = Content.generated(11, 6 * MIB);
        RemoteFile file = place.file("a", content);
        place.always(Place::fromItsStart);
        fetch(3, file);
        shelf.assertHas(file, content);
        shelf.assertDone(content.size());
    }

    @Test
    void aPlaceThatBreaksOffAndCannotSkipIsGivenUp() throws Exception {
        RemoteFile file = place.file("a", Content.generated(11, 200_000));
        place.always(asked ->
                asked.part().offset() == 0 ? asked.with(asked.body().cutAt(150_000)) : Place.fromItsStart(asked));
        refusedFor(Reason.UNREACHABLE, file);
        shelf.assertCountedRight();
    }

    @Test
    void aFileThatChangesOnItsWayBeginsAnew() throws Exception {
        Content old = Content.generated(12, 100_000);
        Content fresh = Content.generated(13, 100_000);
        RemoteFile file = place.plain("a", fresh);
        place.then(
                "a", asked -> new RemoteContent(asked.body(old, 0, old.size()).cutAt(60_000), 0, "\"old\""));
        fetch(2, file);
        shelf.assertHas(file, fresh);
        assertEquals("\"old\"", place.parts("a").get(1).validator());
        shelf.assertDone(fresh.size());
    }

    @Test
    void aPlaceThatGoesOnWithAnotherFileIsNotBelieved() throws Exception {
        Content old = Content.generated(12, 100_000);
        Content fresh = Content.generated(13, 100_000);
        RemoteFile file = place.plain("a", fresh);
        // It does not heed the validator: the rest of the new one is not put behind the start of the old one.
        place.always(asked -> asked.with(asked.body()))
                .then(
                        "a",
                        asked ->
                                new RemoteContent(asked.body(old, 0, old.size()).cutAt(60_000), 0, "\"old\""));
        fetch(2, file);
        shelf.assertHas(file, fresh);
        shelf.assertDone(fresh.size());
    }

    @Test
    void partsOfDifferentFilesAreNotPutTogether() throws Exception {
        Content old = Content.generated(12, 4 * MIB);
        Content fresh = Content.generated(13, 4 * MIB);
        RemoteFile file = place.plain("a", fresh);
        CountDownLatch bothOpen = new CountDownLatch(2);
        Place.Way first = asked -> {
            bothOpen.countDown();
            assertTrue(bothOpen.await(10, TimeUnit.SECONDS), "two at once");
            return asked.part().offset() == 0
                    ? new RemoteContent(asked.body(old, 0, MIB), 0, "\"old\"")
                    : asked.with(asked.body());
        };
        place.then("a", first, first);
        fetch(2, file);
        shelf.assertHas(file, fresh);
        shelf.assertDone(fresh.size());
    }

    private void mismatch(RemoteFile file) throws Exception {
        DockException refused = assertInstanceOf(DockException.class, failure(file));
        assertEquals(Problem.CHECKSUM_MISMATCH, refused.problem());
        assertTrue(refused.getMessage().contains(file.path()), refused.getMessage());
        assertFalse(shelf.all().containsKey(file.path()));
        assertFalse(Files.exists(shelf.place(file)));
        shelf.assertCountedRight();
    }

    @Test
    void wrongBytesAreFetchedOnceMoreAndThenRefused() throws Exception {
        Content wrong = Content.generated(15, 100_000);
        RemoteFile file = place.file("a", Content.generated(14, 100_000));
        place.always(asked -> asked.with(asked.body(wrong, asked.part().offset(), wrong.size())));
        mismatch(file);
        assertEquals(2, place.askedTimes());
        shelf.assertEmpty();
        shelf.assertDone(0);
    }

    @Test
    void wrongBytesInPartsAreFetchedOnceMoreAndThenRefused() throws Exception {
        Content wrong = Content.generated(15, 5 * MIB);
        RemoteFile file = place.file("a", Content.generated(14, 5 * MIB));
        place.always(asked -> asked.with(asked.body(
                wrong,
                asked.part().offset(),
                asked.part().end() < 0 ? wrong.size() : asked.part().end())));
        mismatch(file);
        assertEquals(6, place.askedTimes(), "five parts, then once as a whole");
        shelf.assertEmpty();
    }

    @Test
    void wrongBytesThatAreRightTheSecondTimeAreFine() throws Exception {
        Content wrong = Content.generated(15, 100_000);
        Content right = Content.generated(14, 100_000);
        RemoteFile file = place.file("a", right);
        place.then("a", asked -> asked.with(asked.body(wrong, 0, wrong.size())));
        fetch(2, file);
        shelf.assertHas(file, right);
        shelf.assertDone(right.size());
        assertEquals(200_000, shelf.moved());
    }

    @Test
    void aFileThatEndsTooEarlyIsRefused() throws Exception {
        Content content = Content.generated(16, 100_000);
        RemoteFile file = place.file("a", content);
        place.always(asked -> asked.part().offset() >= 60_000
                ? Place.fromItsStart(new Place.Asked(file, Part.from(0), Content.generated(16, 60_000), place))
                : asked.with(asked.body(content, asked.part().offset(), 60_000)));
        refusedFor(Reason.BROKEN, file);
        shelf.assertCountedRight();
    }

    @Test
    void aFileThatGoesOnBehindItsEndIsTakenForItsHashAlone() throws Exception {
        Content content = Content.generated(17, 100_000);
        Content longer = Content.generated(17, 100_007);
        RemoteFile file = place.file("hashed", content);
        place.always(asked -> asked.with(asked.body(longer, asked.part().offset(), longer.size())));
        fetch(2, file);
        shelf.assertHas(file, content);
        mismatch(place.plain("plain", content));
    }

    @Test
    void aSilentPlaceIsLeftAndAskedAgain() throws Exception {
        transfers = transfers(SHORT);
        Content content = Content.generated(18, 200_000);
        RemoteFile file = place.file("a", content);
        place.then(
                "a",
                asked -> asked.with(asked.body().silentAt(50_000)),
                asked -> asked.with(asked.body().silentAt(90_000).deaf()));
        fetch(2, file);
        shelf.assertHas(file, content);
        assertEquals(content.size(), place.bytes());
        assertEquals(
                List.of(0L, 50_000L, 90_000L),
                place.parts("a").stream().map(Part::offset).toList());
    }

    @Test
    void aPlaceThatStaysSilentIsGivenUp() throws Exception {
        transfers = transfers(new TransferLimits(Duration.ofMillis(50), 2, SHORT), 0);
        RemoteFile file = place.file("a", Content.generated(18, 200_000));
        place.always(asked -> asked.with(asked.body().silentAt(0)));
        refusedFor(Reason.UNREACHABLE, file);
    }

    @Test
    void aPlaceThatDoesNotEvenAnswerIsAskedAgain() throws Exception {
        transfers = transfers(SHORT);
        Content content = Content.generated(18, 200_000);
        RemoteFile file = place.file("a", content);
        place.then("a", asked -> {
            new CountDownLatch(1).await();
            throw new AssertionError("nobody opens this");
        });
        fetch(2, file);
        shelf.assertHas(file, content);
    }

    @Test
    void aStallAtTheVeryEndDoesNotSpoilWhatFollows() throws Exception {
        transfers = transfers(SHORT);
        List<RemoteFile> files = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            files.add(place.plain("f" + i, Content.generated(i, 5_000)));
            // All bytes are there, but the stream does not say that it is over.
            place.then(
                    "f" + i,
                    asked -> asked.with(asked.body(asked.content(), 0, 6_000)
                            .silentAt(5_000)
                            .deaf()));
        }
        fetching(transfers, files, place, shelf, 1).done();
        assertEquals(3, shelf.all().size());
        assertEquals(3, place.askedTimes());
    }

    @Test
    void allConnectionsWaitWhenThePlaceLimitsThem() throws Exception {
        List<RemoteFile> files = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            files.add(place.file("f" + i, Content.generated(i, 1_000)));
        }
        List<Long> times = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch bothAsked = new CountDownLatch(2);
        AtomicLong refused = new AtomicLong();
        place.always(asked -> {
            times.add(System.nanoTime());
            return Place.well(asked);
        });
        Place.Way no = asked -> {
            bothAsked.countDown();
            assertTrue(bothAsked.await(10, TimeUnit.SECONDS), "two at once");
            refused.set(System.nanoTime());
            throw SourceException.rateLimited("Slow down.", Duration.ofMillis(700));
        };
        place.then("f0", no).then("f1", no);
        fetching(transfers, files, place, shelf, 2).done();
        assertEquals(6, shelf.all().size());
        long early = times.stream()
                .filter(time -> time - refused.get() < Duration.ofMillis(690).toNanos())
                .count();
        assertEquals(0, early, "asked while it was to be left alone");
    }

    @Test
    void aLimitThatLetsOthersThroughIsWaitedOut() throws Exception {
        RemoteFile starved = place.file("starved", Content.generated(1, 1_000));
        List<RemoteFile> files = new ArrayList<>(List.of(starved));
        for (int i = 0; i < 40; i++) {
            files.add(place.file("f" + i, Content.generated(50 + i, 1_000)));
        }
        AtomicInteger others = new AtomicInteger();
        place.always(asked -> {
            int number = others.incrementAndGet();
            await(
                    "one is let through for each that is not",
                    () -> place.parts("starved").size() >= Math.min(16, number));
            return Place.well(asked);
        });
        Place.Way no = asked -> {
            long least = 1_000L * place.parts("starved").size();
            await("one is let through", () -> shelf.moved() >= least);
            throw SourceException.rateLimited("Slow down.", Duration.ofMillis(5));
        };
        place.then("starved", Collections.nCopies(15, no).toArray(new Place.Way[0]));
        fetching(transfers, files, place, shelf, 2).done();
        assertEquals(41, shelf.all().size());
    }

    @Test
    void aPlaceThatLimitsForLongIsTheJobsToWaitFor() throws Exception {
        RemoteFile file = place.file("a", Content.generated(1, 1_000));
        place.always(asked -> {
            throw SourceException.rateLimited("Slow down.", Duration.ofHours(1));
        });
        SourceException refused = assertInstanceOf(SourceException.class, failure(file));
        assertEquals(Reason.RATE_LIMITED, refused.reason());
        assertEquals(Duration.ofHours(1), refused.retryAfter().orElseThrow());
        assertEquals(1, place.askedTimes());
    }

    @Test
    void endlessFailuresEndAfterTheTries() throws Exception {
        RemoteFile file = place.file("a", Content.generated(1, 1_000));
        place.always(asked -> {
            throw UNREACHABLE;
        });
        refusedFor(Reason.UNREACHABLE, file);
        assertEquals(4, place.askedTimes());
    }

    @Test
    void triesAreCountedAnewAfterProgress() throws Exception {
        Content content = Content.generated(1, 10_000);
        RemoteFile file = place.file("a", content);
        place.always(asked -> asked.with(asked.body().cutAt(asked.part().offset() + 500)));
        fetch(2, file);
        shelf.assertHas(file, content);
        assertEquals(20, place.askedTimes());
    }

    @Test
    void aNoForGoodIsNotAskedAgain() throws Exception {
        for (Reason reason : List.of(
                Reason.NOT_FOUND, Reason.DENIED, Reason.GATED, Reason.REFUSED, Reason.BROKEN, Reason.NO_MODEL)) {
            int before = place.askedTimes();
            RemoteFile file = place.file(reason.name(), Content.generated(1, 1_000));
            place.then(reason.name(), asked -> {
                throw new SourceException(reason, "No.");
            });
            refusedFor(reason, file);
            assertEquals(before + 1, place.askedTimes());
        }
    }

    @Test
    void oneFailureStopsTheOthersAndKeepsTheirBytes() throws Exception {
        RemoteFile good = place.file("good", Content.generated(1, 3 * MIB));
        RemoteFile bad = place.file("bad", Content.generated(2, 1_000));
        place.notInParts()
                .then("good", asked -> asked.with(asked.body().silentAt(2 * MIB).deaf()))
                .then("bad", asked -> {
                    place.awaitServed(2 * MIB);
                    throw new SourceException(Reason.NOT_FOUND, "No.");
                });
        refusedFor(Reason.NOT_FOUND, good, bad);
        shelf.assertCountedRight();
        shelf = shelf("shelf");
        fetch(2, good);
        assertEquals(2 * MIB, shelf.found());
    }

    @Test
    void whateverIsThrownEndsIt() throws Exception {
        RemoteFile file = place.file("a", Content.generated(1, 1_000));
        place.always(asked -> {
            throw new NoClassDefFoundError("its own fault");
        });
        assertInstanceOf(NoClassDefFoundError.class, failure(file));
        place.always(asked -> {
            throw new IllegalStateException("its own fault");
        });
        assertInstanceOf(IllegalStateException.class, failure(file));
    }

    // Our own disk.

    @Test
    void aFailingDiskIsNotAskedForAgain() throws Exception {
        RemoteFile file = place.file("a", Content.generated(1, 1_000));
        // A directory where the file is to be: no process may write there, not even root's.
        place.then("a", asked -> {
            Files.delete(shelf.place(file));
            Files.createDirectories(shelf.place(file));
            return Place.well(asked);
        });
        Throwable failure = failure(file);
        assertInstanceOf(IOException.class, failure);
        assertFalse(failure.toString().contains("Unchecked"), failure.toString());
        assertEquals(1, place.askedTimes());
        Files.delete(shelf.place(file));
    }

    @Test
    void noRoomEndsItAndIsCountedRight() throws Exception {
        RemoteFile file = place.file("a", Content.generated(1, 3 * MIB));
        shelf.room(2 * MIB);
        place.notInParts();
        assertInstanceOf(IllegalStateException.class, failure(file));
        assertEquals(1, place.askedTimes());
        shelf.assertCountedRight();
    }

    @Test
    void noRoomForAFileInPartsIsToldBeforeItIsAskedFor() throws Exception {
        RemoteFile file = place.file("a", Content.generated(1, 3 * MIB));
        shelf.room(2 * MIB);
        assertInstanceOf(IllegalStateException.class, failure(file));
        assertEquals(0, place.askedTimes());
        shelf.assertCountedRight();
    }

    // Stopping.

    @Test
    void itStopsWhileItOpens() throws Exception {
        RemoteFile file = place.file("a", Content.generated(1, 1_000));
        place.always(asked -> {
            new CountDownLatch(1).await();
            throw new AssertionError("nobody opens this");
        });
        Fetching fetching = start(file);
        place.awaitAsked(1);
        assertInstanceOf(InterruptedException.class, fetching.stop());
    }

    @Test
    void itStopsWhileItReads() throws Exception {
        for (boolean deaf : new boolean[] {false, true}) {
            String name = deaf ? "deaf" : "listening";
            RemoteFile file = place.file(name, Content.generated(deaf ? 1 : 2, 5_000));
            long before = place.bytes();
            place.then(name, asked -> {
                PlaceStream body = asked.body().silentAt(1_000);
                return asked.with(deaf ? body.deaf() : body);
            });
            Fetching fetching = start(file);
            place.awaitServed(before + 1_000);
            assertInstanceOf(InterruptedException.class, fetching.stop());
            assertEquals(1_000, Files.size(shelf.place(file)), "what came is kept");
            shelf.assertCountedRight();
        }
    }

    @Test
    void itStopsWhileItBacksOff() throws Exception {
        RemoteFile file = place.file("a", Content.generated(1, 1_000));
        place.always(asked -> {
            throw SourceException.rateLimited("Slow down.", Duration.ofMillis(1_900));
        });
        Fetching fetching = start(file);
        place.awaitAsked(1);
        assertInstanceOf(InterruptedException.class, fetching.stop());
        assertEquals(1, place.askedTimes());
    }

    @Test
    void itStopsWhileTheSourceSwallowsTheInterrupt() throws Exception {
        RemoteFile file = place.file("a", Content.generated(1, 1_000));
        place.always(asked -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException swallowed) {
                throw UNREACHABLE;
            }
            throw new AssertionError("nobody opens this");
        });
        Fetching fetching = start(file);
        place.awaitAsked(1);
        assertInstanceOf(InterruptedException.class, fetching.stop());
        assertEquals(1, place.askedTimes());
    }

    @Test
    void itStopsWhileItWaitsForBandwidth() throws Exception {
        transfers = transfers(new TransferLimits(LONG, 4, SHORT), 1_000);
        RemoteFile file = place.file("a", Content.generated(1, 1 * MIB));
        Fetching fetching = start(file);
        place.awaitServed(2_000);
        assertInstanceOf(InterruptedException.class, fetching.stop());
    }

    @Test
    void itStopsThoughTheSourceDoesNotComeBack() throws Exception {
        RemoteFile file = place.file("a", Content.generated(1, 1_000));
        CountDownLatch back = new CountDownLatch(1);
        place.then("a", asked -> {
            for (boolean released = false; !released; ) {
                try {
                    back.await();
                    released = true;
                } catch (InterruptedException deaf) {
                    assertNotNull(deaf);
                }
            }
            return Place.well(asked);
        });
        Fetching hanging = start(file);
        place.awaitAsked(1);
        Shelf other = shelf("other");
        Fetching waiting = fetching(transfers, List.of(file), place, other, 2);
        assertInstanceOf(InterruptedException.class, hanging.stop());
        waiting.done();
        assertEquals(1, other.all().size(), "who waited for it does so no longer");
        back.countDown();
        Await.until("the thread ends", () -> Await.threads("fetching").isEmpty());
        assertEquals(Map.of(), shelf.all(), "what came too late is not taken");
        assertEquals(0, Files.size(shelf.place(file)));
    }

    // The same content twice.

    @Test
    void whatTwoWantAtOnceMovesOnce() throws Exception {
        Content content = Content.generated(20, 3 * MIB);
        RemoteFile file = place.file("a", content);
        CountDownLatch go = new CountDownLatch(1);
        place.always(asked -> {
            go.await();
            return Place.well(asked);
        });
        Shelf other = shelf("other");
        Fetching one = start(file);
        place.awaitAsked(1);
        Fetching two = fetching(transfers, List.of(file.at("elsewhere")), place, other, 2);
        Await.until("it waits", () -> isWaiting());
        go.countDown();
        one.done();
        two.done();
        shelf.assertHas(file, content);
        other.assertHas(file.at("elsewhere"), content);
        assertEquals(content.size(), place.bytes());
        assertEquals(content.size(), other.shared());
        assertEquals(0, other.moved());
        other.assertDone(content.size());
    }

    private static void await(String what, Callable<Boolean> condition) {
        try {
            Await.until(what, condition);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Whether a thread waits for what another pull fetches. */
    private static boolean isWaiting() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().endsWith("Flights$Flight")
                        && frame.getMethodName().equals("await"));
    }

    @Test
    void whatHasJustComeIsSharedWhileTheRestIsOnItsWay() throws Exception {
        Content content = Content.generated(20, 300_000);
        RemoteFile file = place.file("a", content);
        RemoteFile slow = place.file("slow", Content.generated(21, 1_000));
        place.then("slow", asked -> asked.with(asked.body().silentAt(500)));
        Fetching one = start(file, slow);
        Await.until("the first file has come", () -> shelf.all().containsKey("a"));
        Shelf other = shelf("other");
        fetching(transfers, List.of(file), place, other, 2).done();
        other.assertHas(file, content);
        assertEquals(content.size(), other.shared());
        assertEquals(1, place.parts("a").size());
        one.stop();
        Shelf third = shelf("third");
        fetching(transfers, List.of(file), place, third, 2).done();
        assertEquals(0, third.shared(), "who brought it is gone");
    }

    @Test
    void whatHasComeAndIsGoneAgainIsFetched() throws Exception {
        Content content = Content.generated(20, 300_000);
        RemoteFile file = place.file("a", content);
        RemoteFile slow = place.file("slow", Content.generated(21, 1_000));
        place.then("slow", asked -> asked.with(asked.body().silentAt(500)));
        Fetching one = start(file, slow);
        Await.until("the first file has come", () -> shelf.all().containsKey("a"));
        Files.delete(shelf.place(file));
        Shelf other = shelf("other");
        fetching(transfers, List.of(file), place, other, 2).done();
        other.assertHas(file, content);
        assertEquals(0, other.shared());
        one.stop();
    }

    @Test
    void whenTheOneThatFetchesIsStoppedTheOtherGoesOn() throws Exception {
        Content content = Content.generated(21, 50_000);
        RemoteFile file = place.file("a", content);
        place.then("a", asked -> asked.with(asked.body().silentAt(10_000)));
        Shelf other = shelf("other");
        Fetching one = start(file);
        place.awaitServed(10_000);
        Fetching two = fetching(transfers, List.of(file), place, other, 2);
        Await.until("it waits", () -> isWaiting());
        one.stop();
        two.done();
        other.assertHas(file, content);
        assertEquals(content.size(), other.moved());
    }

    @Test
    void whenTheOneThatFetchesFailsTheOtherGoesOn() throws Exception {
        Content content = Content.generated(21, 50_000);
        RemoteFile file = place.file("a", content);
        CountDownLatch go = new CountDownLatch(1);
        place.then("a", asked -> {
            go.await();
            throw new SourceException(Reason.DENIED, "No.");
        });
        Shelf other = shelf("other");
        Fetching one = start(file);
        place.awaitAsked(1);
        Fetching two = fetching(transfers, List.of(file), place, other, 2);
        Await.until("it waits", () -> isWaiting());
        go.countDown();
        assertNotNull(one.failure());
        two.done();
        other.assertHas(file, content);
    }

    @Test
    void itStopsWhileItWaitsForAnothers() throws Exception {
        RemoteFile file = place.file("a", Content.generated(21, 50_000));
        place.then("a", asked -> asked.with(asked.body().silentAt(10_000)));
        Fetching one = start(file);
        place.awaitServed(10_000);
        Fetching two = fetching(transfers, List.of(file), place, shelf("other"), 2);
        Await.until("it waits", () -> isWaiting());
        assertInstanceOf(InterruptedException.class, two.stop());
        assertFalse(one.isOver());
        one.stop();
    }

    @Test
    void twoPathsWithTheSameBytesMoveOnce() throws Exception {
        Content content = Content.generated(22, 50_000);
        RemoteFile file = place.file("a", content);
        RemoteFile twin = place.file("b", content);
        fetching(transfers, List.of(file, twin), place, shelf, 2).done();
        shelf.assertHas(file, content);
        shelf.assertHas(twin, content);
        assertTrue(place.bytes() <= 2 * content.size());
    }

    @Test
    void whatIsPromisedWithAnotherSizeIsNotShared() throws Exception {
        Content content = Content.generated(23, 50_000);
        RemoteFile file = place.file("a", content);
        RemoteFile liar = RemoteFile.of("a", 40_000).withSha256(content.sha256());
        place.then("a", asked -> asked.with(asked.body().silentAt(10_000)));
        Fetching one = start(file);
        place.awaitServed(10_000);
        Shelf other = shelf("other");
        Fetching two = fetching(transfers, List.of(liar), place, other, 2);
        Await.until("it waits", () -> isWaiting());
        one.stop();
        assertInstanceOf(DockException.class, two.failure());
        assertEquals(Map.of(), other.all());
    }

    @Test
    void leftoversOfAnEarlierAttemptMakeRoomForWhatIsShared() throws Exception {
        Content content = Content.generated(24, 3 * MIB);
        RemoteFile file = place.file("a", content);
        Shelf other = shelf("other");
        place.notInParts().then("a", asked -> asked.with(asked.body().silentAt(2 * MIB)));
        Fetching former = fetching(transfers, List.of(file), place, other, 2);
        place.awaitServed(2 * MIB);
        former.stop();
        CountDownLatch go = new CountDownLatch(1);
        place.then("a", asked -> {
            go.await();
            return Place.well(asked);
        });
        Fetching one = start(file);
        place.awaitAsked(2);
        Shelf again = shelf("other");
        Fetching two = fetching(transfers, List.of(file), place, again, 2);
        Await.until("it waits", () -> isWaiting());
        go.countDown();
        one.done();
        two.done();
        again.assertHas(file, content);
        again.assertDone(content.size());
    }

    // Bandwidth.

    @Test
    void theBandwidthIsKeptByAllTogetherAndChangesAtOnce() throws Exception {
        transfers = transfers(new TransferLimits(LONG, 4, SHORT), 4 * MIB);
        List<RemoteFile> files = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            files.add(place.file("f" + i, Content.generated(i, 20 * MIB)));
        }
        long began = System.nanoTime();
        Fetching fetching = fetching(transfers, files, place, shelf, 4);
        place.awaitServed(4 * MIB);
        double seconds = (System.nanoTime() - began) / 1e9;
        assertTrue(seconds > 0.6 && seconds < 4, "4 MiB at 4 MiB/s took " + seconds + " s");
        transfers.bandwidth().set(0);
        long changed = System.nanoTime();
        fetching.done();
        double rest = (System.nanoTime() - changed) / 1e9;
        assertTrue(rest < 8, "the rest, 76 MiB without a limit, took " + rest + " s");
        assertEquals(0, transfers.bandwidth().get());
    }

    @Test
    void aStreamOfTheSourcesOwnIsHeldToTheBandwidthAndCounted() throws Exception {
        transfers = transfers(new TransferLimits(LONG, 4, SHORT), MIB);
        Content content = Content.generated(1, MIB / 2);
        List<Long> counted = new ArrayList<>();
        long began = System.nanoTime();
        try (var in = transfers.metered(new java.io.ByteArrayInputStream(content.bytes()), counted::add)) {
            assertEquals(content.size(), in.readAllBytes().length);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        assertTrue(seconds > 0.3 && seconds < 2, "half a MiB at a MiB/s took " + seconds + " s");
        assertEquals(content.size(), counted.stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void whatTheCountThrowsStopsASourcesStream() throws Exception {
        try (var in = transfers.metered(new java.io.ByteArrayInputStream(new byte[10]), count -> {
            throw new UncheckedIOException(new IOException("stop"));
        })) {
            assertThrows(UncheckedIOException.class, in::readAllBytes);
        }
    }
}
