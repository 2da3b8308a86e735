package dev.modeldock.storedfiles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.modeldock.Dock;
import dev.modeldock.OpenDock;
import dev.modeldock.PackedModel;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.sessions.ImportSession;
import dev.modeldock.sessions.NewSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and models in one whole dock: they share bytes, and none takes them from the other. */
class FilesBesideModelsTest {
    private static final String CONFIG = "config.json";

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

    @Test
    void theBytesOfAnExpiredFileStayWhereAModelUsesThem() throws Exception {
        StoredFile file = upload(model.get(CONFIG));
        bringInTheModel();
        assertEquals(total(), dock().space().used(), "the file's bytes are one with the model's");
        open.clock().forward(FileLimits.DEFAULT.lifetime());
        dock().storedFiles().sweep();
        assertEquals(
                Problem.NOT_FOUND,
                assertThrows(DockException.class, () -> dock().storedFiles().get(file.id(), OpenDock.LOCAL))
                        .problem());
        open.assertFiles(model, "local/m");
        open.restart();
        open.assertFiles(model, "local/m");
        dock().models().delete(open.model("local/m"));
        assertEquals(0, dock().space().used());
    }

    @Test
    void theBytesOfADeletedModelStayWhereAFileUsesThem() throws Exception {
        bringInTheModel();
        byte[] config = model.get(CONFIG);
        assertEquals(total(), dock().models().freedBy(open.model("local/m")));
        StoredFile file = upload(config);
        assertEquals(total(), dock().space().used());
        long freed = dock().models().freedBy(open.model("local/m"));
        assertEquals(total() - config.length, freed, "what the file needs would not become free");
        assertEquals(freed, dock().models().delete(open.model("local/m")));
        open.restart();
        assertArrayEquals(config, content(dock().storedFiles().get(file.id(), OpenDock.LOCAL)));
        assertEquals(config.length, dock().space().used());
        open.clock().forward(FileLimits.DEFAULT.lifetime());
        dock().storedFiles().sweep();
        assertEquals(0, dock().space().used());
    }

    @Test
    void aPrivateFileIsNotOpenToWhoKnowsItsHash() throws Exception {
        StoredFile file = upload(model.get(CONFIG));
        assertEquals(List.of(), dock().models().openTo("local", List.of(file.sha256())), "no model of theirs has it");
        assertEquals(List.of(), dock().models().openTo("bert", List.of(file.sha256())), "no model of theirs has it");
    }

    @Test
    void anUploadThatAStopCutOffIsSwept() throws Exception {
        FileUpload late = dock().storedFiles().receive(1_000);
        late.write(ByteBuffer.wrap(new byte[400]));
        assertEquals(400, dock().space().used());
        open.restart();
        open.assertSettled();
        assertEquals(0, dock().space().used());
        assertThrows(RuntimeException.class, late::close, "its dock is closed");
    }

    @Test
    void whatAStopCutOffWhileASessionWasPutTogetherIsNoHindrance() throws Exception {
        ImportSession session = open.start(new NewSession("tool", "a.json", "json", 6, 2, false, false, "", ""));
        open.send(session, 0, "abc".getBytes(StandardCharsets.US_ASCII));
        open.send(session, 1, "def".getBytes(StandardCharsets.US_ASCII));
        Path half = Files.createDirectories(
                dock().sessions().files().unpackDirectory(session.id()).resolve("0"));
        Files.write(half.resolve("0"), new byte[] {1, 2, 3});
        open.restart();
        assertEquals(6, dock().space().used(), "the chunks");
        StoredFile kept = dock().sessions().keep(session.id(), OpenDock.LOCAL);
        assertArrayEquals("abcdef".getBytes(StandardCharsets.US_ASCII), content(kept));
        open.assertSettled();
    }

    private Dock dock() {
        return open.dock();
    }

    private void bringInTheModel() throws Exception {
        open.done(open.bringIn("m.tar", PackedModel.of("tiny-bert").tar()));
        open.assertSettled();
    }

    private long total() {
        return model.values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    private StoredFile upload(byte[] bytes) throws IOException, InterruptedException {
        try (FileUpload upload = dock().storedFiles().receive(bytes.length)) {
            upload.write(ByteBuffer.wrap(bytes));
            return upload.finish(NewFile.named(OpenDock.LOCAL.user(), FileContext.BULK_IMPORT, CONFIG));
        }
    }

    private byte[] content(StoredFile file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        dock().storedFiles().copy(file, 0, file.size(), bytes);
        return bytes.toByteArray();
    }
}
