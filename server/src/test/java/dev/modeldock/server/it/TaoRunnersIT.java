package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What packs may say of themselves, and what becomes of commands that do not behave, on the running jar. */
class TaoRunnersIT {
    private static final String NOBODY = "33333333-3333-3333-3333-333333333333";
    private static final String USER = "/api/v1/user/" + NOBODY;
    private static final String SAY = """
            set -eu
            results=$1 data=${2:-}
            say() { printf '{"date": "1/2/2024", "time": "3:4:5", "status": "%s", "verbosity": "INFO", "message": "%s"%s}\\n' \\
              "$1" "$2" "${3:-}" >> "$results/status.json"; }
            """;

    @TempDir
    Path temp;

    private RunningDock dock;
    private TaoApi tao;

    @BeforeEach
    void need() {
        List.of("sh", "setsid").forEach(Tools::need);
    }

    @AfterEach
    void stop() {
        if (dock != null) {
            dock.close();
        }
    }

    private Path pack(String name, String json, String script) throws IOException {
        Path pack = Files.createDirectories(temp.resolve("data/actions/" + name));
        Files.writeString(pack.resolve("run.sh"), SAY + script);
        Files.writeString(pack.resolve("action.json"), json);
        return pack;
    }

    private void start() {
        start(RunningDock.with(temp.resolve("data")).set("actions.gpus", "1"));
    }

    private void start(RunningDock.Start how) {
        dock = how.start();
        tao = new TaoApi(dock.http(), NOBODY);
    }

