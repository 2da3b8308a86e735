package dev.modeldock.sources.github;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.fakes.Content;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeGitHub;
import dev.modeldock.fakes.FakeRepository;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.spi.RecordingSink;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From what a request names to a pinned snapshot, or to the reason why not. */
class RevisionsTest {
    private FakeGitHub github;
    private FakeRepository tiny;
    private OpenGitHub source;
    private String first;

    @TempDir
    private Path work;

    @BeforeEach
    void open() throws Exception {
        Git.assumeInstalled();
        github = new FakeGitHub();
        tiny = github.repository("acme", "tiny");
        first = tiny.commit("main", FakeFiles.none().file("config.json", "{}").file("large.txt", "x".repeat(2000)));
        source = new OpenGitHub(github, "");
    }

    @AfterEach
    void close() {
        if (github != null) {
            github.close();
        }
    }

    private String pinned(String... more) throws Exception {
        return source.resolve("acme/tiny", more).commit();
    }

    private SourceException refused(Reason reason, String repository, String... more) {
        SourceException no = assertThrows(SourceException.class, () -> source.resolve(repository, more));
        assertEquals(reason, no.reason(), no.getMessage());
        assertFalse(no.getMessage().contains("secret"), no.getMessage());
        return no;
    }

    @Test
    void pinsBranchesTagsAndCommits() throws Exception {
        String second = tiny.commit("feat/x", FakeFiles.none().file("a", "b"));
        tiny.tag("v1", first).annotatedTag("v2", second).tag("feat/x", first);
        for (Runnable quota : new Runnable[] {() -> {}, () -> github.quota(0, 600)}) {
            quota.run();
            assertEquals(first, pinned());
            assertEquals(first, pinned("revision", "main"));
            assertEquals(second, pinned("revision", "feat/x"), "branches come before tags");
            assertEquals(first, pinned("tag", "v1"));
            assertEquals(second, pinned("revision", "v2", "tag", "v2"), "a tag is followed to its commit");
            assertEquals(first, pinned("revision", "refs/tags/feat/x"));
            assertEquals(first, pinned("revision", first.toUpperCase(java.util.Locale.ROOT)));
        }
        github.quota(100, 600);
        assertEquals(second, pinned("revision", second.substring(0, 7)));
    }

    @Test
    void takesTheDefaultBranchWhereThereIsNoMain() throws Exception {
        FakeRepository old = github.repository("acme", "old");
        String commit = old.commit("trunk", FakeFiles.none().file("config.json", "{}"));
        old.defaultBranch("trunk");
        assertEquals(commit, source.resolve("acme/old").commit());
        assertEquals("trunk", source.resolve("acme/old").revision());
        github.quota(0, 600);
        Snapshot snapshot = source.resolve("acme/old");
        assertEquals("trunk " + commit, snapshot.revision() + " " + snapshot.commit());
    }

    @Test
    void promisesWhatIsKnown() throws Exception {
        tiny.commit(
                "main",
                FakeFiles.none()
                        .lfs("w.bin", Content.generated(1, 5000))
                        .symlink("link", "large.txt")
                        .submodule("vendor", first));
        Snapshot snapshot = source.resolve("acme/tiny");
        assertEquals("acme/tiny", snapshot.name());
        assertEquals("main", snapshot.revision());
        assertEquals(Snapshot.Layout.MODEL, snapshot.layout());
        Map<String, RemoteFile> files =
                snapshot.files().stream().collect(Collectors.toMap(RemoteFile::path, file -> file));
        assertEquals(Set.of("config.json", "large.txt", "w.bin"), files.keySet());
        assertEquals(RemoteFile.of("config.json", RemoteFile.UNKNOWN), files.get("config.json"));
        assertEquals(RemoteFile.of("w.bin", RemoteFile.UNKNOWN), files.get("w.bin"), "its pointer is no promise");
        assertEquals(2000, files.get("large.txt").size());
        assertEquals(
                Content.of("x".repeat(2000)).gitSha1(), files.get("large.txt").gitSha1());
        Map<String, String> origin = snapshot.origin();
        assertEquals(github.url().toString(), origin.get("url"));
        assertEquals("acme tiny", origin.get("owner") + " " + origin.get("repo"));
        assertEquals("Apache-2.0 main", origin.get("license") + " " + origin.get("default_branch"));
        assertEquals("false", origin.get("private"));
    }

    @Test
    void followsARenamedRepositoryToItsPresentName() throws Exception {
        github.rename("former/name", "acme/tiny");
        Snapshot snapshot = source.resolve("former/name.git");
        assertEquals("acme/tiny " + first, snapshot.name() + " " + snapshot.commit());
        github.quota(0, 600);
        assertEquals(first, source.resolve("former/name").commit(), "git's redirect is followed, too");
    }

    @Test
    void tellsWhyNot() {
        github.repository("acme", "empty");
        github.repository("acme", "blocked", FakeFiles.none().file("a", "b")).block();
        refused(Reason.NOT_FOUND, "acme/nothing");
        SourceException revision = refused(Reason.NOT_FOUND, "acme/tiny", "revision", "nope");
        assertTrue(revision.getMessage().contains("'nope'"), revision.getMessage());
        refused(Reason.NOT_FOUND, "acme/tiny", "revision", "0123456789012345678901234567890123456789");
        refused(Reason.NOT_FOUND, "acme/tiny", "revision", "abcdef0");
        refused(Reason.NO_MODEL, "acme/empty");
        refused(Reason.DENIED, "acme/blocked");
        refused(Reason.DENIED, "acme/tiny", "token", "secret-but-bad");
    }

