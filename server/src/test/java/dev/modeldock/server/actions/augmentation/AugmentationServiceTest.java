package dev.modeldock.server.actions.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.actions.Drawings;
import dev.modeldock.server.actions.ServiceTrial;
import dev.modeldock.server.actions.ServiceTrial.Subject;
import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.masks.Mask;
import dev.modeldock.server.actions.masks.Segmentation;
import dev.modeldock.server.actions.pictures.Picture;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AugmentationServiceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Subject SERVICE = new Subject("augmentation", "", "generate");
    private static final String DONE = "Augment finished successfully.";
    private static final String ROW = "Car 0.5 1 -1.57 10 5 60.125 40 1.5 1.6 3.9 0 1.25 20 1.555\n";
    /** Twice as wide and as high, and mirrored. */
    private static final String MIRROR = """
            {"data":{"output_image_width":200,"output_image_height":100},
             "spatial_aug":{"flip":{"flip_horizontal":true},"rotation":{"refine_box":{"enabled":%s}}}}""";

    @TempDir
    Path temp;

    private ServiceTrial trial;

    @BeforeEach
    void begin() {
        trial = new ServiceTrial(temp);
    }

    private Picture image(String name) {
        Picture picture = Drawings.of(100, 50, (x, y) -> x * 2 << 16 | y * 4 << 8 | 0x55);
        Drawings.write(trial.data().resolve("images").resolve(name), picture);
        return picture;
    }

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text);
    }

    @Test
    void kittiLabelsGoWithTheirPictures() throws Exception {
        image("a.png");
        image("deeper/b.png");
        image("unlabelled.png");
        trial.put("labels/a.txt", ROW + "\n" + "Don't_care 0 3 0 -5 -5 200 20 0 0 0 0 0 0 0 0.9\n");
        trial.put("labels/deeper/b.txt", "");
        trial.done(SERVICE, MIRROR.formatted("false"), DONE);
        assertEquals("""
                Car 0.50 1 -1.57 79.75 10.00 180.00 80.00 1.50 1.60 3.90 0.00 1.25 20.00 1.55
                Don't_care 0.00 3 0.00 0.00 0.00 200.00 40.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.90
                """, trial.text("labels/a.txt"));
        assertEquals("", trial.text("labels/deeper/b.txt"));
        assertEquals(
                Set.of(
                        "images/a.png",
                        "images/deeper/b.png",
                        "images/unlabelled.png",
                        "labels/a.txt",
                        "labels/deeper/b.txt"),
                trial.made().keySet());
        Picture made = Drawings.read(trial.results().resolve("images/a.png"));
        assertEquals(200, made.width());
        assertEquals(100, made.height());
        assertEquals(198, made.at(0, 50, 2), "what was at the right is at the left");
        assertEquals(0, made.at(199, 50, 2));
    }

    @Test
    void nothingToDoCopiesPixels() throws Exception {
        Picture picture = image("a.png");
        trial.put("labels/a.txt", ROW);
        trial.done(SERVICE, "{}", DONE);
        assertArrayEquals(
                picture.bgr(),
                Drawings.read(trial.results().resolve("images/a.png")).bgr());
        assertTrue(trial.text("labels/a.txt").contains(" 10.00 5.00 60.12 40.00 "), trial.text("labels/a.txt"));
    }

    @Test
    void colourComesAfterTheTurn() throws Exception {
        image("a.png");
        trial.done(
                SERVICE,
                "{\"spatial_aug\":{\"translation\":{\"translate_x\":[10]}},\"color_aug\":{\"brightness\":{\"offset\":[30]}}}",
                DONE);
        Picture made = Drawings.read(trial.results().resolve("images/a.png"));
        assertEquals(0x1E1E1E, Drawings.rgb(made, 5, 25), "black from outside is made brighter too");
        assertEquals(30 + 2 * 10, made.at(20, 25, 2));
        assertTrue(trial.log().contains("The dataset has no annotations: its images alone are augmented."));
    }

    private static final String COCO = """
            {"info":{"year":2024,"images":[1]},
             "annotations":[
               {"id":1,"image_id":7,"category_id":2,"bbox":[10,5,50.5,35],"area":1767.5,"iscrowd":0,
                "segmentation":[[10,5,60,5,60,40,10,40]],"keypoints":[1,2,2],"num_keypoints":1},
               {"id":2,"image_id":8,"category_id":2,"bbox":[0,0,1,1]},
               {"id":3,"image_id":7,"category_id":3,"bbox":[-5,40,20,30],"area":600},
               {"id":4,"image_id":7,"category_id":3}],
             "images":[{"id":7,"file_name":"a.png","height":1,"width":2,"license":3},
                       {"id":8,"file_name":"gone.png","height":50,"width":100}],
             "categories":[{"id":2,"name":"big car"},{"id":3,"name":"person"}]}""";

    @Test
    void aCocoBoxIsACornerAndASize() throws Exception {
        image("a.png");
        image("unlisted.png");
        trial.put("annotations.json", COCO);
        trial.done(SERVICE, MIRROR.formatted("true"), DONE);
        assertEquals(json("""
                    {"info":{"year":2024,"images":[1]},
                     "annotations":[
                       {"id":1,"image_id":7,"category_id":2,"bbox":[79.0,10.0,101.0,70.0],"area":7070.0,"iscrowd":0},
                       {"id":3,"image_id":7,"category_id":3,"bbox":[170.0,80.0,30.0,20.0],"area":600.0},
                       {"id":4,"image_id":7,"category_id":3}],
                     "images":[{"id":7,"file_name":"a.png","height":100,"width":200,"license":3}],
                     "categories":[{"id":2,"name":"big car"},{"id":3,"name":"person"}]}"""), trial.json("labels/output.json"));
        assertEquals(
                Set.of("images/a.png", "labels/output.json", "skipped_files.txt"),
                trial.made().keySet());
        assertEquals("images/gone.png\n", trial.text("skipped_files.txt"));
        String log = String.join("\n", trial.log());
        assertTrue(log.contains("refine_box is enabled, but the dataset has no label.json"), log);
        assertTrue(log.contains("images/gone.png is not there. It is left out."), log);
        assertTrue(log.contains("1 annotations are of no image that was made"), log);
    }

    @Test
    void masksAreCarriedAlongOnRequest() throws Exception {
        image("a.png");
        trial.put("annotations.json", COCO);
        trial.done(
                SERVICE,
                "{\"data\":{\"dataset_type\":\"coco\",\"include_masks\":true},\"spatial_aug\":{\"flip\":{\"flip_horizontal\":true}}}",
                DONE);
        JsonNode first = trial.json("labels/output.json").at("/annotations/0");
        assertEquals(json("[39.5,5.0,50.5,35.0]"), first.path("bbox"), "the box stays that of its corners");
        assertEquals(50 * 35, first.path("area").asInt());
        assertEquals("[50,100]", first.at("/segmentation/size").toString());
        Mask mask = Segmentation.of((ObjectNode) first, 100, 50).orElseThrow();
        assertEquals(new Box(40, 5, 90, 40), mask.box().orElseThrow());
    }

    @Test
    void bothKindsOfAnnotationsAreCarriedAlong() throws Exception {
        image("a.png");
        trial.put("annotations.json", COCO).put("labels/a.txt", ROW);
        trial.done(SERVICE, "{\"data\":{\"dataset_type\":\"kitti\"}}", DONE);
        assertTrue(trial.made().keySet().containsAll(Set.of("labels/a.txt", "labels/output.json")));
        trial.done(SERVICE, "{\"data\":{\"dataset_type\":\"coco\"}}", DONE);
        assertFalse(trial.made().containsKey("labels/a.txt"), "only what was asked for");
    }

    private static final String WILD = """
            {"spatial_aug":{"rotation":{"angle":[-180,180]},"shear":{"shear_ratio_x":[-0.2,0.2]},
               "translation":{"translate_y":[0,5,9]}},
             "color_aug":{"hue":{"hue_rotation_angle":[-50,50]},"contrast":{"contrast":[-0.3,0.3]}},
             "blur_aug":{"std":[0.5,2],"size":[3,5,7]},"random_seed":%d}""";

    @Test
    void theSameComesOutEachTime() throws Exception {
        for (int i = 0; i < 40; i++) {
            image("p" + i + (i % 2 == 0 ? ".png" : ".jpg"));
            trial.put("labels/p" + i + ".txt", ROW);
        }
        trial.put("annotations.json", COCO.replace("a.png", "p1.jpg"));
        trial.done(SERVICE, WILD.formatted(1), DONE);
        Map<String, byte[]> first = trial.made();
        trial.done(SERVICE, WILD.formatted(1), DONE);
        Map<String, byte[]> second = trial.made();
        assertEquals(first.keySet(), second.keySet());
        first.forEach((name, bytes) -> assertArrayEquals(bytes, second.get(name), name));
        trial.done(SERVICE, WILD.formatted(2), DONE);
        assertFalse(Arrays.equals(first.get("images/p1.jpg"), trial.made().get("images/p1.jpg")));
    }

    @Test
    void brokenPicturesAreLeftOutAndTold() throws Exception {
        image("a.png");
        trial.put("images/b.jpg", "no picture").put("labels/b.txt", "Car and so on");
        trial.put("labels/a.txt", ROW);
        trial.done(SERVICE, "{}", DONE);
        assertEquals("images/b.jpg\n", trial.text("skipped_files.txt"));
        assertTrue(String.join("\n", trial.log()).contains("images/b.jpg is of a kind that is not known"));
        assertFalse(trial.made().containsKey("labels/b.txt"));
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        trial.put("labels/a.txt", ROW);
        trial.fails(SERVICE, "{}", "No image was made: the dataset has none that can be read.");
        trial.fails(
                SERVICE,
                "{\"data\":{\"dataset_type\":\"coco\"}}",
                "There is no annotations.json in the dataset; found are labels/. For labels/ set data.dataset_type of the"
                        + " spec to kitti.");
        trial.fails(SERVICE, "{\"data\":{\"dataset_type\":\"voc\"}}", "\"voc\"; expected is kitti or coco");
        image("a.png");
        trial.put("labels/a.txt", ROW + "Car 0 0 0 1 2\n");
        trial.fails(SERVICE, "{}", "labels/a.txt, line 2 is no KITTI label: it has 6 columns");
        trial.put("labels/a.txt", ROW.replace("60.125", "wide"));
        trial.fails(SERVICE, "{}", "labels/a.txt, line 1 is no KITTI label: column 7 is \"wide\"");
        trial.put("labels/a.txt", ROW);
        image("a.jpg");
        trial.fails(SERVICE, "{}", "Two images would have the label file labels/a.txt");
        String flat = "{\"spatial_aug\":{\"shear\":{\"shear_ratio_x\":[1],\"shear_ratio_y\":[1]}}}";
        trial.fails(SERVICE, flat, "product is not 1");
        trial.put("annotations.json", COCO.replace("[10,5,50.5,35]", "[10,5,1e308,1e308]"));
        trial.fails(SERVICE, "{\"data\":{\"dataset_type\":\"coco\"}}", "has a bbox that is not [x, y, width, height]");
        trial.put("annotations.json", COCO.replace("[10,5,50.5,35]", "[10,5,50.5]"));
        trial.fails(SERVICE, "{\"data\":{\"dataset_type\":\"coco\"}}", "has a bbox that is not [x, y, width, height]");
        trial.put(
                "annotations.json",
                COCO.replace("\"id\":8,\"file_name\":\"gone.png\"", "\"id\":7,\"file_name\":\"a.jpg\""));
        trial.fails(
                SERVICE,
                "{\"data\":{\"dataset_type\":\"coco\"}}",
                "annotations.json has more than one image with the id 7; expected is one.");
    }

    @Test
    void aNameMayBeginWithADot() throws Exception {
        image("a.png");
        trial.put("annotations.json", COCO.replace("\"a.png\"", "\"./a.png\""));
        String spec = "{\"spatial_aug\":{\"translation\":{\"translate_x\":[1,30]}}}";
        trial.done(SERVICE, spec, DONE);
        double dotted =
                trial.json("labels/output.json").at("/annotations/0/bbox/0").asDouble();
        trial.put("annotations.json", COCO);
        trial.done(SERVICE, spec, DONE);
        assertEquals(
                trial.json("labels/output.json").at("/annotations/0/bbox/0").asDouble(), dotted);
    }

    @Test
    void namesDoNotLeadOut() throws Exception {
        image("a.png");
        trial.put("annotations.json", COCO.replace("gone.png", "../../a.png"));
        trial.done(SERVICE, "{}", DONE);
        assertEquals("images/../../a.png\n", trial.text("skipped_files.txt"));
    }

    @Test
    void itStopsWhenItIsToStop() throws Exception {
        for (int i = 0; i < 60; i++) {
            image("p" + i + ".png");
        }
        trial.stopAt(10);
        assertThrows(IllegalStateException.class, () -> trial.run(SERVICE, "{}"));
        assertTrue(trial.made().size() < 40, () -> "images were made after that");
    }
}
