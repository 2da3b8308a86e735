package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.classifier.Drawings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trains image classifiers by the TAO API alone, with no pack, and uses them. */
class ClassifierIT {
    @TempDir
    Path temp;

    private RunningDock dock;
    private TaoApi tao;

    @BeforeEach
    void start() {
        dock = RunningDock.with(temp.resolve("data")).jvm("-Xmx256m").start();
        tao = TaoApi.somebody(dock.http());
    }

    @AfterEach
    void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private String dataset(String format, Map<String, byte[]> files) {
        String path = tao.dataset("image_classification", format);
        tao.upload(path, "data.tar.gz", Archives.pack("tar.gz", files)).expect(201);
        return path;
    }

    private static Map<String, byte[]> drawings(int each, long seed) {
        Map<String, byte[]> files = new TreeMap<>();
        for (int shape = 0; shape < 3; shape++) {
            for (int i = 0; i < each; i++) {
                files.put("images/" + Drawings.name(shape) + "/" + i + ".png", Drawings.png(shape, 20, seed + i));
            }
        }
        return files;
    }

    private String model(String arch, Map<String, String> datasets) {
        String model = tao.model(arch);
        ObjectNode settings = Answer.JSON.createObjectNode();
        datasets.forEach((role, dataset) -> {
            if (role.equals("train_datasets")) {
                settings.putArray(role).add(TaoApi.id(dataset));
            } else {
                settings.put(role, TaoApi.id(dataset));
            }
        });
        tao.ask("PATCH", model, settings.toString()).expect(200);
        return model;
    }

    private ObjectNode usual(String model, String action) {
        return (ObjectNode) tao.shown(model + "/specs/" + action + "/schema").get("default");
    }

    private void save(String model, String action, ObjectNode spec) {
        tao.post(model + "/specs/" + action, spec.toString()).expect(201);
    }

    private String child(String model, String parent, String action) {
        return tao.submit(model, "{\"job\":\"" + parent + "\",\"actions\":[\"" + action + "\"]}")
                .get(0);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static double metric(JsonNode job, String name) {
        for (JsonNode each : job.at("/result/kpi")) {
            if (each.path("metric").asText().equals(name)) {
                return each.path("values").elements().next().asDouble();
            }
        }
        throw new AssertionError("no " + name + " in " + job.toPrettyString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"classification_tf1", "classification_tf2", "classification_pyt", "classification_py"})
    void itTrainsEvaluatesExportsAndInfers(String arch) throws Exception {
        Map<String, byte[]> seen = drawings(40, 1);
        seen.put("images/disc/broken.png", new byte[] {1, 2, 3});
        String train = dataset("default", seen);
        String other = dataset("default", drawings(10, 500));
        String raw = dataset("raw", Map.of("images/any.png", Drawings.png(2, 33, 9)));
        String model = model(arch, Map.of("train_datasets", train, "eval_dataset", other, "inference_dataset", raw));
        ObjectNode spec = usual(model, "train");
        assertEquals(0.004, spec.path("learningRate").asDouble());
        save(model, "train", spec.put("epochs", 30).put("learningRate", 0.01).put("flip", false));
        List<String> jobs = tao.submit(model, "{\"job\":null,\"actions\":[\"train\",\"evaluate\",\"export\"]}");
        JsonNode trained = tao.done(model, jobs.get(0));
        assertEquals(30, trained.at("/result/epoch").asInt());
        assertTrue(TaoApi.message(trained).contains("1 image was skipped: disc/broken.png"), trained::toPrettyString);
        assertTrue(metric(tao.done(model, jobs.get(1)), "accuracy") > 0.8);
        tao.done(model, jobs.get(2));
        Map<String, byte[]> exported = tao.downloaded(model, jobs.get(2));
        assertEquals("box\ncross\ndisc\n", text(exported.get("labels.txt")));
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(exported.get("model.onnx"))) {
            assertEquals(Set.of("image"), session.getInputNames());
        }
        String inferred = child(model, jobs.get(0), "inference");
        tao.done(model, inferred);
        String csv = text(tao.downloaded(model, inferred).get("result.csv"));
        assertTrue(csv.matches("image,class,probability\nimages/any\\.png,(box|cross|disc),[01]\\.\\d{6}\n"), csv);
        servedAndBegunWith(model, arch, other);
    }

    /** What was trained is a version, and another model may begin with it. */
    private void servedAndBegunWith(String trained, String arch, String other) {
        Map<String, byte[]> files = dock.imports().exported("cm-" + TaoApi.id(trained));
        assertTrue(
                files.keySet().containsAll(Set.of("model.onnx", "labels.txt", "weights/last.checkpoint")),
                () -> files.keySet().toString());
        String model = model(arch, Map.of("eval_dataset", other));
        tao.ask("PATCH", model, "{\"ptm\":[\"" + TaoApi.id(trained) + "\"]}").expect(200);
        assertTrue(metric(tao.done(model, tao.submitted(model, "evaluate")), "accuracy") > 0.8);
    }

