package dev.modeldock.sources.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.Accounting;
import dev.modeldock.OpenDock;
import dev.modeldock.PackedModel;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.imports.ImportDraft;
import dev.modeldock.imports.StagedUpload;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobState;
import dev.modeldock.models.ModelChange;
import dev.modeldock.models.ModelName;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trips of archives and directories into a dock. */
class LocalImportTest {
    @TempDir
    private Path data;

    @TempDir
    private Path opened;

    private OpenDock dock;

    @BeforeEach
    void open() throws Exception {
        dock = OpenDock.over(data, Map.of("source.local.roots", opened.toString()));
    }

    @AfterEach
    void close() {
        dock.close();
    }

    @Test
    void everyDirectoryOfAZipIsAModel() throws Exception {
        byte[] zip = new PackedModel()
                .model("tiny-bert", "one/")
                .model("tiny-bert-sharded", "two/")
                .model("tiny-lora", "three/")
                .zip();
        Job job = dock.done(upload("models.zip", zip));
        assertEquals(Map.of("local/one", "stored", "local/two", "stored", "local/three", "stored"), outcomes(job));
        dock.assertFiles(PackedModel.files("tiny-bert"), "local/one");
        dock.assertFiles(PackedModel.files("tiny-bert-sharded"), "local/two");
        dock.assertFiles(PackedModel.files("tiny-lora"), "local/three");
        dock.assertSettled();
    }

    @Test
    void modelsOfOneArchiveMayHaveEqualFiles() throws Exception {
        byte[] zip = new PackedModel()
                .model("tiny-bert", "one/")
                .model("tiny-bert", "two/")
                .zip();
        Job job = dock.done(upload("twins.zip", zip));
        assertEquals(Map.of("local/one", "stored", "local/two", "stored"), outcomes(job));
        dock.assertFiles(PackedModel.files("tiny-bert"), "local/one");
        dock.assertFiles(PackedModel.files("tiny-bert"), "local/two");
        dock.assertSettled();
    }

    @Test
    void eachModelHasItsOwnOutcome() throws Exception {
        dock.done(upload(
                "first.zip", new PackedModel().model("tiny-bert", "known/").zip()));
        Map<String, byte[]> broken = new TreeMap<>(PackedModel.files("tiny-bert-sharded"));
        broken.remove("model-00002-of-00008.safetensors");
        PackedModel packed = new PackedModel().model("tiny-bert", "known/").model("tiny-lora", "fresh/");
        broken.forEach((path, bytes) -> packed.file("broken/" + path, bytes));
        Job job = dock.done(upload("second.zip", packed.zip()));
        assertEquals(
                Map.of("local/known", "exists", "local/fresh", "stored", "local/broken", "invalid"), outcomes(job));
        assertTrue(job.result().toString().contains("model-00002"), job.result()::toString);
        dock.assertSettled();
    }

    @Test
    void whatIsAllHereAlreadyIsToldAtOnce() throws Exception {
        byte[] zip = new PackedModel()
                .model("tiny-bert", "one/")
                .model("tiny-lora", "two/")
                .zip();
        dock.done(upload("models.zip", zip));
        DockException refused = assertThrows(DockException.class, () -> upload("again.zip", zip));
        assertEquals(Problem.MODEL_ALREADY_EXISTS, refused.problem());
        assertEquals(List.of("local/one", "local/two"), refused.details().get("models"));
        dock.assertSettled();
    }

    @Test
    void whenNoModelIsTakenTheJobFails() throws Exception {
        Map<String, byte[]> broken = new TreeMap<>(PackedModel.files("tiny-bert-sharded"));
        broken.remove("model-00002-of-00008.safetensors");
        PackedModel packed = new PackedModel();
        broken.forEach(packed::file);
        Job failed = dock.ended(upload("broken.zip", packed.zip()));
        assertEquals(JobState.FAILED, failed.state());
        assertEquals(Problem.INVALID_MODEL, failed.failure().orElseThrow().problem());
        assertEquals("invalid", outcomes(failed).get("local/broken"), "the result stays");
        dock.assertSettled();
        assertEquals(0, dock.dock().space().used());
        assertEquals(
                Problem.CONFLICT,
                assertThrows(DockException.class, () -> dock.dock().jobs().retry(failed.id()))
                        .problem());
    }

