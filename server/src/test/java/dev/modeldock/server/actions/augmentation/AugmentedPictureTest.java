package dev.modeldock.server.actions.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.actions.Drawings;
import dev.modeldock.server.actions.ServiceTrial;
import dev.modeldock.server.actions.ServiceTrial.Subject;
import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.pictures.Picture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pictures of the page on actions: what goes in, and what comes out with each kind of boxes. */
class AugmentedPictureTest {
    private static final int WIDTH = 400;
    private static final int HEIGHT = 240;
    private static final int GAP = 10;
    private static final Box CAR = new Box(60, 130, 220, 200);
    private static final Box PERSON = new Box(280, 90, 320, 210);
    private static final String SPEC = """
            {"spatial_aug":{"rotation":{"angle":[20],"refine_box":{"enabled":%s}},"flip":{"flip_horizontal":true}},
             "color_aug":{"hue":{"hue_rotation_angle":[25]},"contrast":{"contrast":[0.15]}}}""";

    @TempDir
    Path temp;

    private static String ellipse(Box box) {
        return IntStream.range(0, 48)
                .mapToObj(i -> {
                    double angle = Math.PI * i / 24;
                    double x = (box.left() + box.right() + box.width() * Math.cos(angle)) / 2;
                    double y = (box.top() + box.bottom() + box.height() * Math.sin(angle)) / 2;
                    return x + "," + y;
                })
                .collect(Collectors.joining(",", "[[", "]]"));
    }

    private static String annotation(int id, Box box, String segmentation) {
        return "{\"id\":" + id + ",\"image_id\":1,\"category_id\":1,\"bbox\":[" + box.left() + "," + box.top() + ","
                + box.width() + "," + box.height() + "],\"segmentation\":" + segmentation + "}";
    }

    private static List<Box> boxes(ServiceTrial trial) throws Exception {
        List<Box> boxes = new ArrayList<>();
        for (JsonNode each : trial.json("labels/output.json").path("annotations")) {
            JsonNode box = each.path("bbox");
            boxes.add(Box.sized(
                    box.get(0).asDouble(),
                    box.get(1).asDouble(),
                    box.get(2).asDouble(),
                    box.get(3).asDouble()));
        }
        return boxes;
    }

    @Test
    void aStreetIsTurned() throws Exception {
        ServiceTrial trial = new ServiceTrial(temp);
        Picture before = Drawings.street(WIDTH, HEIGHT, CAR, PERSON);
        Drawings.write(trial.data().resolve("images/street.png"), before);
        String car = "[[60,130,220,130,220,200,60,200]]";
        trial.put("label.json", """
                {"images":[{"id":1,"file_name":"street.png","width":400,"height":240}],"annotations":[%s,%s],
                 "categories":[{"id":1,"name":"thing"}]}""".formatted(annotation(1, CAR, car), annotation(2, PERSON, ellipse(PERSON))));
        Files.copy(trial.data().resolve("label.json"), trial.data().resolve("annotations.json"));
        Subject service = new Subject("augmentation", "", "generate");
        trial.done(service, SPEC.formatted("false"), "Augment finished successfully.");
        List<Box> corners = boxes(trial);
        trial.done(service, SPEC.formatted("true"), "Augment finished successfully.");
        List<Box> refined = boxes(trial);
        Picture after = Drawings.read(trial.results().resolve("images/street.png"));
        assertTrue(refined.get(1).width() < corners.get(1).width() - 15, () -> refined + " " + corners);
        assertEquals(corners.get(0).left(), refined.get(0).left(), 1.5, "a rectangle reaches to its corners");
        Drawings.outline(before, CAR, 0xFFD000);
        Drawings.outline(before, PERSON, 0xFFD000);
        corners.forEach(box -> Drawings.outline(after, box, 0xFF2020));
        refined.forEach(box -> Drawings.outline(after, box, 0x20E040));
        Picture both = Drawings.of(
                2 * WIDTH + GAP,
                HEIGHT,
                (x, y) -> x < WIDTH
                        ? Drawings.rgb(before, x, y)
                        : x < WIDTH + GAP ? 0xFFFFFF : Drawings.rgb(after, x - WIDTH - GAP, y));
        Path picture = Path.of("target", "pictures", "augmented.png");
        Drawings.write(picture, both);
        assertTrue(Files.size(picture) < 100 << 10, () -> picture + " is too large for the page");
    }
}
