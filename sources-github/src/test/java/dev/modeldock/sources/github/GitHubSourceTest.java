package dev.modeldock.sources.github;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.fakes.Content;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeGitHub;
import dev.modeldock.fakes.FakeRepository;
import dev.modeldock.fakes.Fault;
import dev.modeldock.fakes.LoggedRequest;
import dev.modeldock.spi.RecordingSink;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a pinned commit to its files, out of repositories good and bad. */
class GitHubSourceTest {
    private static final String ELSEWHERE = "1234567890123456789012345678901234567890";

    private FakeGitHub github;
    private OpenGitHub source;

    @TempDir
    private Path work;

    @BeforeEach
    void open() throws Exception {
        Git.assumeInstalled();
        github = new FakeGitHub();
        source = new OpenGitHub(github, "");
    }

    @AfterEach
    void close() {
        if (github != null) {
            github.close();
        }
    }

    private RecordingSink sink() {
        return new RecordingSink(work.resolve("sink"));
    }

    private SourceException refused(Reason reason, Snapshot snapshot, RecordingSink sink) {
        SourceException no = assertThrows(SourceException.class, () -> source.fetch(snapshot, sink));
        assertEquals(reason, no.reason(), no.getMessage());
        return no;
    }

    private List<String> git() {
        return github.log().of("*/git-upload-pack").stream()
                .map(LoggedRequest::method)
                .toList();
    }

    @Test
    void bringsGitAndLfsFilesTogether() throws Exception {
        FakeFiles files = FakeFiles.tiny("tiny-bert")
                .regular("large.bin.txt", Content.generated(4, 20_000_000))
                .lfs("empty.bin", Content.of(""));
        github.repository("acme", "tiny", files);
        RecordingSink sink = source.fetch(source.resolve("acme/tiny"), sink());
        Map<String, byte[]> came = sink.bytes();
        assertEquals(files.entries().keySet(), came.keySet());
        files.entries().forEach((path, file) -> assertArrayEquals(file.content().bytes(), came.get(path), path));
        assertEquals(1, sink.pulledFiles());
        assertEquals(List.of(), sink.notes());
    }

    @Test
    void leavesLinksAndSubmodulesOutAndSaysSo() throws Exception {
        FakeFiles files = FakeFiles.none()
                .file("config.json", "{}")
                .symlink("passwd", "/etc/passwd")
                .symlink("up", "../../..")
                .submodule("vendor/x", ELSEWHERE);
        github.repository("acme", "tiny", files);
        RecordingSink sink = source.fetch(source.resolve("acme/tiny"), sink());
        assertEquals(Set.of("config.json"), sink.bytes().keySet());
        assertEquals(2, sink.notes().size(), sink.notes().toString());
        assertTrue(
                sink.notes().get(0).startsWith("2 symbolic links were left out: 'passwd', 'up'"),
                sink.notes()::toString);
        assertTrue(sink.notes().get(1).startsWith("1 submodule was left out: 'vendor/x'"), sink.notes()::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../up",
                "a/../../up",
                ".git/config",
                ".GIT/hooks/x",
                "sub/.Git/config",
                "git~1",
                "a\\b",
                "con:x",
                "./x",
                ".g\u200cit/config",
                "tab\there"
            })
    void refusesHostileNamesWhetherListedOrNot(String path) throws Exception {
        github.repository("acme", "evil")
                .commitRaw("main", FakeFiles.none().file("config.json", "{}").file(path, "evil"));
        SourceException listed = assertThrows(SourceException.class, () -> source.resolve("acme/evil"));
        assertEquals(Reason.REFUSED, listed.reason(), listed.getMessage());
        github.quota(0, 600);
        RecordingSink sink = sink();
        refused(Reason.REFUSED, source.resolve("acme/evil"), sink);
        assertEquals(0, sink.pushedFiles(), "nothing of it was brought");
        assertTrue(Files.notExists(work.resolve("up"))
                && Files.notExists(work.getParent().resolve("up")));
    }

    @Test
    void refusesNamesThatSomeFileSystemTakesForOne() throws Exception {
        for (List<String> twins : List.of(List.of("Twin", "twin"), List.of("a", "A/b"), List.of("é", "e\u0301"))) {
            FakeFiles files = FakeFiles.none();
            twins.forEach(path -> files.file(path, path));
            github.quota(100, 600).repository("acme", "twins").commitRaw("main", files);
            assertEquals(
                    Reason.REFUSED,
                    assertThrows(SourceException.class, () -> source.resolve("acme/twins"))
                            .reason());
            github.quota(0, 600);
            refused(Reason.REFUSED, source.resolve("acme/twins"), sink());
        }
    }