    private String created(String kind, Map<String, ?> body) {
        return dock.http()
                .post(USER + "/" + kind, body)
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private String dataset(String type, String format, Map<String, byte[]> files) throws IOException {
        String id = created("dataset", Map.of("type", type, "format", format));
        dock.http()
                .form(USER + "/dataset/" + id + "/upload", "d.tar", Archives.tar(files), Map.of())
                .expect(201);
        return id;
    }

    private List<String> submit(String handler, Object parent, String... actions) {
        Map<String, Object> body = new HashMap<>();
        body.put("job", parent);
        body.put("actions", List.of(actions));
        List<String> ids = new ArrayList<>();
        dock.http().post(USER + handler + "/job", body).expect(201).json().forEach(id -> ids.add(id.asText()));
        return ids;
    }

    private Path results(String id) {
        return dock.data().resolve("results").resolve(id);
    }

    @Test
    void whatAConversionToldAndMadeIsThereForTrainings() throws IOException {
        pack("converter", """
                {"architectures": ["object_detection"], "actions": ["convert"], "command": ["sh", "run.sh", "{results}"]}""", """
                mkdir "$results/tfrecords"
                echo records > "$results/tfrecords/tfrecords-fold-0"
                say RUNNING "Cumulative object statistics" ', "categorical": {"num_objects": {"truck": 4, "bus": 2}}'
                say SUCCESS done
                """);
        pack("trainer", """
                {"architectures": ["detectnet_v2"], "actions": ["train"], "spec": "json",
                 "command": ["sh", "run.sh", "{results}", "{dataset.train}", "{spec}"]}""", """
                cp "$data/tfrecords/tfrecords-fold-0" "$results/read"
                cp "$3" "$results/spec"
                say SUCCESS done
                """);
        start();
        String data = dataset(
                "object_detection", "kitti", Map.of("images/a.jpg", new byte[] {1}, "labels/a.txt", new byte[] {2}));
        String conversion = submit("/dataset/" + data, null, "convert").get(0);
        assertEquals(
                "Done", tao.ended("/dataset/" + data, conversion).path("status").asText());
        String model = created("model", Map.of("network_arch", "detectnet_v2", "train_datasets", List.of(data)));
        JsonNode schema = dock.http()
                .get(USER + "/model/" + model + "/specs/train/schema")
                .expect(200)
                .json();
        List<String> classes = new ArrayList<>();
        schema.at("/default/classwise_config")
                .forEach(each -> classes.add(each.path("key").asText()));
        assertEquals(List.of("truck", "bus"), classes);
        String training = submit("/model/" + model, null, "train").get(0);
        assertEquals(
                "Done", tao.ended("/model/" + model, training).path("status").asText());
        assertEquals("records\n", Files.readString(results(training).resolve("read")));
        JsonNode spec = Answer.parse(Files.readString(results(training).resolve("spec")));
        assertEquals(
                "truck", spec.at("/dataset_config/target_class_mapping/0/key").asText(), spec::toString);
        assertEquals(List.of(), dock.faults());
    }

    /** Records of two conversions do not fit together: the newest one's directory is there, and nothing else in it. */
    @Test
    void ofTwoConversionsTheNewestsDirectoriesAreThereWhole() throws IOException {
        pack("converter", """
                {"architectures": ["object_detection"], "actions": ["convert"], "command": ["sh", "run.sh", "{results}"]}""", """
                echo once more >> count
                n=$(wc -l < count)
                mkdir "$results/tfrecords"
                echo $n > "$results/tfrecords/all"
                echo $n > "$results/tfrecords/only-$n"
                echo $n > "$results/list.txt"
                if [ $n = 1 ]; then mkdir "$results/old"; echo 1 > "$results/old/kept"; echo 1 > "$results/kept.txt"; fi
                say SUCCESS done
                """);
        pack("trainer", """
                {"architectures": ["detectnet_v2"], "actions": ["train"],
                 "command": ["sh", "run.sh", "{results}", "{dataset.train}"]}""", """
                (cd "$data" && find . -type f | sort | while read -r f; do echo "$f $(cat "$f")"; done) > "$results/read"
                say SUCCESS done
                """);
        start();
        String data = dataset(
                "object_detection", "kitti", Map.of("images/a.jpg", new byte[] {'i'}, "labels/a.txt", new byte[] {'l'
                }));
        for (int i = 0; i < 2; i++) {
            tao.done(
                    "/dataset/" + data,
                    submit("/dataset/" + data, null, "convert").get(0));
        }
        String model = created("model", Map.of("network_arch", "detectnet_v2", "train_datasets", List.of(data)));
        String training = submit("/model/" + model, null, "train").get(0);
        tao.done("/model/" + model, training);
        assertEquals("""
                ./images/a.jpg i
                ./kept.txt 1
                ./labels/a.txt l
                ./list.txt 2
                ./old/kept 1
                ./tfrecords/all 2
                ./tfrecords/only-2 2
                """, Files.readString(results(training).resolve("read")));
        assertEquals(List.of(), dock.faults());
    }

    @Test
    void whatDatasetConvertHasMadeIsThereForTrainingsToo() throws IOException {
        pack("poses", """
                {"architectures": ["pose_classification"], "actions": ["dataset_convert", "train"],
                 "command": ["sh", "run.sh", "{results}", "{dataset.train}", "{action}"]}""", """
                if [ "$3" = train ]; then cp "$data/nvidia/train_data.npy" "$results/read"
                else mkdir "$results/nvidia"; echo poses > "$results/nvidia/train_data.npy"; fi
                say SUCCESS done
                """);
        start();
        String data = created("dataset", Map.of("type", "pose_classification", "format", "default"));
        String conversion = submit("/dataset/" + data, null, "dataset_convert").get(0);
        tao.done("/dataset/" + data, conversion);
        String model = created("model", Map.of("network_arch", "pose_classification", "train_datasets", List.of(data)));
        String training = submit("/model/" + model, null, "train").get(0);
        tao.done("/model/" + model, training);
        assertEquals("poses\n", Files.readString(results(training).resolve("read")));
    }

    @Test
    void aPackBringsItsOwnSchemaAndSettings() throws IOException {
        Path pack = pack("own", """
                {"architectures": ["dino"], "actions": ["train"], "spec": "architecture", "pausable": true,
                 "command": ["sh", "run.sh", "{results}", "{dataset.train}", "{spec}"],
                 "set": {"dino": {"train": {"dataset.train_data_sources": [{"image_dir": "{dataset.train}/images"}],
                                            "results_dir": "{results}"}}}}""", """
                cp "$3" "$results/spec.yaml"
                say SUCCESS "${MODELDOCK_KEY}"
                """);
        Files.writeString(pack.resolve("train.schema.json"), """
                {"type": "object", "required": ["rounds"], "default": {"rounds": 3},
                 "properties": {"rounds": {"type": "integer", "minimum": 1, "maximum": 9}}}""");
        Path broken = pack("unsound", """
                {"architectures": ["unet"], "actions": ["train"], "command": ["sh", "run.sh", "{results}"]}""", "");
        Files.writeString(broken.resolve("train.schema.json"), "{\"type\": 7}");
        start();
        JsonNode packs = dock.http().get("/v1/actions").expect(200).json().path("packs");
        assertTrue(packs.get(1).path("fault").asText().contains("train.schema.json"), packs::toString);
        String model = created("model", Map.of("network_arch", "dino", "encryption_key", "sesame"));
        String specs = USER + "/model/" + model + "/specs/train";
        assertEquals(
                3,
                dock.http()
                        .get(specs + "/schema")
                        .expect(200)
                        .json()
                        .at("/default/rounds")
                        .asInt());
        TaoClient.refused(400, "Invalid specs", dock.http().post(specs, Map.of("rounds", 10)));
        String training = submit("/model/" + model, null, "train").get(0);
        JsonNode job = tao.ended("/model/" + model, training);
        assertEquals("sesame", TaoApi.message(job), "the model's key is in the command's environment");
        assertEquals(
                """
                rounds: 3
                results_dir: %s
                """.formatted(results(training)),
                Files.readString(results(training).resolve("spec.yaml")).replace("\"", ""));
    }

    @Test
    void anActionHasAGraphicsCardToItself() throws IOException {
        pack("gpu", """
                {"architectures": ["detectnet_v2"], "actions": ["train", "evaluate"], "gpu": true,
                 "command": ["sh", "run.sh", "{results}", "{gpu}"]}""", """
                say RUNNING "card $data of $CUDA_VISIBLE_DEVICES"
                mkdir "$TMPDIR/alone" && sleep 0.5 && rmdir "$TMPDIR/alone"
                say SUCCESS "card $data of $CUDA_VISIBLE_DEVICES"
                """);
        Path shared = Files.createDirectories(temp.resolve("shared"));
        start(RunningDock.with(temp.resolve("data"))
                .set("actions.gpus", "1")
                .set("actions.workers", "4")
                .environment("TMPDIR", shared.toString()));
        String model = created("model", Map.of("network_arch", "detectnet_v2"));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.addAll(submit("/model/" + model, null, "evaluate"));
        }
        for (String id : ids) {
            JsonNode job = tao.ended("/model/" + model, id);
            assertEquals("card 0 of 0", TaoApi.message(job), job::toString);
            assertEquals("Done", job.path("status").asText(), job::toString);
        }
        JsonNode spec = dock.http()
                .get(USER + "/model/" + model + "/specs/train/schema")
                .expect(200)
                .json()
                .path("default");
        ((ObjectNode) spec).put("gpus", 2);
        dock.http()
                .send("POST", USER + "/model/" + model + "/specs/train", null, BodyPublishers.ofString(spec.toString()))
                .expect(201);
        JsonNode greedy = tao.ended(
                "/model/" + model, submit("/model/" + model, null, "train").get(0));
        assertEquals("Error", greedy.path("status").asText());
        assertTrue(TaoApi.message(greedy).contains("one graphics card"), greedy::toString);
    }

