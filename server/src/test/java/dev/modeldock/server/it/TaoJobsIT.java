package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions that a pack of the operator's does, on the running jar. */
class TaoJobsIT {
    private static final String USER = "/api/v1/user/11111111-1111-1111-1111-111111111111";
    private static final Set<String> ENDED = Set.of("Done", "Error");
    /** A trainer: tells its epochs, waits for a file when its spec says so, and goes on from its checkpoint. */
    private static final String TRAINER = """
            set -eu
            spec=$1 results=$2 resume=$3 parent=$4 train=$5
            say() { printf '{"date": "1/2/2024", "time": "3:4:5", "status": "%s", "verbosity": "INFO", "message": "%s"%s}\\n' \\
              "$1" "$2" "${3:-}" >> "$results/status.json"; }
            say STARTED "Starting Training Loop."
            [ -z "$train" ] || ls "$train/labels" > "$results/labels.txt"
            [ -z "$parent" ] || cp "$parent/weights" "$results/parent-weights"
            epoch=0
            [ -z "$resume" ] || epoch=$(cat "$results/checkpoint")
            while [ "$epoch" -lt 3 ]; do
              epoch=$((epoch + 1))
              echo "$epoch" > "$results/checkpoint"
              say RUNNING "epoch $epoch" ", \\"epoch\\": $epoch, \\"max_epoch\\": 3, \\"kpi\\": {\\"loss\\": 0.$epoch}"
              echo "trained epoch $epoch"
              while [ "$epoch" = 1 ] && [ -e "$WAIT_FOR" ]; do sleep 0.1; done
            done
            echo "weights of $epoch" > "$results/weights"
            [ ! -e "$WAIT_FOR.fail" ] || { say FAILURE "out of memory"; exit 3; }
            say SUCCESS "Training finished successfully"
            """;

    @TempDir
    Path temp;

    private RunningDock dock;
    private Path wait;

    @BeforeEach
    void start() throws IOException {
        List.of("sh", "setsid").forEach(Tools::need);
        wait = temp.resolve("wait");
        Path pack = Files.createDirectories(temp.resolve("data/actions/trainer"));
        Files.writeString(pack.resolve("train.sh"), TRAINER);
        Files.writeString(pack.resolve("action.json"), """
                {"architectures": ["detectnet_v2"], "actions": ["train", "evaluate", "prune", "retrain"],
                 "command": ["sh", "train.sh", "{spec}", "{results}", "{resume}", "{parent}", "{dataset.train}"],
                 "spec": "json", "pausable": true, "environment": {"WAIT_FOR": "%s"}}""".formatted(wait));
        Files.createDirectories(temp.resolve("data/actions/broken"));
        dock = RunningDock.on(temp.resolve("data"));
    }

    @AfterEach
    void stop() {
        if (dock != null) {
            assertEquals(List.of(), dock.faults());
            dock.close();
        }
    }