    @Test
    void neverAsksWhereARepositoryPointsLfsTo() throws Exception {
        FakeFiles files = FakeFiles.none()
                .file(".lfsconfig", "[lfs]\n\turl = " + github.store() + "/elsewhere\n")
                .file(".gitattributes", "*.bin filter=evil diff=evil\n")
                .lfs("w.bin", Content.generated(1, 4000));
        github.repository("acme", "tiny", files);
        RecordingSink sink = source.fetch(source.resolve("acme/tiny"), sink());
        assertEquals(files.entries().keySet(), sink.bytes().keySet());
        assertEquals(0, github.log().count("*/elsewhere*"));
        assertEquals(1, github.log().count("/acme/tiny.git/info/lfs/objects/batch"));
    }

    @Test
    void usesAWholeRepositoryAgainAndNoHalfOne() throws Exception {
        github.repository("acme", "tiny", FakeFiles.many(20, 3000));
        Snapshot snapshot = source.resolve("acme/tiny");
        github.onGit("*/git-upload-pack").after(1).once().cut(20_000);
        refused(Reason.UNREACHABLE, snapshot, sink());
        assertEquals(20, source.fetch(snapshot, sink()).bytes().size());
        int asked = git().size();
        assertEquals(20, source.fetch(snapshot, sink()).bytes().size());
        assertEquals(asked, git().size(), "git was asked again");
        try (Stream<Path> left = Files.list(sink().scratch())) {
            assertEquals(
                    List.of(snapshot.commit() + ".git"),
                    left.map(path -> path.getFileName().toString()).toList());
        }
        try (Stream<Path> packs = Files.list(sink().scratch().resolve(snapshot.commit() + ".git/objects/pack"))) {
            for (Path pack : packs.toList()) {
                Files.delete(pack);
            }
        }
        assertEquals(20, source.fetch(snapshot, sink()).bytes().size(), "what the disk lost is fetched anew");
    }

    @Test
    void fetchesTheCommitThatWasPinnedThoughItsBranchMoved() throws Exception {
        FakeRepository tiny = github.repository("acme", "tiny");
        tiny.commit("main", FakeFiles.none().file("config.json", "old"));
        Snapshot snapshot = source.resolve("acme/tiny");
        tiny.commit("main", FakeFiles.none().file("config.json", "new"));
        RecordingSink sink = source.fetch(snapshot, sink());
        assertEquals("old", new String(sink.bytes().get("config.json"), StandardCharsets.UTF_8));
    }

    @Test
    void aCommitThatIsNotThereIsFoundOutByTheFetch() throws Exception {
        github.repository("acme", "tiny", FakeFiles.none().file("config.json", "{}"));
        github.quota(0, 600);
        Snapshot snapshot = source.resolve("acme/tiny", "revision", ELSEWHERE);
        assertEquals(ELSEWHERE, snapshot.commit());
        SourceException no = refused(Reason.NOT_FOUND, snapshot, sink());
        assertTrue(no.getMessage().contains("commit"), no.getMessage());
    }

    @Test
    void sendsCredentialsToItsOwnHostOnly() throws Exception {
        FakeFiles files = FakeFiles.none().file("config.json", "{}").lfs("w.bin", Content.generated(1, 4000));
        github.repository("acme", "tiny", files).privateTo("secret");
        Snapshot snapshot = source.resolve("acme/tiny", "token", "secret");
        assertEquals(
                Reason.NOT_FOUND, refused(Reason.NOT_FOUND, snapshot, sink()).reason());
        RecordingSink sink = source.fetch(snapshot, sink().asked(OpenGitHub.request("acme/tiny", "token", "secret")));
        assertEquals(2, sink.bytes().size());
        String basic = "Basic "
                + Base64.getEncoder().encodeToString("x-access-token:secret".getBytes(StandardCharsets.US_ASCII));
        LoggedRequest pack = github.log().of("*/git-upload-pack").get(0);
        assertEquals(basic, pack.header("authorization"));
        assertTrue(pack.header("user-agent").startsWith("git/"), pack.header("user-agent"));
        assertEquals(List.of(), github.leaks());

        github.onGit("*/info/refs").redirectTo(URI.create(github.store() + "/acme/tiny.git/info/refs"));
        RecordingSink other =
                new RecordingSink(work.resolve("other")).asked(OpenGitHub.request("acme/tiny", "token", "secret"));
        assertThrows(SourceException.class, () -> source.fetch(snapshot, other));
        assertTrue(github.log().count("*/info/refs") > 0);
        assertEquals(List.of(), github.leaks());
    }

