package dev.modeldock.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.network.Network;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.plugins.LentContext;
import dev.modeldock.plugins.Requests;
import dev.modeldock.plugins.SnapshotLimits;
import dev.modeldock.plugins.Snapshots;
import dev.modeldock.spi.SourceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every source keeps to. Extend it in your plug-in's tests: say how to make the factory, a request that it knows
 * and one that it does not; the rest is here.
 */
public abstract class SourceContract {
    private static final Duration SOON = Duration.ofSeconds(2);

    /** For the test's own files; emptied after each test. */
    @TempDir
    protected Path directory;

    private ModelSource source;

    /** Make the factory as the host does: with its constructor without parameters. */
    protected abstract ModelSourceFactory factory();

    /** The operator's settings; those left out have their defaults. */
    protected Map<String, String> settings() throws Exception {
        return Map.of();
    }

    /** How the network is reached; by default nothing private but what the settings name. */
    protected NetworkConfig network() {
        return NetworkConfig.DIRECT;
    }

    /** A request that resolves, best for several files; one has to be larger than 100 bytes. */
    protected abstract Request known() throws Exception;

    /** What {@link #known()} brings, by path. */
    protected abstract Map<String, byte[]> knownFiles() throws Exception;

    /** A well-formed request for what is not there. */
    protected abstract Request unknown() throws Exception;

    /** Whether a file that broke off is resumed from where it broke. */
    protected abstract boolean resumes();

    /** A request for something with names such as {@code ../x}, where the place can be made to hold that. */
    protected Optional<Request> hostile() throws Exception {
        return Optional.empty();
    }

    /** A request on which the place goes silent, where it can be made to. */
    protected Optional<Stall> stall() throws Exception {
        return Optional.empty();
    }

    /**
     * A place that goes silent.
     *
     * @param request runs into it in {@code resolve} or {@code fetch}
     * @param reached is counted down by the place when it has gone silent
     */
    public record Stall(Request request, CountDownLatch reached) {}

    @BeforeEach
    void openSource() throws Exception {
        Map<String, String> values = new HashMap<>();
        factory().settings().forEach(setting -> values.put(setting.name(), setting.defaultValue()));
        values.putAll(settings());
        Settings settings = new Settings(values);
        RemoteHttp http = Network.open(network(), "modeldock/test").http(settings);
        source = factory().open(settings, new LentContext("modeldock/test", ArchiveLimits.DEFAULT, http));
    }

    @AfterEach
    void closeSource() {
        source.close();
    }

    /** The source under test, opened with {@link #settings()}. */
    protected final ModelSource source() {
        return source;
    }

    @Test
    protected void tellsWhatItIs() {
        ModelSourceFactory factory = factory();
        assertTrue(factory.id().matches("[a-z][a-z0-9-]{0,31}"), factory.id());
        assertEquals(factory.id(), factory().id(), "the id is the same each time");
        assertEquals(Spi.VERSION, factory.spiVersion());
        assertNames(factory.settings().stream().map(Setting::name).toList(), "[a-z][A-Za-z0-9]*");
        assertNames(factory.fields().stream().map(Field::name).toList(), "[a-z][a-z0-9_]*");
        factory.settings().forEach(setting -> assertFalse(setting.help().isBlank(), setting.name()));
        factory.fields().forEach(field -> assertFalse(field.help().isBlank(), field.name()));
    }

    private static void assertNames(List<String> names, String shape) {
        assertEquals(Set.copyOf(names).size(), names.size(), "twice: " + names);
        names.forEach(name -> assertTrue(name.matches(shape), name));
    }

    @Test
    protected void resolvesToACleanSnapshotOfWhatIsThere() throws Exception {
        Snapshot snapshot = resolve(known());
        assertEquals(knownFiles().keySet(), paths(snapshot));
        for (RemoteFile file : snapshot.files()) {
            long size = knownFiles().get(file.path()).length;
            assertTrue(file.size() == size || file.size() == RemoteFile.UNKNOWN, file.toString());
        }
    }

