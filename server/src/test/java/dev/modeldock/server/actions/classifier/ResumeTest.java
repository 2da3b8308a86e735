package dev.modeldock.server.actions.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How trainings are stopped and go on. */
class ResumeTest {
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

    private byte[] last(String job) throws Exception {
        return Files.readAllBytes(bench.results(job).resolve("weights/last.checkpoint"));
    }

    @Test
    void stoppedAndGoingOnItComesToTheSameBits() throws Exception {
        bench.train(Drawings.dataset(temp.resolve("a"), 15, 1));
        bench.run("whole", "train", spec(5, ", \"threads\": 1, \"shift\": 1, \"flip\": true"));
        String other = spec(5, ", \"threads\": 3, \"shift\": 1, \"flip\": true");
        for (String moment : List.of("There are", "Epoch 1", "Epoch 4", "Epoch 5")) {
            bench.log.clear();
            bench.stopAt(moment);
            assertThrows(Workbench.Stopped.class, () -> bench.run("parts", "train", other), moment);
            bench.stopAt(null);
        }
        bench.log.clear();
        bench.run("parts", "train", other);
        assertTrue(bench.log.stream().anyMatch(line -> line.contains("behind epoch")), bench.log::toString);
        for (String file : List.of(
                "weights/last.checkpoint",
                "weights/best.checkpoint",
                "model.onnx",
                "labels.txt",
                "confusion_matrix.csv",
                "confusion_matrix.json")) {
            assertArrayEquals(
                    Files.readAllBytes(bench.results("whole").resolve(file)),
                    Files.readAllBytes(bench.results("parts").resolve(file)),
                    file);
        }
        bench.run("seed", "train", spec(5, ", \"shift\": 1, \"flip\": true, \"seed\": 2"));
        assertFalse(java.util.Arrays.equals(last("whole"), last("seed")));
    }

    private void stoppedAfterAnEpoch(Path data) {
        bench.train(data).stopAt("Epoch 2");
        assertThrows(Workbench.Stopped.class, () -> bench.run("t", "train", spec(4)));
        bench.stopAt(null);
        bench.log.clear();
    }

    @Test
    void itDoesNotGoOnWithAnotherSpec() throws Exception {
        stoppedAfterAnEpoch(Drawings.dataset(temp.resolve("a"), 10, 1));
        assertEquals(
                "The training cannot go on: weightDecay was 0.01 when it began and is 0.5 now. Set it back, or begin a"
                        + " new job.",
                bench.refused("t", "train", spec(4, ", \"weightDecay\": 0.5")));
        assertTrue(bench.refused("t", "train", spec(5)).startsWith("The training cannot go on: epochs was 4"));
        bench.run("t", "train", spec(4));
    }

    @Test
    void itDoesNotGoOnWithOtherImages() throws Exception {
        Path data = Drawings.dataset(temp.resolve("a"), 10, 1);
        stoppedAfterAnEpoch(data);
        Path image = data.resolve("images/disc/3.png");
        byte[] before = Files.readAllBytes(image);
        Drawings.write(image, Drawings.png(2, 16, 77));
        assertTrue(bench.refused("t", "train", spec(4)).contains("the images are not those that it began with"));
        Drawings.write(image, before);
        bench.run("t", "train", spec(4));
    }

    @Test
    void aDamagedCheckpointIsRefused() throws Exception {
        stoppedAfterAnEpoch(Drawings.dataset(temp.resolve("a"), 10, 1));
        Path file = bench.results("t").resolve("weights/last.checkpoint");
        byte[] whole = Files.readAllBytes(file);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        List<byte[]> damaged = List.of(
                flipped,
                java.util.Arrays.copyOf(whole, whole.length - 1),
                java.util.Arrays.copyOf(whole, whole.length + 1),
                java.util.Arrays.copyOf(whole, 10),
                new byte[0],
                "MDCLASS1\0\0\0\2{}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "MDCLASS1\0\0\0\2[}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "MDCLASS1\377\377\377\377".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        for (byte[] bytes : damaged) {
            Files.write(file, bytes);
            assertTrue(bench.refused("t", "train", spec(4))
                    .startsWith("The checkpoint last.checkpoint is damaged or none of this classifier: "));
        }
        Files.write(file, whole);
        bench.run("t", "train", spec(4));
    }

    @Test
    void aTrainingThatHasEndedMayBeMadeLonger() throws Exception {
        bench.train(Drawings.dataset(temp.resolve("a"), 10, 1));
        bench.run("t", "train", spec(2));
        bench.run("t", "train", spec(4));
        bench.run("whole", "train", spec(4));
        assertArrayEquals(last("whole"), last("t"));
    }
}
