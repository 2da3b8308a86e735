package dev.modeldock.server.actions.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.actions.HeapRoom;
import dev.modeldock.spi.ActionException;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which images a training takes, and how. */
class DataTest {
    private static final String QUICK = "{\"channels\": [4], \"hidden\": 8, \"epochs\": 1%s}";

    @TempDir
    Path temp;

    private Workbench bench;
    private Path data;

    @BeforeEach
    void open() {
        bench = new Workbench(temp);
        data = temp.resolve("data");
        bench.train(data);
    }

    private String train(String more) throws Exception {
        return bench.run("t", "train", QUICK.formatted(more));
    }

    private String refused() {
        return bench.refused("t", "train", QUICK.formatted(""));
    }

    private String plan() {
        return bench.log.stream()
                .filter(line -> line.startsWith("The network learns"))
                .findFirst()
                .orElseThrow();
    }

    private List<String> classes() throws Exception {
        return Files.readAllLines(bench.results("t").resolve("labels.txt"));
    }

    @Test
    void imagesOfAllKindsAndSizesAreLearntFromTogether() throws Exception {
        int[] types = {
            BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_ARGB,
            BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_USHORT_GRAY
        };
        for (int shape = 0; shape < 3; shape++) {
            for (int i = 0; i < types.length; i++) {
                BufferedImage image = Drawings.shape(shape, 20 + 13 * i, types[i], i);
                Drawings.write(
                        data.resolve("images").resolve(Drawings.name(shape)).resolve("deep/" + i + ".PNG"),
                        Drawings.encoded(image, "png"));
            }
            Drawings.write(
                    data.resolve("images").resolve(Drawings.name(shape)).resolve("photo.jpeg"),
                    Drawings.encoded(Drawings.shape(shape, 50, BufferedImage.TYPE_INT_RGB, 8), "jpg"));
            Drawings.write(data.resolve("images").resolve(Drawings.name(shape)).resolve("notes.txt"), new byte[] {1});
        }
        String message = train("");
        assertTrue(
                message.endsWith(
                        "Validation accuracy: " + message.replaceAll(".*: ([0-9.]+ \\().*", "$1") + "3 images)."),
                message);
        assertTrue(plan().contains("18 images of 32 x 32 pixels in colour"), plan());
    }