    @Test
    void withoutACardItIsSaidAtOnce() throws IOException {
        pack("gpu", """
                {"architectures": ["*"], "actions": ["train"], "gpu": true, "command": ["true"]}""", "");
        start(RunningDock.with(temp.resolve("data")).set("actions.gpus", "0"));
        String model = created("model", Map.of("network_arch", "detectnet_v2"));
        JsonNode job = tao.job(
                "/model/" + model, submit("/model/" + model, null, "train").get(0));
        assertEquals("Error", job.path("status").asText());
        assertTrue(TaoApi.message(job).contains("graphics card"), job::toString);
    }

    @Test
    void anActionThatWritesIntoItsDataIsFoundOut() throws IOException {
        pack("vandal", """
                {"architectures": ["detectnet_v2"], "actions": ["train"],
                 "command": ["sh", "run.sh", "{results}", "{dataset.train}"]}""", """
                chmod u+w "$data/labels/a.txt"
                echo more >> "$data/labels/a.txt"
                say SUCCESS done
                """);
        start();
        Map<String, byte[]> files =
                Map.of("images/a.jpg", new byte[] {1}, "labels/a.txt", "Car".getBytes(StandardCharsets.UTF_8));
        String data = dataset("object_detection", "kitti", files);
        String model = created("model", Map.of("network_arch", "detectnet_v2", "train_datasets", List.of(data)));
        JsonNode job = tao.ended(
                "/model/" + model, submit("/model/" + model, null, "train").get(0));
        assertEquals("Error", job.path("status").asText(), job::toString);
        assertTrue(TaoApi.message(job).contains("has written into 1 of the files"), job::toString);
        try (Stream<Path> damaged = Files.list(dock.data().resolve("blobs/damaged"))) {
            assertEquals(1, damaged.count());
        }
        assertFalse(dock.faults().isEmpty(), "the operator is told");
        String later = submit("/model/" + model, null, "train").get(0);
        tao.failed("/model/" + model, later, "labels/a.txt that the action is to read is gone");
        String again = dataset("object_detection", "kitti", files);
        String other = created("model", Map.of("network_arch", "detectnet_v2", "train_datasets", List.of(again)));
        tao.failed(
                "/model/" + other, submit("/model/" + other, null, "train").get(0), "has written into 1 of the files");
    }

