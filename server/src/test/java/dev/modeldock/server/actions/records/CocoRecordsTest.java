package dev.modeldock.server.actions.records;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoRecordsTest {
    private static final String ONE = "{\"dataset_convert\":{\"num_shards\":1}}";
    private static final String MASKS = "{\"dataset_convert\":{\"num_shards\":1,\"include_masks\":true}}";
    private static final String CATEGORIES = "{\"id\":7,\"name\":\"Person\"},{\"id\":3,\"name\":\"car\"}";
    private static final String FILE = "tfrecords/annotations-00000-of-00001.tfrecord";

    @TempDir
    Path temp;

    private RecordWork work;

    @BeforeEach
    void begin() throws Exception {
        work = new RecordWork(temp, "object_detection", "coco");
    }

    private void coco(String images, String annotations) throws Exception {
        work.file(
                "annotations.json",
                "{\"images\":[" + images + "],\"annotations\":[" + annotations + "],\"categories\":[" + CATEGORIES
                        + "]}");
    }

    private static String image(int id, String name) {
        return "{\"id\":" + id + ",\"file_name\":\"" + name + "\",\"width\":40,\"height\":20}";
    }

    private static String box(int image, String box) {
        return annotation(1, image, "\"bbox\":" + box);
    }

    private static String annotation(int id, int image, String more) {
        return "{\"id\":" + id + ",\"image_id\":" + image + ",\"category_id\":3," + more + "}";
    }

    private Map<String, List<Object>> only() throws Exception {
        List<Map<String, List<Object>>> all = work.examples();
        assertEquals(1, all.size());
        return all.get(0);
    }

    private void assertRefused(String sentence, String action, String spec) {
        Exception refused = assertThrows(Exception.class, () -> work.run(action, spec));
        assertEquals(sentence, refused.getMessage());
    }

    @Test
    void anImageIsAnExampleWithTheNamesOfTheObjectDetectionApi() throws Exception {
        work.image("images/sub/a.jpg", 40, 20);
        coco(
                image(11, "sub/a.jpg"),
                "{\"id\":1,\"image_id\":11,\"category_id\":7,\"bbox\":[10,5,20.5,10],\"area\":99.5,\"iscrowd\":1},"
                        + box(11, "[30,0,20,10]"));
        work.run("convert_efficientdet_tf1", ONE);
        Map<String, List<Object>> example = only();
        byte[] file = Files.readAllBytes(work.data().resolve("images/sub/a.jpg"));
        assertArrayEquals(file, (byte[]) example.remove("image/encoded").get(0));
        assertEquals(
                Map.ofEntries(
                        Map.entry("image/height", List.of(20L)),
                        Map.entry("image/width", List.of(40L)),
                        Map.entry("image/filename", List.of("sub/a.jpg")),
                        Map.entry("image/source_id", List.of("11")),
                        Map.entry(
                                "image/key/sha256",
                                List.of(HexFormat.of()
                                        .formatHex(MessageDigest.getInstance("SHA-256")
                                                .digest(file)))),
                        Map.entry("image/format", List.of("jpeg")),
                        Map.entry("image/object/bbox/xmin", List.of(0.25f, 0.75f)),
                        Map.entry("image/object/bbox/xmax", List.of(0.7625f, 1f)),
                        Map.entry("image/object/bbox/ymin", List.of(0.25f, 0f)),
                        Map.entry("image/object/bbox/ymax", List.of(0.75f, 0.5f)),
                        Map.entry("image/object/class/text", List.of("Person", "car")),
                        Map.entry("image/object/class/label", List.of(7L, 3L)),
                        Map.entry("image/object/is_crowd", List.of(1L, 0L)),
                        Map.entry("image/object/area", List.of(99.5f, 100f))),
                example);
        assertEquals("[\"Person\",\"car\"]", work.json("classes.json").toString());
        assertEquals(
                "{\"num_objects\":{\"Person\":1,\"car\":1}}",
                work.status().get(2).path("categorical").toString());
        assertEquals(
                "Conversion finished successfully.",
                work.status().get(3).path("message").asText());
        assertEquals(Set.of("classes.json", FILE), work.files().keySet());
    }

    @Test
    void imagesAreDealtOutToFilesInTheirOrder() throws Exception {
        List<String> images = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            work.image("images/" + i + ".png", 40, 20);
            images.add(image(100 - i, i + ".png"));
        }
        coco(String.join(",", images), "");
        work.run("convert_efficientdet_tf2", "{\"dataset_convert\":{\"num_shards\":3,\"tag\":\"train\"}}");
        List<List<Object>> names = new ArrayList<>();
        for (int shard = 0; shard < 3; shard++) {
            names.add(
                    RecordReader.examples(work.results().resolve("tfrecords/train-0000" + shard + "-of-00003.tfrecord"))
                            .stream()
                            .map(each -> each.get("image/filename").get(0))
                            .toList());
        }
        assertEquals(
                List.of(List.of("0.png", "3.png", "6.png"), List.of("1.png", "4.png"), List.of("2.png", "5.png")),
                names);
        assertEquals("png", work.examples().get(0).get("image/format").get(0));
    }

    @Test
    void thereAre256FilesUnlessTheSpecSaysOtherwise() throws Exception {
        work.image("images/a.png", 40, 20);
        coco(image(1, "a.png"), "");
        work.run("convert_efficientdet_tf1", "{}");
        assertEquals(257, work.files().size());
    }

    // ---- masks

    private static int[][] decoded(byte[] png) throws Exception {
        Raster raster = ImageIO.read(new ByteArrayInputStream(png)).getRaster();
        int[][] rows = new int[raster.getHeight()][raster.getWidth()];
        for (int y = 0; y < rows.length; y++) {
            raster.getSamples(0, y, rows[y].length, 1, 0, rows[y]);
        }
        return rows;
    }

    private static void assertMask(int left, int top, int right, int bottom, Object png) throws Exception {
        int[][] rows = decoded((byte[]) png);
        assertEquals(20, rows.length);
        assertEquals(40, rows[0].length);
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 40; x++) {
                boolean inside = x >= left && x < right && y >= top && y < bottom;
                assertEquals(inside ? 1 : 0, rows[y][x], x + ", " + y);
            }
        }
    }

    @Test
    void masksArePicturesOfOnesAndNoughts() throws Exception {
        work.image("images/a.png", 40, 20);
        coco(
                image(1, "a.png"),
                annotation(1, 1, "\"bbox\":[5,2,10,8],\"segmentation\":[[5,2,15,2,15,10,5,10]]") + ","
                        // Down the columns: 2 of them are nothing, then of 3 the first 4 pixels.
                        + annotation(
                                2,
                                1,
                                "\"bbox\":[2,0,3,4],\"iscrowd\":1,\"segmentation\":{\"size\":[20,40],\"counts\":"
                                        + "[40,4,16,4,16,4,716]}"));
        work.run("convert_efficientdet_tf2", MASKS);
        List<Object> masks = only().get("image/object/mask");
        assertEquals(2, masks.size());
        assertMask(5, 2, 15, 10, masks.get(0));
        assertMask(2, 0, 5, 4, masks.get(1));
        work.run("convert_efficientdet_tf2", ONE);
        assertEquals(null, only().get("image/object/mask"));
    }

    @Test
    void instancesHaveMasksByThemselves() throws Exception {
        work = new RecordWork(temp, "instance_segmentation", "coco");
        work.image("images/a.png", 40, 20);
        coco(
                image(1, "a.png"),
                annotation(1, 1, "\"bbox\":[5,2,10,8],\"segmentation\":[[5,2,15,2,15,10,5,10]]") + ","
                        + annotation(2, 1, "\"bbox\":[5,2,10,8]"));
        work.run("convert", ONE);
        assertEquals(1, only().get("image/object/mask").size());
        assertEquals(List.of(3L), only().get("image/object/class/label"));
        assertEquals(
                "[{\"file\":\"images/a.png\",\"why\":[\"annotation 2, [5,2,10,8]: it has no segmentation, and"
                        + " include_masks of the spec asks for that\"]}]",
                work.json("left_out.json").toString());
    }

    /** So many that they go to a file meanwhile. */
    @Test
    void masksOfManyObjectsAreAllThere() throws Exception {
        work.image("images/a.png", 40, 20).image("images/b.png", 40, 20);
        List<String> annotations = new ArrayList<>();
        for (int i = 0; i < 15_000; i++) {
            int left = i % 38;
            annotations.add(annotation(
                    i,
                    1,
                    "\"bbox\":[5,2,10,8],\"segmentation\":[[" + left + ",3," + (left + 2) + ",3," + (left + 2) + ",5,"
                            + left + ",5]]"));
        }
        coco(image(1, "a.png") + "," + image(2, "b.png"), String.join(",", annotations));
        work.run("convert_efficientdet_tf2", MASKS);
        List<Object> masks = work.examples().get(0).get("image/object/mask");
        assertEquals(15_000, masks.size());
        for (int i = 0; i < 15_000; i += 997) {
            assertMask(i % 38, 3, i % 38 + 2, 5, masks.get(i));
        }
    }

    @Test
    void aBrokenMaskIsNamed() throws Exception {
        work.image("images/a.png", 40, 20);
        coco(
                image(1, "a.png"),
                annotation(5, 1, "\"bbox\":[5,2,10,8],\"segmentation\":{\"size\":[1,1],\"counts\":[1]}"));
        Exception refused = assertThrows(Exception.class, () -> work.run("convert_efficientdet_tf2", MASKS));
        assertEquals(
                true, refused.getMessage().startsWith("The segmentation of the annotation 5 "), refused.getMessage());
    }

    // ---- what is left out

    @Test
    void whatCannotBeWrittenIsLeftOutAndTold() throws Exception {
        work.image("images/a.png", 40, 20).image("images/small.png", 20, 10).file("images/text.png", "no image");
        coco(
                image(1, "a.png") + "," + image(2, "small.png") + "," + image(3, "text.png") + ","
                        + image(4, "none.png"),
                box(1, "[5,5,5,5]") + "," + annotation(2, 1, "\"bbox\":[5,5,0,5]") + ","
                        + annotation(3, 1, "\"bbox\":[41,5,5,5]") + "," + box(9, "[1,1,1,1]") + ","
                        + annotation(4, 1, "\"iscrowd\":0"));
        work.run("convert_efficientdet_tf1", ONE);
        assertEquals(List.of(0.125f), only().get("image/object/bbox/xmin"));
        Set<String> told = new TreeSet<>();
        work.json("left_out.json").forEach(each -> told.add(each.toString()));
        assertEquals(
                Set.of(
                        "{\"file\":\"images/a.png\",\"why\":[\"annotation 2, [5,5,0,5]: the box holds nothing\","
                                + "\"annotation 3, [41,5,5,5]: the box lies outside of the image\",\"annotation 4: it has no box\"]}",
                        "{\"file\":\"images/small.png\",\"why\":[\"its size is 20 x 10, and the annotations say 40 x 20\"]}",
                        "{\"file\":\"images/text.png\",\"why\":[\"it cannot be read as an image\"]}",
                        "{\"file\":\"images/none.png\",\"why\":[\"there is no such image\"]}"),
                told);
        assertEquals(
                List.of(
                        "1 annotations are of images that annotations.json does not list; they are left out.",
                        "Left out were 3 objects, and 3 images with all that is in them; left_out.json says why."),
                work.log());
    }

    @Test
    void anImageNeedNotTellItsSize() throws Exception {
        work.image("images/a.png", 40, 20);
        coco("{\"id\":1,\"file_name\":\"a.png\"}", box(1, "[10,5,10,5]"));
        work.run("convert_efficientdet_tf1", ONE);
        assertEquals(List.of(0.25f), only().get("image/object/bbox/xmin"));
    }

    @Test
    void brokenAnnotationsAreNamed() throws Exception {
        work.image("images/a.png", 40, 20);
        coco(image(1, "a.png"), box(1, "[1,2,3]"));
        assertRefused(
                "The annotation {\"id\":1,\"image_id\":1,\"category_id\":3,\"bbox\":[1,2,3]} has a bbox that is not [x, y,"
                        + " width, height] in numbers up to 1e18.",
                "convert_efficientdet_tf1",
                ONE);
        coco(image(1, "a.png"), "{\"id\":1,\"image_id\":1,\"category_id\":4,\"bbox\":[1,2,3,4]}");
        assertRefused(
                "The annotation {\"id\":1,\"image_id\":1,\"category_id\":4,\"bbox\":[1,2,3,4]} has the category_id 4, which is"
                        + " none of the categories in annotations.json.",
                "convert_efficientdet_tf1",
                ONE);
        coco("{\"id\":1}", "");
        assertRefused(
                "The image {\"id\":1} has no file_name; expected is its path below images, of at most 1024 letters.",
                "convert_efficientdet_tf1",
                ONE);
        coco(image(1, "../../secret.png"), "");
        assertRefused(
                "\"file_name\" of an image leads out of the dataset: ../../secret.png",
                "convert_efficientdet_tf1",
                ONE);
        coco(image(1, "a.png"), box(1, "[0.1,0.1,0.5,1]"));
        assertRefused(
                "No box is wider or higher than 1 pixel: those of annotations.json seem to be shares of the size of their"
                        + " image; expected are pixels.",
                "convert_efficientdet_tf1",
                ONE);
        work.file("annotations.json", "{\"images\":[],\"annotations\":[],\"categories\":[]}");
        assertRefused(
                "None of the 0 images could be written. There are none, or the rules of the spec left all of them out.",
                "convert_efficientdet_tf1",
                ONE);
    }

    @Test
    void brokenCategoriesAreNamed() throws Exception {
        work.file("annotations.json", "{\"categories\":[{\"id\":1,\"name\":\"a\"},{\"id\":1,\"name\":\"b\"}]}");
        assertRefused(
                "annotations.json has more than one category with the id 1; expected is one.",
                "convert_efficientdet_tf1",
                ONE);
        work.file("annotations.json", "{\"categories\":[{\"id\":\"x\",\"name\":\"a\"}]}");
        assertRefused(
                "annotations.json has the category \"x\", \"a\". Records tell classes by their numbers: expected is {\"id\":"
                        + " <whole number>, \"name\": <text>}.",
                "convert_efficientdet_tf1",
                ONE);
        work.file("annotations.json", "{\"categories\":[{\"id\":0,\"name\":\"a\"}],\"images\":[],\"annotations\":[]}");
        work = new RecordWork(temp, "instance_segmentation", "coco");
        assertRefused(
                "annotations.json has the category 0, \"a\". Where objects have masks, 0 is what belongs to none; count"
                        + " categories from 1.",
                "convert",
                ONE);
    }

    @Test
    void specsThatCannotBeAreRefused() throws Exception {
        coco("", "");
        assertRefused(
                "dataset_convert.tag of the spec, else the name of the annotations, begins the names of files; expected"
                        + " are at most 100 of the letters A to Z, digits, dots, - and _. Found is \"../x\".",
                "convert_efficientdet_tf1",
                "{\"dataset_convert\":{\"tag\":\"../x\"}}");
        assertRefused(
                "target_class_mapping of the spec renames classes of KITTI labels. Those of COCO are what \"categories\""
                        + " of the annotations says; change it there, and leave the mapping empty.",
                "convert_efficientdet_tf1",
                "{\"target_class_mapping\":[{\"key\":\"a\",\"value\":\"b\"}]}");
        assertRefused(
                "dataset_convert.annotations_file leads out of the dataset: ../a.json",
                "convert_efficientdet_tf1",
                "{\"dataset_convert\":{\"annotations_file\":\"../a.json\"}}");
        work = new RecordWork(temp, "object_detection", "kitti");
        assertRefused(
                "The format of the dataset is kitti; TFRecords of this kind are made of coco. For kitti there are convert"
                        + " and convert_and_index.",
                "convert_efficientdet_tf1",
                "{}");
    }

    @Test
    void rulesOnSamplesAreFollowed() throws Exception {
        work.image("images/a.png", 40, 20).image("images/b.png", 40, 20);
        coco(
                image(1, "a.png") + "," + image(2, "b.png"),
                box(1, "[5,5,5,5]") + ",{\"id\":1,\"image_id\":2,\"category_id\":7,\"bbox\":[1,2,3,4]}");
        work.run(
                "convert_efficientdet_tf1",
                "{\"dataset_convert\":{\"num_shards\":1},\"sample_modifier_config\":{\"filter_samples_containing_only\":"
                        + "[\"car\"],\"dominant_target_classes\":[\"car\"],\"num_duplicates\":1}}");
        assertEquals(
                List.of("b.png", "b.png"),
                work.examples().stream()
                        .map(each -> each.get("image/filename").get(0))
                        .toList());
        assertEquals(
                "{\"Person\":2,\"car\":0}",
                work.status().get(2).at("/categorical/num_objects").toString());
    }
}
