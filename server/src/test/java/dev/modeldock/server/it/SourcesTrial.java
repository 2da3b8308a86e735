package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.fakes.Content;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports from a hub that take long: very large, very many, and killed again and again. Runs in the profile {@code slow};
 * {@code -Dmodeldock.trial.seed=…} repeats a run.
 */
class SourcesTrial {
    private static final String UPLOAD = "/v1/upload/huggingface";
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @TempDir
    Path temp;

    private FakeHub hub;

    @BeforeEach
    void open() {
        hub = new FakeHub();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private RunningDock dock(String... jvm) {
        return RunningDock.with(temp.resolve("data"))
                .set("source.huggingface.endpoint", hub.url().toString())
                .jvm(jvm)
                .start();
    }

    private static JsonNode done(RunningDock dock, String task) {
        JsonNode ended = Await.until(
                "the end of " + task,
                PATIENCE,
                () -> dock.http().get(task).expect(200).json(),
                now -> UploadTasks.ENDED.contains(now.path("task_status").asText()));
        assertEquals("DONE", ended.path("task_status").asText(), ended::toPrettyString);
        return ended;
    }

    @Test
    void fiveGibibytesInPartsNeedNoMoreMemoryThanFive() throws Exception {
        long size = 5L << 30;
        hub.model("org/huge", FakeFiles.tiny("tiny-bert").lfs("huge.safetensors", Content.safetensors(5, size)));
        try (RunningDock dock = dock("-Xmx128m")) {
            String task = UploadTasks.location(dock.http().post(UPLOAD, Map.of("model_tag", "org/huge")));
            JsonNode ended = done(dock, task);
            assertTrue(ended.path("bytes_moved").asLong() >= size, ended::toPrettyString);
            assertTrue(
                    hub.log().all().stream()
                                    .filter(asked -> !asked.range().isEmpty())
                                    .count()
                            > 10,
                    "it came in one part");
            if (Files.exists(Path.of("/proc"))) {
                long peak = peakKibibytes(dock.pid());
                assertTrue(peak < 400 << 10, () -> "VmHWM is " + peak + " KiB");
            }
            assertEquals(List.of(), dock.faults());
        }
    }

    private static long peakKibibytes(long pid) throws Exception {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    @Test
    void tenThousandFilesComeWhole() throws Exception {
        hub.model("org/many", FakeFiles.many(10_000, 300));
        try (RunningDock dock = dock("-Xmx128m")) {
            String task = UploadTasks.location(dock.http().post(UPLOAD, Map.of("model_tag", "org/many")));
            done(dock, task);
            assertEquals(
                    10_000,
                    dock.http()
                            .get("/v1/models/org/many")
                            .expect(200)
                            .json()
                            .path("fileCount")
                            .asInt());
            assertEquals(List.of(), dock.faults());
        }
    }

    @Test
    void killedAgainAndAgainItMovesEachByteAboutOnce() throws Exception {
        long seed = Long.getLong("modeldock.trial.seed", System.nanoTime());
        Random random = new Random(seed);
        long size = 400L << 20;
        FakeFiles files = FakeFiles.tiny("tiny-bert")
                .lfs("huge.safetensors", Content.safetensors(seed, size))
                .lfs("other.safetensors", Content.safetensors(seed + 1, 60 << 20));
        hub.model("org/killed", files);
        hub.onBody("*.safetensors").slow(24 << 20);
        RunningDock dock = dock();
        try (dock) {
            String task = UploadTasks.location(dock.http().post(UPLOAD, Map.of("model_tag", "org/killed")));
            for (int round = 1; round <= 5; round++) {
                long next = size * round / 6 + random.nextInt(8 << 20);
                Await.until(
                        "byte " + next + " of seed " + seed,
                        PATIENCE,
                        () -> dock.http().get(task).expect(200).json(),
                        now -> now.path("bytes_done").asLong() > next
                                || UploadTasks.ENDED.contains(
                                        now.path("task_status").asText()));
                dock.kill9();
                dock.startAgain();
            }
            done(dock, task);
            long moved = hub.log().all().stream()
                    .filter(asked -> asked.server().equals("cdn"))
                    .mapToLong(asked -> asked.bytes())
                    .sum();
            // What lies in the sockets' buffers when it is killed has been sent and never arrived.
            long inFlight = 5L * 4 * (8 << 20);
            assertTrue(moved < size + (60 << 20) + inFlight, () -> moved + " bytes moved, seed " + seed);
            assertEquals(List.of(), dock.faults());
        }
    }
}
