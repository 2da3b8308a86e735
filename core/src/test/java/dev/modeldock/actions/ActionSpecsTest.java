package dev.modeldock.actions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.schemas.SampleJson;
import dev.modeldock.actions.schemas.Schemas;
import dev.modeldock.actions.schemas.Topic;
import dev.modeldock.actions.specs.SpecStore;
import dev.modeldock.database.Database;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Specs that are saved, over a real database. */
class ActionSpecsTest {
    private static final Topic CONVERT = Topic.dataset("object_detection", "kitti", "convert");
    private static final Topic KMEANS = Topic.dataset("object_detection", "kitti", "kmeans");
    private static final String SMALLEST = "{\"kitti_config\":{\"image_extension\":\".png\"}}";
    private static final String HANDLER = "a";

    @TempDir
    private Path data;

    private Database database;
    private ActionSpecs specs;

    @BeforeEach
    void open() {
        database = Database.open(data.resolve("modeldock.db"));
        specs = new ActionSpecs(new Schemas(Catalogue.tao(), List.of()), new SpecStore(database), handler -> List.of());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ObjectNode save(String handler, String spec) throws IOException {
        return specs.save(handler, CONVERT, SampleJson.of(spec));
    }

    private String saved(String handler) {
        return specs.find(handler, "convert").map(ObjectNode::toString).orElse("nothing");
    }

    private static DockException refused(Problem problem, String start, Executable asking) {
        DockException refusal = assertThrows(DockException.class, asking);
        assertEquals(problem, refusal.problem(), refusal.getMessage());
        assertTrue(refusal.getMessage().startsWith(start), refusal.getMessage());
        return refusal;
    }

    @Test
    void aSchemaThatNobodyKnowsIsNotFound() {
        assertTrue(specs.schema("h", CONVERT).path("default").isObject());
        for (Topic unknown : List.of(
                Topic.dataset("object_detection", "coco", "convert"),
                Topic.dataset("object_detection", "kitti", "nonsense"),
                Topic.dataset("nonsense", "kitti", "convert"))) {
            refused(Problem.NOT_FOUND, "Default specs do not exist for action", () -> specs.schema("h", unknown));
        }
    }

    @Test
    void whatWasSavedIsFoundToTheLetter() throws IOException {
        String spec = "{\"z\":1,\"a\":{\"ü 名 🜁 \\\" \\u0000\":[null,true,0.0,1.5,-0.1,12345678901234567890]},"
                + "\"kitti_config\":{\"image_extension\":\".png\",\"val_split\":0.0}}";
        assertEquals(SampleJson.of(spec), save(HANDLER, spec));
        assertEquals(spec, saved(HANDLER));
        close();
        open();
        assertEquals(spec, saved(HANDLER));
    }

    @Test
    void nothingIsFoundBeforeSomethingWasSaved() {
        assertEquals(Optional.empty(), specs.find(HANDLER, "convert"));
    }

    @Test
    void aSpecBelongsToOneActionOfOneHandler() throws IOException {
        save(HANDLER, SMALLEST);
        specs.save(HANDLER, KMEANS, SampleJson.of("{\"size_x\":1,\"size_y\":2}"));
        save("b", "{\"kitti_config\":{\"image_extension\":\".jpg\"}}");
        assertEquals(SMALLEST, saved(HANDLER));
        assertEquals("{\"kitti_config\":{\"image_extension\":\".jpg\"}}", saved("b"));
        assertEquals(
                "{\"size_x\":1,\"size_y\":2}",
                specs.find(HANDLER, "kmeans").orElseThrow().toString());
        specs.forget(HANDLER);
        assertEquals("nothing", saved(HANDLER));
        assertEquals(Optional.empty(), specs.find(HANDLER, "kmeans"));
        assertTrue(specs.find("b", "convert").isPresent());
        specs.forget(HANDLER);
    }

    @Test
    void savingReplacesAll() throws IOException {
        save(HANDLER, "{\"kitti_config\":{\"image_extension\":\".png\",\"num_shards\":3},\"more\":1}");
        save(HANDLER, SMALLEST);
        assertEquals(SMALLEST, saved(HANDLER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "\"text\"",
                "7",
                "{}",
                "{\"kitti_config\":{\"image_extension\":5}}",
                "{\"kitti_config\":{\"image_extension\":\".png\",\"num_shards\":21}}"
            })
    void whatIsRefusedIsNotSaved(String wrong) throws IOException {
        refused(Problem.VALIDATION_ERROR, "Invalid specs", () -> save(HANDLER, wrong));
        assertEquals("nothing", saved(HANDLER));
        save(HANDLER, SMALLEST);
        refused(Problem.VALIDATION_ERROR, "Invalid specs", () -> save(HANDLER, wrong));
        assertEquals(SMALLEST, saved(HANDLER));
    }

    @Test
    void aChangeIsLaidOverWhatWasSaved() throws IOException {
        refused(Problem.NOT_FOUND, "Spec not found", () -> specs.update(HANDLER, CONVERT, SampleJson.of("{}")));
        save(HANDLER, "{\"kitti_config\":{\"image_extension\":\".png\",\"num_shards\":3},\"list\":[1,2]}");
        ObjectNode updated = specs.update(
                HANDLER, CONVERT, SampleJson.of("{\"kitti_config\":{\"num_shards\":4},\"list\":[3],\"more\":true}"));
        String expected =
                "{\"kitti_config\":{\"image_extension\":\".png\",\"num_shards\":4},\"list\":[3],\"more\":true}";
        assertEquals(expected, updated.toString());
        assertEquals(expected, saved(HANDLER));
    }

    @Test
    void aChangeThatIsRefusedChangesNothing() throws IOException {
        save(HANDLER, SMALLEST);
        refused(
                Problem.VALIDATION_ERROR,
                "Invalid specs: /kitti_config/num_shards",
                () -> specs.update(HANDLER, CONVERT, SampleJson.of("{\"kitti_config\":{\"num_shards\":21}}")));
        DockException refusal = refused(
                Problem.VALIDATION_ERROR,
                "Specs cannot be updated, check the request",
                () -> specs.update(HANDLER, CONVERT, SampleJson.of("{\"none\":{\"a\":1}}")));
        assertEquals("/none", refusal.details().get("path"));
        specs.update(HANDLER, CONVERT, SampleJson.of("[1]"));
        assertEquals(SMALLEST, saved(HANDLER));
    }

    @Test
    void theLetterOfAnActionIsKeptApart() throws IOException {
        save(HANDLER, SMALLEST);
        assertEquals(Optional.empty(), specs.find(HANDLER, "CONVERT"));
        assertEquals(Optional.empty(), specs.find("A", "convert"));
    }
}
