package dev.modeldock.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetPathsTest {
    private static DatasetPaths of(String... paths) {
        return DatasetPaths.of(
                Stream.of(paths).map(path -> new DatasetFile(path, "", 0)).toList());
    }

    @Test
    void newPathsAreAddedAndTheSameAreReplaced() {
        DatasetPaths paths = of("images/b.jpg", "labels.txt");
        for (String path : List.of("images/a.jpg", "images/b.jpg", "labels/a", "images-2", "image")) {
            paths.lay(path);
        }
        assertEquals(
                List.of("image", "images-2", "images/a.jpg", "images/b.jpg", "labels.txt", "labels/a"),
                List.copyOf(paths.all()));
    }

    @ParameterizedTest
    @CsvSource({
        "images/a, images/A",
        "images/a, images/a/b",
        "images/a/b/c, images/a",
        "images/a/b/c, IMAGES/A",
        "images, Images/a/b/c",
        "a\u0308, \u00e4",
        "x/\u00e4/y, X/a\u0308"
    })
    void whatCannotLieInOneDirectoryIsRefused(String here, String fresh) {
        DatasetPaths paths = of(here, "other");
        DockException refusal = assertThrows(DockException.class, () -> paths.lay(fresh));
        assertEquals(Problem.INVALID_ARCHIVE, refusal.problem());
        assertEquals(
                "The name '" + fresh + "' cannot lie beside '" + here
                        + "', which the dataset has already. Rename it and pack it again.",
                refusal.getMessage());
        assertEquals(fresh, refusal.details().get("entry"));
    }
}
