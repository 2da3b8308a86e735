package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Augmentation, anchors and masks by what comes with the program, from the upload to the download, on the running jar. */
class AugmentationIT {
    private static final String KITTI_ROW = "car 0.00 0 0.00 10.00 5.00 60.50 40.00 0 0 0 0 0 0 0\n";
    private static final String COCO = """
            {"annotations":[{"bbox":[10.0,5.0,50.5,35.0],"image_id":1,"iscrowd":0,"area":1767.5,"category_id":1,"id":1}],
             "images":[{"file_name":"a.jpg","height":50,"width":100,"id":1}],"categories":[{"id":1,"name":"car"}]}""";

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private TaoApi tao;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
    }

    @BeforeEach
    void enter() {
        tao = TaoApi.somebody(dock.http());
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Red grows to the right and green downwards. */
    private static byte[] image(String format, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, x * 255 / width << 16 | y * 255 / height << 8);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            assertTrue(ImageIO.write(image, format, bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static BufferedImage image(byte[] bytes) {
        try {
            return ImageIO.read(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String dataset(String type, String format, Map<String, byte[]> files) {
        String path = tao.dataset(type, format);
        tao.upload(path, "data.tar", Archives.tar(new TreeMap<>(files))).expect(201);
        return path;
    }

    private String augmentation(String dataset) {
        String model = tao.model("augmentation");
        tao.ask("PATCH", model, "{\"inference_dataset\":\"" + TaoApi.id(dataset) + "\"}")
                .expect(200);
        return model;
    }

    private ObjectNode usual(String handler, String action) {
        return (ObjectNode) tao.shown(handler + "/specs/" + action + "/schema").get("default");
    }

    private String run(String handler, String action, JsonNode spec, String sentence) {
        tao.post(handler + "/specs/" + action, spec.toString()).expect(201);
        String job = tao.submitted(handler, action);
        assertEquals(sentence, TaoApi.message(tao.done(handler, job)));
        return job;
    }

    private Map<String, byte[]> results(String handler, String job) {
        Map<String, byte[]> files = tao.downloaded(handler, job);
        assertTrue(files.containsKey("status.json"));
        files.keySet().removeAll(Set.of("status.json", "logs_from_toolkit.txt"));
        return files;
    }

    @Test
    void theNotebooksStepWithoutMasks() {
        String coco = dataset(
                "object_detection",
                "coco",
                Map.of(
                        "job_coco/images/a.jpg", image("jpeg", 100, 50),
                        "job_coco/labels/a.txt", utf8(KITTI_ROW),
                        "job_coco/annotations.json", utf8(COCO)));
        String model = augmentation(coco);
        ObjectNode usual = usual(model, "generate");
        String job = run(model, "generate", usual, "Augment finished successfully.");
        Map<String, byte[]> files = results(model, job);
        assertEquals(Set.of("images/a.jpg", "labels/output.json", "labels/a.txt"), files.keySet());
        BufferedImage made = image(files.get("images/a.jpg"));
        assertEquals(1000, made.getWidth());
        assertEquals(300, made.getHeight());
        JsonNode output = Answer.parse(new String(files.get("labels/output.json"), StandardCharsets.UTF_8));
        assertEquals(1000, output.at("/images/0/width").asInt());
        JsonNode box = output.at("/annotations/0/bbox");
        String row = "car 0.00 0 0.00 %.2f %.2f %.2f %.2f 0.00 0.00 0.00 0.00 0.00 0.00 0.00\n"
                .formatted(
                        box.get(0).asDouble(),
                        box.get(1).asDouble(),
                        box.get(0).asDouble() + box.get(2).asDouble(),
                        box.get(1).asDouble() + box.get(3).asDouble());
        assertEquals(row, new String(files.get("labels/a.txt"), StandardCharsets.UTF_8));
        String log = new String(tao.downloaded(model, job).get("logs_from_toolkit.txt"), StandardCharsets.UTF_8);
        assertTrue(log.contains("refine_box is enabled, but the dataset has no label.json"), log);
        String again = run(model, "generate", usual, "Augment finished successfully.");
        results(model, again).forEach((name, bytes) -> assertArrayEquals(files.get(name), bytes, name));
    }

    @Test
    void theNotebooksStepWithMasks() {
        String masks = COCO.replace("\"iscrowd\":0", "\"iscrowd\":0,\"segmentation\":[[10,5,60,5,60,40,10,40]]");
        String coco = dataset(
                "object_detection",
                "coco",
                Map.of(
                        "images/a.jpg", image("jpeg", 100, 50),
                        "annotations.json", utf8(COCO),
                        "label.json", utf8(masks)));
        String model = augmentation(coco);
        ObjectNode spec = usual(model, "generate");
        spec.withObject("/spatial_aug/rotation").putArray("angle").add(180);
        String job = run(model, "generate", spec, "Augment finished successfully.");
        Map<String, byte[]> files = results(model, job);
        assertEquals(Set.of("images/a.jpg", "labels/output.json", "labels/a.txt"), files.keySet());
        assertEquals(
                "car 0.00 0 0.00 400.00 60.00 900.00 270.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00\n",
                new String(files.get("labels/a.txt"), StandardCharsets.UTF_8));
        JsonNode output = Answer.parse(new String(files.get("labels/output.json"), StandardCharsets.UTF_8));
        assertEquals(Answer.parse("[400.0,60.0,500.0,210.0]"), output.at("/annotations/0/bbox"));
        assertEquals("[300,1000]", output.at("/annotations/0/segmentation/size").toString());
    }

    @Test
    void kittiDatasetsAreAugmentedByTheirOwnActionToo() {
        String kitti = dataset(
                "object_detection",
                "kitti",
                Map.of("images/a.png", image("png", 100, 50), "labels/a.txt", utf8(KITTI_ROW)));
        ObjectNode spec = usual(kitti, "augment");
        spec.put("output_image_width", 200).put("output_image_height", 100);
        spec.withObject("/spatial_config/rotation_config").put("angle", 180);
        String job = run(kitti, "augment", spec, "Augment finished successfully.");
        Map<String, byte[]> files = results(kitti, job);
        assertEquals(Set.of("images/a.png", "labels/a.txt"), files.keySet());
        assertEquals(
                "car 0.00 0 0.00 79.00 20.00 180.00 90.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00\n",
                new String(files.get("labels/a.txt"), StandardCharsets.UTF_8));
        assertEquals(200, image(files.get("images/a.png")).getWidth());
        String model = augmentation(kitti);
        run(model, "generate", usual(model, "generate"), "Augment finished successfully.");
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        String raw = dataset("object_detection", "raw", Map.of("images/a.jpg", utf8("no picture")));
        String model = augmentation(raw);
        tao.post(model + "/specs/generate", usual(model, "generate").toString()).expect(201);
        tao.failed(model, tao.submitted(model, "generate"), "No image was made");
    }

    @Test
    void anchorsOfADataset() {
        String rows = KITTI_ROW + "car 0 0 0 0 0 20 10 0 0 0 0 0 0 0\n" + "car 0 0 0 0 0 24 14 0 0 0 0 0 0 0\n";
        String kitti = dataset(
                "object_detection", "kitti", Map.of("images/a.png", image("png", 100, 50), "labels/a.txt", utf8(rows)));
        ObjectNode spec = usual(kitti, "kmeans");
        spec.put("size_x", 200).put("size_y", 100).put("num_clusters", 2);
        String job = run(kitti, "kmeans", spec, "Kmeans finished successfully.");
        Map<String, byte[]> files = results(kitti, job);
        assertEquals(Set.of("anchors.txt", "anchors.json"), files.keySet());
        assertEquals("(44.00, 24.00)\n(101.00, 70.00)\n", new String(files.get("anchors.txt"), StandardCharsets.UTF_8));
        JsonNode result = tao.job(kitti, job).path("result");
        assertEquals("anchor_width", result.at("/categorical/0/metric").asText(), result::toPrettyString);
        assertEquals(
                44, result.at("/categorical/0/category_wise_values/0/value").asDouble());
        assertEquals("mean_overlap", result.at("/kpi/0/metric").asText(), result::toPrettyString);
    }

    private String segmented() {
        String annotations = """
                {"images":[{"id":1,"file_name":"a.jpg","height":4,"width":6},{"id":2,"file_name":"b.jpg","height":4,"width":6}],
                 "annotations":[{"id":1,"image_id":1,"category_id":5,"segmentation":[[1,1,5,1,5,3,1,3]]},
                   {"id":2,"image_id":1,"category_id":9,"segmentation":{"size":[4,6],"counts":[13,2,9]}}],
                 "categories":[{"id":5,"name":"road"},{"id":9,"name":"car"}]}""";
        return dataset(
                "semantic_segmentation",
                "coco",
                Map.of(
                        "images/a.jpg", image("jpeg", 6, 4),
                        "images/b.jpg", image("jpeg", 6, 4),
                        "annotations.json", utf8(annotations)));
    }

    @Test
    void masksOfADataset() {
        String coco = segmented();
        String job = run(coco, "convert", usual(coco, "convert"), "Mask conversion finished successfully.");
        Map<String, byte[]> files = results(coco, job);
        assertEquals(Set.of("images.txt", "masks.txt", "masks/a.png"), files.keySet());
        assertEquals("images/a.jpg\n", new String(files.get("images.txt"), StandardCharsets.UTF_8));
        assertEquals("masks/a.png\n", new String(files.get("masks.txt"), StandardCharsets.UTF_8));
        int[] pixels = image(files.get("masks/a.png")).getRaster().getSamples(0, 0, 6, 4, 0, (int[]) null);
        assertArrayEquals(new int[] {0, 0, 0, 0, 0, 0, 0, 5, 5, 9, 5, 0, 0, 5, 5, 9, 5, 0, 0, 0, 0, 0, 0, 0}, pixels);
    }

    @Test
    void trainingsAreGivenTheListsOfAConversion() throws IOException {
        Tools.need("sh");
        Path pack = Files.createDirectories(dock.data().resolve("actions/trainer"));
        Files.writeString(pack.resolve("run.sh"), """
                cat "$2/images.txt" "$2/masks.txt" > "$1/lists"
                xargs cat < "$2/masks.txt" > "$1/mask.png"
                echo '{"date": "1/2/2024", "time": "3:4:5", "status": "SUCCESS", "verbosity": "INFO"}' > "$1/status.json"
                """);
        Files.writeString(pack.resolve("action.json"), """
                {"architectures": ["unet"], "actions": ["train"],
                 "command": ["sh", "run.sh", "{results}", "{dataset.train}"]}""");
        dock.terminate();
        dock.startAgain();
        tao = new TaoApi(dock.http(), tao.user());
        String coco = segmented();
        String job = run(coco, "convert", usual(coco, "convert"), "Mask conversion finished successfully.");
        String model =
                tao.created("/model", "{\"network_arch\":\"unet\",\"train_datasets\":[\"" + TaoApi.id(coco) + "\"]}");
        String training = tao.submitted(model, "train");
        tao.done(model, training);
        Map<String, byte[]> trained = tao.downloaded(model, training);
        String[] lists = new String(trained.get("lists"), StandardCharsets.UTF_8).split("\n");
        assertEquals(2, lists.length);
        assertTrue(lists[0].startsWith("/") && lists[0].endsWith("/" + TaoApi.id(coco) + "/images/a.jpg"), lists[0]);
        assertTrue(lists[1].startsWith("/") && lists[1].endsWith("/" + TaoApi.id(coco) + "/masks/a.png"), lists[1]);
        assertArrayEquals(results(coco, job).get("masks/a.png"), trained.get("mask.png"));
    }
}
