package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.fakes.Content;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeHub;
import dev.modeldock.fakes.FakeModel;
import dev.modeldock.fakes.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are not here come through the running jar when clients ask for them, and are here for the next one. */
class PullThroughIT {
    private static final int MIB = 1 << 20;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path temp;

    private static FakeHub hub;
    private static RunningDock dock;
    private static Http http;

    @BeforeAll
    static void start() {
        hub = new FakeHub();
        dock = dock("data").start();
        http = dock.http();
    }

    private static RunningDock.Start dock(String name) {
        return RunningDock.with(temp.resolve(name))
                .set("source.huggingface.endpoint", hub.url().toString())
                .set("transfers.stallTimeout", "2s")
                .set("hub.pullThrough", "true");
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
        hub.close();
    }

    @AfterEach
    void calm() {
        hub.calm();
    }

    private static String header(Answer answer, String name) {
        return answer.header(name).orElseThrow(() -> new AssertionError("no " + name + " in " + answer));
    }

    private static int tasks(Http of, String tag) {
        int count = 0;
        for (JsonNode task :
                of.get("/v1/upload/tasks?size=100").expect(200).json().findValues("model_tag")) {
            count += task.asText().startsWith(tag) ? 1 : 0;
        }
        return count;
    }

    private static void awaitHere(Http of, String name) {
        Await.until(name + " is here", () -> of.get("/v1/models/" + name).status(), status -> status == 200);
    }

