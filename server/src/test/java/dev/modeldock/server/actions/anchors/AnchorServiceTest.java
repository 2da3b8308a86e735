package dev.modeldock.server.actions.anchors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.server.actions.Drawings;
import dev.modeldock.server.actions.ServiceTrial;
import dev.modeldock.server.actions.ServiceTrial.Subject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorServiceTest {
    private static final Subject KITTI = new Subject("object_detection", "kitti", "kmeans");
    private static final Subject COCO = new Subject("object_detection", "coco", "kmeans");
    private static final String TWO = "{\"size_x\":200,\"size_y\":100,\"num_clusters\":2}";
    private static final String DONE = "Kmeans finished successfully.";

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

    private static String row(double left, double top, double right, double bottom) {
        return "car 0 0 0 " + left + " " + top + " " + right + " " + bottom + " 0 0 0 0 0 0 0\n";
    }

    private void kitti() {
        image("a.jpg", 100, 50);
        image("b.png", 400, 200);
        trial.put("labels/a.txt", row(10, 5, 20, 15) + "\n" + row(0, 0, 50, 40));
        trial.put("labels/b.txt", row(0, 0, 44, 44) + row(5, 5, 5, 50) + row(300, 0, 100, 100));
    }

    @Test
    void sizesAreThoseInImagesOfTheNetwork() throws Exception {
        kitti();
        List<JsonNode> status = trial.done(KITTI, TWO, DONE);
        // 10 x 10 of 100 x 50 and 44 x 44 of 400 x 200 become 20 x 20 and 22 x 22; 50 x 40 becomes 100 x 80.
        assertEquals("(21.00, 21.00)\n(100.00, 80.00)\n", trial.text("anchors.txt"));
        JsonNode json = trial.json("anchors.json");
        assertEquals("[[21.0,21.0],[100.0,80.0]]", json.path("anchors").toString());
        double overlap = (400.0 / 441 + 441.0 / 484 + 1) / 3;
        assertEquals(overlap, json.path("mean_overlap").asDouble(), 1e-12);
        JsonNode last = status.get(status.size() - 1);
        assertEquals(overlap, last.at("/kpi/mean_overlap").asDouble(), 1e-12);
        assertEquals(new ObjectMapper().readTree("""
                                {"anchor_width":{"anchor 1":21.0,"anchor 2":100.0},
                                 "anchor_height":{"anchor 1":21.0,"anchor 2":80.0},
                                 "num_boxes":{"anchor 1":2,"anchor 2":1}}"""), last.path("categorical"));
        assertEquals(Set.of("anchors.txt", "anchors.json"), trial.made().keySet());
    }

    @Test
    void smallBoxesAreLeftOutOnRequest() throws Exception {
        kitti();
        trial.done(KITTI, "{\"size_x\":200,\"size_y\":100,\"num_clusters\":2,\"min_x\":22,\"min_y\":22}", DONE);
        assertEquals("(22.00, 22.00)\n(100.00, 80.00)\n", trial.text("anchors.txt"));
        trial.done(KITTI, "{\"size_x\":200,\"size_y\":100,\"num_clusters\":1,\"min_y\":23}", DONE);
        assertEquals("(100.00, 80.00)\n", trial.text("anchors.txt"));
    }

    @Test
    void cocoBoxesAreTheSame() throws Exception {
        trial.put("annotations.json", """
                {"annotations":[{"image_id":1,"bbox":[10,5,10,10]},{"image_id":1,"bbox":[0,0,50,40]},
                   {"image_id":2,"bbox":[0,0,44,44]},{"image_id":2,"bbox":[5,5,0,45]},{"image_id":2,"bbox":[]},{"image_id":2},
                   {"image_id":9,"bbox":[0,0,7,7]}],
                 "images":[{"id":1,"width":100,"height":50},{"id":2,"width":400,"height":200}]}""");
        trial.done(COCO, TWO, DONE);
        assertEquals("(21.00, 21.00)\n(100.00, 80.00)\n", trial.text("anchors.txt"));
        assertTrue(
                trial.log()
                        .contains("3 annotations have no box, or are of no image of annotations.json;"
                                + " they are left out."),
                trial.log()::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "{}", "[1,2,3]", "[1,2,3,4,5]", "[1,2,3,\"4\"]", "[0,0,1e999,2]", "[0,2e18,1,1]", "7"})
    void aBrokenBoxIsRefused(String box) throws Exception {
        trial.put(
                "annotations.json",
                "{\"annotations\":[{\"image_id\":1,\"bbox\":" + box
                        + "}],\"images\":[{\"id\":1,\"width\":100,\"height\":50}]}");
        trial.fails(COCO, TWO, "has a bbox that is not [x, y, width, height] in numbers up to 1e18");
    }

    @Test
    void imagesWithoutLabelsAndBrokenOnesAreLeftOut() throws Exception {
        kitti();
        image("none.jpg", 10, 10);
        trial.put("images/broken.jpg", "no image").put("labels/broken.txt", row(0, 0, 5, 5));
        trial.done(KITTI, TWO, DONE);
        assertEquals("images/broken.jpg\nimages/none.jpg\n", trial.text("skipped_files.txt"));
        assertTrue(trial.log().contains("images/none.jpg has no label file. It is left out."), trial.log()::toString);
        assertEquals("(21.00, 21.00)\n(100.00, 80.00)\n", trial.text("anchors.txt"));
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        kitti();
        trial.fails(KITTI, "{\"size_x\":200}", "size_y of the spec is missing or 0; expected is the height");
        trial.fails(KITTI, "{\"size_y\":200}", "size_x of the spec is missing or 0; expected is the width");
        trial.fails(
                KITTI,
                "{\"size_x\":200,\"size_y\":100}",
                "num_clusters of the spec is 9, and the boxes have 3 different sizes");
        trial.fails(KITTI, "{\"size_x\":200,\"size_y\":100,\"num_clusters\":0}", "num_clusters of the spec is 0");
        trial.put("labels/a.txt", row(1, 2, 3, 4) + "car 0 0 0 1 2 3\n");
        trial.fails(KITTI, TWO, "labels/a.txt, line 2 is no KITTI label: it has 7 columns");
        trial.fails(COCO, TWO, "There is no annotations.json");
        trial.put("annotations.json", "{\"images\":[{\"id\":1}],\"annotations\":[]}");
        trial.fails(COCO, TWO, "has no width and height");
    }
}
