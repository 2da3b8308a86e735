package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ZIP upload and its tasks. */
class UploadIT {
    private static final String LOCAL = "/v1/upload/local";

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Http http;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        http = dock.http();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static Answer upload(String name, byte[] zip) {
        return http.form(LOCAL, name, zip, Map.of());
    }

    private static JsonNode done(Answer created) {
        JsonNode task = UploadTasks.awaitEnd(http, created);
        assertEquals("DONE", task.path("task_status").asText(), task::toPrettyString);
        return task;
    }

    @Test
    void aFlatArchiveIsOneModelNamedByTheParameterElseByTheFile() {
        Map<String, byte[]> named = TinyModels.variant("flat and named");
        JsonNode task = done(http.form(LOCAL + "?model_name=flat-named", "x.zip", Archives.zip(named), Map.of()));
        ModelView.get(http, ModelView.named(http, "local/flat-named").id()).assertFiles(named);
        assertEquals(1, task.path("models").size(), task::toPrettyString);
        done(upload("flat-by-file.zip", Archives.zip(TinyModels.variant("flat by file"))));
        ModelView.named(http, "local/flat-by-file");
    }

    @Test
    void theTaskTellsWhatTheDocumentShowsAndMore() {
        Answer created = upload("told-task.zip", Archives.zip(TinyModels.variant("told by a task")));
        JsonNode task = done(created);
        for (String name : List.of("id", "model_tag", "task_status", "source", "created_at", "updated_at", "models")) {
            assertTrue(task.hasNonNull(name), () -> name + " is missing in " + task.toPrettyString());
        }
        assertEquals("LOCAL", task.path("source").asText());
        assertTrue(task.path("created_at").asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"));
        assertEquals(1, task.findValue("attempts").asInt(), task::toPrettyString);
        String id = task.path("id").asText();
        for (String path : List.of("", "tasks/", "tasks/:", "tasks/ds-", ":ds-")) {
            Answer again = http.get("/v1/upload/" + path + id).expect(200);
            assertEquals(id, again.json().path("id").asText(), path);
        }
        JsonNode model = task.path("models").get(0);
        assertEquals("stored", model.path("outcome").asText(), task::toPrettyString);
        String modelId = model.path("id").asText();
        assertEquals(
                ModelView.get(http, modelId).json(),
                http.get(LOCAL + "/" + modelId).expect(200).json(),
                "/v1/upload/local/{id} answers what /v1/models/{id} answers");
        http.get(LOCAL + "/no-such-model").expect(404).refusal();
        http.get("/v1/upload/tasks/00000000-0000-4000-8000-000000000000")
                .expect(404)
                .refusal();
        http.get("/v1/upload/tasks/x").expect(404).refusal();
    }

    @Test
    void everyTopLevelDirectoryIsAModelAndTheTaskTellsOfEach() {
        Map<String, byte[]> files = new TreeMap<>();
        files.putAll(Archives.below("multi-good", TinyModels.variant("good")));
        Map<String, byte[]> broken = TinyModels.files("tiny-bert");
        broken.put("model.safetensors", "not tensors at all".getBytes(StandardCharsets.UTF_8));
        files.putAll(Archives.below("multi-broken", broken));
        JsonNode task = UploadTasks.awaitEnd(http, upload("multi.zip", Archives.zip(files)));
        Map<String, JsonNode> outcomes = new TreeMap<>();
        task.path("models").forEach(model -> outcomes.put(model.path("name").asText(), model));
        assertEquals(2, outcomes.size(), task::toPrettyString);
        String shown = task.path("models").toString();
        assertTrue(shown.contains("stored") && shown.contains("invalid"), shown);
        assertTrue(shown.contains("model.safetensors"), "the reason names the file: " + shown);
        ModelView.named(http, "local/multi-good");
        assertTrue(ModelView.list(http).stream().noneMatch(model -> model.name().equals("local/multi-broken")));
    }

    @Test
    void whatExistsAllIs409AndNamesThemAndSomeNewIs201() {
        Map<String, byte[]> files = new TreeMap<>(Archives.below("known-one", TinyModels.variant("known one")));
        done(upload("known.zip", Archives.zip(files)));
        Answer again = upload("known.zip", Archives.zip(files)).expect(409);
        assertTrue(again.refusal().contains("known-one"), again::toString);
        assertEquals("MODEL_ALREADY_EXISTS", again.code());
        files.putAll(Archives.below("known-two", TinyModels.variant("known two")));
        JsonNode mixed = done(upload("known.zip", Archives.zip(files)));
        String shown = mixed.path("models").toString();
        assertTrue(shown.contains("exists") && shown.contains("stored"), shown);
    }

    @Test
    void whatIsNoArchiveIs400AndWhatHoldsNoModelIs404() {
        upload("noise.zip", TinyModels.heavy(41, 20_000).get("notes.txt"))
                .expect(400)
                .refusal();
        upload("empty.zip", new byte[0]).expect(400).refusal();
        upload("no-entries.zip", Archives.zip(Map.of())).expect(400).refusal();
        Answer none = upload(
                        "no-model.zip",
                        Archives.zip(Map.of("docs/readme.txt", "no model here".getBytes(StandardCharsets.UTF_8))))
                .expect(404);
        none.refusal();
        http.post(LOCAL).expect(400).refusal();
        http.send(
                        "POST",
                        LOCAL,
                        "multipart/form-data; boundary=b",
                        BodyPublishers.ofString(
                                "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n1\r\n--b--\r\n"))
                .expect(400)
                .refusal();
        Await.until("staging is swept", dock::staging, TreeSet::isEmpty);
    }

    @Test
    void aModelNameThatCannotBeIsRefusedOrTamed() {
        int number = 0;
        for (String name : List.of("..", "a%2Fb%2Fc", "%00", "a%5Cb", "x".repeat(300))) {
            byte[] zip = Archives.zip(TinyModels.variant("unnameable " + number++));
            Answer answer = http.form(LOCAL + "?model_name=" + name, "x.zip", zip, Map.of());
            if (answer.status() == 201) {
                String kept = done(answer).path("models").path(0).path("name").asText();
                assertTrue(kept.matches("local/[A-Za-z0-9][A-Za-z0-9._-]{0,95}"), () -> name + " became " + kept);
            } else {
                answer.expect(400).refusal();
            }
        }
    }

    @Test
    void aTarIsWelcomeAsWell() {
        done(upload("by-tar.tar.gz", Archives.pack("tar.gz", Archives.below("by-tar", TinyModels.variant("by tar")))));
        ModelView.named(http, "local/by-tar");
    }

    @Test
    void tasksAreListedPagedAndFiltered() {
        for (int i = 0; i < 3; i++) {
            done(upload("paged-" + i + ".zip", Archives.zip(TinyModels.variant("paged " + i))));
        }
        JsonNode first = http.get("/v1/upload/tasks?page=1&size=2").expect(200).json();
        assertEquals(2, first.path("items").size(), first::toPrettyString);
        assertTrue(first.path("total").asInt() >= 3, first::toPrettyString);
        JsonNode second = http.get("/v1/upload/tasks?page=2&size=2").expect(200).json();
        Set<String> ids = new TreeSet<>();
        first.path("items").forEach(item -> ids.add(item.path("id").asText()));
        second.path("items").forEach(item -> assertTrue(ids.add(item.path("id").asText()), "shown twice: " + item));
        http.get("/v1/upload/tasks?status=DONE")
                .expect(200)
                .json()
                .path("items")
                .forEach(item -> assertEquals("DONE", item.path("task_status").asText()));
        assertEquals(
                0,
                http.get("/v1/upload/tasks?source=HUGGINGFACE")
                        .expect(200)
                        .json()
                        .path("total")
                        .asInt());
        assertEquals(
                0,
                http.get("/v1/upload/tasks?since=2100-01-01T00:00:00Z")
                        .expect(200)
                        .json()
                        .path("total")
                        .asInt());
        for (String bad : List.of("page=0", "size=0", "size=100000", "page=x", "status=ODD", "since=yesterday")) {
            http.get("/v1/upload/tasks?" + bad).expect(400).refusal();
        }
    }

    @Test
    void anEndedTaskIsNotCanceledPausedOrRetried() {
        Answer created = upload("ended.zip", Archives.zip(TinyModels.variant("ended")));
        done(created);
        String path = UploadTasks.location(created);
        for (String verb : List.of("cancel", "pause", "resume", "retry")) {
            http.post(path + "/" + verb).expect(409).refusal();
        }
        http.post("/v1/upload/tasks/00000000-0000-4000-8000-000000000000/cancel")
                .expect(404)
                .refusal();
        http.post(path + "/explode").expect(404).refusal();
    }

    @Test
    void aTaskCanBeCanceledAndRetried() {
        byte[] zip = Archives.zip(TinyModels.heavy(42, 60 << 20));
        Answer created = http.form(LOCAL + "?model_name=canceled", "c.zip", zip, Map.of());
        String path = UploadTasks.location(created);
        Answer cancel = http.post(path + "/cancel");
        JsonNode task = UploadTasks.awaitEnd(http, created);
        if (cancel.status() == 409) { // it was quicker than we: nothing left to cancel
            assertEquals("DONE", task.path("task_status").asText(), cancel::toString);
            return;
        }
        assertTrue(cancel.status() / 100 == 2, cancel::toString);
        assertEquals("CANCELED", task.path("task_status").asText(), task::toPrettyString);
        Await.until("the partial bytes are freed", dock::staging, TreeSet::isEmpty);
    }

    @Test
    void aPathOnTheServerIsTakenOnlyBelowDirectoriesTheOperatorNamed() throws IOException {
        Path shelf = Files.createDirectories(temp.resolve("shelf"));
        Path zip = Files.write(shelf.resolve("on-the-shelf.zip"), Archives.zip(TinyModels.variant("on the shelf")));
        Answer refused = http.post(LOCAL, Map.of("path", zip.toString()));
        assertTrue(refused.status() == 403 || refused.status() == 400, refused::toString);
        refused.refusal();
    }
}