    private static InputStream open(String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : http.base() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode());
        return answer.body();
    }

    private static byte[] bytes(Content content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        content.write(0, content.size(), out);
        return out.toByteArray();
    }

    @Test
    void switchedOffNothingIsAskedForUpstream() {
        hub.model("off/model", FakeFiles.tiny("tiny-bert"));
        try (RunningDock closed = RunningDock.with(temp.resolve("off"))
                .set("source.huggingface.endpoint", hub.url().toString())
                .start()) {
            Answer answer =
                    closed.http().get("/off/model/resolve/main/config.json").expect(404);
            assertEquals("RepoNotFound", header(answer, "X-Error-Code"));
            closed.http().get("/api/models/off/model").expect(404);
        }
        assertEquals(0, hub.log().count("*off/model*"));
    }

    @Test
    void theFirstClientWaitsAndTheSecondIsServedFromTheDisk() {
        String commit = hub.model("first/model").commit("main", FakeFiles.tiny("tiny-bert"));
        JsonNode info = http.get("/api/models/first/model/revision/main?blobs=true")
                .expect(200)
                .json();
        assertEquals(commit, info.path("sha").asText());
        assertEquals("first/model", info.path("id").asText());
        assertEquals("fill-mask", info.path("pipeline_tag").asText(), info::toPrettyString);
        JsonNode tree = http.get("/api/models/first/model/tree/" + commit + "?recursive=true")
                .expect(200)
                .json();
        Map<String, byte[]> files = TinyModels.files("tiny-bert");
        assertEquals(files.size(), tree.size(), tree::toPrettyString);
        Map<String, byte[]> got = new TreeMap<>();
        Map<String, String> tags = new TreeMap<>();
        for (String path : files.keySet()) {
            String place = "/first/model/resolve/" + commit + "/" + path;
            Answer head = http.head(place).expect(200);
            assertEquals(commit, header(head, "X-Repo-Commit"));
            Answer body = http.get(place).expect(200);
            assertEquals(header(head, "ETag"), header(body, "ETag"));
            got.put(path, body.body());
            tags.put(path, header(head, "ETag"));
        }
        TinyModels.assertSame(files, got);
        Answer missing = http.head("/first/model/resolve/" + commit + "/no.txt").expect(404);
        assertEquals("EntryNotFound", header(missing, "X-Error-Code"));
        awaitHere(http, "first/model");
        hub.log().clear();
        files.forEach((path, bytes) -> {
            Answer again = http.get("/first/model/resolve/main/" + path).expect(200);
            assertArrayEquals(bytes, again.body(), path);
            assertEquals(tags.get(path), header(again, "ETag"), path);
        });
        assertEquals(
                tree,
                http.get("/api/models/first/model/tree/main?recursive=true")
                        .expect(200)
                        .json());
        http.get("/api/models/first/model").expect(200);
        assertEquals(0, hub.log().count("*"));
        assertEquals(1, tasks(http, "first/model"));
    }

    @Test
    void eightClientsAtOnceCauseOneImport() throws Exception {
        Content weights = Content.safetensors(8, 12 * MIB);
        hub.model("eight/model", FakeFiles.tiny("tiny-bert").lfs("model.safetensors", weights));
        hub.onBody("*model.safetensors").slow(8 * MIB);
        String sha256 = weights.sha256();
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Answer>> asking = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                asking.add(() -> http.get("/eight/model/resolve/main/model.safetensors"));
            }
            for (Future<Answer> each : clients.invokeAll(asking)) {
                Answer answer = each.get().expect(200);
                assertEquals("\"" + sha256 + "\"", header(answer, "ETag"));
                assertArrayEquals(bytes(weights), answer.body());
            }
        } finally {
            clients.shutdownNow();
        }
        assertEquals(1, tasks(http, "eight/model"));
        assertTrue(
                hub.log().bytes("/eight/model/*.safetensors") <= 13 * MIB,
                () -> hub.log().all().toString());
    }

    @Test
    void bytesAreGivenBeforeAllAreHereAndSmallFilesDoNotWaitForLargeOnes() throws Exception {
        FakeFiles files = FakeFiles.tiny("tiny-bert");
        files.lfs("model.safetensors", Content.safetensors(20, 20 * MIB));
        for (int i = 0; i < 12; i++) {
            files.lfs("more-" + i + ".safetensors", Content.safetensors(30 + i, 20 * MIB));
        }
        hub.model("stream/model", files);
        Fault silent = hub.onBody("*.safetensors").stall(4 * MIB);
        try (InputStream in = open("/stream/model/resolve/main/model.safetensors")) {
            byte[] first = in.readNBytes(4 * MIB);
            assertEquals(4 * MIB, first.length);
            assertArrayEquals(
                    TinyModels.files("tiny-bert").get("config.json"),
                    http.get("/stream/model/resolve/main/config.json")
                            .expect(200)
                            .body());
            Answer range = http.with("Range", "bytes=256-511")
                    .get("/stream/model/resolve/main/model.safetensors")
                    .expect(206);
            assertEquals(256, range.body().length);
            silent.off();
            assertEquals(16 * MIB, in.readAllBytes().length);
        }
        awaitHere(http, "stream/model");
    }

    @Test
    void wrongBytesBreakTheConnectionAndNothingIsPublished() throws Exception {
        hub.model("wrong/model", FakeFiles.tiny("tiny-bert").lfs("model.safetensors", Content.safetensors(4, 3 * MIB)));
        // Slow enough to be asked for while it comes.
        hub.onBody("*model.safetensors").wrongBytes().slow(2 * MIB);
        Answer head = http.head("/wrong/model/resolve/main/model.safetensors").expect(200);
        assertEquals(Integer.toString(3 * MIB), header(head, "Content-Length"));
        try (InputStream in = open("/wrong/model/resolve/main/model.safetensors")) {
            assertThrows(IOException.class, in::readAllBytes);
        }
        Await.until(
                "the import fails",
                () -> http.get("/v1/upload/tasks?size=100").json(),
                tasks -> tasks.toString().contains("CHECKSUM_MISMATCH"));
        http.get("/v1/models/wrong/model").expect(404);
        int asked = hub.log().count("*wrong/model*");
        Answer again = http.get("/wrong/model/resolve/main/model.safetensors");
        assertTrue(again.status() >= 400, again::toString);
        assertTrue(header(again, "X-Error-Message").contains("failed"), again::toString);
        assertEquals(asked, hub.log().count("*wrong/model*"));
        assertEquals(1, tasks(http, "wrong/model"));
    }

    @Test
    void wrongBytesThatWereGivenAreNotCompletedWithRightOnes() throws Exception {
        Content weights = Content.safetensors(5, 6 * MIB);
        hub.model("mended/model", FakeFiles.tiny("tiny-bert").lfs("model.safetensors", weights));
        hub.onBody("*model.safetensors").once().wrongBytes().slow(6 * MIB);
        String path = "/mended/model/resolve/main/model.safetensors";
        int had;
        try (InputStream in = open(path)) {
            had = in.readNBytes(3 * MIB).length;
            assertThrows(IOException.class, in::readAllBytes);
        }
        Answer resumed = http.with("Range", "bytes=" + had + "-").get(path).expect(200);
        assertArrayEquals(bytes(weights), resumed.body());
        awaitHere(http, "mended/model");
        http.with("Range", "bytes=" + had + "-").get(path).expect(200);
        http.with("Range", "bytes=0-99").get(path).expect(206);
    }

    @Test
    void aDangerousPickleIsNotGivenWhole() throws Exception {
        byte[] pickle = ("cos\nsystem\n(S'true'\ntR.").getBytes(StandardCharsets.US_ASCII);
        hub.model("unsafe/model", FakeFiles.tiny("tiny-bert").lfs("extra.pt", Content.of(pickle)));
        Answer answer = http.get("/unsafe/model/resolve/main/extra.pt");
        assertTrue(answer.status() >= 400, answer::toString);
        assertTrue(header(answer, "X-Error-Message").contains("os.system"), answer::toString);
        http.get("/v1/models/unsafe/model").expect(404);
    }

    @Test
    void aSlowPlaceIsNoReasonToKeepAHeadWaiting() throws Exception {
        Content picture = Content.generated(7, 2_000);
        hub.model(
                "slow/model",
                FakeFiles.tiny("tiny-bert")
                        .lfs("model.safetensors", Content.safetensors(9, 8 * MIB))
                        .lfs("picture.png", picture));
        Fault silent = hub.onBody("*").stall(0);
        long begin = System.nanoTime();
        Answer head = http.head("/slow/model/resolve/main/model.safetensors").expect(200);
        assertEquals(Integer.toString(8 * MIB), header(head, "Content-Length"));
        assertEquals(header(head, "ETag"), header(head, "X-Linked-ETag"));
        http.head("/slow/model/resolve/main/config.json").expect(200);
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(5).toNanos());
        // Large there and small here: its hash is known when it is here.
        Answer unknown = http.head("/slow/model/resolve/main/picture.png").expect(503);
        header(unknown, "Retry-After");
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(14).toNanos());
        silent.off();
        Answer known = Await.until(
                "the hash of picture.png",
                () -> http.head("/slow/model/resolve/main/picture.png"),
                answer -> answer.status() == 200);
        assertEquals("\"" + picture.gitSha1() + "\"", header(known, "ETag"));
        awaitHere(http, "slow/model");
        assertEquals(
                header(known, "ETag"),
                header(http.head("/slow/model/resolve/main/picture.png").expect(200), "ETag"));
    }

    @Test
    void aPlaceThatDoesNotAnswerGivesAHeadA503InTime() throws Exception {
        hub.model("mute/model", FakeFiles.tiny("tiny-bert"));
        Fault silent = hub.onApi("*mute/model*").stall(0);
        long begin = System.nanoTime();
        Answer head = http.head("/mute/model/resolve/main/config.json").expect(503);
        header(head, "Retry-After");
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(10).toNanos());
        silent.off();
        Await.until(
                "an answer",
                () -> http.head("/mute/model/resolve/main/config.json").status(),
                status -> status == 200);
    }

    @Test
    void whatIsMissingUpstreamIsAskedForOnceAMinute() {
        hub.model("typo/here", FakeFiles.tiny("tiny-bert"));
        for (int i = 0; i < 5; i++) {
            Answer answer = http.head("/typo/misspelt/resolve/main/file" + i).expect(404);
            assertEquals("RepoNotFound", header(answer, "X-Error-Code"));
            Answer revision = http.get("/api/models/typo/here/revision/nope").expect(404);
            assertEquals("RevisionNotFound", header(revision, "X-Error-Code"));
        }
        assertEquals(
                1, hub.log().count("*typo/misspelt*"), () -> hub.log().all().toString());
        assertEquals(1, hub.log().count("*typo/here/revision/nope*"));
        http.get("/v1/models/typo/here").expect(404);
    }

    @Test
    void gatedAndPrivateModelsAreRefusedInTheWordsOfAHub() {
        hub.model("org/closed", FakeFiles.tiny("tiny-bert")).gated("auto");
        hub.model("org/hidden", FakeFiles.tiny("tiny-bert")).privateTo("hf_whoMayReadHidden0000000000000000000");
        assertEquals(
                "GatedRepo",
                header(http.get("/org/closed/resolve/main/config.json").expect(403), "X-Error-Code"));
        assertEquals(
                "RepoNotFound",
                header(
                        http.with("Authorization", "Bearer hf_whoMayReadHidden0000000000000000000")
                                .get("/org/hidden/resolve/main/config.json")
                                .expect(404),
                        "X-Error-Code"));
        assertTrue(
                hub.log().all().stream().noneMatch(asked -> asked.authorized()), "a client's token was sent upstream");
    }

    private static Http user(String name) {
        return http.key(http.post("/v1/keys", Map.of("name", name, "user", name, "scopes", List.of("read", "write")))
                .expect(201)
                .json()
                .path("key")
                .asText());
    }

    @Test
    void whatSomebodyBringsForAPrivateModelOfTheirsLeadsNobodyElseThere() throws Exception {
        FakeModel upstream = hub.model("up/model", FakeFiles.tiny("tiny-bert"));
        Http anna = user("anna");
        Http ben = user("ben");
        anna.post("/v1/upload/huggingface", Map.of("model_tag", "up/model", "name", "anna/secret"))
                .expect(201);
        awaitHere(anna, "anna/secret");
        anna.json("PATCH", "/v1/models/anna/secret", Map.of("access", "private"))
                .expect(200);
        upstream.commit("main", FakeFiles.none().lfs("more.safetensors", Content.safetensors(3, 6 * MIB)));
        Fault slow = hub.onBody("*more.safetensors").slow(MIB);
        String task = header(anna.post("/v1/models/anna/secret/updates").expect(201), "Location");
        JsonNode info = ben.get("/api/models/up/model").expect(200).json();
        assertEquals("up/model", info.path("id").asText(), info::toString);
        Answer file = ben.get("/up/model/resolve/main/config.json").expect(200);
        for (Answer answer : List.of(
                ben.get("/api/models/up/model/refs"),
                ben.get("/api/models/up/model/revision/main"),
                ben.get("/api/models/model"),
                ben.get("/api/models"),
                file)) {
            assertFalse(answer.headers().toString().contains("secret"), answer::toString);
            assertFalse(answer.text().contains("secret"), answer::text);
        }
        ben.get("/api/models/anna/secret").expect(404);
        ben.head("/anna/secret/resolve/main/config.json").expect(404);
        assertEquals(
                "RUNNING", anna.get(task).json().path("task_status").asText(), "it was asked while that was under way");
        slow.off();
        awaitHere(ben, "up/model");
        assertEquals(
                "ben",
                ben.get("/v1/models/up/model").expect(200).json().path("owner").asText());
        ben.get("/v1/models/anna/secret").expect(404);
    }

    @Test
    void anOldNameLeadsToThePresentOne() {
        hub.model("google-old/bert", FakeFiles.tiny("tiny-lora"));
        hub.rename("bert-of-old", "google-old/bert");
        Answer moved =
                http.get("/bert-of-old/resolve/main/adapter_config.json?x=1").expect(307);
        assertEquals("/google-old/bert/resolve/main/adapter_config.json?x=1", header(moved, "Location"));
        http.get(header(moved, "Location")).expect(200);
        awaitHere(http, "google-old/bert");
        assertEquals(1, tasks(http, "google-old/bert"));
    }

    @Test
    void aRevisionThatIsNotHereIsBroughtAndBranchesThatAreHereStayWhatTheyAre() throws Exception {
        FakeModel model = hub.model("branch/model");
        String first = model.commit("main", FakeFiles.tiny("tiny-bert"));
        http.get("/branch/model/resolve/main/config.json").expect(200);
        awaitHere(http, "branch/model");
        String second = model.commit("main", FakeFiles.none().regular("README.md", Content.of("newer")));
        model.tag("v2", second);
        hub.log().clear();
        assertEquals(
                first,
                http.get("/api/models/branch/model/revision/main")
                        .json()
                        .path("sha")
                        .asText());
        assertEquals(0, hub.log().count("*"));
        Answer newer = http.get("/branch/model/resolve/v2/README.md").expect(200);
        assertEquals("newer", newer.text());
        assertEquals(second, header(newer, "X-Repo-Commit"));
        Await.until(
                "v2 is here",
                () -> http.get("/v1/models/branch/model?revision=v2").status(),
                status -> status == 200);
        assertEquals(
                first,
                http.get("/api/models/branch/model/revision/main")
                        .json()
                        .path("sha")
                        .asText());
    }

    @Test
    void llamasFirstQuestionsAreAnsweredFromThePlan() {
        String commit = hub.model("llama/model").commit("main", FakeFiles.tiny("tiny-bert"));
        JsonNode refs = http.get("/api/models/llama/model/refs").expect(200).json();
        assertEquals(commit, refs.path("branches").path(0).path("targetCommit").asText(), refs::toString);
        assertEquals(
                commit,
                http.get("/api/models/llama/model/commits/main")
                        .expect(200)
                        .json()
                        .path(0)
                        .path("id")
                        .asText());
        JsonNode info = http.post(
                        "/api/models/llama/model/paths-info/main", Map.of("paths", List.of("config.json", "none")))
                .expect(200)
                .json();
        assertEquals(1, info.size(), info::toString);
    }

    @Test
    void whoMayNotImportCausesNone() {
        hub.model("keyed/model", FakeFiles.tiny("tiny-bert"));
        String key = http.post("/v1/keys", Map.of("name", "reader", "user", "reader", "scopes", List.of("read")))
                .expect(201)
                .json()
                .path("key")
                .asText();
        assertEquals(
                "RepoNotFound",
                header(
                        http.key(key)
                                .get("/keyed/model/resolve/main/config.json")
                                .expect(404),
                        "X-Error-Code"));
        assertEquals(0, hub.log().count("*keyed/model*"));
    }

    @Test
    void killedInTheMiddleItGoesOn() throws Exception {
        Content weights = Content.safetensors(50, 48 * MIB);
        String commit = hub.model("killed/model")
                .commit("main", FakeFiles.tiny("tiny-bert").lfs("model.safetensors", weights));
        hub.onBody("*model.safetensors").slow(12 * MIB);
        try (RunningDock mine = dock("killed").start()) {
            String path = "/killed/model/resolve/" + commit + "/model.safetensors";
            int had = 0;
            try (InputStream in = open(mine.http().base() + path)) {
                had = in.readNBytes(16 * MIB).length;
                mine.kill9();
                assertThrows(IOException.class, in::readAllBytes);
            }
            Await.until("the hub sees that it is gone", hub.log()::running, running -> running == 0);
            hub.log().clear();
            mine.startAgain();
            Answer rest =
                    mine.http().with("Range", "bytes=" + had + "-").get(path).expect(206);
            byte[] all = bytes(weights);
            assertArrayEquals(java.util.Arrays.copyOfRange(all, had, all.length), rest.body());
            awaitHere(mine.http(), "killed/model");
            assertTrue(
                    hub.log().bytes("/killed/model/*.safetensors") < 40 * MIB,
                    () -> hub.log().all().toString());
            assertEquals(0, hub.log().count("/api/models/*"), "the plan was made anew");
            assertEquals(1, tasks(mine.http(), "killed/model"));
            assertFalse(mine.staging().stream().anyMatch(name -> name.contains("partial")));
            assertEquals(List.of(), mine.faults());
        }
    }
}