    @Test
    void tellsWhyGitGaveNothing() throws Exception {
        FakeRepository tiny = github.repository("acme", "tiny", FakeFiles.none().file("config.json", "{}"));
        Snapshot snapshot = source.resolve("acme/tiny");
        github.onGit("*").once().status(503).retryAfter("3");
        assertEquals(
                3,
                refused(Reason.UNREACHABLE, snapshot, sink())
                        .retryAfter()
                        .orElseThrow()
                        .toSeconds());
        github.calm().onGit("*").once().status(429).retryAfter("5");
        refused(Reason.RATE_LIMITED, snapshot, sink());
        github.calm().onGit("*").once().status(403);
        refused(Reason.DENIED, snapshot, sink());
        github.calm().onGit("*/info/refs").once().answer(Content.of("<html>"));
        refused(Reason.BROKEN, snapshot, sink());
        github.calm().onGit("*/git-upload-pack").once().answer(Content.of("<html>"));
        refused(Reason.BROKEN, snapshot, sink());
        github.calm().onGit("*").redirectLoop();
        refused(Reason.BROKEN, snapshot, sink());
        github.calm();
        tiny.privateTo("secret");
        refused(Reason.NOT_FOUND, snapshot, sink());
        RecordingSink bad = sink().asked(OpenGitHub.request("acme/tiny", "token", "wrong"));
        SourceException denied = refused(Reason.DENIED, snapshot, bad);
        assertFalse(denied.getMessage().contains("wrong"), denied.getMessage());
    }

    @Test
    void whatTheHostThrowsWhileItMetersGoesThrough() throws Exception {
        github.repository("acme", "tiny", FakeFiles.many(50, 3000));
        IllegalStateException full = new IllegalStateException("the cap of the host");
        RecordingSink sink = new RecordingSink(work.resolve("capped")) {
            @Override
            public InputStream metered(InputStream content) {
                return new InputStream() {
                    private int left = 5_000;

                    @Override
                    public int read() {
                        throw full;
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        int read = content.read(bytes, offset, Math.min(length, 1000));
                        left -= read;
                        if (left < 0) {
                            throw full;
                        }
                        return read;
                    }
                };
            }
        };
        Snapshot snapshot = source.resolve("acme/tiny");
        assertSame(full, assertThrows(IllegalStateException.class, () -> source.fetch(snapshot, sink)));
    }

    @Test
    void asksForNothingThatIsHereAlready() throws Exception {
        FakeFiles files = FakeFiles.none()
                .file("config.json", "{}")
                .file("large.txt", "x".repeat(2000))
                .lfs("w.bin", Content.generated(1, 4000));
        github.repository("acme", "tiny", files);
        List<RemoteFile> asked = new ArrayList<>();
        RecordingSink sink = new RecordingSink(work.resolve("sink"), false, Long.MAX_VALUE) {
            @Override
            public boolean wanted(RemoteFile file) {
                asked.add(file);
                return super.wanted(file);
            }
        };
        source.fetch(source.resolve("acme/tiny"), sink);
        Content large = Content.of("x".repeat(2000));
        assertEquals(
                List.of(
                        RemoteFile.of("config.json", 2)
                                .withGitSha1(Content.of("{}").gitSha1()),
                        RemoteFile.of("large.txt", 2000).withGitSha1(large.gitSha1()),
                        RemoteFile.of("w.bin", 4000)
                                .withSha256(Content.generated(1, 4000).sha256())),
                asked);
        assertEquals(0, github.log().count("*/batch"));
    }

    @Test
    void bringsFiveThousandSmallFilesInTwoRequestsOfGit() throws Exception {
        github.repository("acme", "many", FakeFiles.many(5_000, 200));
        Snapshot snapshot = source.resolve("acme/many");
        assertEquals(5_000, snapshot.files().size());
        int[] pushed = new int[1];
        source.fetch(snapshot, new RecordingSink(work.resolve("sink")) {
            @Override
            public void push(String path, long size, InputStream content) throws IOException {
                assertEquals(size, content.readAllBytes().length);
                pushed[0]++;
            }
        });
        assertEquals(5_000, pushed[0]);
        assertEquals(List.of("POST", "POST"), git(), "what references there are, and the pack");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/info/refs", "*/git-upload-pack"})
    void anInterruptEndsFetchingAsAnInterrupt(String path) throws Exception {
        github.repository("acme", "tiny", FakeFiles.many(50, 3000));
        Snapshot snapshot = source.resolve("acme/tiny");
        Fault silent = github.onGit(path).stall(30);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread fetching = new Thread(() -> {
            try {
                source.fetch(snapshot, sink());
            } catch (Exception e) {
                thrown.set(e);
            }
        });
        fetching.start();
        assertTrue(silent.awaitStall(Duration.ofSeconds(20)));
        fetching.interrupt();
        fetching.join(2_000);
        assertFalse(fetching.isAlive(), "it did not end within 2 s");
        assertInstanceOf(InterruptedException.class, thrown.get());
        silent.off();
        assertEquals(50, source.fetch(snapshot, sink()).bytes().size());
    }
}
