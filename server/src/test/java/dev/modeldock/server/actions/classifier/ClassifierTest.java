package dev.modeldock.server.actions.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTest {
    private static final String SMALL =
            "{\"channels\": [8, 8], \"hidden\": 16, \"epochs\": %d, \"flip\": false, \"learningRate\": 0.01%s}";

    @TempDir
    Path temp;

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(temp);
    }

    private static String spec(int epochs) {
        return spec(epochs, "");
    }

    private static String spec(int epochs, String more) {
        return SMALL.formatted(epochs, more);
    }

    private static double accuracy(String message) {
        Matcher number = Pattern.compile("ccuracy:? (0|1)\\.(\\d+)").matcher(message);
        assertTrue(number.find(), message);
        return Double.parseDouble(number.group(1) + "." + number.group(2));
    }

    private byte[] last(String job) throws Exception {
        return Files.readAllBytes(bench.results(job).resolve("weights/last.checkpoint"));
    }

    @Test
    void whatIsTrainedIsEvaluatedExportedUsedPrunedAndTrainedAgain() throws Exception {
        Path data = Drawings.dataset(temp.resolve("a"), 60, 1);
        Path other = Drawings.dataset(temp.resolve("b"), 20, 2);
        bench.train(data).eval(other).inference(other);
        String trained = bench.run("t", "train", spec(40));
        assertTrue(accuracy(trained) > 0.85, trained);
        bench.parent("t");
        String evaluated = bench.run("e", "evaluate", "{}");
        assertEquals(accuracy(trained), accuracy(evaluated), "it was validated with the same images");
        assertEquals(3, bench.lastStatus("e").at("/categorical/accuracy").size());
        assertEquals(60, counts("e"));
        assertTrue(bench.run("x", "export", "{}").startsWith("Export finished"));
        assertEquals(
                List.of("box", "cross", "disc"),
                Files.readAllLines(bench.results("x").resolve("labels.txt")));
        assertArrayEquals(last("t"), last("x"));
        bench.parent("x");
        assertEquals(
                "Inference finished successfully: 60 images in result.csv.",
                bench.run("i", "inference", "{\"topK\": 2}"));
        List<String> rows = Files.readAllLines(bench.results("i").resolve("result.csv"));
        assertEquals("image,class,probability", rows.get(0));
        assertEquals(121, rows.size());
        assertTrue(rows.get(1).matches("images/box/0\\.png,(box|cross|disc),[01]\\.\\d{6}"), rows.get(1));
        bench.parent("t");
        prunedAndTrainedAgain();
    }

    private void prunedAndTrainedAgain() throws Exception {
        assertTrue(bench.run("p", "prune", "{\"keep\": 0.75}").matches("Pruning .* \\d+ of \\d+ numbers are left\\."));
        bench.parent("p");
        String again = bench.run("r", "retrain", "{\"epochs\": 4}");
        assertTrue(accuracy(again) > 0.8, again);
        assertTrue(Files.size(bench.results("r").resolve("model.onnx"))
                < Files.size(bench.results("x").resolve("model.onnx")));
        bench.alone().pretrained(bench.results("r"));
        assertEquals(accuracy(again), accuracy(bench.run("e2", "evaluate", "{\"threads\": 1}")));
    }

    private int counts(String job) throws Exception {
        int sum = 0;
        List<String> rows = Files.readAllLines(bench.results(job).resolve("confusion_matrix.csv"));
        assertEquals("true,box,cross,disc", rows.get(0));
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(",");
            for (int i = 1; i < cells.length; i++) {
                sum += Integer.parseInt(cells[i]);
            }
        }
        return sum;
    }

    @Test
    void theStatusTellsEpochsAndFiguresAndTheConfusion() throws Exception {
        bench.train(Drawings.dataset(temp.resolve("a"), 20, 1)).run("t", "train", spec(3));
        List<JsonNode> lines = bench.statuses("t");
        assertEquals(5, lines.size());
        assertEquals("STARTED", lines.get(0).path("status").asText());
        for (int epoch = 1; epoch <= 3; epoch++) {
            JsonNode line = lines.get(epoch);
            assertEquals(epoch, line.path("epoch").asInt());
            assertEquals(3, line.path("max_epoch").asInt());
            assertTrue(line.path("time_per_epoch").asText().matches("0:\\d\\d:\\d\\d\\.\\d{6}"), line::toString);
            assertTrue(line.has("eta"));
            for (String figure : List.of("loss", "accuracy", "val_loss", "val_accuracy")) {
                assertTrue(line.path("graphical").path(figure).isNumber(), line::toString);
            }
            assertTrue(line.path("kpi").path("val_accuracy").isNumber(), line::toString);
            assertEquals(3, line.path("categorical").path("val_accuracy").size(), line::toString);
            assertFalse(line.path("categorical").has("confusion"), line::toString);
        }
        assertEquals("SUCCESS", lines.get(4).path("status").asText());
        int images = 0;
        for (JsonNode each : lines.get(4).path("categorical").path("confusion")) {
            images += each.asInt();
        }
        assertEquals(6, images, "a tenth of each of three classes of 20");
    }

    @Test
    void fieldsOfTheToolkitThatWouldChangeNothingAreTold() throws Exception {
        bench.train(Drawings.dataset(temp.resolve("a"), 6, 1));
        bench.run("t", "train", spec(1, ", \"train\": {\"num_epochs\": 17}, \"gpus\": 1, \"mine\": [1]"));
        assertTrue(
                bench.log.contains(
                        "These fields of the spec are set, and this runner leaves them unread: mine, train.num_epochs."),
                bench.log::toString);
    }

    @Test
    void aFieldOutOfItsBoundsIsRefused() {
        bench.train(Drawings.dataset(temp.resolve("a"), 3, 1));
        assertTrue(bench.refused("t", "train", spec(1, ", \"imageSize\": 129")).contains("/imageSize"));
        assertTrue(
                bench.refused("t", "train", spec(1, ", \"colour\": \"blue\"")).contains("/colour"));
        assertTrue(bench.refused("t", "train", "{\"imageSize\": 3}").contains("cannot be halved 2 times"));
        assertTrue(bench.refused("t", "train", "[").contains("no JSON"));
    }

    @Test
    void whatThereIsNoNetworkForIsRefused() throws Exception {
        Path data = Drawings.dataset(temp.resolve("a"), 6, 1);
        bench.train(data).inference(data);
        assertTrue(bench.refused("e", "evaluate", "{}").contains("The model has no eval_dataset"));
        bench.eval(data).pretrained(data);
        for (String action : List.of("evaluate", "inference", "export", "prune", "retrain")) {
            assertTrue(bench.refused("n", action, "{}").startsWith("There is no network to " + action), action);
        }
        Files.createDirectories(bench.results("t"));
        bench.parent("t");
        assertTrue(bench.refused("e", "evaluate", "{}").contains("hold no weights/last.checkpoint"));
        bench.alone().eval().run("w", "train", spec(1, ", \"validation\": 0"));
        bench.parent("w").eval(data);
        assertTrue(bench.refused("e", "evaluate", "{\"weights\": \"best\"}").contains("when they are validated"));
    }

    @Test
    void aNetworkOfOtherClassesIsAGoodBeginning() throws Exception {
        Path data = Drawings.dataset(temp.resolve("a"), 10, 1);
        bench.train(data).run("t", "train", spec(2));
        Files.move(data.resolve("images/disc"), data.resolve("images/round"));
        bench.pretrained(bench.results("t")).run("u", "train", "{\"epochs\": 1}");
        assertTrue(bench.log.contains("Beginning with 3 of 4 layers of last.checkpoint."), bench.log::toString);
        assertEquals(
                List.of("box", "cross", "round"),
                Files.readAllLines(bench.results("u").resolve("labels.txt")));
        bench.parent("t");
        assertTrue(bench.refused("r", "retrain", "{}").contains("images of the class \"round\""));
    }
}
