package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour of docs/actions.md as printed there, in one bash, with no pack; and what it has made is what it should be. */
class ActionsTourIT {
    private static final List<String> RUNS = List.of(
            "convert of model",
            "analyze of model",
            "generate of model",
            "kmeans of dataset",
            "convert of dataset",
            "train of model",
            "evaluate of model",
            "export of model",
            "inference of model");

    @TempDir
    static Path temp;

    @BeforeAll
    static void tools() {
        List.of("bash", "curl", "tar", "grep", "cut").forEach(Tools::need);
    }

    @Test
    void itWorksAsPrinted() throws Exception {
        try (RunningDock dock = RunningDock.on(temp.resolve("data"))) {
            String printed = new PrintedPage("server/docs/actions.md").blocks("A tour", 4);
            String output = PrintedPage.run(PrintedPage.script(temp, printed, dock));
            List<String> ended = Pattern.compile("(?m)^(\\w+ of \\w+)/\\S+: \"status\": ?\"(\\w+)\"$")
                    .matcher(output)
                    .results()
                    .map(found -> found.group(1) + " " + found.group(2))
                    .toList();
            assertEquals(RUNS.stream().map(each -> each + " Done").toList(), ended, output);
            Path made = made();
            assertServices(made);
            assertActionsOfTheDataset(made);
            assertClassifier(made);
            assertEquals(List.of(), dock.faults());
        }
    }

    /** The tour's own temporary directory. */
    private static Path made() throws Exception {
        try (Stream<Path> all = Files.list(temp)) {
            return all.filter(each -> Files.isDirectory(each.resolve("coco")))
                    .findAny()
                    .orElseThrow();
        }
    }

    private static void assertServices(Path made) throws Exception {
        JsonNode coco;
        try (Stream<Path> all = Files.list(made.resolve("coco"))) {
            Path file = all.filter(each -> each.getFileName().toString().matches("[0-9a-f-]{36}\\.json"))
                    .findAny()
                    .orElseThrow();
            coco = Answer.parse(Files.readString(file));
        }
        assertEquals(3, coco.path("images").size());
        assertEquals(6, coco.path("annotations").size());
        assertEquals("[20.0,38.0,32.0,16.0]", coco.at("/annotations/0/bbox").toString());
        assertEquals(
                "Object Name,Count,Count (%)\ncar,3,50.0\nperson,2,33.33\ntruck,1,16.67\n",
                Files.readString(made.resolve("analysis/tables/object_count.csv")));
        assertTrue(Files.size(made.resolve("analysis/graphs/Object_count.pdf")) > 1000);
        // Twice as large, and in a mirror.
        assertEquals("""
                car 0.00 0 0.00 88.00 76.00 152.00 108.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00
                person 0.00 1 0.00 36.00 56.00 52.00 108.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00
                """, Files.readString(made.resolve("varied/labels/one.txt")));
        BufferedImage varied =
                ImageIO.read(made.resolve("varied/images/one.png").toFile());
        assertEquals(192, varied.getWidth());
        assertEquals(0xAA2828, varied.getRGB(120, 92) & 0xFFFFFF, "the car");
        assertEquals(0x6E6E6E, varied.getRGB(72, 92) & 0xFFFFFF, "the street");
    }

    private static void assertActionsOfTheDataset(Path made) throws Exception {
        assertEquals(3, Files.readAllLines(made.resolve("anchors/anchors.txt")).size());
        assertEquals("[\"car\",\"person\",\"truck\"]", Files.readString(made.resolve("records/classes.json")));
        assertTrue(Files.isDirectory(made.resolve("records/tfrecords")));
    }

    private static void assertClassifier(Path made) throws Exception {
        List<String> rows = Files.readAllLines(made.resolve("judged/confusion_matrix.csv"));
        assertEquals(4, rows.size(), rows::toString);
        assertEquals("across\ndot\ndown\n", Files.readString(made.resolve("onnx/labels.txt")));
        try (OrtSession session =
                OrtEnvironment.getEnvironment().createSession(Files.readAllBytes(made.resolve("onnx/model.onnx")))) {
            assertEquals(Set.of("image"), session.getInputNames());
        }
        String told = Files.readString(made.resolve("told/result.csv"));
        for (String kind : List.of("across", "down", "dot")) {
            assertTrue(told.contains("images/" + kind + ".bmp," + kind + ","), told);
        }
        BufferedImage drawn = ImageIO.read(made.resolve("ask/images/down.bmp").toFile());
        assertArrayEquals(new int[] {16, 16, 0x202020, 0xC0D0E0}, new int[] {
            drawn.getWidth(), drawn.getHeight(), drawn.getRGB(7, 3) & 0xFFFFFF, drawn.getRGB(1, 3) & 0xFFFFFF
        });
    }
}
