package dev.modeldock.server.it;

import static dev.modeldock.server.it.TaoApi.NOBODYS;
import static dev.modeldock.server.it.TaoApi.assertRefused;
import static dev.modeldock.server.it.TaoApi.assertRefusedSo;
import static dev.modeldock.server.it.TaoApi.assertWhole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Specs and their schemas, sections 1.12 to 1.14, 1.17, 2.11 to 2.13 and 2.17 of the document: a test for each operation
 * compares the whole body, the headers and the sentence of each refusal.
 */
class TaoSpecOperationsIT {
    private static final String CONVERT = """
            {"kitti_config":{"image_dir_name":"images","image_extension":".png","label_dir_name":"labels",
             "num_partitions":2,"num_shards":10,"partition_mode":"random","val_split":0.0}}""";
    private static final String PRUNE = """
            {"equalization_criterion":"union","min_num_filters":16,"normalizer":"max","pruning_granularity":8,
             "pruning_threshold":0.1}""";

    @TempDir
    static Path temp;

    private static RunningDock dock;

    private TaoApi tao;
    private Subject dataset;
    private Subject model;

    /**
     * What has specs.
     *
     * @param usual the default of the schema
     * @param number a path of a whole number in it
     */
    private record Subject(String path, String spec, String usual, String parent, String number) {
        String of(String handler) {
            return spec.replace(path, handler);
        }

        /** A change of the number. */
        String change(Object value) {
            String set = "{\"" + number + "\":" + value + "}";
            return parent.isEmpty() ? set : "{\"" + parent + "\":" + set + "}";
        }

        ObjectNode changed(int value) {
            ObjectNode all = (ObjectNode) Answer.parse(usual);
            (parent.isEmpty() ? all : (ObjectNode) all.get(parent)).put(number, value);
            return all;
        }

        String place() {
            return parent.isEmpty() ? "/" + number : "/" + parent + "/" + number;
        }
    }

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
        String kitti = tao.dataset("object_detection", "kitti");
        dataset = new Subject(kitti, kitti + "/specs/convert", CONVERT, "kitti_config", "num_shards");
        String detectnet = tao.model("detectnet_v2");
        model = new Subject(detectnet, detectnet + "/specs/prune", PRUNE, "", "pruning_granularity");
    }

    @Test
    void op112RetrieveDatasetSpecs() {
        retrieve(dataset);
    }

    @Test
    void op211RetrieveModelSpecs() {
        retrieve(model);
    }

    private void retrieve(Subject subject) {
        assertRefused(404, "Spec not found", tao.get(subject.spec()));
        tao.post(subject.spec(), subject.usual()).expect(201);
        assertWhole(200, subject.usual(), tao.get(subject.spec()));
        assertAbsent("GET", subject, "Spec not found");
    }

    /** No such action, nobody's handler, somebody else's, and no UUID. */
    private void assertAbsent(String method, Subject subject, String sentence) {
        String body = method.equals("GET") ? null : subject.usual();
        String handler = subject.path().replaceFirst("[^/]+$", NOBODYS);
        assertRefused(404, "Action not found", tao.ask(method, subject.path() + "/specs/bogus", body));
        assertRefused(404, sentence, tao.ask(method, subject.of(handler), body));
        assertRefused(404, sentence, TaoApi.somebody(dock.http()).ask(method, subject.spec(), body));
        tao.assertUuids(method, subject.spec(), body);
    }

    @Test
    void op113UpdateDatasetSpecs() {
        update(dataset);
    }

    @Test
    void op212UpdateModelSpecs() {
        update(model);
    }

    private void update(Subject subject) {
        assertRefused(404, "Spec not found", tao.ask("PUT", subject.spec(), subject.change(3)));
        tao.post(subject.spec(), subject.usual()).expect(201);
        JsonNode before = tao.shown(subject.path()).get("last_modified");
        assertWhole(200, subject.changed(3).toString(), tao.ask("PUT", subject.spec(), subject.change(3)));
        assertTrue(before.asText()
                        .compareTo(
                                tao.shown(subject.path()).get("last_modified").asText())
                < 0);
        assertInvalid("PUT", subject);
        assertRefusedSo(
                400,
                "Specs cannot be updated, check the request",
                tao.ask("PUT", subject.spec(), "{\"unknown\":{\"a\":1}}"));
        assertWhole(200, subject.changed(3).toString(), tao.get(subject.spec()));
        assertAbsent("PUT", subject, "Not found");
    }

    private void assertInvalid(String method, Subject subject) {
        Answer invalid = tao.ask(method, subject.spec(), subject.change("\"many\""));
        assertRefusedSo(400, "Invalid specs", invalid);
        assertTrue(invalid.json().path("error_desc").asText().contains(subject.place()), invalid::toString);
        assertRefusedSo(400, "The body is no JSON object", tao.ask(method, subject.spec(), "{"));
        assertRefused(400, "The body is empty; expected is a JSON object.", tao.ask(method, subject.spec(), ""));
    }

    @Test
    void op114SaveDatasetSpecs() {
        save(dataset);
    }

    @Test
    void op213SaveModelSpecs() {
        save(model);
    }

    private void save(Subject subject) {
        assertInvalid("POST", subject);
        assertRefusedSo(400, "Invalid specs", tao.post(subject.spec(), "[]"));
        assertRefused(404, "Spec not found", tao.get(subject.spec()));
        assertWhole(
                201,
                subject.changed(7).toString(),
                tao.post(subject.spec(), subject.changed(7).toString()));
        assertWhole(201, subject.usual(), tao.post(subject.spec(), subject.usual()));
        assertWhole(200, subject.usual(), tao.get(subject.spec()));
        assertAbsent("POST", subject, "Not found");
    }

    @Test
    void op117RetrieveDatasetSchema() {
        schema(dataset, "kitti_config");
        String coco = tao.dataset("object_detection", "coco");
        assertRefused(404, "Default specs do not exist for action", tao.get(coco + "/specs/convert/schema"));
    }

    @Test
    void op217RetrieveModelSchema() {
        schema(model, "pruning_threshold");
    }

    private void schema(Subject subject, String required) {
        Answer answer = tao.get(subject.spec() + "/schema").expect(200);
        TaoApi.assertHeaders(List.of("content-type: application/json"), answer);
        JsonNode schema = answer.json();
        assertEquals(Answer.parse(subject.usual()), schema.get("default"));
        assertEquals("object", schema.path("type").asText());
        assertTrue(schema.path("required").toString().contains("\"" + required + "\""), answer::toString);
        JsonNode properties = schema.path("properties");
        if (!subject.parent().isEmpty()) {
            assertEquals(Answer.parse("[\"image_extension\"]"), properties.at("/kitti_config/required"));
            properties = properties.path(subject.parent()).path("properties");
        }
        JsonNode number = properties.path(subject.number());
        assertEquals("integer", number.path("type").asText());
        assertEquals(Answer.parse(subject.usual()).at(subject.place()), number.get("default"));
        Answer again = tao.get(subject.spec() + "/schema?x=1");
        assertEquals(answer.text(), again.text());
        String handler = subject.path().replaceFirst("[^/]+$", NOBODYS);
        assertRefused(404, "Action not found", tao.get(subject.path() + "/specs/bogus/schema"));
        assertRefused(404, "Spec schema not found", tao.get(subject.of(handler) + "/schema"));
        tao.assertUuids("GET", subject.spec() + "/schema", null);
    }
}