    @Test
    protected void resolvesTheSameTwiceAndAtOnce() throws Exception {
        Request request = checked(known());
        Snapshot first = source.resolve(request);
        Running second = Running.start(() -> source.resolve(request));
        Running third = Running.start(() -> source.resolve(request));
        assertEquals(first, second.result(Duration.ofSeconds(20)));
        assertEquals(first, third.result(Duration.ofSeconds(20)));
    }

    @Test
    protected void saysThatTheUnknownIsNotFoundOrRefused() throws Exception {
        Request request = checked(unknown());
        assertSaysNo(assertThrows(SourceException.class, () -> source.resolve(request)));
    }

    @Test
    protected void refusesARequestThatHoldsNothing() throws Exception {
        boolean hostRefuses = factory().fields().stream()
                .anyMatch(field -> field.required() && field.defaultValue().isEmpty());
        Assumptions.assumeFalse(hostRefuses, "the host refuses it: a field is required");
        Request empty = Requests.of(factory().fields(), Map.of(), Map.of());
        assertSaysNo(assertThrows(SourceException.class, () -> source.resolve(empty)));
    }

    private static void assertSaysNo(SourceException no) {
        Set<Reason> fitting = EnumSet.of(Reason.NOT_FOUND, Reason.NO_MODEL, Reason.REFUSED);
        assertTrue(fitting.contains(no.reason()), no.reason() + ": " + no.getMessage());
        assertNotNull(no.getMessage());
        assertFalse(no.getMessage().isBlank(), "a sentence is for people");
    }

    @Test
    protected void fetchesTheBytesThatWerePromised() throws Exception {
        RecordingSink sink = sink("fetched");
        source.fetch(resolve(known()), sink);
        assertBytes(sink);
    }

    @Test
    protected void fetchesTwiceWithEqualResults() throws Exception {
        Snapshot snapshot = resolve(known());
        RecordingSink first = sink("first");
        RecordingSink second = sink("second");
        source.fetch(snapshot, first);
        source.fetch(snapshot, second);
        assertBytes(first);
        assertBytes(second);
    }

    /** After a restart of the host the snapshot comes from its database, and the source is a new one. */
    @Test
    protected void fetchesAnEqualSnapshotWithANewSource() throws Exception {
        Snapshot kept = resolve(known());
        Snapshot equal = new Snapshot(
                kept.name(), kept.revision(), kept.commit(), kept.layout(), kept.files(), new HashMap<>(kept.origin()));
        source.close();
        openSource();
        RecordingSink sink = sink("fetched");
        source.fetch(equal, sink);
        assertBytes(sink);
    }

    @Test
    protected void bringsNothingThatIsNotWanted() throws Exception {
        RecordingSink sink =
                new RecordingSink(directory.resolve("unwanted"), false, Long.MAX_VALUE).asked(checked(known()));
        source.fetch(resolve(known()), sink);
        assertEquals(0, sink.pushedFiles() + sink.pulledFiles());
    }

    @Test
    protected void resumesWithFewerBytes() throws Exception {
        Assumptions.assumeTrue(resumes(), "this source does not resume");
        RecordingSink sink = new RecordingSink(directory.resolve("resumed"), true, 100).asked(checked(known()));
        source.fetch(resolve(known()), sink);
        assertBytes(sink);
        long all =
                knownFiles().values().stream().mapToLong(bytes -> bytes.length).sum();
        assertEquals(all, sink.pulledBytes(), "each byte comes once, though every file broke off after 100");
    }

    @Test
    protected void withoutResumingItBeginsAnewAndSaysSo() throws Exception {
        Assumptions.assumeFalse(resumes(), "this source resumes");
        RecordingSink sink = new RecordingSink(directory.resolve("anew"), true, 100).asked(checked(known()));
        source.fetch(resolve(known()), sink);
        assertBytes(sink);
    }

    @Test
    protected void letsNoHostileNameThrough() throws Exception {
        Optional<Request> hostile = hostile();
        Assumptions.assumeTrue(hostile.isPresent(), "the place cannot hold hostile names");
        try {
            resolve(hostile.get());
        } catch (SourceException refused) {
            if (refused.reason() != SourceException.Reason.BROKEN) {
                assertSaysNo(refused);
            }
        }
    }

