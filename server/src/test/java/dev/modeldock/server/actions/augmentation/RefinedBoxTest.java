package dev.modeldock.server.actions.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.server.actions.Drawings;
import dev.modeldock.server.actions.ServiceTrial;
import dev.modeldock.server.actions.ServiceTrial.Subject;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boxes that are refined by the masks of {@code label.json}. */
class RefinedBoxTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Subject SERVICE = new Subject("augmentation", "", "generate");
    private static final String DONE = "Augment finished successfully.";
    private static final String ROW = "Car 0.5 1 -1.57 10 5 60.125 40 1.5 1.6 3.9 0 1.25 20 1.555\n";

    @TempDir
    Path temp;

    private ServiceTrial trial;

    @BeforeEach
    void begin() {
        trial = new ServiceTrial(temp);
    }

    private void image(String name) {
        Drawings.write(
                trial.data().resolve("images").resolve(name), Drawings.of(100, 50, (x, y) -> x * 2 << 16 | y * 4 << 8));
    }

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text);
    }

    private static final String MASKS = """
            {"images":[{"id":"x","file_name":"a.png","height":50,"width":100}],
             "annotations":[
               {"id":1,"image_id":"x","category_id":2,"bbox":[0,0,99,49],"segmentation":[[10,5,60,5,60,40,10,40]],"area":1},
               {"id":2,"image_id":"x","category_id":2,"bbox":[20,20,10,10]},
               {"id":3,"image_id":"x","category_id":2,"bbox":[90,0,5,5],"segmentation":[[90,0,95,0,95,5,90,5]]}],
             "categories":[{"id":2,"name":"big car"}]}""";

    @Test
    void aRefinedBoxIsThatAroundTheTurnedMask() throws Exception {
        image("a.png");
        trial.put("label.json", MASKS).put("labels/a.txt", ROW);
        trial.done(
                SERVICE,
                "{\"spatial_aug\":{\"rotation\":{\"refine_box\":{\"enabled\":true}},\"translation\":{\"translate_x\":[15]}}}",
                DONE);
        JsonNode annotations = trial.json("labels/output.json").path("annotations");
        assertEquals(json("[25.0,5.0,50.0,35.0]"), annotations.at("/0/bbox"));
        assertEquals(1750, annotations.at("/0/area").asInt());
        assertEquals("[50,100]", annotations.at("/0/segmentation/size").toString());
        assertEquals(json("[35.0,20.0,10.0,10.0]"), annotations.at("/1/bbox"), "without a mask, that of its corners");
        assertEquals(json("[100.0,0.0,0.0,5.0]"), annotations.at("/2/bbox"), "out of the picture, but not dropped");
        assertEquals("""
                bigcar 0.00 0 0.00 25.00 5.00 75.00 40.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00
                bigcar 0.00 0 0.00 35.00 20.00 45.00 30.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00
                bigcar 0.00 0 0.00 100.00 0.00 100.00 5.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00
                """, trial.text("labels/a.txt"));
    }

    @Test
    void aTurnedTriangleHasASmallerRefinedBox() throws Exception {
        image("a.png");
        String triangle = MASKS.replace("[[10,5,60,5,60,40,10,40]]", "[[10,5,60,5,10,40]]");
        trial.put("label.json", triangle);
        String spec = "{\"spatial_aug\":{\"rotation\":{\"angle\":[30],\"refine_box\":{\"enabled\":%s}}}}";
        trial.done(SERVICE, spec.formatted("true"), DONE);
        double refined =
                trial.json("labels/output.json").at("/annotations/0/bbox/2").asDouble();
        trial.put("annotations.json", triangle);
        trial.done(SERVICE, spec.formatted("false"), DONE);
        double corners =
                trial.json("labels/output.json").at("/annotations/0/bbox/2").asDouble();
        assertTrue(refined < corners - 10, refined + " " + corners);
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        image("a.png");
        trial.put("label.json", MASKS.replace("\"category_id\":2", "\"category_id\":5"));
        trial.fails(SERVICE, "{}", "has the category_id 5, which is none of the categories in label.json");
        trial.put(
                "label.json", "{\"images\":[{\"id\":1,\"file_name\":\"a.png\"}],\"categories\":[],\"annotations\":[{");
        trial.fails(SERVICE, "{}", "label.json\" is no JSON".replace("\"", ""));
    }
}
