package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models by the TAO Toolkit API, on the running jar; each test is a user of its own. */
class TaoModelIT {
    @TempDir
    static Path temp;

    private static RunningDock dock;

    private String user;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    @BeforeEach
    void newUser() {
        user = "/api/v1/user/" + UUID.randomUUID();
    }

    private JsonNode created(Map<String, ?> body) {
        return dock.http().post(user + "/model", body).expect(201).json();
    }

    private String model(String arch) {
        return created(Map.of("network_arch", arch)).path("id").asText();
    }

    private String dataset(String type, String format) {
        return dock.http()
                .post(user + "/dataset", Map.of("type", type, "format", format))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private Answer patch(String model, Map<String, ?> body) {
        return dock.http().json("PATCH", user + "/model/" + model, body);
    }

    private static void assertRefused(Answer answer, int status, String sentence) {
        answer.expect(status);
        assertEquals(status, answer.json().path("error_code").asInt());
        assertEquals(sentence, answer.json().path("error_desc").asText());
    }

    @Test
    void aNewModelHasTheDefaultsOfTheRealServer() {
        JsonNode model = created(Map.of("network_arch", "detectnet_v2"));
        JsonNode expected = Answer.parse("""
                {"name":"My Model","description":"My TAO Model","version":"1.0.0","logo":"https://www.nvidia.com",
                 "ngc_path":"","encryption_key":"tlt_encode","read_only":false,"public":false,
                 "dataset_type":"object_detection","train_datasets":[],"eval_dataset":null,"inference_dataset":null,
                 "additional_id_info":null,"calibration_dataset":null,"ptm":[],"automl_enabled":false,
                 "automl_algorithm":null,"metric":null,"automl_add_hyperparameters":"",
                 "automl_remove_hyperparameters":"","network_arch":"detectnet_v2","jobs":[],
                 "actions":["train","evaluate","prune","retrain","export","gen_trt_engine","inference"]}""");
        expected.properties()
                .forEach(field -> assertEquals(field.getValue(), model.get(field.getKey()), field.getKey()));
        assertEquals(expected.size() + 3, model.size(), model::toPrettyString);
        assertEquals(
                model,
                dock.http()
                        .get(user + "/model/" + model.path("id").asText())
                        .expect(200)
                        .json());
        assertRefused(dock.http().post(user + "/model", Map.of("network_arch", "x")), 400, "Invalid network arch");
        assertRefused(dock.http().post(user + "/model", Map.of()), 400, "Invalid network arch");
        assertEquals(
                "classification_pyt",
                created(Map.of("network_arch", "classification_py"))
                        .path("network_arch")
                        .asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void whatIsToldIsSet(String method) {
        String model = model("dino");
        JsonNode changed = dock.http()
                .json(
                        method,
                        user + "/model/" + model,
                        Map.of(
                                "name",
                                "n",
                                "description",
                                "d",
                                "ngc_path",
                                "a/b:c",
                                "encryption_key",
                                "k",
                                "read_only",
                                true,
                                "public",
                                "True",
                                "id",
                                "x",
                                "jobs",
                                List.of(1),
                                "unknown",
                                1))
                .expect(200)
                .json();
        assertEquals("n", changed.path("name").asText());
        assertEquals("d", changed.path("description").asText());
        assertEquals("a/b:c", changed.path("ngc_path").asText());
        assertEquals("k", changed.path("encryption_key").asText());
        assertTrue(
                changed.path("read_only").asBoolean() && changed.path("public").asBoolean());
        assertEquals(model, changed.path("id").asText());
        assertRefused(
                dock.http().json(method, user + "/model/" + model, Map.of("name", "lost", "network_arch", "unet")),
                400,
                "Cannot change model network_arch");
        assertEquals(
                changed, dock.http().get(user + "/model/" + model).expect(200).json());
        String unknown = user + "/model/" + UUID.randomUUID();
        assertRefused(dock.http().json(method, unknown, Map.of("name", "x")), 404, "Model not found");
        dock.http().json(method, user + "/model/" + model, Map.of("name", 5)).expect(400);
    }

    @Test
    void referencesAreCheckedReplacedAndCleared() {
        String model = model("detectnet_v2");
        String kitti = dataset("object_detection", "kitti");
        String raw = dataset("object_detection", "raw");
        String other = dataset("semantic_segmentation", "unet");
        JsonNode set = patch(
                        model,
                        Map.of(
                                "train_datasets",
                                List.of(kitti),
                                "eval_dataset",
                                kitti,
                                "inference_dataset",
                                raw,
                                "calibration_dataset",
                                kitti))
                .expect(200)
                .json();
        assertEquals(kitti, set.path("train_datasets").get(0).asText());
        assertEquals(raw, set.path("inference_dataset").asText());
        for (String field : List.of("train_datasets", "eval_dataset", "inference_dataset", "ptm")) {
            for (Object wrong : List.of(UUID.randomUUID().toString(), other, 5, Map.of("a", 1))) {
                Object value = field.equals("train_datasets") || field.equals("ptm") ? List.of(wrong) : wrong;
                assertRefused(patch(model, Map.of(field, value)), 400, "Provided " + field + " cannot be added");
            }
        }
        assertRefused(
                patch(model, Map.of("eval_dataset", raw, "name", "lost")),
                400,
                "Provided eval_dataset cannot be added");
        assertEquals(set, dock.http().get(user + "/model/" + model).expect(200).json());
        assertRefused(dock.http().delete(user + "/dataset/" + kitti), 400, "Dataset in use");
        Map<String, Object> clear = new java.util.HashMap<>();
        clear.put("train_datasets", List.of());
        clear.put("eval_dataset", null);
        clear.put("calibration_dataset", null);
        JsonNode cleared = patch(model, clear).expect(200).json();
        assertTrue(cleared.path("eval_dataset").isNull()
                && cleared.path("train_datasets").isEmpty());
        dock.http().delete(user + "/dataset/" + kitti).expect(200);
    }

    @Test
    void aPretrainedModelIsOneOfTheSameArchitectureThatCanBeRead() {
        String model = model("dino");
        String ptm = model("dino");
        patch(model, Map.of("ptm", List.of(ptm))).expect(200);
        assertRefused(dock.http().delete(user + "/model/" + ptm), 400, "Model in use");
        assertRefused(patch(model, Map.of("ptm", List.of(model("unet")))), 400, "Provided ptm cannot be added");
        String mine = user;
        newUser();
        String foreign = model("dino");
        String stranger = user;
        user = mine;
        assertRefused(patch(model, Map.of("ptm", List.of(foreign))), 400, "Provided ptm cannot be added");
        user = stranger;
        patch(foreign, Map.of("public", true)).expect(200);
        user = mine;
        patch(model, Map.of("ptm", List.of(foreign))).expect(200);
        dock.http().delete(user + "/model/" + ptm).expect(200);
        assertRefused(dock.http().get(user + "/model/" + foreign), 404, "Model not found");
    }

    @Test
    void automlCountsOnlyWhereItIsTurnedOn() {
        String model = model("detectnet_v2");
        JsonNode off = patch(model, Map.of("automl_algorithm", "HyperBand", "metric", "kpi"))
                .expect(200)
                .json();
        assertTrue(off.path("automl_algorithm").isNull() && off.path("metric").isNull(), off::toString);
        JsonNode on = patch(model, Map.of("automl_enabled", true, "metric", "kpi", "automl_R", 27, "automl_nu", 0))
                .expect(200)
                .json();
        assertEquals("Bayesian", on.path("automl_algorithm").asText());
        assertEquals("kpi", on.path("metric").asText());
        assertEquals(27, on.path("automl_R").asInt());
        assertFalse(on.has("automl_nu"));
        assertRefused(
                patch(model("mal"), Map.of("automl_enabled", true)),
                400,
                "automl_enabled cannot be True for unsupported network");
    }

    @Test
    void aModelThatIsReadOnlyOrPublicStays() {
        String model = model("unet");
        patch(model, Map.of("read_only", true)).expect(200);
        assertRefused(dock.http().delete(user + "/model/" + model), 400, "Model is read only. Cannot delete");
        patch(model, Map.of("read_only", false, "public", true)).expect(200);
        assertRefused(dock.http().delete(user + "/model/" + model), 400, "Model is Public. Cannot delete");
        JsonNode before = patch(model, Map.of("public", false)).expect(200).json();
        assertEquals(
                before, dock.http().delete(user + "/model/" + model).expect(200).json());
        assertRefused(dock.http().delete(user + "/model/" + model), 404, "Model not found");
    }

    @Test
    void listsAreFilteredAndTellTheirTotal() {
        model("dino");
        String unet = model("unet");
        patch(unet, Map.of("name", "special " + unet)).expect(200);
        for (String query : List.of("arch=unet&name=special%20" + unet, "network_arch=unet&name=special%20" + unet)) {
            Answer list = dock.http().get(user + "/model?" + query).expect(200);
            assertEquals("1", list.header("X-Pagination-Total").orElseThrow());
            assertEquals(unet, list.json().get(0).path("id").asText());
            assertFalse(list.json().get(0).has("jobs"));
        }
        JsonNode page = dock.http()
                .get(user + "/model?sort=date-ascending&size=1&skip=-1")
                .expect(200)
                .json();
        assertEquals(1, page.size());
        assertEquals(
                0, dock.http().get(user + "/model?type=x").expect(200).json().size());
    }

    @Test
    void specsAreHeldToTheirSchemaAndMergedDeeply() {
        String model = model("dino");
        String train = user + "/model/" + model + "/specs/train";
        assertRefused(dock.http().get(train), 404, "Spec not found");
        assertRefused(dock.http().get(user + "/model/" + model + "/specs/prune"), 404, "Action not found");
        JsonNode schema = dock.http().get(train + "/schema").expect(200).json();
        assertEquals(12, schema.path("default").path("train").path("num_epochs").asInt());
        Map<?, ?> spec = Answer.JSON.convertValue(schema.path("default"), Map.class);
        @SuppressWarnings("unchecked")
        Map<String, ?> typed = (Map<String, ?>) spec;
        assertEquals(
                schema.path("default"),
                dock.http().post(train, typed).expect(201).json());
        JsonNode merged = dock.http()
                .json("PUT", train, Map.of("train", Map.of("num_epochs", 3)))
                .expect(200)
                .json();
        assertEquals(3, merged.path("train").path("num_epochs").asInt());
        assertEquals(1, merged.path("train").path("num_gpus").asInt());
        Answer wrong = dock.http().json("PUT", train, Map.of("train", Map.of("num_epochs", "many")));
        wrong.expect(400);
        String told = wrong.json().path("error_desc").asText();
        assertTrue(told.startsWith("Invalid specs") && told.contains("num_epochs"), told);
        assertEquals(merged, dock.http().get(train).expect(200).json());
    }

    @Test
    void aModelOfTheDockIsOneHereAndTheOtherWayRound() {
        String imported = dock.imports()
                .send("for-tao.tar", Archives.tar(TinyModels.variant("for tao")))
                .success()
                .modelId();
        String uuid = imported.substring("cm-".length());
        JsonNode list = dock.http().get(user + "/model").expect(200).json();
        assertTrue(
                StreamSupport.stream(list.spliterator(), false)
                        .anyMatch(model -> model.path("id").asText().equals(uuid)
                                && model.path("ngc_path").isTextual()),
                list::toString);
        patch(uuid, Map.of("network_arch", "dino", "ngc_path", "nvidia/tao/dino:resnet50", "public", true))
                .expect(200);
        String model = model("dino");
        patch(model, Map.of("ptm", List.of(uuid))).expect(200);

        JsonNode shown = dock.http().get("/v1/models/cm-" + model).expect(200).json();
        assertEquals(0, shown.path("files").size());
        assertEquals("TAO", shown.path("source").asText());
        assertNotEquals("", shown.path("name").asText());
        dock.http()
                .post("/api/public/models/cm-" + model + "/export")
                .expect(404)
                .refusal();
    }
}
