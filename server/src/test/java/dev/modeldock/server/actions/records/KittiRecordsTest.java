package dev.modeldock.server.actions.records;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KittiRecordsTest {
    private static final String CAR = "Car 0.25 1 -1.5 10.5 5 60 40.25 1.5 1.6 3.7 -2 1.25 9 0.1\n";
    private static final String PERSON = "Person 0 0 0 1 2 3 4 0 0 0 0 0 0 0 0.87\n";
    private static final String RECORD = "tfrecords/tfrecords-fold-001-of-002-shard-00000-of-00001";

    @TempDir
    Path temp;

    private RecordWork work;

    @BeforeEach
    void begin() throws Exception {
        work = new RecordWork(temp, "object_detection", "kitti");
    }

    private void frame(String name, String labels) throws Exception {
        work.image("images/" + name + ".png", 100, 50).file("labels/" + name + ".txt", labels);
    }

    private static String config(String more) {
        return "{\"kitti_config\":{\"num_shards\":1" + (more.isEmpty() ? "" : "," + more) + "}}";
    }

    private void assertRefused(String sentence, String action, String spec) {
        Exception refused = assertThrows(Exception.class, () -> work.run(action, spec));
        assertEquals(sentence, refused.getMessage());
    }

    @Test
    void aFrameIsAnExampleWithWhatTheLabelsSay() throws Exception {
        frame("000001", CAR + "\n" + PERSON);
        work.run("convert", config(""));
        assertEquals(
                Map.ofEntries(
                        Map.entry("frame/id", List.of("images/000001")),
                        Map.entry("frame/height", List.of(50L)),
                        Map.entry("frame/width", List.of(100L)),
                        Map.entry("target/object_class", List.of("car", "person")),
                        Map.entry("target/truncation", List.of(0.25f, 0f)),
                        Map.entry("target/occlusion", List.of(1L, 0L)),
                        Map.entry("target/observation_angle", List.of(-1.5f, 0f)),
                        Map.entry("target/coordinates_x1", List.of(10.5f, 1f)),
                        Map.entry("target/coordinates_y1", List.of(5f, 2f)),
                        Map.entry("target/coordinates_x2", List.of(60f, 3f)),
                        Map.entry("target/coordinates_y2", List.of(40.25f, 4f)),
                        Map.entry("target/world_bbox_h", List.of(1.5f, 0f)),
                        Map.entry("target/world_bbox_w", List.of(1.6f, 0f)),
                        Map.entry("target/world_bbox_l", List.of(3.7f, 0f)),
                        Map.entry("target/world_bbox_x", List.of(-2f, 0f)),
                        Map.entry("target/world_bbox_y", List.of(1.25f, 0f)),
                        Map.entry("target/world_bbox_z", List.of(9f, 0f)),
                        Map.entry("target/world_bbox_rot_y", List.of(0.1f, 0f))),
                RecordReader.examples(work.results().resolve(RECORD)).get(0));
        assertEquals(Set.of("classes.json", RECORD), work.files().keySet());
    }

    /** Held against bytes that were put together by hand from the rules of the format. */
    @Test
    void theBytesAreThoseOfTheGoldenFile() throws Exception {
        frame("000001", CAR);
        work.run("convert", config(""));
        try (var golden = getClass().getResourceAsStream("kitti.tfrecord")) {
            assertArrayEquals(
                    golden.readAllBytes(), Files.readAllBytes(work.results().resolve(RECORD)));
        }
    }

    @Test
    void theStatusTellsClassesAndTheyAreAFileToo() throws Exception {
        frame("a", CAR + CAR + PERSON);
        frame("b", "dontcare -1 -1 -10 0 0 1 1 -1 -1 -1 -1000 -1000 -1000 -10\n");
        work.run("convert", "{\"kitti_config\":{\"num_shards\":2}}");
        List<JsonNode> status = work.status();
        assertEquals(
                List.of(
                        "Starting Object Detection Dataset Convert.",
                        "Images: 2, of which 0 are for validation, in the fold 0.",
                        "Writing partition 1, shard 0",
                        "Writing partition 1, shard 1",
                        "Cumulative object statistics",
                        "TFRecords generation complete."),
                status.stream().map(line -> line.path("message").asText()).toList());
        assertEquals(
                "{\"num_objects\":{\"car\":2,\"dontcare\":1,\"person\":1}}",
                status.get(4).path("categorical").toString());
        assertEquals("SUCCESS", status.get(5).path("status").asText());
        assertEquals(
                "[\"car\",\"dontcare\",\"person\"]", work.json("classes.json").toString());
    }

    @Test
    void imagesAreDealtOutToFoldsAndShardsAndNoneIsLost() throws Exception {
        Set<Object> expected = new TreeSet<>();
        for (int i = 0; i < 23; i++) {
            frame("f" + i, CAR);
            expected.add("images/f" + i);
        }
        work.run("convert", "{\"kitti_config\":{\"num_shards\":4,\"val_split\":30.5}}");
        Set<Object> found = new TreeSet<>();
        List<Integer> sizes = new ArrayList<>();
        for (int fold = 0; fold < 2; fold++) {
            for (int shard = 0; shard < 4; shard++) {
                List<Map<String, List<Object>>> examples = RecordReader.examples(work.results()
                        .resolve(String.format(
                                "tfrecords/tfrecords-fold-%03d-of-002-shard-%05d-of-00004", fold, shard)));
                sizes.add(examples.size());
                examples.forEach(
                        each -> assertTrue(found.add(each.get("frame/id").get(0))));
            }
        }
        assertEquals(expected, found);
        assertEquals(List.of(1, 2, 2, 2, 4, 4, 4, 4), sizes);
    }

    @Test
    void shardsForWhichThereIsNothingAreEmptyFiles() throws Exception {
        frame("a", CAR);
        work.run("convert", "{}");
        assertEquals(11, work.files().size());
        assertEquals(1, work.examples().size());
    }

    @Test
    void theIndexTellsWhereEachRecordIsAndTheImageIsInIt() throws Exception {
        frame("a", CAR + "Car 0 0 0 -10 10 50 200 0 0 0 0 0 0 0\n" + PERSON);
        frame("b", PERSON);
        work.run("convert_and_index", config(""));
        byte[] file = work.files().get(RECORD);
        List<byte[]> records = RecordReader.records(file);
        String index =
                new String(work.files().get(RECORD.replace("tfrecords/", "tfrecords/idx-")), StandardCharsets.US_ASCII);
        int first = records.get(0).length + 16;
        assertEquals("0 " + first + "\n" + first + " " + (file.length - first) + "\n", index);
        Map<String, List<Object>> example = RecordReader.examples(file).stream()
                .filter(each -> each.get("frame/id").equals(List.of("images/a")))
                .findAny()
                .orElseThrow();
        assertArrayEquals(Files.readAllBytes(work.data().resolve("images/a.png")), (byte[])
                example.get("frame/encoded").get(0));
        assertEquals(List.of("car", "car", "person"), example.get("target/object_class"));
        assertEquals(List.of(1f, 1f, 2f), example.get("target/object_class_id"));
        assertEquals(List.of(0.105f, 0f, 0.01f), example.get("target/coordinates_x1"));
        assertEquals(List.of(0.1f, 0.2f, 0.04f), example.get("target/coordinates_y1"));
        assertEquals(List.of(0.6f, 0.5f, 0.03f), example.get("target/coordinates_x2"));
        assertEquals(List.of(0.805f, 1f, 0.08f), example.get("target/coordinates_y2"));
    }

    @Test
    void aMappingNamesWhatIsWrittenAndTheRestIsNot() throws Exception {
        frame("a", CAR + PERSON + CAR.replace("Car", "Van") + CAR.replace("Car", "Tram"));
        String spec =
                "{\"kitti_config\":{\"num_shards\":1},\"target_class_mapping\":[{\"key\":\"Car\",\"value\":\"Vehicle\"},"
                        + "{\"key\":\"van\",\"value\":\"vehicle\"},{\"key\":\"person\",\"value\":\"person\"},"
                        + "{\"key\":\"dog\",\"value\":\"animal\"}]}";
        for (String action : List.of("convert", "convert_and_index")) {
            work.run(action, spec);
            assertEquals(
                    List.of("vehicle", "person", "vehicle"),
                    work.examples().get(0).get("target/object_class"));
            assertEquals(
                    "[\"animal\",\"person\",\"vehicle\"]",
                    work.json("classes.json").toString());
        }
        assertEquals(List.of(3f, 2f, 3f), work.examples().get(0).get("target/object_class_id"));
    }

    @Test
    void whatCannotBeWrittenIsLeftOutAndTold() throws Exception {
        frame("a", CAR + "Car 0 0 0 60 5 10 40 0 0 0 0 0 0 0\nCar 0 0 0 5 5 5 40 0 0 0 0 0 0 0\n");
        work.image("images/lonely.png", 10, 10).file("images/broken.png", "no image");
        work.run("convert", config(""));
        assertEquals(1, work.examples().size());
        assertEquals(List.of("car"), work.examples().get(0).get("target/object_class"));
        Set<String> told = new TreeSet<>();
        work.json("left_out.json").forEach(each -> told.add(each.toString()));
        assertEquals(
                Set.of(
                        "{\"file\":\"images/a.png\",\"why\":[\"labels/a.txt, line 2: the box 60 5 10 40 holds nothing\","
                                + "\"labels/a.txt, line 3: the box 5 5 5 40 holds nothing\"]}",
                        "{\"file\":\"images/broken.png\",\"why\":[\"it cannot be read as an image\"]}",
                        "{\"file\":\"images/lonely.png\",\"why\":[\"it has no label file labels/lonely.txt\"]}"),
                told);
        assertEquals(
                List.of("Left out were 2 objects, and 2 images with all that is in them; left_out.json says why."),
                work.log());
    }

    @Test
    void aBoxOutsideOfItsImageIsWrittenAsItIsAndLeftOutAsAShare() throws Exception {
        frame("a", CAR + "Car 0 0 0 150 5 160 40 0 0 0 0 0 0 0\n");
        work.run("convert", config(""));
        assertEquals(List.of(10.5f, 150f), work.examples().get(0).get("target/coordinates_x1"));
        work.run("convert_and_index", config(""));
        assertEquals(List.of(0.105f), work.examples().get(0).get("target/coordinates_x1"));
        assertEquals(
                "labels/a.txt, line 2: the box 150 5 160 40 lies outside of the image",
                work.json("left_out.json").at("/0/why/0").asText());
    }

    @Test
    void anImageWithoutObjectsIsARecord() throws Exception {
        frame("a", "");
        work.run("convert", config(""));
        assertEquals(List.of(), work.examples().get(0).get("target/object_class"));
        assertEquals(List.of(), work.examples().get(0).get("target/coordinates_x1"));
        assertEquals(List.of(), work.examples().get(0).get("target/occlusion"));
        assertEquals("[]", work.json("classes.json").toString());
    }

    @Test
    void brokenLabelsAreNamed() throws Exception {
        frame("a", CAR + "\nCar 0 0\n");
        assertRefused(
                "labels/a.txt, line 3 is no KITTI label: it has 3 columns; expected are 15, or 16 with a score.",
                "convert",
                config(""));
        frame("a", CAR.replace("10.5", "ten"));
        assertRefused(
                "labels/a.txt, line 1 is no KITTI label: column 5 is \"ten\"; expected is a number.",
                "convert",
                config(""));
        assertEquals(
                "FAILURE",
                work.status().get(work.status().size() - 1).path("status").asText());
        frame("a", CAR.replace("10.5", "NaN"));
        assertRefused(
                "labels/a.txt, line 1 is no KITTI label: column 5 is \"NaN\"; expected is a number.",
                "convert_and_index",
                config(""));
        Files.write(work.data().resolve("labels/a.txt"), new byte[] {'C', (byte) 0xFF, '\n'});
        assertRefused("labels/a.txt is no text in UTF-8.", "convert", config(""));
        Files.write(work.data().resolve("labels/a.txt"), new byte[(1 << 20) + 1]);
        assertRefused("labels/a.txt is longer than 1 MiB: no image is described by so much.", "convert", config(""));
    }

    @Test
    void aWrongExtensionIsTold() throws Exception {
        work.image("images/a.jpg", 10, 10);
        assertRefused(
                "In images is no image with the extension .png; found is a.jpg. Set kitti_config.image_extension of the"
                        + " spec to that of the images.",
                "convert",
                config(""));
        work.file("labels/a.txt", CAR);
        work.run("convert", config("\"image_extension\":\"jpg\""));
        assertEquals(1, work.examples().size());
    }

    @Test
    void nothingToWriteIsAFailure() throws Exception {
        work.file("images/a.png", "no image").image("images/b.png", 10, 10);
        assertRefused(
                "None of the 2 images could be written. Left out were 0 objects, and 2 images with all that is in them;"
                        + " left_out.json says why.",
                "convert",
                config(""));
    }

    @Test
    void specsThatCannotBeAreRefused() throws Exception {
        frame("a", CAR);
        assertRefused(
                "kitti_config.num_partitions of the spec is 3; with the partition_mode random there are 2, one for"
                        + " validation and one for training.",
                "convert",
                config("\"num_partitions\":3"));
        assertRefused(
                "kitti_config.val_split of the spec is 100.0; expected is a percentage from 0 to below 100.",
                "convert",
                config("\"val_split\":100"));
        assertRefused(
                "kitti_config.partition_mode of the spec is \"x\"; expected is random or sequence.",
                "convert",
                config("\"partition_mode\":\"x\""));
        assertRefused(
                "kitti_config.image_dir_name leads out of the dataset: ../../other",
                "convert",
                config("\"image_dir_name\":\"../../other\""));
        assertRefused(
                "kitti_config.label_dir_name leads out of the dataset: /etc",
                "convert",
                config("\"label_dir_name\":\"/etc\""));
        assertRefused(
                "target_class_mapping of the spec is [\"car\"]; expected is a list of {\"key\": …, \"value\": …}.",
                "convert",
                "{\"target_class_mapping\":[\"car\"]}");
    }

    @Test
    void aDatasetOfAnotherFormatIsRefused() throws Exception {
        work = new RecordWork(temp, "object_detection", "coco");
        assertRefused(
                "The format of the dataset is coco; TFRecords of this kind are made of kitti. For coco there are"
                        + " convert_efficientdet_tf1 and convert_efficientdet_tf2.",
                "convert",
                "{}");
    }

    // ---- sequences

    private static final String SEQUENCE =
            "\"partition_mode\":\"sequence\",\"kitti_sequence_to_frames_file\":\"map.json\",\"num_partitions\":";

    @Test
    void sequencesStayTogether() throws Exception {
        for (String name : List.of("a1", "a2", "a3", "b1", "c1", "c2")) {
            frame(name, CAR);
        }
        work.file("map.json", "{\"b\":[\"b1\"],\"a\":[\"a1\",\"a2\",\"a3\"],\"c\":[\"c1\",\"c2\"],\"d\":[\"gone\"]}");
        work.run("convert", config(SEQUENCE + 3));
        List<Set<Object>> folds = new ArrayList<>();
        for (int fold = 0; fold < 3; fold++) {
            Set<Object> ids = new TreeSet<>();
            RecordReader.examples(work.results()
                            .resolve("tfrecords/tfrecords-fold-00" + fold + "-of-003-shard-00000-of-00001"))
                    .forEach(each -> ids.add(each.get("frame/id").get(0)));
            folds.add(ids);
        }
        assertEquals(
                List.of(
                        Set.of("images/b1"),
                        Set.of("images/c1", "images/c2"),
                        Set.of("images/a1", "images/a2", "images/a3")),
                folds);
        assertEquals(
                "[{\"file\":\"images/gone.png\",\"why\":[\"there is no such image\"]}]",
                work.json("left_out.json").toString());
        work.run("convert", config(SEQUENCE + 1));
        assertEquals(6, work.examples().size());
    }

    @Test
    void theFileOfSequencesMustBeThereAndWhole() throws Exception {
        frame("a", CAR);
        assertRefused(
                "kitti_config.kitti_sequence_to_frames_file of the spec is missing; the partition_mode sequence needs that"
                        + " file of the dataset: {\"<sequence>\": [\"<frame>\", …], …}.",
                "convert",
                config("\"partition_mode\":\"sequence\""));
        assertRefused(
                "There is no map.json in the dataset, in which kitti_config.kitti_sequence_to_frames_file of the spec looks"
                        + " for sequences.",
                "convert",
                config(SEQUENCE + 2));
        work.file("map.json", "{\"a\":[\n1]}");
        assertRefused(
                "map.json has other content than expected, near line 2; expected is {\"<sequence>\": [\"<frame>\", …],"
                        + " …}.",
                "convert",
                config(SEQUENCE + 2));
        work.file("map.json", "{\"a\":[\"../../secret\"]}");
        assertRefused(
                "The name of a frame leads out of the dataset: ../../secret.png", "convert", config(SEQUENCE + 2));
    }

    // ---- point clouds and calibrations

    @Test
    void pointCloudsAndCalibrationsAreNamedAndMultiplied() throws Exception {
        frame("a", CAR);
        work.file(
                "calib/a.txt",
                "P0: 0\nP2: 2 0 0 1 0 3 0 2 0 0 1 0.5\nR0_rect: 0 -1 0 1 0 0 0 0 1\n"
                        + "Tr_velo_to_cam: 1 0 0 10 0 1 0 20 0 0 1 30\n");
        work.run("convert", config("\"point_clouds_dir\":\"velodyne\",\"calibrations_dir\":\"calib\""));
        Map<String, List<Object>> example = work.examples().get(0);
        assertEquals(List.of("velodyne/a"), example.get("point_cloud/id"));
        assertEquals(List.of(4L), example.get("point_cloud/num_input_channels"));
        assertEquals(
                List.of(0f, -1f, 0f, -20f, 1f, 0f, 0f, 10f, 0f, 0f, 1f, 30f, 0f, 0f, 0f, 1f),
                example.get("calibration/T_lidar_to_camera"));
        assertEquals(
                List.of(0f, -2f, 0f, -39f, 3f, 0f, 0f, 32f, 0f, 0f, 1f, 30.5f),
                example.get("calibration/P_lidar_to_image"));
        work.file(
                "calib/a.txt", "P2: 1 2 3\nR0_rect: 0 -1 0 1 0 0 0 0 1\nTr_velo_to_cam: 1 0 0 10 0 1 0 20 0 0 1 30\n");
        assertRefused(
                "calib/a.txt has no matrix P2 of 3 rows and 4 columns.",
                "convert",
                config("\"calibrations_dir\":\"calib\""));
    }

    // ---- what is modified

    private List<Object> ids(String modifier) throws Exception {
        work.run("convert", "{\"kitti_config\":{\"num_shards\":1},\"sample_modifier_config\":{" + modifier + "}}");
        return work.examples().stream()
                .map(each -> each.get("frame/id").get(0))
                .sorted()
                .toList();
    }

    @Test
    void imagesWithOneClassOnlyAreFiltered() throws Exception {
        frame("cars", CAR + CAR);
        frame("both", CAR + PERSON);
        frame("people", PERSON);
        frame("none", "");
        assertEquals(
                List.of("images/both", "images/none", "images/people"),
                ids("\"filter_samples_containing_only\":[\"CAR\"]"));
    }

    @Test
    void imagesWithRareClassesAreRepeated() throws Exception {
        frame("rare", CAR + PERSON.repeat(3));
        frame("usual", CAR + PERSON.repeat(2));
        String rule = "\"dominant_target_classes\":[\"car\"],\"num_duplicates\":2,\"minimum_target_class_imbalance\":"
                + "[{\"key\":\"person\",\"value\":2.0}]";
        assertEquals(List.of("images/rare", "images/rare", "images/rare", "images/usual"), ids(rule));
        assertEquals(
                "{\"car\":4,\"person\":11}",
                work.status().get(3).at("/categorical/num_objects").toString());
    }

    @Test
    void ofTrainingImagesThereAreAtMostSoMany() throws Exception {
        for (int i = 0; i < 10; i++) {
            frame("f" + i, CAR);
        }
        assertEquals(4, ids("\"max_training_samples\":4").size());
        work.run(
                "convert",
                "{\"kitti_config\":{\"num_shards\":1,\"val_split\":30},\"sample_modifier_config\":"
                        + "{\"max_training_samples\":4,\"filter_samples_containing_only\":[\"x\"]}}");
        assertEquals(7, work.examples().size());
    }

    @Test
    void rulesSeeTheClassesThatLabelsAreMappedTo() throws Exception {
        frame("cars", CAR + CAR.replace("Car", "Van"));
        frame("both", CAR + PERSON);
        String mapping = "\"source_to_target_class_mapping\":[{\"key\":\"car\",\"value\":\"vehicle\"},"
                + "{\"key\":\"van\",\"value\":\"vehicle\"},{\"key\":\"person\",\"value\":\"person\"}]";
        assertEquals(List.of("images/both"), ids(mapping + ",\"filter_samples_containing_only\":[\"vehicle\"]"));
        assertRefused(
                "sample_modifier_config.dominant_target_classes of the spec names \"car\", to which"
                        + " source_to_target_class_mapping maps no class; expected is one of [person, vehicle].",
                "convert",
                "{\"sample_modifier_config\":{" + mapping + ",\"dominant_target_classes\":[\"car\"]}}");
    }

    // ---- the same each time

    @Test
    void theSameInputIsTheSameBytes() throws Exception {
        for (int i = 0; i < 200; i++) {
            frame("f" + i, (i % 3 == 0 ? CAR : PERSON).repeat(i % 5));
        }
        work.run("convert_and_index", "{\"kitti_config\":{\"num_shards\":3,\"val_split\":20}}");
        Map<String, byte[]> first = work.files();
        work.run("convert_and_index", "{\"kitti_config\":{\"num_shards\":3,\"val_split\":20}}");
        Map<String, byte[]> second = work.files();
        assertEquals(first.keySet(), second.keySet());
        first.forEach((name, bytes) -> assertArrayEquals(bytes, second.get(name), name));
        List<Object> ids = work.examples().stream()
                .map(each -> each.get("frame/id").get(0))
                .toList();
        assertEquals(200, ids.size());
        assertFalse(ids.stream().sorted().toList().equals(ids), "they are to be mixed");
    }
}
