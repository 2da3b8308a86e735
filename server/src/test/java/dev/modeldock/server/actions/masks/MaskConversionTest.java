package dev.modeldock.server.actions.masks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.actions.Drawings;
import dev.modeldock.server.actions.ServiceTrial;
import dev.modeldock.server.actions.ServiceTrial.Subject;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskConversionTest {
    private static final Subject COCO = new Subject("semantic_segmentation", "coco", "convert");
    private static final String SPEC = "{\"results_dir\":\"masks\"}";
    private static final String DONE = "Mask conversion finished successfully.";
    private static final String CATEGORIES =
            "\"categories\":[{\"id\":1,\"name\":\"road\"},{\"id\":7,\"name\":\"car\"}]";

    @TempDir
    Path temp;

    private ServiceTrial trial;

    @BeforeEach
    void begin() {
        trial = new ServiceTrial(temp);
    }

    private void image(String name, int width, int height) {
        Drawings.write(trial.data().resolve("images").resolve(name), Drawings.of(width, height, (x, y) -> 0x336699));
    }

    private static String listed(int id, String name) {
        return "{\"id\":" + id + ",\"file_name\":\"" + name + "\",\"width\":8,\"height\":6}";
    }

    private static String annotation(int id, int image, int category, String segmentation) {
        return "{\"id\":" + id + ",\"image_id\":" + image + ",\"category_id\":" + category + ",\"segmentation\":"
                + segmentation + ",\"bbox\":[0,0,1,1],\"iscrowd\":0}";
    }

    private static String rectangle(int left, int top, int right, int bottom) {
        return "[[" + left + "," + top + "," + right + "," + top + "," + right + "," + bottom + "," + left + ","
                + bottom + "]]";
    }

    private void annotations(List<String> images, List<String> annotations) {
        trial.put(
                "annotations.json",
                "{\"annotations\":[" + String.join(",\n", annotations) + "],\"images\":[" + String.join(",\n", images)
                        + "]," + CATEGORIES + "}");
    }

    private String drawn(String mask) throws IOException {
        BufferedImage image =
                ImageIO.read(new File(trial.results().resolve(mask).toString()));
        return IntStream.range(0, image.getHeight())
                .mapToObj(y -> IntStream.range(0, image.getWidth())
                        .mapToObj(x -> Integer.toString(image.getRaster().getSample(x, y, 0)))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void laterObjectsLieOverEarlierOnes() throws Exception {
        image("a.jpg", 8, 6);
        image("b.png", 8, 6);
        image("none.jpg", 8, 6);
        annotations(
                List.of(listed(5, "b.png"), listed(3, "a.jpg"), listed(9, "none.jpg")),
                List.of(
                        annotation(1, 3, 1, rectangle(0, 3, 8, 6)),
                        annotation(2, 5, 7, "{\"size\":[6,8],\"counts\":[7,2,40]}".replace("40", "39")),
                        annotation(3, 3, 7, rectangle(2, 2, 5, 5)),
                        annotation(4, 5, 1, "{\"size\":[6,8],\"counts\":\"" + counts() + "\"}"),
                        annotation(5, 3, 1, rectangle(4, 0, 6, 3))));
        List<JsonNode> status = trial.done(COCO, SPEC, DONE);
        assertEquals("""
                00001100
                00001100
                00771100
                11777111
                11777111
                11111111""", drawn("masks/a.png"));
        assertEquals("""
                00000000
                07000000
                07100000
                00100000
                00000000
                00000000""", drawn("masks/b.png"));
        assertEquals("images/a.jpg\nimages/b.png\n", trial.text("images.txt"));
        assertEquals("masks/a.png\nmasks/b.png\n", trial.text("masks.txt"));
        assertEquals(
                Set.of("images.txt", "masks.txt", "masks/a.png", "masks/b.png"),
                trial.made().keySet());
        JsonNode told = status.get(status.size() - 1).path("categorical").path("num_objects");
        assertEquals(3, told.path("road").asInt(), told::toString);
        assertEquals(2, told.path("car").asInt(), told::toString);
    }

    @Test
    void categoriesOfOneNameAreCountedTogether() throws Exception {
        image("a.png", 8, 6);
        trial.put(
                "annotations.json",
                "{\"annotations\":[" + annotation(1, 1, 1, rectangle(0, 0, 1, 1)) + ","
                        + annotation(2, 1, 2, rectangle(2, 0, 3, 1)) + "," + annotation(3, 1, 2, rectangle(4, 0, 5, 1))
                        + "," + annotation(4, 1, 3, rectangle(6, 0, 7, 1)) + "],\"images\":[" + listed(1, "a.png")
                        + "],\"categories\":[{\"id\":1,\"name\":\"car\"},{\"id\":3,\"name\":\"road\"},"
                        + "{\"id\":2,\"name\":\"car\"},{\"id\":9,\"name\":\"none\"}]}");
        List<JsonNode> status = trial.done(COCO, SPEC, DONE);
        assertEquals(
                "{\"car\":3,\"road\":1,\"none\":0}",
                status.get(status.size() - 1).at("/categorical/num_objects").toString());
        assertTrue(drawn("masks/a.png").startsWith("10202030\n"), "each keeps its own number");
    }

    /** Two pixels of the third column. */
    private static String counts() {
        Mask mask = new Mask(8, 6);
        mask.add(2, 2);
        mask.add(2, 3);
        return RunLengths.encode(mask).path("counts").asText().replace("\\", "\\\\");
    }

    @Test
    void whatCannotBeUsedIsLeftOutAndTold() throws Exception {
        image("a.png", 8, 6);
        trial.put("images/broken.jpg", "no image");
        annotations(
                List.of(listed(1, "a.png"), listed(2, "broken.jpg"), listed(3, "gone.jpg"), listed(4, "../a.png")),
                List.of(
                        annotation(1, 1, 1, rectangle(0, 0, 1, 1)),
                        annotation(2, 2, 1, rectangle(0, 0, 1, 1)),
                        annotation(3, 3, 1, rectangle(0, 0, 1, 1)),
                        annotation(4, 4, 1, rectangle(0, 0, 1, 1)),
                        annotation(5, 77, 1, rectangle(0, 0, 1, 1)),
                        annotation(6, 1, 1, "[]")));
        trial.done(COCO, SPEC, DONE);
        assertEquals("images/../a.png\nimages/broken.jpg\nimages/gone.jpg\n", trial.text("skipped_files.txt"));
        String log = String.join("\n", trial.log());
        assertTrue(log.contains("images/broken.jpg is no image that can be read"), log);
        assertTrue(log.contains("images/gone.jpg is not there"), log);
        assertTrue(log.contains("1 annotations are of images that are not listed, 1 have no segmentation"), log);
        assertEquals("images/a.png\n", trial.text("images.txt"));
    }

    @Test
    void anObjectWithoutAPixelIsNoMask() throws Exception {
        image("a.png", 8, 6);
        image("b.png", 8, 6);
        annotations(
                List.of(listed(1, "a.png"), listed(2, "b.png")),
                List.of(annotation(1, 1, 1, "[[2.6,2.6,3.4,2.6,3,3.4]]"), annotation(2, 2, 1, rectangle(0, 0, 1, 1))));
        trial.done(COCO, SPEC, DONE);
        assertEquals("masks/b.png\n", trial.text("masks.txt"));
        assertEquals(
                Set.of("images.txt", "masks.txt", "masks/b.png"), trial.made().keySet());
    }

    @Test
    void noMoreMasksThanAreAskedFor() throws Exception {
        List<String> images = IntStream.range(0, 100)
                .mapToObj(i -> listed(i, "%03d.png".formatted(i)))
                .toList();
        IntStream.range(0, 100).forEach(i -> image("%03d.png".formatted(i), 2, 2));
        trial.put("images/004.png", "broken, but behind those that are wanted");
        annotations(
                images,
                IntStream.range(0, 100)
                        .mapToObj(i -> annotation(i, i, 1, i == 5 ? "[[1]]" : rectangle(0, 0, 1, 1)))
                        .toList());
        trial.done(COCO, "{\"num_files\":3}", DONE);
        assertEquals("masks/000.png\nmasks/001.png\nmasks/002.png\n", trial.text("masks.txt"));
        assertEquals(5, trial.made().size(), trial.made().keySet()::toString);
    }

    @Test
    void highIdsTakeSixteenBits() throws Exception {
        image("a.png", 8, 6);
        annotations(
                List.of(listed(1, "a.png")),
                List.of(
                        annotation(1, 1, 0, rectangle(0, 0, 2, 1)),
                        annotation(2, 1, 300, rectangle(1, 0, 3, 1)),
                        annotation(3, 1, 0, rectangle(2, 0, 3, 1))));
        trial.done(COCO, SPEC, DONE);
        BufferedImage mask = ImageIO.read(trial.results().resolve("masks/a.png").toFile());
        assertEquals(16, mask.getColorModel().getPixelSize());
        assertEquals(0, mask.getRaster().getSample(0, 0, 0));
        assertEquals(300, mask.getRaster().getSample(1, 0, 0));
        assertEquals(0, mask.getRaster().getSample(2, 0, 0), "an id of 0 lies over others too");
    }

    @Test
    void manyObjectsInAnyOrderArePaintedAsOneByOne() throws Exception {
        Random random = new Random(8);
        int[][] expected = new int[5][48];
        List<String> annotations = new java.util.ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            int image = random.nextInt(5);
            int left = random.nextInt(8);
            int top = random.nextInt(6);
            int category = 1 + random.nextInt(9);
            annotations.add(annotation(i, image, category, rectangle(left, top, left + 2, top + 2)));
            for (int y = top; y < Math.min(6, top + 2); y++) {
                for (int x = left; x < Math.min(8, left + 2); x++) {
                    expected[image][y * 8 + x] = category;
                }
            }
        }
        List<String> images =
                IntStream.range(0, 5).mapToObj(i -> listed(i, i + ".png")).toList();
        IntStream.range(0, 5).forEach(i -> image(i + ".png", 8, 6));
        annotations(images, annotations);
        trial.done(COCO, SPEC, DONE);
        for (int i = 0; i < 5; i++) {
            BufferedImage mask =
                    ImageIO.read(trial.results().resolve("masks/" + i + ".png").toFile());
            assertArrayEquals(expected[i], mask.getRaster().getSamples(0, 0, 8, 6, 0, (int[]) null));
        }
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        trial.fails(COCO, SPEC, "There is no annotations.json");
        trial.put("annotations.json", "{\"images\":[{\"id\":1}]}");
        trial.fails(COCO, SPEC, "has no file_name");
        trial.put("annotations.json", "{\"images\":[" + listed(1, "a.png") + "," + listed(1, "b.png") + "]}");
        trial.fails(COCO, SPEC, "annotations.json has more than one image with the id 1; expected is one.");
        trial.put("annotations.json", "{\"images\":[" + listed(1, "a.png") + "]}");
        trial.fails(COCO, SPEC, "no list \"annotations\"");
        trial.put("annotations.json", "{\"images\":[],\"annotations\":[]," + CATEGORIES + "}");
        trial.fails(COCO, SPEC, "No image has a mask");
        image("a.png", 8, 6);
        image("a.jpg", 8, 6);
        annotations(List.of(listed(1, "a.png")), List.of(annotation(4, 1, 1, "[[1,2,3]]")));
        trial.fails(COCO, SPEC, "The segmentation of the annotation 4");
        annotations(List.of(listed(1, "a.png")), List.of(annotation(4, 1, 1, "{\"size\":[8,6],\"counts\":[48]}")));
        trial.fails(COCO, SPEC, "its image has the size [6,8] (height, width)");
        annotations(List.of(listed(1, "a.png")), List.of(annotation(4, 1, 70000, rectangle(0, 0, 1, 1))));
        trial.fails(COCO, SPEC, "expected is a number from 0 to 65534");
        annotations(
                List.of(listed(1, "a.png"), listed(2, "a.jpg")),
                List.of(annotation(4, 1, 1, rectangle(0, 0, 1, 1)), annotation(5, 2, 1, rectangle(0, 0, 1, 1))));
        trial.fails(COCO, SPEC, "The images a.jpg and a.png would both have the mask masks/a.png");
        trial.fails(new Subject("semantic_segmentation", "unet", "convert"), SPEC, "has the format unet");
    }
}
