package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** The calls of the official notebook {@code data_services}, in its order, without a key on loopback. */
class TaoDataServicesIT {
    private static final String KITTI_ROWS = """
            car 0.00 0 0.00 10.00 5.00 60.50 40.00 0 0 0 0 0 0 0
            person 0.00 0 0.00 1.00 20.00 70.00 30.00 0 0 0 0 0 0 0
            """;

    @TempDir
    Path temp;

    private RunningDock dock;
    private TaoApi tao;

    @BeforeEach
    void start() {
        TaoPacks.services(temp.resolve("data"), temp.resolve("wait"));
        dock = RunningDock.on(temp.resolve("data"));
        tao = TaoApi.somebody(dock.http());
    }

    @AfterEach
    void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String dataset(String format, Map<String, byte[]> files) {
        String path = tao.dataset("object_detection", format);
        tao.ask("PATCH", path, "{\"name\":\"Dataset\",\"description\":\"My dataset\"}")
                .expect(200);
        tao.upload(path, "data.tar", Archives.tar(files)).expect(201);
        return path;
    }

    /** A model of a service, without a key, and what it works on. */
    private String service(String arch, String dataset) {
        String model = tao.model(arch);
        assertTrue(tao.shown("/model").toString().contains(TaoApi.id(model)));
        tao.ask("PATCH", model, "{\"inference_dataset\":\"" + TaoApi.id(dataset) + "\"}")
                .expect(200);
        return model;
    }

    private ObjectNode usual(String model, String action) {
        return (ObjectNode) tao.shown(model + "/specs/" + action + "/schema").get("default");
    }

    private String run(String model, String action, JsonNode spec, String sentence) {
        tao.post(model + "/specs/" + action, spec.toString()).expect(201);
        String job = tao.submitted(model, action);
        assertEquals(sentence, TaoApi.message(tao.done(model, job)));
        return job;
    }

    @Test
    void theNotebookRunsThrough() {
        Map<String, byte[]> files = new TreeMap<>(Map.of("images/a.jpg", utf8("a"), "labels/a.txt", utf8(KITTI_ROWS)));
        String kitti = dataset("kitti", files);
        assertEquals("Dataset", tao.shown("/dataset").at("/0/name").asText());
        byte[] coco = converted(kitti);
        String cocoDataset = dataset(
                "coco",
                Map.of(
                        "job_coco/images/a.jpg", utf8("a"),
                        "job_coco/labels/a.txt", utf8(KITTI_ROWS),
                        "job_coco/annotations.json", coco));
        labelled(cocoDataset, coco);
        augmented(cocoDataset, coco);
        analysed(kitti);
    }

    private byte[] converted(String kitti) {
        String model = service("annotations", kitti);
        ObjectNode spec = usual(model, "convert");
        spec.withObject("/data").put("input_format", "KITTI").put("output_format", "COCO");
        String job = run(model, "convert", spec, "Annotation conversion finished successfully.");
        // The notebook relies on the name of the file.
        byte[] coco = tao.downloaded(model, job).get(TaoApi.id(kitti) + ".json");
        JsonNode annotations =
                Answer.parse(new String(coco, StandardCharsets.UTF_8)).path("annotations");
        assertEquals(2, annotations.size());
        assertEquals(
                Answer.parse("[10.00,5.00,50.5,35]").toString(),
                annotations.at("/0/bbox").toString());
        spec.withObject("/data").put("input_format", "COCO");
        tao.post(model + "/specs/convert", spec.toString()).expect(201);
        tao.failed(model, tao.submitted(model, "convert"), "Unsupported format");
        return coco;
    }

    private void labelled(String coco, byte[] annotations) {
        String model = service("auto_label", coco);
        // The notebook looks for a PTM that is not there, and ignores the refusal.
        TaoApi.assertRefused(400, "Provided ptm cannot be added", tao.ask("PATCH", model, "{\"ptm\":[\"\"]}"));
        ObjectNode spec = usual(model, "generate");
        spec.putArray("gpu_ids").add(0);
        String job = run(model, "generate", spec, "Generate finished successfully.");
        assertEquals(
                new String(annotations, StandardCharsets.UTF_8),
                new String(tao.downloaded(model, job).get("label.json"), StandardCharsets.UTF_8));
    }

    private void augmented(String coco, byte[] annotations) {
        tao.upload(coco, "label.tar", Archives.tar(Map.of("images/b.jpg", utf8("b"), "label.json", annotations)))
                .expect(201);
        String model = service("augmentation", coco);
        String job = run(model, "generate", usual(model, "generate"), "Augment finished successfully.");
        Set<String> files = tao.downloaded(model, job).keySet();
        assertTrue(files.containsAll(Set.of("images/a.jpg", "images/b.jpg", "labels/output.json")), files::toString);
    }

    private void analysed(String kitti) {
        String model = service("analytics", kitti);
        String job = run(model, "analyze", usual(model, "analyze"), "Kitti analysis finished successfully.");
        assertEquals(
                "type,truncated,occluded\ncar,0.00,0\nperson,0.00,0\n",
                new String(tao.downloaded(model, job).get("csv/valid_data.csv"), StandardCharsets.UTF_8));
    }
}