    @Test
    protected void stopsSoonWhenInterruptedWhileTheHostWrites() throws Exception {
        Snapshot snapshot = resolve(known());
        HoldingSink sink = new HoldingSink(directory.resolve("held"));
        Running fetch = Running.start(() -> {
            source.fetch(snapshot, sink.asked(checked(known())));
            return null;
        });
        sink.reached.await();
        fetch.interrupt();
        assertInstanceOf(
                InterruptedException.class, fetch.failure(SOON), "the host's InterruptedException goes through");
    }

    @Test
    protected void stopsSoonWhenInterruptedWhileThePlaceIsSilent() throws Exception {
        Optional<Stall> stall = stall();
        Assumptions.assumeTrue(stall.isPresent(), "the place cannot be made to go silent");
        Request request = checked(stall.get().request());
        Running running = Running.start(() -> {
            source.fetch(source.resolve(request), new RecordingSink(directory.resolve("stalled")).asked(request));
            return null;
        });
        stall.get().reached().await();
        running.interrupt();
        assertNotNull(running.failure(SOON));
    }

    @Test
    protected void endsSoonOnAThreadThatIsInterruptedAlready() throws Exception {
        Request request = checked(known());
        Snapshot snapshot = source.resolve(request);
        Running resolving = Running.start(() -> {
            Thread.currentThread().interrupt();
            return source.resolve(request);
        });
        Running fetching = Running.start(() -> {
            Thread.currentThread().interrupt();
            source.fetch(snapshot, new RecordingSink(directory.resolve("late")).asked(request));
            return null;
        });
        resolving.assertEnds(SOON);
        fetching.assertEnds(SOON);
    }

    @Test
    protected void closesTwiceAndThenEndsRequestsSoon() throws Exception {
        Request request = checked(known());
        source.close();
        source.close();
        Running.start(() -> source.resolve(request)).assertEnds(SOON);
    }

    /** Resolve as the host does: the request is checked by the fields before, the snapshot after. */
    protected final Snapshot resolve(Request request) throws SourceException, IOException, InterruptedException {
        Snapshot snapshot = source.resolve(checked(request));
        return Snapshots.check(factory().id(), snapshot, SnapshotLimits.DEFAULT);
    }

    private Request checked(Request request) {
        return Requests.of(factory().fields(), request.values(), request.files());
    }

    /** A host that takes everything that {@link #known()} asks for. */
    private RecordingSink sink(String name) throws Exception {
        return new RecordingSink(directory.resolve(name)).asked(checked(known()));
    }

    private void assertBytes(RecordingSink sink) throws Exception {
        Map<String, byte[]> came = sink.bytes();
        assertEquals(knownFiles().keySet(), came.keySet());
        for (Map.Entry<String, byte[]> file : knownFiles().entrySet()) {
            assertArrayEquals(file.getValue(), came.get(file.getKey()), file.getKey());
        }
    }

    private static Set<String> paths(Snapshot snapshot) {
        return snapshot.files().stream().map(RemoteFile::path).collect(Collectors.toSet());
    }

    /** A host that takes the first file and never comes back from it, until it is stopped. */
    private static final class HoldingSink implements FileSink {
        private Request request = new Request(Map.of(), Map.of());
        private final CountDownLatch reached = new CountDownLatch(1);
        private final Path scratch;

        HoldingSink(Path scratch) {
            this.scratch = scratch;
        }

        @Override
        public Path scratch() throws IOException {
            return Files.createDirectories(scratch);
        }

        @Override
        public boolean wanted(RemoteFile file) {
            return true;
        }

        @Override
        public void pull(Collection<RemoteFile> files, Opener opener) throws InterruptedException {
            hold();
        }

        @Override
        public void push(String path, long size, InputStream content) throws InterruptedException {
            hold();
        }

        @Override
        public void link(String path, String target) {
            throw new AssertionError("no file was brought before");
        }

        HoldingSink asked(Request resolved) {
            request = resolved;
            return this;
        }

        @Override
        public Request request() {
            return request;
        }

        private void hold() throws InterruptedException {
            reached.countDown();
            new CountDownLatch(1).await();
        }
    }
}
