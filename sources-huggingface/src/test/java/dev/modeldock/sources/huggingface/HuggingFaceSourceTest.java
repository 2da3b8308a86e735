package dev.modeldock.sources.huggingface;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.fakes.Content;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeHub;
import dev.modeldock.fakes.FakeModel;
import dev.modeldock.fakes.Fault;
import dev.modeldock.fakes.LoggedRequest;
import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.network.Network;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.plugins.LentContext;
import dev.modeldock.plugins.Plugins;
import dev.modeldock.plugins.SnapshotLimits;
import dev.modeldock.plugins.Snapshots;
import dev.modeldock.plugins.SourceInfo;
import dev.modeldock.plugins.Sources;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.Settings;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Planning, settings and refusals; how files are opened is in {@link HubOpenerTest}. */
class HuggingFaceSourceTest {
    private static final String ID = "google-bert/bert-base-uncased";
    private static final String TOKEN = "hf_known";

    private final FakeHub hub = new FakeHub();
    private FakeModel model;
    private String commit;
    private ModelSource source;

    @BeforeEach
    void open() throws Exception {
        model = hub.model(ID);
        commit = model.commit("main", FakeFiles.tiny("tiny-bert").file("README.md", "# A card"));
        hub.rename("bert-base-uncased", ID).token(TOKEN);
        source = source(Map.of(), Map.of("endpoint", hub.url().toString()));
    }

    @AfterEach
    void close() {
        source.close();
        hub.close();
    }

    private static ModelSource source(Map<String, String> environment, Map<String, String> settings)
            throws SourceException {
        LentContext context = new LentContext(
                "modeldock/test",
                ArchiveLimits.DEFAULT,
                Network.open(NetworkConfig.DIRECT, "modeldock/test").http(new Settings(Map.of())));
        return new HuggingFaceSourceFactory(environment::get).open(new Settings(settings), context);
    }

    private static Request request(String tag, String... more) {
        Map<String, String> values = new HashMap<>(Map.of("model_tag", tag));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return new Request(values, Map.of());
    }

    private Snapshot resolve(String tag, String... more) throws Exception {
        return Snapshots.check("huggingface", source.resolve(request(tag, more)), SnapshotLimits.DEFAULT);
    }

    private static SourceException assertNo(Reason reason, Executable call, String... words) {
        SourceException no = assertThrows(SourceException.class, call);
        assertEquals(reason, no.reason(), no.getMessage());
        Arrays.stream(words).forEach(word -> assertTrue(no.getMessage().contains(word), no.getMessage()));
        return no;
    }

    private String answerOfInfo(String sha) {
        return "{\"id\":\"" + ID + "\",\"sha\":\"" + sha + "\"}";
    }

    @Test
    void aPlanHasAllThatTheHubKnows() throws Exception {
        Snapshot snapshot = resolve(ID);
        assertEquals(ID, snapshot.name());
        assertEquals("main", snapshot.revision());
        assertEquals(commit, snapshot.commit());
        assertEquals(Snapshot.Layout.MODEL, snapshot.layout());
        Map<String, RemoteFile> files = new HashMap<>();
        snapshot.files().forEach(file -> files.put(file.path(), file));
        FakeFiles.tiny("tiny-bert").entries().forEach((path, file) -> {
            assertEquals(file.content().size(), files.get(path).size(), path);
            assertEquals(
                    file.lfs() ? file.content().sha256() : "", files.get(path).sha256(), path);
            assertEquals(
                    file.lfs() ? "" : file.content().gitSha1(), files.get(path).gitSha1(), path);
        });
        Map<String, String> origin = snapshot.origin();
        assertEquals(hub.url().toString(), origin.get("endpoint"));
        assertEquals(ID, origin.get("id"));
        assertEquals("google-bert", origin.get("author"));
        assertEquals("apache-2.0", origin.get("license"));
        assertEquals("fill-mask", origin.get("pipeline_tag"));
        assertEquals("transformers", origin.get("library_name"));
        assertEquals("false", origin.get("gated"));
        assertEquals("false", origin.get("private"));
        assertEquals("README.md", origin.get("model_card"));
        assertTrue(origin.get("tags").contains("region:us"), origin.get("tags"));
        assertTrue(origin.get("lastModified").startsWith("2026-"), origin.get("lastModified"));
        assertFalse(origin.containsKey("model_tag"), "nothing else was asked for");
    }

