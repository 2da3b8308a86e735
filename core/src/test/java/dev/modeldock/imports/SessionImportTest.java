package dev.modeldock.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.Await;
import dev.modeldock.OpenDock;
import dev.modeldock.PackedModel;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobState;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.sessions.ImportSession;
import dev.modeldock.sessions.NewSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionImportTest {
    @TempDir
    private Path data;

    private OpenDock dock;

    @BeforeEach
    void open() throws IOException {
        dock = OpenDock.over(data);
    }

    @AfterEach
    void close() throws Exception {
        dock.assertSettled();
        dock.close();
    }

    @Test
    void everyPackingComesIn() throws Exception {
        PackedModel packed = PackedModel.of("tiny-bert");
        Map<String, byte[]> packings = new TreeMap<>(Map.of(
                "tar", packed.tar(),
                "gz", packed.tar("gz"),
                "zst", packed.tar("zstd"),
                "xz", packed.tar("xz"),
                "bz2", packed.tar("bzip2"),
                "zip", packed.zip()));
        for (Map.Entry<String, byte[]> packing : packings.entrySet()) {
            String name = "bert-" + packing.getKey();
            dock.done(dock.bringIn(name + ".tar", packing.getValue()));
            dock.assertFiles(PackedModel.files("tiny-bert"), "local/" + name);
            assertEquals("transformers", dock.main("local/" + name).profile().split("[ -]")[0]);
        }
        dock.assertSettled();
    }

    @Test
    void everyProfileComesIn() throws Exception {
        for (String model : List.of("tiny-bert", "tiny-bert-sharded", "tiny-lora")) {
            dock.done(dock.bringIn(model + ".tar", PackedModel.of(model).tar()));
            dock.assertFiles(PackedModel.files(model), "local/" + model);
        }
    }

    @Test
    void aSingleFileIsAModel() throws Exception {
        byte[] weights = PackedModel.files("tiny-bert").get("model.safetensors");
        dock.done(dock.bringIn("single.safetensors", weights));
        assertEquals(1, dock.files("local/single").size());
        assertTrue(Arrays.equals(
                weights, dock.files("local/single").values().iterator().next()));
    }

    @Test
    void theWholesHashIsChecked() throws Exception {
        for (byte[] packed : List.of(
                PackedModel.of("tiny-bert").tar(), PackedModel.of("tiny-bert").zip())) {
            String right = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(packed));
            Job refused = dock.bringIn(hashed(packed.length, "0".repeat(64)), packed);
            assertFailed(Problem.CHECKSUM_MISMATCH, right, refused);
            dock.done(dock.bringIn(hashed(packed.length, right), packed));
        }
    }

    private static NewSession hashed(long size, String sha256) {
        return new NewSession("model", "hashed.tar", "tar", size, 2, false, false, "", sha256);
    }

    @Test
    void theWrappingFolderIsTakenOff() throws Exception {
        dock.done(dock.bringIn(
                "wrapped.tar.gz",
                new PackedModel().model("tiny-bert", "folder/").tar()));
        dock.assertFiles(PackedModel.files("tiny-bert"), "local/wrapped");
    }

    @Test
    void anAdaptersBaseIsKept() throws Exception {
        byte[] tar = PackedModel.of("tiny-lora").tar();
        dock.done(
                dock.bringIn(new NewSession("model", "a.tar", "tar", tar.length, 1, true, false, "my/base", ""), tar));
        assertEquals("my/base", dock.main("local/a").facts().path("baseModel").asText());
    }

    @Test
    void anUnsafePickleNeedsToBeAllowed() throws Exception {
        // protocol 0: os.system("true")
        byte[] tar = new PackedModel()
                .text("config.json", "{\"model_type\":\"bert\"}")
                .text("pytorch_model.bin", "cposix\nsystem\n(S'true'\ntR.")
                .tar();
        Job refused = dock.bringIn(unsafe(tar.length, false), tar);
        assertFailed(Problem.UNSAFE_MODEL, "system", refused);
        dock.assertSettled();
        assertEquals(0, dock.dock().space().used());
        Job allowed = dock.done(dock.bringIn(unsafe(tar.length, true), tar));
        assertEquals("stored", outcome(allowed));
    }

    private static NewSession unsafe(long size, boolean allow) {
        return new NewSession("model", "p.tar", "tar", size, 1, false, allow, "", "");
    }

    @Test
    void theSameContentMakesNoSecondVersion() throws Exception {
        byte[] tar = PackedModel.of("tiny-bert").tar();
        Job first = dock.done(dock.bringIn("twice.tar", tar));
        Job second =
                dock.done(dock.bringIn("twice.tar", PackedModel.of("tiny-bert").zip()));
        assertEquals("stored", outcome(first));
        assertEquals("exists", outcome(second));
        assertEquals(1, dock.dock().models().versionCount(dock.model("local/twice")));
        assertEquals(
                dock.model("local/twice").id(), dock.model(second.modelId()).id(), "the announced id stays valid");
        Job third = dock.done(dock.bringIn(
                "twice.tar", PackedModel.of("tiny-bert").text("NEW", "x").tar()));
        assertEquals("stored", outcome(third));
        assertEquals(2, dock.dock().models().versionCount(dock.model("local/twice")));
    }

    @Test
    void itIsUnpackedWhileItComesIn() throws Exception {
        byte[] tar = large(1).tar();
        ImportSession session = dock.start("eager.tar", tar.length, 4);
        for (int i = 0; i < 3; i++) {
            dock.send(session, i, OpenDock.part(tar, i, 4));
        }
        Path unpacked = data.resolve("staging").resolve(session.id()).resolve("files/0/0");
        Await.until(
                "the first file grows before the session is complete",
                () -> Files.exists(unpacked) && Files.size(unpacked) > 100_000);
        dock.send(session, 3, OpenDock.part(tar, 3, 4));
        dock.done(dock.complete(session));
    }

    @Test
    void chunksInAnyOrderAreUnpackedInTheRightOne() throws Exception {
        byte[] tar = large(2).tar();
        ImportSession session = dock.start("order.tar", tar.length, 6);
        for (int i : new int[] {3, 0, 5, 1, 4, 2}) {
            dock.send(session, i, OpenDock.part(tar, i, 6));
        }
        dock.done(dock.complete(session));
        assertEquals(2, dock.files("local/order").size());
    }

    @Test
    void aChunkReplacedAfterItWasReadCounts() throws Exception {
        PackedModel before = large(3);
        PackedModel after = large(4);
        byte[] old = before.tar();
        byte[] tar = after.tar();
        assertEquals(old.length, tar.length);
        ImportSession session = dock.start("replaced.tar", tar.length, 4);
        for (int i = 0; i < 3; i++) {
            dock.send(session, i, OpenDock.part(old, i, 4));
        }
        Path unpacked = data.resolve("staging").resolve(session.id()).resolve("files/0/0");
        Await.until("chunks were read", () -> Files.exists(unpacked) && Files.size(unpacked) > 700_000);
        for (int i = 0; i < 4; i++) {
            dock.send(session, i, OpenDock.part(tar, i, 4));
        }
        dock.done(dock.complete(session));
        dock.assertFiles(Map.of("config.json", config(), "weights.dat", random(4)), "local/replaced");
    }

    @Test
    void chunksReplacedAllTheTimeCountToo() throws Exception {
        byte[] tar = large(5).tar();
        byte[] old = large(6).tar();
        ImportSession session = dock.start("restless.tar", tar.length, 5);
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 5; i++) {
                dock.send(session, i, OpenDock.part(round % 2 == 0 ? old : tar, i, 5));
            }
        }
        dock.done(dock.complete(session));
        dock.assertFiles(Map.of("config.json", config(), "weights.dat", random(5)), "local/restless");
    }

    @Test
    void givenUpWhileItIsUnpackedItLeavesNothing() throws Exception {
        byte[] tar = large(7).tar();
        for (int round = 0; round < 10; round++) {
            ImportSession session = dock.start("gone.tar", tar.length, 4);
            for (int i = 0; i <= round % 4; i++) {
                dock.send(session, i, OpenDock.part(tar, i, 4));
            }
            dock.send(session, 0, OpenDock.part(large(8).tar(), 0, 4));
            dock.dock().sessions().abort(session.id(), OpenDock.LOCAL);
            assertEquals(0, dock.dock().space().used());
            assertEquals(0, dock.dock().space().reserved());
        }
        assertEquals(List.of(), Await.threads("unpack-"));
    }

    @Test
    void whatIsRefusedWhileItComesInFailsTheJob() throws Exception {
        byte[] tar =
                new PackedModel().text("../escape", "x").file("big", random(9)).tar();
        ImportSession session = dock.start("hostile.tar", tar.length, 3);
        for (int i = 0; i < 3; i++) {
            dock.send(session, i, OpenDock.part(tar, i, 3));
        }
        assertFailed(Problem.INVALID_ARCHIVE, "escape", dock.ended(dock.complete(session)));
        dock.assertSettled();
        assertEquals(0, dock.dock().space().used());
        assertFalse(Files.exists(data.resolve("staging/escape")));
    }

    @Test
    void whatIsNoArchiveFails() throws Exception {
        assertFailed(Problem.INVALID_ARCHIVE, "neither", dock.bringIn("noise.tar", random(10)));
    }

    @Test
    void aMissingShardFails() throws Exception {
        PackedModel packed = new PackedModel();
        PackedModel.files("tiny-bert-sharded").forEach((path, bytes) -> {
            if (!path.contains("00003")) {
                packed.file(path, bytes);
            }
        });
        assertFailed(Problem.INVALID_MODEL, "model-00003", dock.bringIn("sharded.tar", packed.tar()));
        assertEquals(Problem.NOT_FOUND, notFound("local/sharded"));
    }

    private Problem notFound(String reference) {
        return assertThrows(DockException.class, () -> dock.model(reference)).problem();
    }

    @Test
    void aRestartInTheMiddleLosesNothing() throws Exception {
        byte[] tar = large(11).tar();
        ImportSession session = dock.start("restarted.tar", tar.length, 4);
        dock.send(session, 0, OpenDock.part(tar, 0, 4));
        dock.send(session, 2, OpenDock.part(tar, 2, 4));
        dock.restart();
        assertEquals(
                List.of(1, 3),
                dock.dock().sessions().status(session.id(), OpenDock.LOCAL).missingChunks());
        dock.send(session, 1, OpenDock.part(tar, 1, 4));
        dock.send(session, 3, OpenDock.part(tar, 3, 4));
        Job job = dock.complete(session);
        dock.restart();
        dock.done(job);
        dock.assertFiles(Map.of("config.json", config(), "weights.dat", random(11)), "local/restarted");
    }

    @Test
    void aCancelledImportLeavesNothing() throws Exception {
        byte[] tar = large(12).tar();
        ImportSession session = dock.start("cancelled.tar", tar.length, 2);
        dock.send(session, 0, OpenDock.part(tar, 0, 2));
        dock.send(session, 1, OpenDock.part(tar, 1, 2));
        Job job = dock.complete(session);
        try {
            assertEquals(JobState.CANCELED, dock.dock().jobs().cancel(job.id()).state());
            assertEquals(Problem.NOT_FOUND, notFound("local/cancelled"));
        } catch (DockException faster) {
            assertEquals(JobState.DONE, dock.dock().jobs().get(job.id()).state());
        }
    }

    @Test
    void aDeletedModelLeavesNothing() throws Exception {
        dock.done(dock.bringIn("a.tar", PackedModel.of("tiny-bert").tar()));
        dock.done(dock.bringIn(
                "b.tar", PackedModel.of("tiny-bert").text("x", "own").tar()));
        dock.assertSettled();
        long used = dock.dock().space().used();
        assertEquals(0, dock.dock().models().freedBy(dock.model("local/a")));
        assertEquals(0, dock.dock().models().delete(dock.model("local/a")));
        Map<String, byte[]> expected = new TreeMap<>(PackedModel.files("tiny-bert"));
        expected.put("x", "own".getBytes(StandardCharsets.UTF_8));
        dock.assertFiles(expected, "local/b");
        assertEquals(used, dock.dock().models().delete(dock.model("local/b")));
        assertEquals(0, dock.dock().space().used());
    }

    private static PackedModel large(int seed) {
        return new PackedModel().file("weights.dat", random(seed)).file("config.json", config());
    }

    private static byte[] config() {
        return "{\"model_type\":\"bert\"}".getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] random(int seed) {
        byte[] bytes = new byte[2_000_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String outcome(Job job) {
        return job.result().path("models").path(0).path("outcome").asText();
    }

    private static void assertFailed(Problem problem, String words, Job job) {
        assertEquals(JobState.FAILED, job.state());
        assertEquals(problem, job.failure().orElseThrow().problem(), job.failure()::toString);
        assertTrue(job.failure().orElseThrow().message().contains(words), job.failure()::toString);
    }
}