    @Test
    void aListThatTheDockWritesIsNotWrittenIntoTheStore() throws IOException {
        pack("trainer", """
                {"architectures": ["unet"], "actions": ["train"],
                 "command": ["sh", "run.sh", "{results}", "{dataset.train}"]}""", """
                cp "$data/images.txt" "$results/list"
                say SUCCESS done
                """);
        start();
        byte[] mine = "a list of my own".getBytes(StandardCharsets.UTF_8);
        String data = dataset(
                "semantic_segmentation",
                "unet",
                Map.of("images/a.png", new byte[] {1}, "masks/a.png", new byte[] {2}, "images.txt", mine));
        String model = created("model", Map.of("network_arch", "unet", "train_datasets", List.of(data)));
        String id = submit("/model/" + model, null, "train").get(0);
        assertEquals("Done", tao.ended("/model/" + model, id).path("status").asText());
        assertTrue(Files.readString(results(id).resolve("list")).endsWith(data + "/images/a.png\n"));
        assertEquals(List.of(), dock.faults());
    }

    private static final String DEAF = """
            trap '' TERM INT HUP
            say RUNNING "begun" ', "epoch": 1'
            while :; do echo x >> "$results/grows"; sleep 0.05; done
            """;

    private String deafOne(String model) {
        String id = submit("/model/" + model, null, "train").get(0);
        tao.atEpoch("/model/" + model, id, 1);
        return id;
    }

    @Test
    void aModelThatGoesEndsCommandsThatDoNotListen() throws IOException {
        pack("deaf", """
                {"architectures": ["*"], "actions": ["train", "evaluate"], "command": ["sh", "run.sh", "{results}"]}""", DEAF);
        start();
        String model = created("model", Map.of("network_arch", "detectnet_v2"));
        String id = deafOne(model);
        assertFalse(Processes.naming(id).isEmpty());
        dock.http().delete(USER + "/model/" + model).expect(200);
        assertEquals(List.of(), Processes.naming(id));
        dock.http().get(USER + "/model/" + model).expect(404);
        assertFalse(Files.exists(results(id)));
        assertFalse(Files.exists(dock.data().resolve("runs").resolve(id)));
        assertEquals(List.of(), dock.faults());
    }