    @Test
    void anOldNameIsThatOfTheModelItLeadsTo() throws Exception {
        Snapshot snapshot = resolve("bert-base-uncased");
        assertEquals(ID, snapshot.name());
        assertEquals("bert-base-uncased", snapshot.origin().get("model_tag"));
        assertEquals(resolve(ID).files(), snapshot.files());
    }

    @Test
    void theAddressOfAPageIsAName() throws Exception {
        assertEquals(resolve(ID), resolve("https://huggingface.co/" + ID));
        assertEquals(resolve(ID), resolve(" https://hf.co/" + ID + "/ "));
        assertEquals(resolve(ID), resolve(hub.url() + "/" + ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a/b/c",
                "/a",
                "a/",
                "a//b",
                "-a/b",
                "a/b-",
                ".a/b",
                "a/b.",
                "a--b",
                "a..b",
                "../b",
                "a/..",
                "a/b.git",
                "a/b.GIT",
                "a b",
                "a/b@main",
                "ä/b",
                "a\\b",
                "a?b",
                "a#b",
                "a%2fb",
                "https://huggingface.co/",
                "https://huggingface.co/a/b/tree/main",
                "https://elsewhere.example/a/b",
                "https://huggingface.co/a/b?x=1"
            })
    void whatIsNoNameIsRefused(String tag) {
        assertNo(Reason.REFUSED, () -> source.resolve(request(tag)), "model_tag");
        assertNo(Reason.REFUSED, () -> source.resolve(request("a/" + "b".repeat(97))), "96");
        assertEquals(List.of(), hub.log().all(), "and nobody is asked");
    }

    @Test
    void aRevisionIsABranchATagOrACommit() throws Exception {
        String other = model.commit("feat/x", FakeFiles.none().file("extra.json", "{}"));
        model.tag("v1.0", commit).branch("refs/pr/1", other);
        assertEquals(other, resolve(ID, "revision", "feat/x").commit());
        assertEquals(1, hub.log().count("*/revision/feat%2Fx"), "one segment");
        assertEquals(other, resolve(ID, "revision", "refs/pr/1").commit());
        assertEquals(1, hub.log().count("*/revision/refs%2Fpr%2F1"));
        assertEquals(commit, resolve(ID, "revision", "v1.0").commit());
        Snapshot pinned = resolve(ID, "revision", commit);
        assertEquals(commit, pinned.commit());
        assertEquals(commit, pinned.revision());
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a\nb", "a\u0000b"})
    void whatIsNoRevisionIsRefused(String revision) {
        assertNo(Reason.REFUSED, () -> source.resolve(request(ID, "revision", revision)), "revision");
        assertNo(Reason.REFUSED, () -> source.resolve(request(ID, "revision", "x".repeat(251))), "250");
        assertEquals(List.of(), hub.log().all());
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertNo(Reason.NOT_FOUND, () -> resolve("owner/nothing"), "owner/nothing", "private", "token");
        assertNo(Reason.NOT_FOUND, () -> resolve("owner/nothing", "token", TOKEN), "owner/nothing", "token");
        assertNo(Reason.NOT_FOUND, () -> resolve(ID, "revision", "no such"), ID, "'no such'");
    }

    @Test
    void aModelWithoutFilesIsNone() throws Exception {
        model.commit(
                "main",
                FakeFiles.none(),
                resolve(ID).files().stream().map(RemoteFile::path).toArray(String[]::new));
        assertNo(Reason.NO_MODEL, () -> resolve(ID), ID);
    }

    @Test
    void aGatedModelTellsHowToBeLetIn() throws Exception {
        model.gated("manual").letIn("hf_in");
        assertNo(Reason.GATED, () -> resolve(ID), hub.url() + "/" + ID, "token");
        assertNo(Reason.GATED, () -> resolve(ID, "token", TOKEN), hub.url() + "/" + ID, "approval");
        Snapshot snapshot = resolve(ID, "token", "hf_in");
        assertEquals("manual", snapshot.origin().get("gated"));
        assertFalse(snapshot.toString().contains("hf_in"));
    }

    @Test
    void aMirrorThatDoesNotSayWhyIsUnderstoodByTheModelsState() {
        model.gated("auto");
        hub.onResolve("*").status(401);
        assertNo(Reason.GATED, () -> resolve(ID), "gated");
        assertNo(Reason.DENIED, () -> resolve(ID, "token", TOKEN), "token is not accepted");
    }

    @Test
    void aPrivateModelIsSeenWithItsToken() throws Exception {
        model.privateTo("hf_reader");
        assertNo(Reason.NOT_FOUND, () -> resolve(ID), "private");
        assertNo(Reason.NOT_FOUND, () -> resolve(ID, "token", TOKEN), "private");
        hub.log().clear();
        assertEquals("true", resolve(ID, "token", "hf_reader").origin().get("private"));
        List<LoggedRequest> heads = hub.log().all().stream()
                .filter(request -> request.method().equals("HEAD"))
                .toList();
        assertEquals(1, heads.size(), "one file is asked for, so that a job does not fail later");
        assertTrue(heads.get(0).path().contains("model.safetensors"), heads.toString());
    }

    @Test
    void refusalsAreToldApart() {
        assertNo(Reason.DENIED, () -> resolve(ID, "token", "hf_wrong"), "token is not accepted");
        hub.onApi("*/revision/*").once().status(401);
        assertNo(Reason.DENIED, () -> resolve(ID), "401", "token");
        hub.onApi("*/revision/*").once().status(403).header("X-Error-Message", "Not from\there");
        assertNo(Reason.DENIED, () -> resolve(ID), "403", "Not from");
        hub.onApi("*/revision/*").once().status(403);
        assertNo(Reason.DENIED, () -> resolve(ID, "token", TOKEN), "may not read");
        hub.onApi("*/revision/*").once().status(404);
        assertNo(Reason.NOT_FOUND, () -> resolve(ID), ID);
        hub.onApi("*/revision/*").once().status(418);
        assertNo(Reason.BROKEN, () -> resolve(ID), "418");
        model.disable();
        assertNo(Reason.DENIED, () -> resolve(ID), "disabled");
    }

    @Test
    void whatMayPassIsWorthAnotherTry() {
        hub.onApi("*/revision/*").once().status(503).retryAfter("7");
        SourceException failing = assertNo(Reason.UNREACHABLE, () -> resolve(ID), "503");
        assertEquals(Optional.of(Duration.ofSeconds(7)), failing.retryAfter());
        hub.onApi("*/tree/*").once().status(500);
        assertNo(Reason.UNREACHABLE, () -> resolve(ID), "500");
        hub.onApi("*/revision/*").once().status(408);
        assertNo(Reason.UNREACHABLE, () -> resolve(ID));
        hub.onApi("*/revision/*").once().cut(20);
        assertNo(Reason.UNREACHABLE, () -> resolve(ID));
        hub.close();
        assertNo(Reason.UNREACHABLE, () -> resolve(ID));
    }

    @Test
    void limitsTellWhenToComeBack() {
        hub.onApi("*/revision/*").once().status(429).retryAfter("11");
        SourceException first = assertNo(Reason.RATE_LIMITED, () -> resolve(ID), "429");
        assertEquals(Optional.of(Duration.ofSeconds(11)), first.retryAfter());
        hub.onApi("*/revision/*").once().status(429).header("RateLimit", "\"pages\";r=9;t=200, \"api\";r=0;t=55");
        SourceException second = assertNo(Reason.RATE_LIMITED, () -> resolve(ID));
        assertEquals(Optional.of(Duration.ofSeconds(55)), second.retryAfter());
        hub.onApi("*/revision/*").once().status(429).retryAfter("Wed, 21 Oct 2026 07:28:00 GMT");
        SourceException third = assertNo(Reason.RATE_LIMITED, () -> resolve(ID));
        assertEquals(Optional.empty(), third.retryAfter());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Please log in</html>",
                "",
                "[]",
                "null",
                "{\"id\":\"a/b\",\"sha\":",
                "{} {}",
                "{\"id\":\"a/b\",\"sha\":\"main\"}",
                "{\"id\":\"a/b\"}",
                "{\"id\":\"../../x\",\"sha\":\"0123456789012345678901234567890123456789\"}"
            })
    void aDescriptionThatIsNoneIsBroken(String answer) {
        hub.onApi("*/revision/*").answer(Content.of(answer));
        assertNo(Reason.BROKEN, () -> resolve(ID));
    }

    @Test
    void anAnswerWithoutAnEndIsBroken() {
        byte[] spaces = new byte[130 << 20];
        Arrays.fill(spaces, (byte) ' ');
        hub.onApi("*/revision/*").answer(Content.of(spaces));
        assertNo(Reason.BROKEN, () -> resolve(ID));
        hub.calm();
        hub.onApi("*/revision/*").answer(Content.of("{\"a\":" + "[".repeat(5000)));
        assertNo(Reason.BROKEN, () -> resolve(ID));
    }

    @Test
    void anotherCommitThanTheOneAskedForIsBroken() {
        hub.onApi("*/revision/*").answer(Content.of(answerOfInfo("a".repeat(40))));
        assertNo(Reason.BROKEN, () -> resolve(ID, "revision", commit), "commit");
    }

    @Test
    void aDescriptionMayTellLittle() throws Exception {
        hub.onApi("*/revision/*")
                .answer(Content.of("{\"sha\":\"" + commit + "\",\"gated\":null,\"tags\":7,\"cardData\":[{}]}"));
        Snapshot snapshot = resolve(ID);
        assertEquals(ID, snapshot.name());
        assertEquals(
                Map.of(
                        "endpoint",
                        hub.url().toString(),
                        "id",
                        ID,
                        "gated",
                        "false",
                        "private",
                        "false",
                        "model_card",
                        "README.md"),
                snapshot.origin());
    }

    @Test
    void aDescriptionMayTellMuch() throws Exception {
        String tags = "\"" + "t".repeat(300) + "\",";
        hub.onApi("*/revision/*")
                .answer(Content.of("{\"sha\":\"" + commit + "\",\"author\":\"" + "a".repeat(60_000) + "\",\"tags\":["
                        + tags.repeat(5000) + "\"end\"],\"config\":{\"deep\":[[{\"a\":1}]],\"long\":\""
                        + "x".repeat(200_000) + "\"}}"));
        assertTrue(resolve(ID).origin().get("author").endsWith("…"), "bounded, as the host wants it");
    }

    @Test
    void allPagesOfTheTreeAreRead() throws Exception {
        Snapshot whole = resolve(ID);
        hub.pageSize(2).log().clear();
        assertEquals(whole, resolve(ID));
        assertEquals(3, hub.log().count("*/tree/*"), hub.log().all().toString());
    }

    @Test
    void manyFilesAreNoTrouble() throws Exception {
        hub.model("owner/many", FakeFiles.many(10_000, 8));
        Snapshot snapshot = resolve("owner/many");
        assertEquals(10_000, snapshot.files().size());
        assertEquals(11, hub.log().count("*/tree/*"), "directories have rows, too");
    }

    @Test
    void theNextPageIsAskedForAtTheSameAddress() throws Exception {
        String row = "[{\"type\":\"file\",\"path\":\"first.json\",\"size\":2}]";
        hub.onApi("*/tree/*")
                .once()
                .answer(Content.of(row))
                .header("Link", "<https://elsewhere.example/other?recursive=true&cursor=4>; rel=\"next\"");
        Snapshot snapshot = resolve(ID);
        assertTrue(snapshot.files().contains(RemoteFile.of("first.json", 2)));
        assertEquals(2, snapshot.files().size(), "one of each page");
    }

    @Test
    void pagesThatDoNotEndAreBroken() {
        String same = hub.url() + "/x?recursive=true&expand=false";
        hub.onApi("*/tree/*").answer(Content.of("[]")).header("Link", "<" + same + ">; rel=\"next\"");
        assertNo(Reason.BROKEN, () -> resolve(ID), "end");
        hub.calm();
        hub.onApi("*/tree/*").answer(Content.of("[]")).header("Link", "<http://[>; rel=\"next\"");
        assertNo(Reason.BROKEN, () -> resolve(ID), "address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[1]",
                "[{\"type\":\"file\"}]",
                "[{\"path\":\"/etc/passwd\"}]",
                "[{\"path\":\"a/../b\"}]",
                "[{\"path\":\"a\\\\b\"}]",
                "[{\"path\":\"a\\u0000b\"}]",
                "[{\"path\":\"a\",\"size\":1,\"oid\":\"short\"}]",
                "[{\"path\":\"a\",\"size\":1,\"lfs\":{\"oid\":\"sha256:00\"}}]",
                "[{\"path\":\"a\",\"size\":99999999999999999999}]",
                "[{\"path\":\"a\"}"
            })
    void aListThatIsNoneIsBroken(String answer) {
        hub.onApi("*/tree/*").answer(Content.of(answer));
        assertNo(Reason.BROKEN, () -> resolve(ID));
    }

    @Test
    void aListMayTellLittle() throws Exception {
        String rows = "[{\"path\":\"b\",\"oid\":\"" + "A".repeat(40) + "\"},{\"path\":\"a\",\"size\":-7,\"lfs\":null},"
                + "{\"path\":\"c\",\"lfs\":{\"size\":5},\"oid\":\"" + "a".repeat(40) + "\",\"size\":130}]";
        hub.onApi("*/tree/*").answer(Content.of(rows));
        List<RemoteFile> unknown = List.of(
                RemoteFile.of("a", RemoteFile.UNKNOWN), RemoteFile.of("b", RemoteFile.UNKNOWN), RemoteFile.of("c", 5));
        assertEquals(unknown, resolve(ID).files(), "a git hash without a size is none, nor is a pointer's the file's");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 501})
    void aMirrorWithoutATreeHasTheFilesInItsDescription(int status) throws Exception {
        Snapshot whole = resolve(ID);
        hub.onApi("*/tree/*").status(status);
        hub.log().clear();
        assertEquals(whole, resolve(ID));
        assertEquals(3, hub.log().all().size(), "two descriptions and the tree that is not there");
    }