    private String model() {
        return dock.http()
                .post(USER + "/model", Map.of("network_arch", "detectnet_v2"))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private List<String> submit(String model, Object parent, String... actions) {
        Map<String, Object> body = new java.util.HashMap<>();
        body.put("job", parent);
        body.put("actions", List.of(actions));
        List<String> ids = new ArrayList<>();
        dock.http()
                .post(USER + "/model/" + model + "/job", body)
                .expect(201)
                .json()
                .forEach(id -> ids.add(id.asText()));
        return ids;
    }

    private JsonNode job(String model, String id) {
        return dock.http()
                .get(USER + "/model/" + model + "/job/" + id)
                .expect(200)
                .json();
    }

    private JsonNode ended(String model, String id) {
        return Await.until(
                "the end of " + id,
                Await.PATIENCE,
                () -> job(model, id),
                job -> ENDED.contains(job.path("status").asText()));
    }

    /** Wait until the trainer has told its first epoch, where it stays as long as the file to wait for is there. */
    private void atFirstEpoch(String model, String id) {
        Await.until(
                "epoch 1",
                Await.PATIENCE,
                () -> job(model, id),
                job -> job.path("result").path("epoch").asInt() == 1);
    }

    private static String message(JsonNode job) {
        return job.path("result").path("detailed_status").path("message").asText();
    }

    @Test
    void aTrainingRunsAndWhatFollowsItToo() throws IOException {
        String dataset = dock.http()
                .post(USER + "/dataset", Map.of("type", "object_detection", "format", "kitti"))
                .expect(201)
                .json()
                .path("id")
                .asText();
        byte[] tar = Archives.tar(Map.of("images/a.jpg", new byte[] {1}, "labels/a.txt", new byte[] {2}));
        dock.http()
                .form(USER + "/dataset/" + dataset + "/upload", "d.tar", tar, Map.of())
                .expect(201);
        String model = model();
        dock.http()
                .json("PATCH", USER + "/model/" + model, Map.of("train_datasets", List.of(dataset)))
                .expect(200);
        List<String> ids = submit(model, null, "train", "evaluate");
        JsonNode train = ended(model, ids.get(0));
        assertEquals("Done", train.path("status").asText(), train::toPrettyString);
        assertEquals(3, train.path("result").path("epoch").asInt());
        assertEquals("Training finished successfully", message(train));
        assertEquals(
                0.2,
                train.path("result").path("kpi").get(0).path("values").path("2").asDouble());
        JsonNode evaluate = ended(model, ids.get(1));
        assertEquals("Done", evaluate.path("status").asText(), evaluate::toPrettyString);
        assertEquals(ids.get(0), evaluate.path("parent_id").asText());

        Answer download = dock.http()
                .get(USER + "/model/" + model + "/job/" + ids.get(1) + "/download")
                .expect(200);
        assertTrue(download.header("Content-Disposition").orElse("").contains(ids.get(1) + ".tar.gz"));
        Map<String, byte[]> files =
                Archives.untar(new GZIPInputStream(new ByteArrayInputStream(download.body())).readAllBytes());
        String root = ids.get(1) + "/";
        assertEquals("weights of 3\n", text(files.get(root + "parent-weights")));
        assertEquals("a.txt\n", text(files.get(root + "labels.txt")));
        assertTrue(text(files.get(root + "logs_from_toolkit.txt")).contains("trained epoch 3"));
        assertTrue(files.containsKey(root + "status.json"));
        String log = dock.http()
                .get(USER + "/model/" + model + "/job/" + ids.get(0) + "/logs")
                .expect(200)
                .text();
        assertTrue(log.contains("trained epoch 1"), log);
    }

    @Test
    void whatWasTrainedIsAVersionOfItsModel() {
        String model = model();
        String train = submit(model, null, "train").get(0);
        assertEquals("Done", ended(model, train).path("status").asText());
        JsonNode shown = dock.http().get("/v1/models/cm-" + model).expect(200).json();
        List<String> paths = new ArrayList<>();
        shown.path("files").forEach(file -> paths.add(file.path("path").asText()));
        assertEquals(List.of("checkpoint", "weights"), paths, shown::toPrettyString);
        assertEquals(
                "weights of 3\n",
                dock.http()
                        .get("/v1/models/cm-" + model + "/files/weights")
                        .expect(200)
                        .text());
        assertEquals(train, shown.findPath("job").asText(), shown::toPrettyString);
        Map<String, byte[]> exported = dock.imports().exported("cm-" + model);
        assertEquals(Set.of("checkpoint", "weights"), exported.keySet());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void aCommandThatFailsIsAnErrorAndSoIsWhatWaitedForIt() throws IOException {
        Files.createFile(temp.resolve("wait.fail"));
        String model = model();
        List<String> ids = submit(model, null, "train", "prune", "retrain");
        JsonNode train = ended(model, ids.get(0));
        assertEquals("Error", train.path("status").asText());
        assertTrue(message(train).contains("exit code 3") && message(train).contains("out of memory"), message(train));
        for (String child : ids.subList(1, 3)) {
            JsonNode job = ended(model, child);
            assertEquals("Error", job.path("status").asText());
            assertTrue(message(job).contains("has failed"), message(job));
        }
    }

    @Test
    void aCancelledTrainingGoesOnFromItsCheckpoint() throws IOException {
        Files.createFile(wait);
        String model = model();
        String id = submit(model, null, "train").get(0);
        atFirstEpoch(model, id);
        dock.http().delete(USER + "/model/" + model + "/job/" + id).expect(400);
        dock.http().post(USER + "/model/" + model + "/job/" + id + "/cancel").expect(200);
        JsonNode cancelled = ended(model, id);
        assertEquals("Error", cancelled.path("status").asText());
        assertTrue(message(cancelled).contains("cancelled"), message(cancelled));
        dock.http().post(USER + "/model/" + model + "/job/" + id + "/cancel").expect(404);
        Files.delete(wait);
        dock.http().post(USER + "/model/" + model + "/job/" + id + "/resume").expect(200);
        JsonNode resumed = Await.until(
                "the end of the resumed training",
                Await.PATIENCE,
                () -> job(model, id),
                job -> job.path("status").asText().equals("Done"));
        assertEquals(3, resumed.path("result").path("epoch").asInt());
        String log = dock.http()
                .get(USER + "/model/" + model + "/job/" + id + "/logs")
                .expect(200)
                .text();
        assertEquals(1, log.split("trained epoch 1\n", -1).length - 1, "the first epoch is not trained again: " + log);
        dock.http().delete(USER + "/model/" + model + "/job/" + id).expect(200);
        dock.http().get(USER + "/model/" + model + "/job/" + id).expect(404);
    }

    @Test
    void aCommandOutlivesTheDockAndIsFollowedAgain() throws IOException {
        Files.createFile(wait);
        String model = model();
        List<String> ids = submit(model, null, "train", "evaluate");
        atFirstEpoch(model, ids.get(0));
        dock.kill9();
        dock.startAgain();
        assertEquals(
                "Running",
                Await.until(
                                "it is followed",
                                Await.PATIENCE,
                                () -> job(model, ids.get(0)),
                                job -> job.path("status").asText().equals("Running"))
                        .path("status")
                        .asText());
        dock.terminate();
        Files.delete(wait);
        dock.startAgain();
        assertEquals("Done", ended(model, ids.get(0)).path("status").asText());
        assertEquals("Done", ended(model, ids.get(1)).path("status").asText());
        String log = dock.http()
                .get(USER + "/model/" + model + "/job/" + ids.get(0) + "/logs")
                .expect(200)
                .text();
        assertEquals(1, log.split("trained epoch 1\n", -1).length - 1, "it ran once: " + log);
    }

    @Test
    void whatNoPackCanDoIsAnErrorThatSaysSo() {
        String model = model();
        List<String> ids = submit(model, null, "export", "inference");
        for (String id : ids) {
            JsonNode job = job(model, id);
            assertEquals("Error", job.path("status").asText());
            assertFalse(message(job).isBlank());
        }
        assertTrue(message(job(model, ids.get(1))).contains("No action pack"), message(job(model, ids.get(1))));
        dock.http()
                .post(USER + "/model/" + model + "/job", Map.of("actions", List.of("train", "bogus")))
                .expect(404);
        assertEquals(
                2,
                dock.http()
                        .get(USER + "/model/" + model + "/job")
                        .expect(200)
                        .json()
                        .size());
    }

    @Test
    void packsAreListedWithWhatKeepsTheBrokenOut() throws IOException {
        JsonNode packs = dock.http().get("/v1/actions").expect(200).json().path("packs");
        assertEquals(2, packs.size());
        assertTrue(packs.get(0).path("fault").asText().contains("action.json"), packs::toPrettyString);
        assertEquals("trainer", packs.get(1).path("name").asText());
        Files.writeString(temp.resolve("data/actions/broken/action.json"), """
                {"architectures": ["*"], "actions": ["export"], "command": ["true"]}""");
        JsonNode again =
                dock.http().post("/v1/actions/reload").expect(200).json().path("packs");
        assertTrue(
                StreamSupport.stream(again.spliterator(), false).noneMatch(pack -> pack.has("fault")), again::toString);
    }

    @Test
    void aModelThatGoesTakesItsRunningJobsWithIt() throws IOException {
        Files.createFile(wait);
        String model = model();
        String id = submit(model, null, "train").get(0);
        atFirstEpoch(model, id);
        dock.http().delete(USER + "/model/" + model).expect(200);
        dock.http().get(USER + "/model/" + model).expect(404);
        assertFalse(Files.exists(dock.data().resolve("results").resolve(id)));
    }

    @Test
    void aTrainingIsPausedAndGoesOn() throws IOException {
        Files.createFile(wait);
        String model = model();
        String job = submit(model, null, "train").get(0);
        String path = USER + "/model/" + model + "/job/" + job;
        atFirstEpoch(model, job);
        dock.http().post(path + "/pause").expect(200);
        Await.until(
                "the pause",
                Await.PATIENCE,
                () -> job(model, job).path("status").asText(),
                "Pending"::equals);
        TaoClient.refused(400, "Action cannot be paused", dock.http().post(path + "/pause"));
        Files.delete(wait);
        dock.http().post(path + "/resume").expect(200);
        assertEquals("Done", ended(model, job).path("status").asText());
        String log = dock.http().get(path + "/logs").expect(200).text();
        assertEquals(
                List.of("trained epoch 1", "trained epoch 2", "trained epoch 3"),
                log.lines().filter(line -> line.startsWith("trained")).toList());
    }
}
