package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of the official notebook {@code object_detection}, in its order, by a user with a key; its trainer is a script. */
class TaoObjectDetectionIT {
    private static final int EPOCHS = 10;

    @TempDir
    Path temp;

    private RunningDock dock;
    private Path wait;
    private TaoApi tao;

    @BeforeEach
    void start() {
        wait = temp.resolve("wait");
        TaoPacks.detection(temp.resolve("data"), wait);
        dock = RunningDock.on(temp.resolve("data"));
        tao = login();
    }

    @AfterEach
    void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    /** As the notebook: the key is traded for the user and the token, which go with every call. */
    private TaoApi login() {
        String data = dock.data().toString();
        DockCommand made = DockCommand.run(
                "keys",
                "create",
                "--json",
                "--name",
                "notebook",
                "--user",
                "ann",
                "--scopes",
                "read,write",
                "--data",
                data);
        assertEquals(0, made.exit(), made.err());
        JsonNode login = dock.http()
                .get("/api/v1/login/" + Answer.parse(made.out()).path("key").asText())
                .expect(200)
                .json();
        return new TaoApi(
                dock.http()
                        .with("Authorization", "Bearer " + login.path("token").asText()),
                login.path("user_id").asText());
    }

    private String datasetWithLabels(String name, String description, String format) {
        String path = tao.dataset("object_detection", format);
        if (!name.isEmpty()) {
            tao.ask("PATCH", path, "{\"name\":\"" + name + "\",\"description\":\"" + description + "\"}")
                    .expect(200);
        }
        Map<String, byte[]> files = new TreeMap<>();
        for (String each : List.of("000001", "000002")) {
            files.put("images/" + each + ".jpg", (name + each).getBytes(StandardCharsets.UTF_8));
            if (format.equals("kitti")) {
                files.put(
                        "labels/" + each + ".txt",
                        "car 0.00 0 0.00 1.00 2.00 30.00 40.00 0 0 0 0 0 0 0\n".getBytes(StandardCharsets.UTF_8));
            }
        }
        tao.upload(path, "x.tar.gz", Archives.compress("gz", Archives.tar(files)))
                .expect(201);
        return path;
    }

    /** As the notebook does for each action: the default of the schema, with changes, becomes the spec. */
    private void spec(String handler, String action, java.util.function.Consumer<ObjectNode> change) {
        ObjectNode spec =
                (ObjectNode) tao.shown(handler + "/specs/" + action + "/schema").get("default");
        change.accept(spec);
        JsonNode saved = tao.post(handler + "/specs/" + action, spec.toString())
                .expect(201)
                .json();
        assertEquals(spec, saved);
    }