    @Test
    void aModelThatGoesByItsOwnNameEndsThemToo() throws IOException {
        pack("deaf", """
                {"architectures": ["*"], "actions": ["train", "evaluate"], "command": ["sh", "run.sh", "{results}"]}""", DEAF);
        start();
        String model = created("model", Map.of("network_arch", "detectnet_v2"));
        String id = deafOne(model);
        dock.http().delete("/v1/models/cm-" + model).expect(200);
        assertEquals(List.of(), Processes.naming(id));
        dock.http().get("/v1/upload/tasks/" + id).expect(404);
        assertFalse(Files.exists(results(id)));
        assertEquals(List.of(), dock.faults());
    }

    @Test
    void aCancelThatAStopOfTheDockMeetsIsCarriedOut() throws IOException {
        pack("deaf", """
                {"architectures": ["*"], "actions": ["train", "evaluate"], "command": ["sh", "run.sh", "{results}"]}""", DEAF);
        start();
        String model = created("model", Map.of("network_arch", "detectnet_v2"));
        List<String> ids = submit("/model/" + model, null, "train", "evaluate");
        tao.atEpoch("/model/" + model, ids.get(0), 1);
        dock.http()
                .post(USER + "/model/" + model + "/job/" + ids.get(0) + "/cancel")
                .expect(200);
        dock.terminate();
        dock.startAgain();
        tao = new TaoApi(dock.http(), NOBODY);
        JsonNode cancelled = tao.ended("/model/" + model, ids.get(0));
        assertTrue(TaoApi.message(cancelled).startsWith("The job was cancelled by "), cancelled::toString);
        assertEquals(List.of(), Processes.naming(ids.get(0)));
        JsonNode child = tao.ended("/model/" + model, ids.get(1));
        assertTrue(TaoApi.message(child).contains("was cancelled"), child::toString);
    }

    @Test
    void whatWorksOnAnotherJobIsNotResumedBeforeIt() throws IOException {
        pack("failing", """
                {"architectures": ["*"], "actions": ["train", "prune", "retrain"], "pausable": true,
                 "command": ["sh", "run.sh", "{results}"]}""", "exit 3\n");
        start();
        String model = created("model", Map.of("network_arch", "detectnet_v2"));
        List<String> ids = submit("/model/" + model, null, "train", "prune", "retrain");
        for (String id : ids) {
            assertEquals(
                    "Error", tao.ended("/model/" + model, id).path("status").asText());
        }
        TaoClient.refused(
                400,
                "Action cannot be resumed",
                dock.http().post(USER + "/model/" + model + "/job/" + ids.get(2) + "/resume"));
        dock.http()
                .post(USER + "/model/" + model + "/job/" + ids.get(0) + "/resume")
                .expect(200);
        assertEquals(
                "Error", tao.ended("/model/" + model, ids.get(0)).path("status").asText());
    }

    @Test
    void changesAtTheSameTimeAreAllKept() {
        start();
        String model = created("model", Map.of("network_arch", "detectnet_v2"));
        for (int round = 0; round < 20; round++) {
            String value = "v" + round;
            IntStream.range(0, 2)
                    .parallel()
                    .forEach(which -> dock.http()
                            .json("PATCH", USER + "/model/" + model, Map.of(which == 0 ? "name" : "version", value))
                            .expect(200));
            JsonNode now = dock.http().get(USER + "/model/" + model).expect(200).json();
            assertEquals(value, now.path("name").asText());
            assertEquals(value, now.path("version").asText());
        }
    }

    @Test
    void aRequestForVeryManyActionsIsRefused() {
        start();
        String model = created("model", Map.of("network_arch", "detectnet_v2"));
        Map<String, Object> body = Map.of(
                "actions", IntStream.range(0, 1_001).mapToObj(i -> "train").toList());
        TaoClient.refused(
                413, "1001 actions were asked for", dock.http().post(USER + "/model/" + model + "/job", body));
        assertEquals(
                0,
                dock.http()
                        .get(USER + "/model/" + model + "/job")
                        .expect(200)
                        .json()
                        .size());
    }
}