    @Test
    void whatItCannotDoIsSaid() {
        String model = model("classification_tf2", Map.of("train_datasets", dataset("default", drawings(3, 1))));
        save(model, "train", usual(model, "train").put("epochs", 1));
        List<String> jobs = tao.submit(model, "{\"job\":null,\"actions\":[\"train\",\"export\",\"gen_trt_engine\"]}");
        tao.done(model, jobs.get(1));
        tao.failed(
                model,
                jobs.get(2),
                "No action pack that is installed here can do the action gen_trt_engine of classification_tf2. ");
        tao.failed(model, tao.submitted(model, "evaluate"), "The model has no eval_dataset");
        ObjectNode wrong = usual(model, "train").put("hidden", 0);
        TaoApi.assertRefusedSo(400, "", tao.post(model + "/specs/train", wrong.toString()));
        String flat = dataset("default", Map.of("images/a.png", Drawings.png(0, 8, 1)));
        String other = model("classification_pyt", Map.of("train_datasets", flat));
        tao.failed(other, tao.submitted(other, "train"), "has no folders in images; expected is one for each class");
    }

    @Test
    void aNotebooksSpecIsTakenAsItIs() {
        String model = model("classification_tf2", Map.of("train_datasets", dataset("default", drawings(4, 1))));
        ObjectNode spec = usual(model, "train");
        spec.withObject("/train").put("num_epochs", 80);
        spec.withObject("/dataset").put("num_classes", 3);
        save(model, "train", spec.put("epochs", 1));
        String job = tao.submitted(model, "train");
        tao.done(model, job);
        String log = tao.get(model + "/job/" + job + "/logs").expect(200).text();
        assertTrue(log.contains("leaves them unread: dataset.num_classes"), log);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"Bayesian\",\"automl_max_recommendations\":2", "\"HyperBand\",\"automl_R\":4,\"automl_nu\":2"})
    void aSearchTriesLearningRates(String algorithm) {
        String model = model(
                "classification_tf2",
                Map.of(
                        "train_datasets",
                        dataset("default", drawings(10, 1)),
                        "eval_dataset",
                        dataset("default", drawings(4, 90))));
        tao.ask("PATCH", model, "{\"automl_enabled\":true,\"metric\":\"kpi\",\"automl_algorithm\":" + algorithm + "}")
                .expect(200);
        save(model, "train", usual(model, "train").put("epochs", 2));
        String search = tao.submitted(model, "train");
        JsonNode found = tao.done(model, search);
        assertTrue(found.at("/result/automl_result/0/value").isNumber(), found::toPrettyString);
        String log = tao.get(model + "/job/" + search + "/logs").expect(200).text();
        assertTrue(log.contains("\"learningRate\""), log);
        tao.done(model, child(model, search, "evaluate"));
    }

    @Test
    void pausedKilledCancelledItComesToTheSameNetwork() {
        Map<String, byte[]> files = drawings(120, 1);
        String data = dataset("default", files);
        String model = model("classification_pyt", Map.of("train_datasets", data));
        // Long enough to be stopped three times: what it tells is seen every two seconds.
        save(model, "train", usual(model, "train").put("epochs", 24).put("imageSize", 48));
        String whole = tao.submitted(model, "train");
        tao.done(model, whole);
        byte[] expected = tao.downloaded(model, whole).get("weights/last.checkpoint");

        String job = tao.submitted(model, "train");
        atEpoch(model, job, 1);
        dock.kill9();
        dock.startAgain();
        tao = new TaoApi(dock.http(), tao.user());
        atEpoch(model, job, 3);
        tao.post(model + "/job/" + job + "/pause", null).expect(200);
        Await.until("it is paused", () -> state(model, job), "Pending"::equals);
        tao.post(model + "/job/" + job + "/resume", null).expect(200);
        atEpoch(model, job, 5);
        tao.post(model + "/job/" + job + "/cancel", null).expect(200);
        tao.ended(model, job);
        tao.post(model + "/job/" + job + "/resume", null).expect(200);
        tao.done(model, job);
        assertArrayEquals(expected, tao.downloaded(model, job).get("weights/last.checkpoint"));
    }

    private String state(String model, String job) {
        return tao.job(model, job).path("status").asText();
    }

    private void atEpoch(String model, String job, int epoch) {
        Await.until(
                "epoch " + epoch,
                () -> tao.job(model, job),
                found -> found.at("/result/epoch").asInt() >= epoch);
    }
}