    @Test
    void greyImagesAreSeenInGreyEvenIfTheyAreStoredWithColours() throws Exception {
        for (int shape = 0; shape < 2; shape++) {
            for (int i = 0; i < 4; i++) {
                BufferedImage grey = Drawings.shape(shape, 12, BufferedImage.TYPE_BYTE_GRAY, i);
                BufferedImage image = new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB);
                image.createGraphics().drawImage(grey, 0, 0, null);
                Drawings.write(data.resolve("images/" + shape + "/" + i + ".png"), Drawings.encoded(image, "png"));
            }
        }
        train("");
        assertTrue(plan().contains("12 x 12 pixels in grey"), plan());
        bench.run("c", "train", QUICK.formatted(", \"colour\": \"rgb\", \"imageSize\": 9"));
        assertTrue(bench.log.stream().anyMatch(line -> line.contains("9 x 9 pixels in colour")));
    }

    @Test
    void brokenImagesAreLeftOutAndTold() throws Exception {
        Drawings.dataset(data, 6, 1);
        for (int i = 0; i < 7; i++) {
            Drawings.write(data.resolve("images/box/bad" + i + ".jpg"), ("bad" + i).getBytes(StandardCharsets.UTF_8));
        }
        Drawings.write(data.resolve("images/disc/empty.png"), new byte[0]);
        String message = train("");
        assertTrue(
                message.contains(" 8 images were skipped: box/bad0.jpg is no image that is known here;")
                        && message.endsWith("; and 3 more."),
                message);
        assertTrue(bench.log.contains("Skipped: disc/empty.png is empty."), bench.log::toString);
        bench.parent("t").eval(data).inference(data);
        assertTrue(
                bench.run("e", "evaluate", "{}").contains("(18 images). 8 images were skipped: images/box/bad0.jpg"));
        assertTrue(bench.run("i", "inference", "{}").contains("18 images in result.csv. 8 images were skipped"));
    }

    @Test
    void aClassOfWhichNothingCanBeReadIsRefused() {
        Drawings.dataset(data, 3, 1);
        Drawings.write(data.resolve("images/new/a.png"), new byte[] {1});
        assertTrue(refused().startsWith("None of the images of the class \"new\" can be read. 1 image was skipped"));
    }

    @Test
    void threeHundredClassesOfFiveImagesAreLearntFrom() throws Exception {
        for (int label = 0; label < 300; label++) {
            for (int i = 0; i < 5; i++) {
                Drawings.write(
                        data.resolve("images/class %03d/%d.png".formatted(label, i)),
                        Drawings.png(label, 12 + label % 7, label * 10 + i));
            }
        }
        assertTrue(train("").contains("(300 images)"));
        assertTrue(plan().contains("from 1200 images"), plan());
        assertEquals(300, classes().size());
        assertEquals(
                301,
                Files.readAllLines(bench.results("t").resolve("confusion_matrix.csv"))
                        .size());
        assertEquals(0, bench.lastStatus("t").at("/categorical/confusion").size(), "too many pairs to be told");
        assertEquals(300, bench.lastStatus("t").at("/categorical/val_accuracy").size());
    }

    @Test
    void ofEachClassAPartIsKeptOut() {
        int[] labels = IntStream.concat(IntStream.range(0, 100).map(i -> 0), IntStream.of(1, 1, 1, 1, 1, 2))
                .toArray();
        TrainingData.Parts parts = TrainingData.Parts.split(labels, 0.1, 1);
        assertEquals(11, parts.validation().length, "ten of a hundred, one of five, none of one");
        int[] all = IntStream.concat(IntStream.of(parts.training()), IntStream.of(parts.validation()))
                .sorted()
                .toArray();
        assertArrayEquals(IntStream.range(0, 106).toArray(), all);
        assertArrayEquals(
                parts.validation(), TrainingData.Parts.split(labels, 0.1, 1).validation());
        assertTrue(!java.util.Arrays.equals(
                parts.validation(), TrainingData.Parts.split(labels, 0.1, 2).validation()));
        assertEquals(0, TrainingData.Parts.split(labels, 0, 1).validation().length);
        assertEquals(3, TrainingData.Parts.split(labels, 0.99, 1).training().length);
    }

    private static ClassifierRun run(HeapRoom heap, Workbench bench) {
        return new ClassifierRun(null, null, null, bench, heap);
    }

    @Test
    void aNetworkThatCannotFitIsRefusedAndOneThatCouldWaits() throws Exception {
        // Half of it is for networks.
        HeapRoom heap = new HeapRoom(2 << 20);
        ClassifierRun run = run(heap, bench);
        assertEquals("fits", run.with(1 << 20, () -> "fits"));
        List<String> told = run.with(900_000, () -> {
            Workbench other = new Workbench(temp.resolve("o"));
            other.log("stop");
            other.stopAt("Waiting");
            assertThrows(Workbench.Stopped.class, () -> run(heap, other).with(200_000, () -> null));
            return other.log;
        });
        assertEquals(List.of("stop", "Waiting until another action gives memory back."), told);
        assertEquals("fits", run.with(1 << 20, () -> "fits"));
        String refusal = assertThrows(ActionException.class, () -> run.with(2 << 20, () -> null))
                .getMessage();
        assertTrue(refusal.startsWith("The network would need 3 MiB of memory, and 2 MiB"), refusal);
    }

    @Test
    void nothingIsWrittenIntoWhatIsRead() throws Exception {
        Drawings.dataset(data, 5, 1);
        List<String> before = listed();
        train("");
        bench.parent("t").eval(data).inference(data);
        bench.run("e", "evaluate", "{}");
        bench.run("i", "inference", "{}");
        assertEquals(before, listed());
    }

    private List<String> listed() throws Exception {
        try (Stream<Path> files = Files.walk(data)) {
            return files.sorted()
                    .map(file -> file + " " + file.toFile().lastModified() + " "
                            + file.toFile().length())
                    .toList();
        }
    }
}
