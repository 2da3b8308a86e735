package dev.modeldock.sources.huggingface;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.fakes.Content;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeHub;
import dev.modeldock.fakes.LoggedRequest;
import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.network.Network;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.plugins.LentContext;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.Part;
import dev.modeldock.spi.RecordingSink;
import dev.modeldock.spi.RemoteContent;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.Settings;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** How files, and parts of them, are opened at the hub and at the store it sends to. */
class HubOpenerTest {
    private static final String ID = "owner/name";
    private static final Content WEIGHTS = Content.generated(7, 5000);
    private static final Content CONFIG = Content.of("{\"hidden\":\"" + "x".repeat(500) + "\"}");
    private static final RemoteFile MODEL = RemoteFile.of("model.bin", 5000).withSha256(WEIGHTS.sha256());
    private static final RemoteFile SMALL =
            RemoteFile.of("config.json", CONFIG.size()).withGitSha1(CONFIG.gitSha1());

    @TempDir
    private Path directory;

    private final FakeHub hub = new FakeHub();
    private LentContext context;
    private String commit;
    private HubOpener opener;

    @BeforeEach
    void open() throws Exception {
        context = new LentContext(
                "modeldock/test",
                ArchiveLimits.DEFAULT,
                Network.open(NetworkConfig.DIRECT, "modeldock/test").http(new Settings(Map.of())));
        commit = hub.model(ID)
                .commit("main", FakeFiles.none().file("model.bin", WEIGHTS).file("config.json", CONFIG));
        opener = opener(Token.NONE);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private HubOpener opener(Token token) throws SourceException {
        Hub asked = new Hub(Endpoint.of(hub.url().toString(), "It"), context);
        return new HubOpener(asked, new Asked(ID, commit, token));
    }

    private static SourceException assertNo(Reason reason, Executable call) {
        SourceException no = assertThrows(SourceException.class, call);
        assertEquals(reason, no.reason(), no.getMessage());
        return no;
    }

    private static byte[] read(RemoteContent content) throws Exception {
        try (InputStream bytes = content.stream()) {
            return bytes.readAllBytes();
        }
    }

    private static byte[] part(Content content, int from, int to) {
        return Arrays.copyOfRange(content.bytes(), from, to);
    }

    private LoggedRequest last(String server) {
        List<LoggedRequest> all = hub.log().all().stream()
                .filter(request -> request.server().equals(server))
                .toList();
        return all.get(all.size() - 1);
    }

    @Test
    void aWholeFileIsAskedForWithoutARange() throws Exception {
        assertArrayEquals(WEIGHTS.bytes(), read(opener.open(MODEL, 0)));
        assertEquals("", last("hub").range());
        assertEquals("identity", last("hub").header("accept-encoding"));
        assertArrayEquals(CONFIG.bytes(), read(opener.open(SMALL, 0)));
        assertTrue(opener.inParts());
    }

    @Test
    void aPartComesFromItsOffset() throws Exception {
        RemoteContent rest = opener.open(MODEL, 4000);
        assertEquals(4000, rest.offset());
        assertArrayEquals(part(WEIGHTS, 4000, 5000), read(rest));
        assertEquals("bytes=4000-", last("cdn").range());
        RemoteContent middle = opener.open(SMALL, new Part(10, 20, ""));
        assertEquals(10, middle.offset());
        assertArrayEquals(part(CONFIG, 10, 20), read(middle));
        assertEquals("bytes=10-19", last("hub").range());
        RemoteContent first = opener.open(MODEL, new Part(0, 100, ""));
        assertArrayEquals(part(WEIGHTS, 0, 100), read(first));
        assertEquals("bytes=0-99", last("cdn").range());
    }

    @Test
    void aFileThatChangedComesFromItsBeginning() throws Exception {
        RemoteContent before = opener.open(MODEL, 0);
        read(before);
        assertFalse(before.validator().isEmpty());
        RemoteContent same = opener.open(MODEL, new Part(1000, RemoteFile.UNKNOWN, before.validator()));
        assertEquals(1000, same.offset());
        assertEquals(before.validator(), same.validator());
        assertEquals(before.validator(), last("cdn").ifRange());
        read(same);
        Content now = Content.generated(8, 5000);
        hub.onBody("model.bin").changed(now);
        RemoteContent changed = opener.open(MODEL, new Part(1000, RemoteFile.UNKNOWN, before.validator()));
        assertEquals(0, changed.offset());
        assertArrayEquals(now.bytes(), read(changed));
    }

    @Test
    void aPlaceWithoutRangesSendsItAll() throws Exception {
        hub.onBody("model.bin").noRanges();
        RemoteContent whole = opener.open(MODEL, 1000);
        assertEquals(0, whole.offset());
        assertArrayEquals(WEIGHTS.bytes(), read(whole));
    }

    @Test
    void aPartBeyondTheEndBeginsAnew() throws Exception {
        RemoteContent whole = opener.open(MODEL, 5000);
        assertEquals(0, whole.offset());
        assertArrayEquals(WEIGHTS.bytes(), read(whole));
        assertEquals("", last("cdn").range());
    }

    @Test
    void anotherPartThanTheOneAskedForIsBroken() {
        for (String range : List.of("bytes 0-9/5000", "bytes */5000", "nonsense", "")) {
            hub.onBody("model.bin").once().status(206).header("Content-Range", range);
            assertNo(Reason.BROKEN, () -> opener.open(MODEL, 4000));
        }
        hub.onBody("model.bin").once().status(200).header("Content-Encoding", "gzip");
        assertNo(Reason.BROKEN, () -> opener.open(MODEL, 0));
    }

    @Test
    void aWeakTagIsNoValidator() throws Exception {
        for (String tag : List.of("W/\"weak\"", "bare", "\"\"", "\"a\"b\"")) {
            hub.onBody("config.json").once().status(200).header("ETag", tag);
            RemoteContent content = opener.open(SMALL, 0);
            assertEquals("", content.validator(), tag);
            read(content);
        }
        read(opener.open(SMALL, new Part(1, RemoteFile.UNKNOWN, "W/\"weak\"")));
        assertEquals("", last("hub").ifRange());
    }

    @Test
    void aSignatureThatRanOutIsWorthAnotherTry() {
        hub.onBody("model.bin").once().status(403);
        assertNo(Reason.UNREACHABLE, () -> opener.open(MODEL, 0));
        hub.onBody("model.bin").once().status(404);
        assertNo(Reason.NOT_FOUND, () -> opener.open(MODEL, 0));
        hub.onResolve("model.bin").once().status(403);
        assertNo(Reason.DENIED, () -> opener.open(MODEL, 0));
    }

    @Test
    void eachOpeningBeginsAtTheHub() throws Exception {
        read(opener.open(MODEL, 0));
        hub.expireLinks();
        assertArrayEquals(part(WEIGHTS, 100, 5000), read(opener.open(MODEL, 100)));
    }

    @Test
    void refusalsOfFilesAreToldApart() {
        assertNo(Reason.NOT_FOUND, () -> opener.open(RemoteFile.of("gone.json", 1), 0));
        hub.onResolve("model.bin").once().status(429).header("RateLimit", "\"resolvers\";r=0;t=30");
        SourceException limited = assertNo(Reason.RATE_LIMITED, () -> opener.open(MODEL, 0));
        assertEquals(Optional.of(Duration.ofSeconds(30)), limited.retryAfter());
        hub.onBody("model.bin").once().status(503);
        assertNo(Reason.UNREACHABLE, () -> opener.open(MODEL, 0));
        hub.onResolve("model.bin").once().status(202);
        assertNo(Reason.BROKEN, () -> opener.open(MODEL, 0));
        hub.model(ID).gated("auto");
        SourceException gated = assertNo(Reason.GATED, () -> opener.open(MODEL, 0));
        assertTrue(gated.getMessage().contains("gated"), gated.getMessage());
    }

    @Test
    void theTokenGoesToTheHubAndNotToTheStore() throws Exception {
        hub.model(ID).gated("auto").letIn("hf_in");
        assertArrayEquals(WEIGHTS.bytes(), read(opener(new Token("hf_in")).open(MODEL, 0)));
        assertEquals(List.of(), hub.leaks());
    }

    @Test
    void aFetchUsesTheRequestsTokenAndTheHubsName() throws Exception {
        hub.model(ID).gated("auto").letIn("hf_in");
        ModelSource source = new HuggingFaceSourceFactory(variable -> null)
                .open(new Settings(Map.of("endpoint", hub.url().toString())), context);
        Request request = new Request(Map.of("model_tag", ID, "token", "hf_in"), Map.of());
        Snapshot found = source.resolve(request);
        Snapshot renamed = new Snapshot(
                "mine/other", found.revision(), found.commit(), found.layout(), found.files(), found.origin());
        RecordingSink sink = new AskedSink(directory, request);
        source.fetch(renamed, sink);
        assertArrayEquals(CONFIG.bytes(), sink.bytes().get("config.json"));
        assertArrayEquals(WEIGHTS.bytes(), sink.bytes().get("model.bin"));
        assertNo(Reason.GATED, () -> source.fetch(renamed, new RecordingSink(directory.resolve("none"))));
        assertEquals(List.of(), hub.leaks());
    }

    /** A host that kept the request. */
    private static final class AskedSink extends RecordingSink {
        private final Request request;

        AskedSink(Path directory, Request request) {
            super(directory);
            this.request = request;
        }

        @Override
        public Request request() {
            return request;
        }
    }
}