    @Test
    void aMirrorThatTellsNamesAloneIsAskedForEachFile() throws Exception {
        model.commit("main", FakeFiles.many(40, 20));
        Snapshot whole = resolve(ID);
        StringBuilder names = new StringBuilder();
        whole.files()
                .forEach(file ->
                        names.append(names.isEmpty() ? "" : ",").append("{\"rfilename\":\"" + file.path() + "\"}"));
        hub.onApi("*/tree/*").status(404);
        hub.onApi("*/revision/" + whole.commit()).answer(Content.of("{\"siblings\":[" + names + "]}"));
        hub.log().clear();
        assertEquals(whole, resolve(ID), "with all sizes and hashes");
        assertEquals(
                List.of(),
                hub.log().of("*").stream()
                        .filter(request -> request.server().equals("cdn"))
                        .toList(),
                "a store has nothing to tell");
        assertTrue(hub.log().mostAtOnce() <= 4, "a few at once: " + hub.log().mostAtOnce());
        hub.onResolve("d0000/f00007.txt").status(429).retryAfter("3");
        assertNo(Reason.RATE_LIMITED, () -> resolve(ID));
    }

    @Test
    void whatAMirrorDoesNotTellOfAFileStaysUnknown() throws Exception {
        model.commit("main", FakeFiles.none().file("a.json", "{}").file("b.json", "{}"));
        String latest = resolve(ID).commit();
        hub.onApi("*/tree/*").status(404);
        hub.onApi("*/revision/" + latest)
                .answer(Content.of("{\"siblings\":[{\"rfilename\":\"a.json\"},{\"rfilename\":\"b.json\"}]}"));
        hub.onResolve("a.json").status(405);
        hub.onResolve("b.json").redirectTo(URI.create("http://elsewhere.example/b"));
        assertEquals(
                List.of(RemoteFile.of("a.json", RemoteFile.UNKNOWN), RemoteFile.of("b.json", RemoteFile.UNKNOWN)),
                resolve(ID).files());
        hub.calm();
        hub.onApi("*/tree/*").status(404);
        hub.onApi("*/revision/" + latest).answer(Content.of("{\"siblings\":[{\"rfilename\":\"b.json\"}]}"));
        hub.onResolve("b.json").redirectLoop();
        assertNo(Reason.BROKEN, () -> resolve(ID), "b.json");
    }

