package dev.modeldock.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.modeldock.Dock;
import dev.modeldock.OpenDock;
import dev.modeldock.PackedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datasets and models in one whole dock: they share bytes, none takes them from the other, and a stop harms neither. */
class DatasetsBesideModelsTest {
    private static final String OWNER = "11111111-1111-1111-1111-111111111111";

    @TempDir
    private Path data;

    private OpenDock open;
    private Map<String, byte[]> model;

    @BeforeEach
    void open() throws IOException {
        open = OpenDock.over(data);
        model = PackedModel.files("tiny-bert");
    }

    @AfterEach
    void close() throws Exception {
        open.assertSettled();
        open.close();
    }

    private Dock dock() {
        return open.dock();
    }

    private long total() {
        return model.values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    private void bringInTheModel() throws Exception {
        open.done(open.bringIn("m.tar", PackedModel.of("tiny-bert").tar()));
        open.assertSettled();
    }

    private Dataset dataset() {
        return dock().workshop().datasets().create(OWNER, "object_detection", "raw", OpenDatasets.NOTHING);
    }

    private Dataset withTheModelsFiles() throws Exception {
        Dataset dataset = dataset();
        byte[] archive = new PackedModel().model("tiny-bert", "images/").tar("gz");
        try (DatasetUpload upload = dock().workshop().datasets().uploads().receive(dataset, archive.length)) {
            upload.write(ByteBuffer.wrap(archive));
            upload.finish();
        }
        return dataset;
    }

    @Test
    void bytesThatAModelHasAreKeptOnceAndStayForTheDataset() throws Exception {
        bringInTheModel();
        Dataset dataset = withTheModelsFiles();
        assertEquals(total(), dock().space().used(), "the dataset's bytes are the model's");
        assertEquals(0, dock().models().freedBy(open.model("local/m")));
        assertEquals(0, dock().models().delete(open.model("local/m")));
        assertEquals(total(), dock().space().used());
        open.restart();
        assertEquals(Optional.of(dataset), dock().workshop().datasets().find(dataset.id(), OWNER));
        dock().workshop().datasets().delete(dataset);
        assertEquals(0, dock().space().used());
    }

    @Test
    void bytesOfADeletedDatasetStayForTheModel() throws Exception {
        Dataset dataset = withTheModelsFiles();
        bringInTheModel();
        assertEquals(total(), dock().space().used());
        dock().workshop().datasets().delete(dataset);
        open.assertFiles(model, "local/m");
        open.restart();
        open.assertFiles(model, "local/m");
        dock().models().delete(open.model("local/m"));
        assertEquals(0, dock().space().used());
    }

    @Test
    void anUploadThatAStopCutOffIsSwept() throws Exception {
        Dataset dataset = dataset();
        DatasetUpload late = dock().workshop().datasets().uploads().receive(dataset, 1_000);
        late.write(ByteBuffer.allocate(400));
        assertEquals(400, dock().space().used());
        open.restart();
        open.assertSettled();
        assertEquals(0, dock().space().used());
        assertThrows(Exception.class, late::finish, "what came of it is gone");
        late.close();
    }
}