    private List<String> run(String model, String parent, String... actions) {
        String of = parent == null ? "null" : "\"" + parent + "\"";
        return tao.submit(model, "{\"job\":" + of + ",\"actions\":[\"" + String.join("\",\"", actions) + "\"]}");
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "(not there)" : new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void theNotebookRunsThrough() throws IOException {
        String train = datasetWithLabels("Train dataset", "My train dataset with kitti", "kitti");
        String eval = datasetWithLabels("Eval dataset", "My eval dataset with kitti", "kitti");
        String test = datasetWithLabels("", "", "raw");
        tao.shown("/dataset")
                .forEach(each -> List.of("id", "type", "format", "name")
                        .forEach(field -> assertTrue(each.path(field).isTextual(), each::toString)));
        assertEquals(3, tao.shown("/dataset").size());
        for (String dataset : List.of(train, eval)) {
            convert(dataset);
        }
        String model = model(train, eval, test);
        String trained = train(model, Set.of("000001.jpg", "000002.jpg"));
        evaluate(model, trained);
        pruneRetrainEvaluate(model, trained);
        exportAndInfer(model, trained);
        assertEquals(
                Set.of("Done"),
                Set.copyOf(tao.shown(model + "/job").findValuesAsText("status").stream()
                        .filter(status -> !status.equals("SUCCESS"))
                        .toList()));
    }

    private void convert(String dataset) {
        spec(dataset, "convert", spec -> spec.withObject("/kitti_config").put("image_extension", ".jpg"));
        String job = run(dataset, null, "convert").get(0);
        JsonNode done = tao.done(dataset, job);
        assertEquals("convert finished successfully.", TaoApi.message(done));
        assertEquals(
                "car",
                done.at("/result/categorical/0/category_wise_values/0/category").asText());
        assertTrue(text(tao.downloaded(dataset, job).get("tfrecords/tfrecords-fold-000"))
                .startsWith("car 0.00"));
    }

    private String model(String train, String eval, String test) {
        String model = tao.created("/model", "{\"network_arch\":\"detectnet_v2\",\"encryption_key\":\"tlt_encode\"}");
        String t = TaoApi.id(train);
        JsonNode assigned = tao.ask(
                        "PATCH",
                        model,
                        "{\"train_datasets\":[\"%s\"],\"eval_dataset\":\"%s\",\"inference_dataset\":\"%s\",\"calibration_dataset\":\"%1$s\"}"
                                .formatted(t, TaoApi.id(eval), TaoApi.id(test)))
                .expect(200)
                .json();
        assertEquals(t, assigned.at("/train_datasets/0").asText());
        String ptm = pretrained();
        JsonNode found = null;
        for (JsonNode each : tao.shown("/model")) {
            // As the notebook reads it: of every model it must be a text.
            assertTrue(each.path("ngc_path").isTextual(), each::toString);
            if (each.path("network_arch").asText().equals("detectnet_v2")
                    && each.path("ngc_path").textValue().endsWith("detectnet_v2:resnet18")) {
                found = each;
            }
        }
        assertTrue(found != null && found.path("id").asText().equals(ptm), () -> "the PTM of " + ptm);
        assertFalse(found.has("encryption_key"), "by which the notebook knows a PTM");
        tao.ask("PATCH", model, "{\"ptm\":[\"" + ptm + "\"]}").expect(200);
        return model;
    }

    /** What the operator has imported and offers to all, under the path that the notebook looks for. */
    private String pretrained() {
        String id = dock.imports()
                .send("pretrained.tar", Archives.tar(TinyModels.variant("pretrained")))
                .success()
                .modelId()
                .substring("cm-".length());
        JsonNode local = dock.http()
                .json(
                        "PATCH",
                        "/api/v1/user/9577e1e7-8ca0-59e0-a3e5-7f89ba1fabe0/model/" + id,
                        Map.of(
                                "network_arch",
                                "detectnet_v2",
                                "ngc_path",
                                "nvidia/tao/pretrained_detectnet_v2:resnet18",
                                "public",
                                true,
                                "read_only",
                                true))
                .expect(200)
                .json();
        assertEquals(id, local.path("id").asText());
        return id;
    }

    private String train(String model, Set<String> images) throws IOException {
        spec(model, "train", spec -> {
            spec.withObject("/training_config").put("num_epochs", EPOCHS);
            spec.put("gpus", 1).withObject("/dataset_config").put("image_extension", "jpg");
        });
        Files.createFile(wait);
        String job = run(model, null, "train").get(0);
        JsonNode first = tao.atEpoch(model, job, 1);
        assertEquals("Running", first.path("status").asText());
        assertEquals(EPOCHS, first.at("/result/max_epoch").asInt());
        assertTrue(tao.downloaded(model, job).containsKey("weights/checkpoint"), "while it runs");
        assertEquals(
                "{}",
                tao.post(model + "/job/" + job + "/cancel", null)
                        .expect(200)
                        .text()
                        .strip());
        assertEquals(1, tao.failed(model, job, "cancelled").at("/result/epoch").asInt());
        Files.delete(wait);
        assertEquals(
                "{}",
                tao.post(model + "/job/" + job + "/resume", null)
                        .expect(200)
                        .text()
                        .strip());
        JsonNode done = tao.done(model, job);
        assertEquals(EPOCHS, done.at("/result/epoch").asInt());
        assertEquals(EPOCHS, done.at("/result/kpi/0/values").size(), done::toPrettyString);
        assertEquals(0.1, done.at("/result/kpi/0/values/1").asDouble());
        Map<String, byte[]> files = tao.downloaded(model, job);
        assertEquals("train of " + EPOCHS + "\n", text(files.get("weights/model.tlt")));
        assertEquals(images, Set.of(text(files.get("images.txt")).split("\n")));
        assertTrue(text(files.get("pretrained.txt")).contains("config.json"), text(files.get("pretrained.txt")));
        String log = text(files.get("logs_from_toolkit.txt"));
        assertEquals(1, log.split("trained epoch 1\n", -1).length - 1, () -> "it went on from its checkpoint: " + log);
        return job;
    }

    private void evaluate(String model, String trained) {
        spec(model, "evaluate", spec -> {});
        String job = run(model, trained, "evaluate").get(0);
        JsonNode done = tao.done(model, job);
        assertEquals(trained, done.path("parent_id").asText());
        assertEquals("mean average precision", done.at("/result/kpi/0/metric").asText());
    }

    private void pruneRetrainEvaluate(String model, String trained) {
        spec(model, "prune", spec -> spec.put("pruning_threshold", 0.2));
        spec(model, "retrain", spec -> spec.withObject("/training_config").put("num_epochs", 2));
        List<String> ids = run(model, trained, "prune", "retrain", "evaluate");
        assertEquals(3, ids.size());
        List<String> parents = List.of(trained, ids.get(0), ids.get(1));
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    parents.get(i),
                    tao.done(model, ids.get(i)).path("parent_id").asText());
        }
        assertEquals(
                "pruned train of 10\n", text(tao.downloaded(model, ids.get(0)).get("weights/model.tlt")));
        assertEquals("retrain of 2\n", text(tao.downloaded(model, ids.get(1)).get("weights/model.tlt")));
        tao.ask("DELETE", model + "/job/" + ids.get(2), null).expect(200);
    }

    private void exportAndInfer(String model, String trained) {
        spec(model, "export", spec -> {});
        String export = run(model, trained, "export").get(0);
        tao.done(model, export);
        assertEquals("train of 10\n", text(tao.downloaded(model, export).get("weights/model.onnx")));
        spec(model, "gen_trt_engine", spec -> spec.put("data_type", "int8"));
        String engine = run(model, export, "gen_trt_engine").get(0);
        tao.done(model, engine);
        assertTrue(tao.downloaded(model, engine).containsKey("weights/model.engine"));
        spec(model, "inference", spec -> {});
        for (String parent : List.of(trained, engine)) {
            String inference = run(model, parent, "inference").get(0);
            assertEquals(parent, tao.done(model, inference).path("parent_id").asText());
            Map<String, byte[]> files = tao.downloaded(model, inference);
            assertEquals("000001", text(files.get("images_annotated/000001.jpg")));
            assertTrue(text(files.get("used.txt")).contains("train of 10"));
        }
    }
}
