package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.records.RecordReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datasets become TFRecords by what comes with the program: no pack is there. */
class TfRecordsIT {
    private static final String CAR = "Car 0.00 0 0.00 10.00 5.00 30.00 15.00 0 0 0 0 0 0 0\n";
    private static final String PERSON = "Person 0.00 0 0.00 1.00 2.00 3.00 4.00 0 0 0 0 0 0 0\n";

    @TempDir
    Path temp;

    private RunningDock dock;
    private TaoApi tao;

    @BeforeEach
    void start() {
        dock = RunningDock.on(temp.resolve("data"));
        tao = TaoApi.somebody(dock.http());
    }

    @AfterEach
    void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static byte[] image(String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB), format, bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String dataset(String type, String format, Map<String, byte[]> files) {
        String path = tao.dataset(type, format);
        tao.upload(path, "data.tar", Archives.tar(files)).expect(201);
        return path;
    }

    private static Map<String, byte[]> kitti(int frames) {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < frames; i++) {
            files.put("images/" + i + ".jpg", image("jpeg"));
            files.put("labels/" + i + ".txt", utf8(i % 2 == 0 ? CAR : CAR + PERSON));
        }
        return files;
    }

    /** The default of the schema, changed and saved, as the notebook does. */
    private String submitted(String dataset, String action, Consumer<ObjectNode> change) {
        ObjectNode spec =
                (ObjectNode) tao.shown(dataset + "/specs/" + action + "/schema").get("default");
        change.accept(spec);
        tao.post(dataset + "/specs/" + action, spec.toString()).expect(201);
        return tao.submitted(dataset, action);
    }

    private static void jpg(ObjectNode spec) {
        spec.withObject("/kitti_config").put("image_extension", ".jpg").put("num_shards", 2);
    }

    private static List<Map<String, List<Object>>> examples(Map<String, byte[]> files) {
        return files.entrySet().stream()
                .filter(file ->
                        file.getKey().startsWith("tfrecords/") && !file.getKey().contains("/idx-"))
                .flatMap(file -> RecordReader.examples(file.getValue()).stream())
                .toList();
    }

    @Test
    void aKittiDatasetIsConvertedAndItsClassesAreKnownFromThenOn() {
        String dataset = dataset("object_detection", "kitti", kitti(6));
        String job = submitted(dataset, "convert", TfRecordsIT::jpg);
        JsonNode result = tao.done(dataset, job).path("result");
        assertEquals(Answer.parse("""
                        [{"metric":"num_objects","category_wise_values":
                          [{"category":"car","value":6.0},{"category":"person","value":3.0}]}]"""), result.path("categorical"));
        assertEquals(
                "TFRecords generation complete.",
                result.at("/detailed_status/message").asText());
        assertEquals("SUCCESS", result.at("/detailed_status/status").asText());
        Map<String, byte[]> files = tao.downloaded(dataset, job);
        assertEquals(
                List.of(
                        "classes.json",
                        "status.json",
                        "tfrecords/tfrecords-fold-001-of-002-shard-00000-of-00002",
                        "tfrecords/tfrecords-fold-001-of-002-shard-00001-of-00002"),
                files.keySet().stream().filter(name -> !name.startsWith("log")).toList());
        assertArrayEquals(utf8("[\"car\",\"person\"]"), files.get("classes.json"));
        List<Map<String, List<Object>>> examples = examples(files);
        assertEquals(6, examples.size());
        assertEquals(List.of(40L), examples.get(0).get("frame/width"));
        String model = tao.created(
                "/model", "{\"network_arch\":\"detectnet_v2\",\"train_datasets\":[\"" + TaoApi.id(dataset) + "\"]}");
        assertEquals(
                Answer.parse("[{\"key\":\"car\",\"value\":\"car\"},{\"key\":\"person\",\"value\":\"person\"}]"),
                tao.shown(model + "/specs/train/schema").at("/default/dataset_config/target_class_mapping"));
    }

    @Test
    void withAnIndexTheImagesAreInTheRecords() {
        Map<String, byte[]> data = kitti(3);
        String dataset = dataset("object_detection", "kitti", data);
        String job = submitted(dataset, "convert_and_index", spec -> {
            jpg(spec);
            spec.putArray("target_class_mapping")
                    .addObject()
                    .put("key", "person")
                    .put("value", "person");
        });
        tao.done(dataset, job);
        Map<String, byte[]> files = tao.downloaded(dataset, job);
        assertTrue(files.containsKey("tfrecords/idx-tfrecords-fold-001-of-002-shard-00001-of-00002"), files::toString);
        for (Map<String, List<Object>> example : examples(files)) {
            String id = example.get("frame/id").get(0).toString();
            assertArrayEquals(
                    data.get(id + ".jpg"), (byte[]) example.get("frame/encoded").get(0));
            boolean odd = id.equals("images/1");
            assertEquals(odd ? List.of(1f) : List.of(), example.get("target/object_class_id"));
        }
    }

    @Test
    void aCocoDatasetIsConvertedForEfficientdetAndForMasks() {
        Map<String, byte[]> data = Map.of("images/a.png", image("png"), "annotations.json", utf8("""
                        {"images":[{"id":5,"file_name":"a.png","width":40,"height":20}],
                         "annotations":[{"id":1,"image_id":5,"category_id":2,"bbox":[10,5,20,10],
                                         "segmentation":[[10,5,30,5,30,15,10,15]]}],
                         "categories":[{"id":1,"name":"cat"},{"id":2,"name":"dog"}]}"""));
        for (String action : List.of("convert_efficientdet_tf1", "convert_efficientdet_tf2", "convert")) {
            boolean masks = action.equals("convert");
            String dataset = dataset(masks ? "instance_segmentation" : "object_detection", "coco", data);
            String job = submitted(
                    dataset, action, spec -> spec.withObject("/dataset_convert").put("num_shards", 1));
            assertEquals("Conversion finished successfully.", TaoApi.message(tao.done(dataset, job)));
            Map<String, byte[]> files = tao.downloaded(dataset, job);
            Map<String, List<Object>> example = RecordReader.examples(
                            files.get("tfrecords/annotations-00000-of-00001.tfrecord"))
                    .get(0);
            assertArrayEquals(data.get("images/a.png"), (byte[])
                    example.get("image/encoded").get(0));
            assertEquals(List.of(0.25f), example.get("image/object/bbox/ymin"));
            assertEquals(List.of("dog"), example.get("image/object/class/text"));
            assertEquals(masks, example.containsKey("image/object/mask"), action);
            assertArrayEquals(utf8("[\"cat\",\"dog\"]"), files.get("classes.json"));
        }
        // There is no such spec, as in the original.
        String coco = dataset("object_detection", "coco", data);
        TaoApi.assertRefused(404, "Default specs do not exist for action", tao.get(coco + "/specs/convert/schema"));
    }

    @Test
    void whatIsBrokenIsAnErrorThatNamesIt() {
        Map<String, byte[]> data = kitti(2);
        data.put("labels/1.txt", utf8(CAR + "Car 1 2\n"));
        String dataset = dataset("object_detection", "kitti", data);
        tao.failed(
                dataset,
                submitted(dataset, "convert", TfRecordsIT::jpg),
                "labels/1.txt, line 2 is no KITTI label: it has 3 columns; expected are 15, or 16 with a score.");
    }

    @Test
    void theBytesAreTheSameWhateverTheNumberOfProcessors() {
        String first = null;
        for (int processors : new int[] {1, 5}) {
            dock.close();
            dock = RunningDock.with(temp.resolve("of" + processors))
                    .jvm("-XX:ActiveProcessorCount=" + processors)
                    .start();
            tao = TaoApi.somebody(dock.http());
            String dataset = dataset("object_detection", "kitti", kitti(150));
            String job = submitted(dataset, "convert_and_index", TfRecordsIT::jpg);
            tao.done(dataset, job);
            StringBuilder all = new StringBuilder();
            tao.downloaded(dataset, job).forEach((name, bytes) -> {
                if (name.startsWith("tfrecords/")) {
                    all.append(name).append(java.util.Arrays.hashCode(bytes)).append('\n');
                }
            });
            first = first == null ? all.toString() : first;
            assertEquals(first, all.toString());
        }
        assertEquals(4, first.lines().count());
    }
}
