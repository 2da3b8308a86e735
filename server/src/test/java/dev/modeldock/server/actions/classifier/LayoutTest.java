package dev.modeldock.server.actions.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a training looks for classes and their images. */
class LayoutTest {
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
    void layoutsThatHoldNoClassesAreRefused() throws Exception {
        Files.createDirectories(data);
        assertTrue(refused().contains("has 0 directories whose names begin with \"images\""));
        Drawings.write(data.resolve("images/a.png"), Drawings.png(0, 8, 1));
        assertTrue(refused().contains("has no folders in images"));
        Drawings.write(data.resolve("images/one/a.png"), Drawings.png(0, 8, 1));
        Files.createDirectories(data.resolve("images/empty"));
        assertTrue(refused().startsWith("There are images of 1 class; expected are from 2 to 1000"));
        Drawings.write(data.resolve("images_test/one/a.png"), Drawings.png(0, 8, 1));
        assertTrue(refused().contains("has 2 directories"));
        bench.train();
        assertTrue(refused().startsWith("The model has no train_datasets"));
    }

    @Test
    void foldersOfPartsAreTakenForWhatTheyAre() throws Exception {
        Drawings.folders(data.resolve("images/train"), 5, 1);
        Drawings.folders(data.resolve("images/val"), 2, 2);
        Drawings.folders(data.resolve("images/test"), 3, 3);
        assertTrue(train("").endsWith("(6 images)."));
        assertTrue(plan().contains("from 15 images"), plan());
        assertEquals(List.of("box", "cross", "disc"), classes());
        Files.move(data.resolve("images/val"), temp.resolve("val"));
        bench.parent("t").eval(data);
        assertTrue(bench.run("e", "evaluate", "{}").contains("(9 images)"), "it is judged by the test folder");
    }

    @Test
    void aClassMayBeCalledTrain() throws Exception {
        for (String name : List.of("train", "test")) {
            for (int i = 0; i < 4; i++) {
                Drawings.write(
                        data.resolve("images/" + name + "/" + i + ".png"), Drawings.png(name.length() % 3, 8, i));
            }
        }
        train("");
        assertEquals(List.of("test", "train"), classes());
    }

    @Test
    void severalDatasetsAreOneAndTheirClassesAreInTheOrderOfTheFile() throws Exception {
        Drawings.dataset(data, 4, 1);
        Files.write(data.resolve("classes.txt"), List.of("disc", "never", " box ", "cross", ""));
        Path other = Drawings.dataset(temp.resolve("other"), 4, 2);
        Files.move(other.resolve("images/box"), other.resolve("images/a new one"));
        bench.train(data, other);
        train("");
        assertEquals(List.of("disc", "box", "cross", "a new one"), classes());
        Files.write(data.resolve("classes.txt"), List.of("disc"));
        assertTrue(refused().startsWith("The folder images/box is of no class that classes.txt names."));
    }

    @Test
    void aDatasetToJudgeByHasNoOtherClasses() throws Exception {
        Drawings.dataset(data, 4, 1);
        Path other = Drawings.dataset(temp.resolve("other"), 4, 2);
        Files.move(other.resolve("images/box"), other.resolve("images/crate"));
        bench.eval(other);
        assertTrue(refused()
                .startsWith("There are images of the class \"crate\", which the network does not learn or"
                        + " know; its classes are box, cross, disc."));
    }
}