    @Test
    void showsPrivateRepositoriesToTheirTokensOnly() throws Exception {
        tiny.privateTo("secret");
        SourceException hidden = refused(Reason.NOT_FOUND, "acme/tiny");
        assertTrue(hidden.getMessage().contains("send a token"), hidden.getMessage());
        assertEquals(
                "true", source.resolve("acme/tiny", "token", "secret").origin().get("private"));
        assertEquals(
                first, new OpenGitHub(github, "secret").resolve("acme/tiny").commit());
        github.quota(0, 600);
        refused(Reason.NOT_FOUND, "acme/tiny");
        assertEquals(first, pinned("token", "secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x", "a..b", "-x", "a b", "x~1", "x^", "a:b", "@{-1}", "a//b", "/a", "a/", ".x", "x.lock", "a\\b",
                "*"
            })
    void refusesWhatIsNoRevision(String revision) {
        refused(Reason.REFUSED, "acme/tiny", "revision", revision);
    }

    @ParameterizedTest
    @CsvSource({"a b/c", "-a/c", "a?/c", "a/..", "a/b..c", "a/b%2f", "a/b c"})
    void refusesWhatIsNoRepository(String repository) {
        refused(Reason.REFUSED, repository);
        assertEquals(0, github.log().all().size(), "nobody was asked");
    }

    @Test
    void refusesRequestsThatContradictThemselves() {
        refused(Reason.REFUSED, "acme/tiny", "revision", "main", "tag", "v1");
        refused(Reason.REFUSED, "acme/tiny", "token", "secret with a blank");
    }

    @Test
    void goesOnByGitWhenTheQuotaIsUsedUp() throws Exception {
        for (int left = 0; left < 3; left++) {
            github.quota(left, 600);
            Snapshot snapshot = source.resolve("acme/tiny");
            assertEquals(first, snapshot.commit(), "with a quota of " + left);
            assertEquals(Snapshot.Layout.UNLISTED, snapshot.layout());
            RecordingSink sink = source.fetch(snapshot, new RecordingSink(work.resolve("sink" + left)));
            assertEquals(Set.of("config.json", "large.txt"), sink.bytes().keySet());
        }
        github.quota(100, 600).secondaryLimit(40);
        assertEquals(first, pinned());
    }

    @Test
    void saysWhenToComeBackWhereGitCannotHelp() {
        github.quota(0, 600);
        SourceException brief = refused(Reason.RATE_LIMITED, "acme/tiny", "revision", first.substring(0, 7));
        Duration wait = brief.retryAfter().orElseThrow();
        assertTrue(wait.toSeconds() > 500 && wait.toSeconds() <= 602, wait.toString());
        refused(Reason.NOT_FOUND, "acme/nothing");
        refused(Reason.NOT_FOUND, "acme/tiny", "revision", "nope");
        github.repository("acme", "empty");
        refused(Reason.NO_MODEL, "acme/empty");
        github.onGit("*").status(503);
        refused(Reason.RATE_LIMITED, "acme/tiny");
        github.quota(100, 600).secondaryLimit(40);
        assertEquals(
                Duration.ofSeconds(40),
                refused(Reason.RATE_LIMITED, "acme/tiny").retryAfter().orElseThrow());
    }

    @Test
    void aBrokenApiIsItsOwnReason() {
        github.onApi("*").once().status(502).retryAfter("7");
        assertEquals(
                Duration.ofSeconds(7),
                refused(Reason.UNREACHABLE, "acme/tiny").retryAfter().orElseThrow());
        github.calm().onApi("*").answer(Content.of("<html>"));
        refused(Reason.BROKEN, "acme/tiny");
        github.calm().onApi("*").answer(Content.of("{\"full_name\":\"../..\"}"));
        refused(Reason.BROKEN, "acme/tiny");
        github.calm().onApi("*").status(403).message("Resource not accessible");
        SourceException denied = refused(Reason.DENIED, "acme/tiny");
        assertTrue(denied.getMessage().contains("Resource not accessible"), denied.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tree\":[{\"path\":\"a\",\"mode\":\"100644\"}],\"truncated\":true}",
                "{\"tree\":[{\"path\":",
                "[]",
                "{}"
            })
    void doesWithoutAListOfFilesThatIsNotWhole(String answer) throws Exception {
        github.onApi("*/git/trees/*").answer(Content.of(answer));
        Snapshot snapshot = source.resolve("acme/tiny");
        assertEquals(Snapshot.Layout.UNLISTED, snapshot.layout());
        assertEquals(first, snapshot.commit());
    }

    @Test
    void checksTheApiAndItsToken() throws Exception {
        source.source().check();
        assertEquals(Reason.DENIED, unfit(new OpenGitHub(github, "bad")).reason());
        github.quota(0, 600);
        assertEquals(Reason.RATE_LIMITED, unfit(source).reason());
        github.onApi("*").answer(Content.of("{}"));
        assertEquals(Reason.BROKEN, unfit(source).reason());
        github.calm().onApi("*").status(404).message("Rate limiting is not enabled.");
        source.source().check();
        OpenGitHub nowhere = new OpenGitHub(Map.of("api", "http://127.0.0.1:9"), NetworkConfig.DIRECT);
        assertEquals(Reason.UNREACHABLE, unfit(nowhere).reason());
    }

    private static SourceException unfit(OpenGitHub source) {
        return assertThrows(SourceException.class, () -> source.source().check());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "github.com", "ftp://github.com", "https://user:pw@github.com", "https://x?y", "https:///x"})
    void opensForAddressesOnly(String address) {
        SourceException refused =
                assertThrows(SourceException.class, () -> new OpenGitHub(Map.of("url", address), NetworkConfig.DIRECT));
        assertEquals(Reason.REFUSED, refused.reason());
        assertFalse(refused.getMessage().contains("pw"), refused.getMessage());
    }
}
