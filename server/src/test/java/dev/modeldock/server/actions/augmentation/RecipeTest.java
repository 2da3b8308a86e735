package dev.modeldock.server.actions.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.actions.TaskSpec;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.spi.ActionException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RecipeTest {
    private static Recipe service(String spec) throws ActionException {
        return Recipe.of(TaskSpec.of(spec), RecipeForm.SERVICE);
    }

    private static String refused(String spec) {
        return assertThrows(ActionException.class, () -> service(spec)).getMessage();
    }

    @Test
    void aListSaysHowItIsDrawn() {
        Random random = new Random(0);
        assertEquals(0, new Choice(List.of()).draw(random));
        assertEquals(7, new Choice(List.of(7.0)).draw(random));
        Set<Double> drawn = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            double between = new Choice(List.of(3.0, -1.0)).draw(random);
            assertTrue(between > -1 && between <= 3);
            drawn.add(new Choice(List.of(0.0, 10.0, 30.0)).draw(random));
        }
        assertEquals(Set.of(0.0, 10.0, 30.0), drawn);
    }

    @Test
    void whatTheSpecDoesNotSayDoesNothing() throws ActionException {
        Draw draw = service("{}").draw("a.jpg");
        Size size = new Size(10, 20);
        assertTrue(draw.transform(size, size).isIdentity());
        assertEquals(1, draw.of(Parameter.SATURATION));
        assertEquals(127, draw.of(Parameter.CENTER));
        assertEquals(size, service("{}").output(size));
        assertEquals(42, service("{}").seed());
    }

    @Test
    void bothSizesTogetherFixThatOfWhatComesOut() throws ActionException {
        Size size = new Size(10, 20);
        assertEquals(size, service("{\"data\":{\"output_image_width\":50}}").output(size));
        assertEquals(
                size,
                service("{\"data\":{\"output_image_width\":50,\"output_image_height\":0}}")
                        .output(size));
        assertEquals(
                new Size(50, 60),
                service("{\"data\":{\"output_image_width\":50,\"output_image_height\":60}}")
                        .output(size));
        assertTrue(refused("{\"data\":{\"output_image_width\":50000}}").contains("data.output_image_width"));
    }

    @Test
    void aPictureIsDrawnByItsNameAndTheSeed() throws ActionException {
        String spec = "{\"spatial_aug\":{\"rotation\":{\"angle\":[0,360]}},\"random_seed\":%d}";
        Draw first = service(spec.formatted(1)).draw("a.jpg");
        assertEquals(first, service(spec.formatted(1)).draw("a.jpg"));
        assertNotEquals(first, service(spec.formatted(1)).draw("b.jpg"));
        assertNotEquals(first, service(spec.formatted(2)).draw("a.jpg"));
        // Drawn by java.util.Random, whose numbers are the same everywhere.
        assertEquals(2.2487, service(spec.formatted(42)).draw("a.jpg").of(Parameter.ANGLE), 1e-4);
    }

    @Test
    void oneParameterDoesNotChangeAnother() throws ActionException {
        String hue = "\"color_aug\":{\"hue\":{\"hue_rotation_angle\":[-20,20]}}";
        assertEquals(
                service("{" + hue + "}").draw("a").of(Parameter.HUE),
                service("{\"spatial_aug\":{\"rotation\":{\"angle\":[0,10,30]}}," + hue + "}")
                        .draw("a")
                        .of(Parameter.HUE));
    }

    @Test
    void anglesAreDegreesOrRadians() throws ActionException {
        String spec = "{\"spatial_aug\":{\"rotation\":{\"angle\":[%s],\"units\":\"%s\"}}}";
        assertEquals(
                Math.PI / 2, service(spec.formatted("90", "degrees")).draw("a").of(Parameter.ANGLE));
        assertEquals(1.5, service(spec.formatted("1.5", "radians")).draw("a").of(Parameter.ANGLE));
        assertTrue(refused(spec.formatted("1", "turns")).contains("\"turns\"; expected is degrees or radians"));
        assertTrue(refused(spec.formatted("\"x\"", "degrees")).contains("a list of numbers"));
    }

    @Test
    void theSpecOfDatasetsSaysTheSameInOtherWords() throws ActionException {
        String spec = """
                {"output_image_height":720,"output_image_width":1280,
                 "spatial_config":{"rotation_config":{"angle":10.0,"units":"degrees"},
                   "shear_config":{"shear_ratio_x":0.1},"flip_config":{"flip_horizontal":true},
                   "translation_config":{"translate_y":5}},
                 "color_config":{"hue_saturation_config":{"hue_rotation_angle":5.0,"saturation_shift":2.0},
                   "contrast_config":{"contrast":0.5,"center":100},"brightness_config":{"offset":3}},
                 "blur_config":{"std":1,"size":5}}""";
        Recipe recipe = Recipe.of(TaskSpec.of(spec), RecipeForm.DATASET);
        Draw draw = recipe.draw("any");
        assertEquals(Math.toRadians(10), draw.of(Parameter.ANGLE));
        assertEquals(0.1, draw.of(Parameter.SHEAR_X));
        assertEquals(5, draw.of(Parameter.TRANSLATE_Y));
        assertEquals(5, draw.of(Parameter.HUE));
        assertEquals(2, draw.of(Parameter.SATURATION));
        assertEquals(0.5, draw.of(Parameter.CONTRAST));
        assertEquals(100, draw.of(Parameter.CENTER));
        assertEquals(3, draw.of(Parameter.BRIGHTNESS));
        assertEquals(5, draw.blur().weights().length);
        assertTrue(draw.mirrored() && !draw.upsideDown());
        assertEquals(new Size(1280, 720), recipe.output(new Size(1, 1)));
    }
}
