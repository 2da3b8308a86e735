package dev.modeldock.server.it;

import static dev.modeldock.server.it.TaoApi.NOBODYS;
import static dev.modeldock.server.it.TaoApi.assertRefused;
import static dev.modeldock.server.it.TaoApi.assertRefusedSo;
import static dev.modeldock.server.it.TaoApi.assertWhole;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Datasets themselves, sections 1.1 to 1.6 and 1.9 of the document: a test for each operation compares the whole body, the
 * headers and the sentence of each refusal.
 */
class TaoDatasetOperationsIT {
    private static final String KITTI = "{\"type\":\"object_detection\",\"format\":\"kitti\"}";

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
                {"id":"%s","name":"My Dataset","description":"My TAO Dataset","version":"1.0.0",
                 "logo":"https://www.nvidia.com","type":"object_detection","format":"kitti",
                 "actions":["convert","convert_and_index","convert_efficientdet_tf1","convert_efficientdet_tf2",
                            "augment","kmeans"],
                 "created_on":"DATE","last_modified":"DATE","jobs":[]}""".formatted(TaoApi.id(path)));
    }

    private static String listed(String path) {
        ObjectNode shape = shape(path);
        shape.remove("jobs");
        return shape.toString();
    }

    @Test
    void op101ListDatasets() {
        assertWhole(200, List.of("content-type: application/json", "x-pagination-total: 0"), "[]", tao.get("/dataset"));
        String first = tao.created("/dataset", KITTI);
        String second = tao.created("/dataset", KITTI);
        assertWhole(
                200,
                List.of("content-type: application/json", "x-pagination-total: 2"),
                "[" + listed(second) + "," + listed(first) + "]",
                tao.get("/dataset"));
        assertWhole(
                200,
                List.of("content-type: application/json", "x-pagination-total: 2"),
                "[" + listed(second) + "]",
                tao.get("/dataset?sort=date-ascending&skip=1&size=1&name=My%20Dataset&type=object_detection"));
        tao.assertUuids("GET", "/dataset", null);
    }

    @Test
    void op102CreateDataset() {
        Answer made = tao.post("/dataset", KITTI);
        String path = "/dataset/" + made.json().path("id").asText();
        assertWhole(201, shape(path).toString(), made);
        assertRefused(400, "Invalid dataset type", tao.post("/dataset", "{\"type\":\"x\",\"format\":\"kitti\"}"));
        assertRefused(
                400,
                "Incompatible dataset format and type",
                tao.post("/dataset", "{\"type\":\"object_detection\",\"format\":\"pascal_voc\"}"));
        assertRefused(400, "The body is empty; expected is a JSON object.", tao.post("/dataset", ""));
        tao.assertUuids("POST", "/dataset", KITTI);
    }

    @Test
    void op103RetrieveDataset() {
        String path = tao.created("/dataset", KITTI);
        assertWhole(200, shape(path).toString(), tao.get(path));
        assertNotFound("GET", path);
    }

    /** Of nobody, and of somebody else. */
    private void assertNotFound(String method, String path) {
        String body = method.startsWith("P") ? "{\"name\":\"x\"}" : null;
        assertRefused(404, "Dataset not found", tao.ask(method, "/dataset/" + NOBODYS, body));
        assertRefused(404, "Dataset not found", TaoApi.somebody(dock.http()).ask(method, path, body));
        tao.assertUuids(method, path, body);
    }

    @Test
    void op104UpdateDataset() {
        change("PUT");
    }

    @Test
    void op106PartiallyUpdateDataset() {
        change("PATCH");
    }

    private void change(String method) {
        String path = tao.created("/dataset", KITTI);
        ObjectNode shape = shape(path)
                .put("name", "Train dataset")
                .put("description", "My train dataset with kitti")
                .put("version", "2")
                .put("logo", "http://x.example/y.png");
        assertWhole(
                200,
                shape.toString(),
                tao.ask(
                        method,
                        path,
                        "{\"name\":\"Train dataset\",\"description\":\"My train dataset with kitti\",\"version\":\"2\","
                                + "\"logo\":\"http://x.example/y.png\",\"type\":\"object_detection\",\"format\":\"kitti\"}"));
        assertRefused(
                400, "Cannot change dataset type", tao.ask(method, path, "{\"name\":\"lost\",\"type\":\"unet\"}"));
        assertRefused(
                400, "Cannot change dataset format", tao.ask(method, path, "{\"name\":\"lost\",\"format\":\"coco\"}"));
        assertRefusedSo(400, "The field \"name\" is the number 5", tao.ask(method, path, "{\"name\":5}"));
        assertWhole(200, shape.toString(), tao.get(path));
        assertNotFound(method, path);
    }

    @Test
    void op105DeleteDataset() {
        String path = tao.created("/dataset", KITTI);
        String model = tao.model("detectnet_v2");
        tao.ask("PATCH", model, "{\"eval_dataset\":\"" + TaoApi.id(path) + "\"}")
                .expect(200);
        assertRefused(400, "Dataset in use", tao.ask("DELETE", path, null));
        tao.ask("PATCH", model, "{\"eval_dataset\":null}").expect(200);
        assertNotFound("DELETE", path);
        assertWhole(200, shape(path).toString(), tao.ask("DELETE", path, null));
        assertRefused(404, "Dataset not found", tao.ask("DELETE", path, null));
        assertRefused(404, "Dataset not found", tao.get(path));
    }

    @Test
    void op109UploadDataset() {
        String path = tao.created("/dataset", KITTI);
        byte[] one = "x".getBytes(StandardCharsets.UTF_8);
        byte[] tar = Archives.tar(Map.of("images/a.jpg", one, "labels/a.txt", one));
        JsonNode before = tao.shown(path);
        assertRefusedSo(400, TaoClient.REFUSED, tao.upload(path, "x.tar", one));
        assertRefusedSo(400, TaoClient.REFUSED, tao.upload(path, "x.tar", Archives.tar(Map.of("images/a.jpg", one))));
        assertRefusedSo(400, "", tao.post(path + "/upload", "{}"));
        assertEquals(before, tao.shown(path));
        assertWhole(201, "{\"message\":\"Data successfully uploaded\"}", tao.upload(path, "x.tar", tar));
        assertWhole(
                201,
                "{\"message\":\"Data successfully uploaded\"}",
                tao.upload(path, "x.tar.gz", Archives.compress("gz", tar)));
        assertRefused(404, "Dataset not found", tao.upload("/dataset/" + NOBODYS, "x.tar", tar));
        tao.assertUuids("POST", path + "/upload", "");
    }
}