    @Test
    void whatIsNoArchiveLeavesNothing() throws Exception {
        assertThrows(DockException.class, () -> upload("noise.zip", "no archive".getBytes(StandardCharsets.UTF_8)));
        assertEquals(0, dock.dock().space().used());
        dock.assertSettled();
    }

    @Test
    void aDraftThatIsGivenUpLeavesNothing() throws Exception {
        try (ImportDraft draft = dock.dock().imports().requests().draft(1_000)) {
            StagedUpload upload = draft.upload("file", "m.zip");
            upload.write(ByteBuffer.wrap(new byte[400]));
            assertEquals(400, dock.dock().space().used());
            assertEquals(600, dock.dock().space().reserved());
        }
        assertEquals(0, dock.dock().space().used());
        dock.assertSettled();
    }

    @Test
    void aNameOfSomebodyElseIsRefusedAtOnce() throws Exception {
        dock.done(upload("mine.zip", new PackedModel().model("tiny-bert", "m/").zip()));
        dock.dock()
                .models()
                .change(
                        dock.model("local/m"),
                        new ModelChange(Optional.of(ModelName.of("other/m")), Optional.empty(), Optional.empty()),
                        OpenDock.LOCAL);
        Caller other = new Caller("other", EnumSet.of(Scope.WRITE), Optional.empty());
        byte[] zip = new PackedModel().model("tiny-lora", "m/").zip();
        assertEquals(
                Problem.FORBIDDEN,
                assertThrows(DockException.class, () -> upload("theirs.zip", zip, other))
                        .problem());
        dock.assertSettled();
    }

    @Test
    void aPathOfTheServerComesInAndCanBeTriedAgain() throws Exception {
        Path model = Files.createDirectories(opened.resolve("m"));
        Map<String, byte[]> files = PackedModel.files("tiny-bert");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(model.resolve(file.getKey()), file.getValue());
        }
        byte[] weights = files.get("model.safetensors");
        byte[] broken = weights.clone();
        Arrays.fill(broken, 0, 8, (byte) 0xff);
        FileTime time = Files.getLastModifiedTime(model.resolve("config.json"));
        Files.write(model.resolve("model.safetensors"), broken);
        Files.setLastModifiedTime(model.resolve("model.safetensors"), time);
        Job failed = dock.ended(path(model));
        assertEquals(JobState.FAILED, failed.state(), failed.failure()::toString);
        assertEquals(0, DirectoryTree.size(data.resolve("blobs")));
        assertEquals(Accounting.onDisk(data), dock.dock().space().used());
        Files.write(model.resolve("model.safetensors"), weights);
        Files.setLastModifiedTime(model.resolve("model.safetensors"), time);
        dock.done(dock.dock().jobs().retry(failed.id()));
        dock.assertFiles(files, "local/m");
        dock.assertSettled();
    }

    @Test
    void anUploadWaitsOutARestart() throws Exception {
        byte[] zip = new PackedModel().model("tiny-bert-sharded", "m/").zip();
        Job job = upload("m.zip", zip);
        dock.restart();
        dock.done(job);
        dock.assertFiles(PackedModel.files("tiny-bert-sharded"), "local/m");
        dock.assertSettled();
        assertFalse(dock.dock().space().used() == 0);
    }

    private Job upload(String name, byte[] bytes) throws Exception {
        return upload(name, bytes, OpenDock.LOCAL);
    }

    private Job upload(String name, byte[] bytes, Caller caller) throws Exception {
        try (ImportDraft draft = dock.dock().imports().requests().draft(bytes.length)) {
            try (StagedUpload upload = draft.upload("file", name)) {
                upload.write(ByteBuffer.wrap(bytes));
                return dock.dock()
                        .imports()
                        .requests()
                        .prepare("local", draft, caller)
                        .start();
            }
        }
    }

    private Job path(Path place) throws Exception {
        try (ImportDraft draft = dock.dock().imports().requests().draft(0)) {
            draft.value("path", place.toString());
            return dock.dock()
                    .imports()
                    .requests()
                    .prepare("local", draft, OpenDock.LOCAL)
                    .start();
        }
    }

    private static Map<String, String> outcomes(Job job) {
        Map<String, String> outcomes = new TreeMap<>();
        for (JsonNode model : job.result().path("models")) {
            outcomes.put(model.path("name").asText(), model.path("outcome").asText());
        }
        return outcomes;
    }
}