    @Test
    void theTokenIsTheRequestsElseTheOperatorsElseTheEnvironments() throws Exception {
        List.of("hf_a", "hf_b", "hf_c", "hf_d").forEach(hub::token);
        Map<String, String> environment =
                Map.of("HF_ENDPOINT", hub.url().toString(), "HF_TOKEN", "hf_c\n", "HUGGING_FACE_HUB_TOKEN", "hf_d");
        assertEquals("Bearer hf_a", sent(source(environment, Map.of("token", "hf_b")), request(ID, "token", "hf_a")));
        assertEquals("Bearer hf_b", sent(source(environment, Map.of("token", "hf_b")), request(ID)));
        assertEquals("Bearer hf_c", sent(source(environment, Map.of("token", "")), request(ID)));
        Map<String, String> older = new HashMap<>(environment);
        older.remove("HF_TOKEN");
        assertEquals("Bearer hf_d", sent(source(older, Map.of()), request(ID)));
        assertEquals("", sent(source, request(ID)));
    }

    private String sent(ModelSource asking, Request request) throws Exception {
        hub.log().clear();
        asking.resolve(request);
        assertEquals("modeldock/test", hub.log().all().get(0).header("user-agent"));
        return hub.log().all().get(0).header("authorization");
    }

    @Test
    void aTokenThatCannotBeSentIsRefusedAndNotTold() {
        SourceException no = assertNo(Reason.REFUSED, () -> source.resolve(request(ID, "token", "hf_ä b")));
        assertFalse(no.getMessage().contains("hf_"), no.getMessage());
        assertNo(Reason.REFUSED, () -> source(Map.of("HF_TOKEN", "a b"), Map.of()), "HF_TOKEN");
        assertNo(Reason.REFUSED, () -> source(Map.of(), Map.of("token", "a\nb")), "source.huggingface.token");
        assertFalse(new Token("hf_secret").toString().contains("secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hub",
                "ftp://hub.example",
                "https://",
                "https:///x",
                "https://user:pass@hub.example",
                "https://hub.example?x",
                "https://hub.example/#x",
                "https://hub.example/a/../b",
                "file:///etc",
                "http://hub example",
                "//hub.example"
            })
    void whatIsNoEndpointIsRefusedAtOnce(String endpoint) {
        SourceException no = assertNo(
                Reason.REFUSED, () -> source(Map.of(), Map.of("endpoint", endpoint)), "source.huggingface.endpoint");
        assertFalse(no.getMessage().contains("pass@"), no.getMessage());
        assertNo(Reason.REFUSED, () -> source(Map.of("HF_ENDPOINT", endpoint), Map.of()), "HF_ENDPOINT");
    }

    @Test
    void anEndpointMayLieBelowAPath() throws Exception {
        Endpoint mirror = Endpoint.of(" https://mirror.example:8443/artifactory/api/hub// ", "It");
        assertEquals("https://mirror.example:8443/artifactory/api/hub", mirror.base());
        assertEquals(
                mirror.base() + "/api/models/a/b/revision/feat%2Fx",
                mirror.info("a/b", "feat/x").toString());
        assertEquals(
                mirror.base() + "/a/b/resolve/main/sub%20dir/n%C3%A4me%20%231.txt",
                mirror.file("a/b", "main", "sub dir/näme #1.txt").toString());
        assertEquals(
                mirror.base() + "/a/b/resolve/main/e%3Ff%2520%2B%26%3B%3D",
                mirror.file("a/b", "main", "e?f%20+&;=").toString());
        assertTrue(mirror.holds(URI.create("HTTPS://Mirror.example:8443/x")));
        assertFalse(mirror.holds(URI.create("https://mirror.example/x")));
        assertTrue(Endpoint.of("https://hub.example", "It").holds(URI.create("https://hub.example:443/x")));
    }

    @Test
    void namesThatNeedEncodingAreAskedForAsTheyAre() throws Exception {
        String path = "sub dir/e?f#g%20ä+.json";
        model.commit("main", FakeFiles.none().file(path, "{\"odd\":true}"));
        Snapshot snapshot = resolve(ID);
        RemoteFile odd = snapshot.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
        Asked asked = new Asked(ID, snapshot.commit(), Token.NONE);
        HubOpener opener = new HubOpener(
                new Hub(
                        Endpoint.of(hub.url().toString(), "It"),
                        new LentContext(
                                "modeldock/test",
                                ArchiveLimits.DEFAULT,
                                Network.open(NetworkConfig.DIRECT, "modeldock/test")
                                        .http(new Settings(Map.of())))),
                asked);
        assertArrayEquals(
                "{\"odd\":true}".getBytes(), opener.open(odd, 0).stream().readAllBytes());
    }

    @Test
    void theCheckTellsWhetherTheHubAndTheTokenAreGood() throws Exception {
        source.check();
        Map<String, String> settings =
                new HashMap<>(Map.of("endpoint", hub.url().toString(), "token", TOKEN));
        source(Map.of(), settings).check();
        settings.put("token", "hf_wrong");
        assertNo(Reason.DENIED, () -> source(Map.of(), settings).check(), "token is not accepted");
        settings.put("token", TOKEN);
        hub.onApi("/api/whoami-v2").status(404);
        source(Map.of(), settings).check();
        hub.onApi("/api/models").once().status(404);
        assertNo(Reason.NOT_FOUND, () -> source.check(), "source.huggingface.endpoint");
        hub.onApi("/api/models").once().status(502);
        assertNo(Reason.UNREACHABLE, () -> source.check(), "502");
        hub.close();
        assertNo(Reason.UNREACHABLE, () -> source.check());
    }

    @Test
    void theDockFindsTheSourceItself() {
        try (Plugins plugins = Plugins.discover(null);
                Sources sources = Sources.open(
                        plugins,
                        Map.of("source.huggingface.endpoint", hub.url().toString()),
                        own -> new LentContext(
                                "modeldock/test",
                                ArchiveLimits.DEFAULT,
                                Network.open(NetworkConfig.DIRECT, "modeldock/test")
                                        .http(own)))) {
            SourceInfo info = sources.info("huggingface").orElseThrow();
            assertEquals(SourceInfo.State.OK, info.state());
            assertTrue(
                    info.settings().stream().anyMatch(setting -> setting.name().equals("token") && setting.secret()));
            assertTrue(info.fields().stream().anyMatch(field -> field.name().equals("token") && field.secret()));
        }
    }

    @Test
    void aPlanEndsSoonAfterItIsInterrupted() throws Exception {
        Fault silent = hub.onApi("*/tree/*").stall(10);
        FutureTask<Snapshot> planning = new FutureTask<>(() -> source.resolve(request(ID)));
        Thread thread = new Thread(planning, "planning");
        thread.start();
        assertTrue(silent.awaitStall(Duration.ofSeconds(20)));
        thread.interrupt();
        ExecutionException ended = assertThrows(ExecutionException.class, () -> planning.get(2, TimeUnit.SECONDS));
        assertInstanceOf(InterruptedException.class, ended.getCause());
    }

    @Test
    void anotherCommitIsAnotherPlan() throws Exception {
        Snapshot before = resolve(ID);
        model.commit("main", FakeFiles.none().file("config.json", "{\"new\":1}"));
        assertNotEquals(before, resolve(ID));
        assertEquals(before.files(), resolve(ID, "revision", before.commit()).files());
    }
}
