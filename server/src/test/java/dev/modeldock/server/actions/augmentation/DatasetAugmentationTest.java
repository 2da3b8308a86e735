package dev.modeldock.server.actions.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.actions.Drawings;
import dev.modeldock.server.actions.ServiceTrial;
import dev.modeldock.server.actions.ServiceTrial.Subject;
import dev.modeldock.server.actions.pictures.Picture;
import java.nio.file.Path;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetAugmentationTest {
    private static final Subject KITTI = new Subject("object_detection", "kitti", "augment");
    private static final Subject COCO = new Subject("object_detection", "coco", "augment");
    private static final String DONE = "Augment finished successfully.";
    private static final String SPEC = """
            {"batch_size":4,"color_config":{"hue_saturation_config":{"hue_rotation_angle":0.0,"saturation_shift":0.0}},
             "dataset_config":{"image_path":"images","label_path":"labels"},"image_extension":".png",
             "output_image_channel":%d,"output_image_height":50,"output_image_width":50,
             "spatial_config":{"rotation_config":{"angle":90.0,"units":"degrees"}}%s}""";

    @TempDir
    Path temp;

    private ServiceTrial trial;

    @BeforeEach
    void begin() {
        trial = new ServiceTrial(temp);
    }

    private void image(String name) {
        Drawings.write(
                trial.data().resolve("images").resolve(name), Drawings.of(50, 50, (x, y) -> x < 25 ? 0xC86432 : 0));
        trial.put("labels/" + name.substring(0, name.length() - 4) + ".txt", "car 0 0 0 0 0 10 20 0 0 0 0 0 0 0\n");
    }

    @Test
    void picturesOfTheExtensionAreTurned() throws Exception {
        image("a.png");
        image("b.jpg");
        trial.done(KITTI, SPEC.formatted(3, ""), DONE);
        assertEquals(Set.of("images/a.png", "labels/a.txt"), trial.made().keySet());
        assertEquals(
                "car 0.00 0 0.00 30.00 0.00 50.00 10.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00\n",
                trial.text("labels/a.txt"));
        Picture made = Drawings.read(trial.results().resolve("images/a.png"));
        assertEquals(0x7C7C7C, Drawings.rgb(made, 40, 10), "turned clockwise, and without colour");
        assertEquals(0, Drawings.rgb(made, 40, 40));
        assertEquals(
                3,
                ImageIO.read(trial.results().resolve("images/a.png").toFile())
                        .getRaster()
                        .getNumBands());
    }

    @Test
    void oneChannelIsGray() throws Exception {
        image("a.png");
        trial.done(KITTI, SPEC.formatted(1, ""), DONE);
        assertEquals(
                1,
                ImageIO.read(trial.results().resolve("images/a.png").toFile())
                        .getRaster()
                        .getNumBands());
        trial.fails(KITTI, SPEC.formatted(2, ""), "expected is 1 (gray) or 3 (colour)");
    }

    @Test
    void aShareOfThePicturesIsChosenByChance() throws Exception {
        for (int i = 0; i < 200; i++) {
            image("p" + i + ".png");
        }
        trial.done(KITTI, SPEC.formatted(3, ",\"partition_config\":{\"dataset_percentage\":25}"), DONE);
        int made = trial.made().size() / 2;
        assertTrue(made > 30 && made < 70, () -> made + " of 200");
        trial.fails(
                KITTI,
                SPEC.formatted(3, ",\"partition_config\":{\"dataset_percentage\":0}"),
                "more than 0 and at most 100");
        trial.fails(
                KITTI,
                SPEC.formatted(3, ",\"partition_config\":{\"partition_mode\":\"x\"}"),
                "\"x\"; expected is random");
    }

    @Test
    void cocoDatasetsToo() throws Exception {
        image("a.png");
        trial.put("annotations.json", """
                {"images":[{"id":1,"file_name":"a.png","width":50,"height":50}],
                 "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[0,0,10,20],"area":200}],
                 "categories":[{"id":1,"name":"car"}]}""");
        trial.done(COCO, SPEC.formatted(3, ""), DONE);
        assertEquals(Set.of("images/a.png", "annotations.json"), trial.made().keySet());
        assertEquals(
                "[30.0,0.0,20.0,10.0]",
                trial.json("annotations.json").at("/annotations/0/bbox").toString());
    }

    @Test
    void withoutPicturesOfTheExtensionThereIsNothingToDo() throws Exception {
        image("b.jpg");
        trial.fails(KITTI, SPEC.formatted(3, ""), "No image was made");
    }
}
