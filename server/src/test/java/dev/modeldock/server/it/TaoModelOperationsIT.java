package dev.modeldock.server.it;

import static dev.modeldock.server.it.TaoApi.NOBODYS;
import static dev.modeldock.server.it.TaoApi.assertRefused;
import static dev.modeldock.server.it.TaoApi.assertRefusedSo;
import static dev.modeldock.server.it.TaoApi.assertWhole;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models themselves, sections 2.1 to 2.6 of the document: a test for each operation compares the whole body, the headers
 * and the sentence of each refusal.
 */
class TaoModelOperationsIT {
    private static final String DETECTNET = "{\"network_arch\":\"detectnet_v2\"}";

    @TempDir
    static Path temp;

    private static RunningDock dock;

    /** Each test is a user of its own. */
    private TaoApi tao;

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
        tao = TaoApi.somebody(dock.http());
    }

    private static ObjectNode shape(String path) {
        return (ObjectNode) Answer.parse("""
                {"id":"%s","name":"My Model","description":"My TAO Model","version":"1.0.0",
                 "logo":"https://www.nvidia.com","ngc_path":"","encryption_key":"tlt_encode","read_only":false,
                 "public":false,"network_arch":"detectnet_v2","dataset_type":"object_detection",
                 "actions":["train","evaluate","prune","retrain","export","gen_trt_engine","inference"],
                 "train_datasets":[],"eval_dataset":null,"inference_dataset":null,"additional_id_info":null,
                 "calibration_dataset":null,"ptm":[],"automl_enabled":false,"automl_algorithm":null,"metric":null,
                 "automl_add_hyperparameters":"","automl_remove_hyperparameters":"",
                 "created_on":"DATE","last_modified":"DATE","jobs":[]}""".formatted(TaoApi.id(path)));
    }

    private static String listed(String path) {
        ObjectNode shape = shape(path);
        shape.remove("jobs");
        return shape.toString();
    }

    @Test
    void op201ListModels() {
        assertWhole(200, List.of("content-type: application/json", "x-pagination-total: 0"), "[]", tao.get("/model"));
        String first = tao.created("/model", DETECTNET);
        String second = tao.created("/model", DETECTNET);
        tao.model("dino");
        for (String query : List.of("arch=detectnet_v2", "network_arch=detectnet_v2&read_only=false")) {
            assertWhole(
                    200,
                    List.of("content-type: application/json", "x-pagination-total: 2"),
                    "[" + listed(second) + "," + listed(first) + "]",
                    tao.get("/model?" + query));
        }
        assertWhole(
                200,
                List.of("content-type: application/json", "x-pagination-total: 3"),
                "[" + listed(second) + "]",
                tao.get("/model?sort=date-ascending&skip=1&size=1&name=My%20Model"));
        assertWhole(
                200,
                List.of("content-type: application/json", "x-pagination-total: 0"),
                "[]",
                tao.get("/model?read_only=true"));
        tao.assertUuids("GET", "/model", null);
    }

    @Test
    void op202CreateModel() {
        Answer made = tao.post("/model", DETECTNET);
        assertWhole(201, shape("/model/" + made.json().path("id").asText()).toString(), made);
        String ptm = made.json().path("id").asText();
        String dataset = TaoApi.id(tao.dataset("object_detection", "kitti"));
        Answer full = tao.post("/model", """
                {"network_arch":"detectnet_v2","encryption_key":"k","name":"n","description":"d","version":"v",
                 "logo":"http://x.example/l","ngc_path":"a/b:c","read_only":true,"public":true,"ptm":["%s"],
                 "train_datasets":["%s"],"eval_dataset":"%2$s","inference_dataset":"%2$s",
                 "calibration_dataset":"%2$s","additional_id_info":"us","automl_enabled":true,"automl_R":9}""".formatted(ptm, dataset));
        ObjectNode shape = shape("/model/" + full.json().path("id").asText());
        shape.setAll((ObjectNode) Answer.parse("""
                {"encryption_key":"k","name":"n","description":"d","version":"v","logo":"http://x.example/l",
                 "ngc_path":"a/b:c","read_only":true,"public":true,"ptm":["%s"],"train_datasets":["%s"],
                 "eval_dataset":"%2$s","inference_dataset":"%2$s","calibration_dataset":"%2$s","automl_enabled":true,
                 "automl_algorithm":"Bayesian","metric":"map","automl_R":9}""".formatted(ptm, dataset)));
        assertWhole(201, shape.toString(), full);
        assertRefused(400, "Invalid network arch", tao.post("/model", "{}"));
        assertRefused(400, "Invalid network arch", tao.post("/model", "{\"network_arch\":\"x\"}"));
        assertRefused(
                400,
                "automl_enabled cannot be True for unsupported network",
                tao.post("/model", "{\"network_arch\":\"mal\",\"automl_enabled\":true}"));
        for (String reference : List.of("eval_dataset", "inference_dataset", "calibration_dataset")) {
            assertCannotBeAdded(reference, "\"" + NOBODYS + "\"");
        }
        assertCannotBeAdded("train_datasets", "[\"" + NOBODYS + "\"]");
        assertCannotBeAdded("ptm", "[\"" + NOBODYS + "\"]");
        assertEquals(2, tao.shown("/model").size());
        tao.ask("PATCH", "/model/" + full.json().path("id").asText(), "{\"public\":false}")
                .expect(200);
        tao.assertUuids("POST", "/model", DETECTNET);
    }

    private void assertCannotBeAdded(String reference, String value) {
        assertRefused(
                400,
                "Provided " + reference + " cannot be added",
                tao.post("/model", "{\"network_arch\":\"detectnet_v2\",\"" + reference + "\":" + value + "}"));
    }

    @Test
    void op203RetrieveModel() {
        String path = tao.created("/model", DETECTNET);
        assertWhole(200, shape(path).toString(), tao.get(path));
        assertNotFound("GET", path);
    }

    /** Of nobody, and of somebody else. */
    private void assertNotFound(String method, String path) {
        String body = method.startsWith("P") ? "{\"name\":\"x\"}" : null;
        assertRefused(404, "Model not found", tao.ask(method, "/model/" + NOBODYS, body));
        assertRefused(404, "Model not found", TaoApi.somebody(dock.http()).ask(method, path, body));
        tao.assertUuids(method, path, body);
    }

    @Test
    void op204UpdateModel() {
        change("PUT");
    }

    @Test
    void op206PartiallyUpdateModel() {
        change("PATCH");
    }

    private void change(String method) {
        String path = tao.created("/model", DETECTNET);
        String dataset = TaoApi.id(tao.dataset("object_detection", "kitti"));
        ObjectNode shape = shape(path);
        shape.setAll((ObjectNode) Answer.parse("""
                {"name":"n","read_only":true,"ngc_path":"a/b:c","train_datasets":["%s"],"eval_dataset":"%1$s",
                 "ptm":["%s"]}""".formatted(dataset, TaoApi.id(path))));
        assertWhole(200, shape.toString(), tao.ask(method, path, """
                {"name":"n","read_only":true,"ngc_path":"a/b:c","train_datasets":["%s"],"eval_dataset":"%1$s",
                 "ptm":["%s"],"network_arch":"detectnet_v2","additional_id_info":"us","unknown":1}""".formatted(dataset, TaoApi.id(path))));
        assertRefused(
                400,
                "Cannot change model network_arch",
                tao.ask(method, path, "{\"name\":\"lost\",\"network_arch\":\"dino\"}"));
        String raw = TaoApi.id(tao.dataset("object_detection", "raw"));
        assertRefused(
                400,
                "Provided eval_dataset cannot be added",
                tao.ask(method, path, "{\"name\":\"lost\",\"eval_dataset\":\"" + raw + "\"}"));
        assertRefusedSo(400, "The field \"name\" is the number 5", tao.ask(method, path, "{\"name\":5}"));
        assertWhole(200, shape.toString(), tao.get(path));
        assertNotFound(method, path);
    }

    @Test
    void op205DeleteModel() {
        String path = tao.created("/model", DETECTNET);
        tao.ask("PATCH", path, "{\"read_only\":true}").expect(200);
        assertRefused(400, "Model is read only. Cannot delete", tao.ask("DELETE", path, null));
        tao.ask("PATCH", path, "{\"read_only\":false,\"public\":true}").expect(200);
        assertRefused(400, "Model is Public. Cannot delete", tao.ask("DELETE", path, null));
        tao.ask("PATCH", path, "{\"public\":false}").expect(200);
        String user =
                tao.created("/model", "{\"network_arch\":\"detectnet_v2\",\"ptm\":[\"" + TaoApi.id(path) + "\"]}");
        assertRefused(400, "Model in use", tao.ask("DELETE", path, null));
        tao.ask("DELETE", user, null).expect(200);
        assertNotFound("DELETE", path);
        assertWhole(200, shape(path).toString(), tao.ask("DELETE", path, null));
        assertRefused(404, "Model not found", tao.ask("DELETE", path, null));
        assertRefused(404, "Model not found", tao.get(path));
    }
}
