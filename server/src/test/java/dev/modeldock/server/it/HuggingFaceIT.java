package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.fakes.Content;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeHub;
import dev.modeldock.fakes.FakeModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports from a hub on the running jar: the document's answers, ours beside them, and what goes wrong on the way. */
class HuggingFaceIT {
    private static final String UPLOAD = "/v1/upload/huggingface";

    @TempDir
    static Path temp;

    private static FakeHub hub;
    private static RunningDock dock;
    private static Http http;

    @BeforeAll
    static void start() throws Exception {
        hub = new FakeHub();
        hub.model("google-bert/bert-base-uncased", FakeFiles.tiny("tiny-bert"));
        hub.rename("bert-base-uncased", "google-bert/bert-base-uncased");
        dock = RunningDock.with(temp.resolve("data"))
                .set("source.huggingface.endpoint", hub.url().toString())
                .set("transfers.stallTimeout", "2s")
                .start();
        http = dock.http();
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

    private static JsonNode ended(Answer created, String state) {
        JsonNode task = UploadTasks.awaitEnd(http, created);
        assertEquals(state, task.path("task_status").asText(), task::toPrettyString);
        return task;
    }

    private static List<Path> filesWith(Path directory, String text) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer post(Map<String, ?> body) {
        return http.post(UPLOAD, body);
    }

    @Test
    void theDocumentsRequestBringsTheModelAndASecondOneConflicts() {
        Answer created = post(Map.of("model_tag", "bert-base-uncased", "revision", "main"));
        assertEquals(0, created.expect(201).body().length);
        JsonNode task = ended(created, "DONE");
        assertEquals(
                "google-bert/bert-base-uncased@main", task.path("model_tag").asText());
        assertEquals("HUGGINGFACE", task.path("source").asText());
        assertTrue(task.path("bytes_moved").asLong() > 10_000, task::toPrettyString);
        assertEquals(1, task.path("version").asInt(), task::toPrettyString);
        ModelView.get(http, task.path("model_id").asText()).assertFiles(TinyModels.files("tiny-bert"));
        Answer again = post(Map.of("model_tag", "google-bert/bert-base-uncased"));
        assertEquals("MODEL_ALREADY_EXISTS", again.expect(409).code());
        JsonNode skipped =
                ended(post(Map.of("model_tag", "google-bert/bert-base-uncased", "on_conflict", "skip")), "DONE");
        assertEquals("exists", skipped.path("models").path(0).path("outcome").asText());
        assertEquals(task.path("commit"), skipped.path("commit"));
    }

    @Test
    void whatIsWrongIsToldBeforeAnyTask() throws Exception {
        hub.model("org/closed", FakeFiles.tiny("tiny-bert")).gated("auto");
        hub.model("org/hidden", FakeFiles.tiny("tiny-bert")).privateTo("hf_whoMayReadHidden0000000000000000000");
        hub.model("org/fine", FakeFiles.tiny("tiny-bert"));
        assertTrue(post(Map.of("model_tag", "no/such/model"))
                .expect(400)
                .sentence()
                .contains("model_tag"));
        post(Map.of("revision", "main")).expect(400);
        post(Map.of("model_tag", "org/nothing")).expect(404);
        assertTrue(post(Map.of("model_tag", "org/fine", "revision", "nope"))
                .expect(404)
                .sentence()
                .contains("nope"));
        assertEquals(
                "GATED", post(Map.of("model_tag", "org/closed")).expect(403).code());
        post(Map.of("model_tag", "org/hidden")).expect(404);
        assertTrue(post(Map.of("model_tag", "org/fine", "revison", "x"))
                .expect(400)
                .sentence()
                .contains("revision"));
        hub.onApi("*/org/fine/*").once().status(429).retryAfter("7");
        Answer limited = post(Map.of("model_tag", "org/fine")).expect(503);
        assertEquals("7", limited.header("Retry-After").orElseThrow());
        hub.onApi("*/org/fine/*").once().status(500);
        post(Map.of("model_tag", "org/fine")).expect(502);
        List<String> tags = http.get("/v1/upload/tasks?source=HUGGINGFACE&size=100")
                .expect(200)
                .json()
                .findValuesAsText("model_tag");
        assertEquals(
                List.of(),
                tags.stream()
                        .filter(tag -> tag.matches("org/(closed|hidden|fine|nothing)@.*"))
                        .toList());
    }

    @Test
    void aTokenOpensAPrivateModelAndIsSeenNowhere() throws Exception {
        String token = "hf_secretOfThisRequestAlone000000000000";
        hub.model("org/private", FakeFiles.tiny("tiny-lora")).privateTo(token);
        ended(post(Map.of("model_tag", "org/private", "token", token)), "DONE");
        assertFalse(dock.log().contains(token));
        assertEquals(List.of(), filesWith(dock.data(), token));
        assertEquals(List.of(), hub.leaks());
    }

    @Test
    void aDryRunTellsThePlanAndDoesNothing() throws Exception {
        hub.model("org/planned", FakeFiles.tiny("tiny-bin")).license("mit");
        JsonNode plan = post(Map.of(
                        "model_tag", "org/planned", "dry_run", true, "exclude", List.of("tokenizer*"), "name", "mine"))
                .expect(200)
                .json();
        assertEquals("mit", plan.path("license").asText());
        assertEquals("local/mine", plan.path("models").path(0).path("name").asText(), plan::toPrettyString);
        assertEquals(
                "pytorch_model.bin", plan.path("unsafe").path(0).path("path").asText());
        assertEquals(2, plan.path("files_chosen").asInt());
        assertTrue(plan.path("bytes_to_move").asLong() > 20_000);
        assertTrue(plan.path("space").path("free_before").asLong()
                > plan.path("space").path("free_after").asLong());
        http.get("/v1/models/local/mine").expect(404);
    }

    @Test
    void anUpdateMovesOnlyWhatHasChanged() throws Exception {
        FakeModel model =
                hub.model("org/moving", FakeFiles.tiny("tiny-bert").lfs("big.bin", Content.generated(5, 3 << 20)));
        ended(post(Map.of("model_tag", "org/moving", "allow_unsafe", true)), "DONE");
        String updates = "/v1/models/org/moving/updates";
        assertFalse(http.get(updates).expect(200).json().path("updateAvailable").asBoolean());
        model.commit("main", FakeFiles.none().regular("README.md", Content.of("newer")));
        JsonNode found = http.get(updates).expect(200).json();
        assertTrue(found.path("updateAvailable").asBoolean(), found::toPrettyString);
        assertEquals(1, found.path("files").path("added").asInt(), found::toPrettyString);
        assertEquals(0, found.path("files").path("changed").asInt(), found::toPrettyString);
        JsonNode task = ended(http.post(updates, Map.of("allow_unsafe", true)), "DONE");
        assertEquals(5, task.path("bytes_moved").asLong(), task::toPrettyString);
        assertTrue(task.path("bytes_saved").asLong() > 3 << 20, task::toPrettyString);
        assertEquals(2, task.path("version").asInt(), task::toPrettyString);
    }

    @Test
    void pausedItStandsStillAndCancelledItLeavesNothing() throws Exception {
        hub.model("org/paused", FakeFiles.none().lfs("model.safetensors", Content.safetensors(8, 40 << 20)));
        hub.onBody("*model.safetensors").slow(8 << 20);
        Answer created = post(Map.of("model_tag", "org/paused"));
        String task = UploadTasks.location(created);
        Await.until(
                "bytes of " + task,
                () -> http.get(task).json(),
                now -> now.path("bytes_done").asLong() > 2 << 20);
        long begin = System.nanoTime();
        assertEquals(
                "PAUSED",
                http.post(task + "/pause")
                        .expect(200)
                        .json()
                        .path("task_status")
                        .asText());
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(2).toNanos());
        hub.calm();
        hub.log().clear();
        http.post(task + "/resume").expect(200);
        JsonNode done = ended(created, "DONE");
        assertTrue(hub.log().all().stream().anyMatch(asked -> !asked.range().isEmpty()), "no Range was asked for");
        assertEquals(40 << 20, done.path("bytes_done").asLong(), done::toPrettyString);
        assertEquals(40 << 20, done.path("bytes_moved").asLong(), done::toPrettyString);
        long again = hub.log().all().stream()
                .filter(asked -> asked.server().equals("cdn"))
                .mapToLong(asked -> asked.bytes())
                .sum();
        assertTrue(again < 39 << 20, () -> again + " bytes moved after the pause");

        hub.model("org/cancelled", FakeFiles.none().lfs("model.safetensors", Content.safetensors(9, 40 << 20)));
        hub.onBody("*model.safetensors").slow(8 << 20);
        String second = UploadTasks.location(post(Map.of("model_tag", "org/cancelled")));
        Await.until(
                "bytes",
                () -> http.get(second).json(),
                now -> now.path("bytes_done").asLong() > 2 << 20);
        assertEquals(
                "CANCELED",
                http.post(second + "/cancel")
                        .expect(200)
                        .json()
                        .path("task_status")
                        .asText());
    }

    @Test
    void killedInTheMiddleItGoesOnFromTheBytesOnTheDisk() throws Exception {
        int size = 96 << 20;
        hub.model("org/killed", FakeFiles.tiny("tiny-bert").lfs("weights.safetensors", Content.safetensors(3, size)));
        hub.onBody("*weights.safetensors").slow(16 << 20);
        try (RunningDock mine = RunningDock.with(temp.resolve("killed"))
                .set("source.huggingface.endpoint", hub.url().toString())
                .start()) {
            Answer created = mine.http().post(UPLOAD, Map.of("model_tag", "org/killed"));
            String task = UploadTasks.location(created);
            Await.until(
                    "bytes",
                    () -> mine.http().get(task).json(),
                    now -> now.path("bytes_done").asLong() > 24 << 20);
            mine.kill9();
            long onDisk = mine.storedBytes();
            hub.calm();
            Await.until("the hub sees that it is gone", hub.log()::running, running -> running == 0);
            hub.log().clear();
            mine.startAgain();
            JsonNode done = Await.until(
                    "the end",
                    () -> mine.http().get(task).json(),
                    now -> UploadTasks.ENDED.contains(now.path("task_status").asText()));
            assertEquals("DONE", done.path("task_status").asText(), done::toPrettyString);
            long moved = hub.log().all().stream()
                    .filter(asked -> asked.server().equals("cdn"))
                    .mapToLong(asked -> asked.bytes())
                    .sum();
            assertTrue(moved <= size - (24 << 20), () -> moved + " bytes moved, " + onDisk + " were there");
            assertEquals(List.of(), mine.faults());
        }
    }

    @Test
    void theCapIsChangedWhileItRuns() throws Exception {
        hub.model("org/capped", FakeFiles.none().lfs("model.safetensors", Content.safetensors(4, 24 << 20)));
        http.json("PATCH", "/v1/settings", Map.of("transfers.maxBytesPerSecond", "1MiB"))
                .expect(200);
        Answer created = post(Map.of("model_tag", "org/capped"));
        String task = UploadTasks.location(created);
        JsonNode slow = Await.until(
                "bytes",
                () -> http.get(task).json(),
                now -> now.path("bytes_done").asLong() > 1 << 20);
        assertEquals("RUNNING", slow.path("task_status").asText());
        JsonNode settings = http.json("PATCH", "/v1/settings", Map.of("transfers.maxBytesPerSecond", 0))
                .expect(200)
                .json();
        assertEquals(0, settings.path("transfers.maxBytesPerSecond").asLong());
        ended(created, "DONE");
        http.json("PATCH", "/v1/settings", Map.of("transfers.maxBytesPerSecond", "fast"))
                .expect(400);
        http.json("PATCH", "/v1/settings", Map.of("port", 1)).expect(400);
    }

    @Test
    void aPartIsNotTakenForTheWhole() throws Exception {
        hub.model("org/parted", FakeFiles.tiny("tiny-bert"));
        ended(post(Map.of("model_tag", "org/parted", "include", "tokenizer*")), "DONE");
        Answer export = http.post("/api/public/models/org%2Fparted/export?format=tar");
        String url = export.json().findValue("downloadUrl").asText();
        String former = http.head(url).expect(200).header("ETag").orElseThrow();
        assertTrue(
                post(Map.of("model_tag", "org/parted")).expect(409).sentence().contains("replace"));
        assertTrue(post(Map.of("model_tag", "org/parted", "on_conflict", "skip"))
                .expect(409)
                .sentence()
                .contains("only 2"));
        ended(post(Map.of("model_tag", "org/parted", "on_conflict", "replace")), "DONE");
        ModelView.get(http, "org/parted").assertFiles(TinyModels.files("tiny-bert"));
        assertFalse(former.equals(http.head(url).expect(200).header("ETag").orElseThrow()), former);
    }

    @Test
    void aBranchThatMovedToACommitThatIsHereMovesItsAlias() throws Exception {
        FakeModel model = hub.model("org/branches", FakeFiles.tiny("tiny-lora"));
        ended(post(Map.of("model_tag", "org/branches")), "DONE");
        String second = model.commit("dev", FakeFiles.tiny("tiny-lora").regular("note.md", Content.of("second")));
        ended(post(Map.of("model_tag", "org/branches", "revision", second)), "DONE");
        post(Map.of("model_tag", "org/branches", "revision", second)).expect(409);
        JsonNode moved = ended(post(Map.of("model_tag", "org/branches", "revision", "dev", "alias", "best")), "DONE");
        assertEquals("exists", moved.path("models").path(0).path("outcome").asText(), moved::toPrettyString);
        JsonNode aliases = http.get("/v1/models/org/branches").json().path("aliases");
        assertEquals(second, aliases.path("dev").asText(), aliases::toString);
        assertEquals(second, aliases.path("best").asText(), aliases::toString);
        assertFalse(second.equals(aliases.path("main").asText()), aliases::toString);
        post(Map.of("model_tag", "org/branches", "revision", "dev")).expect(409);
    }

    @Test
    void somebodysPrivateFileIsFetchedAndNotGivenAway() throws Exception {
        Content secret = Content.safetensors(77, 3 << 20);
        hub.model("org/theirs", FakeFiles.none().lfs("model.safetensors", secret));
        hub.model("org/mine", FakeFiles.none().lfs("model.safetensors", secret));
        String anna = http.post("/v1/keys", Map.of("name", "anna", "user", "anna", "scopes", List.of("read", "write")))
                .json()
                .findValue("key")
                .asText();
        ended(post(Map.of("model_tag", "org/theirs")), "DONE");
        http.json("PATCH", "/v1/models/org/theirs", Map.of("access", "private")).expect(200);
        Answer created = http.key(anna).post(UPLOAD, Map.of("model_tag", "org/mine"));
        JsonNode task = UploadTasks.awaitEnd(http, created);
        assertEquals("DONE", task.path("task_status").asText(), task::toPrettyString);
        assertEquals(0, task.path("bytes_saved").asLong(), task::toPrettyString);
        http.key(anna).post(UPLOAD, Map.of("model_tag", "org/theirs")).expect(403);
    }
}
