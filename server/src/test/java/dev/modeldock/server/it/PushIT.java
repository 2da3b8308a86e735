package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code push} of the real jar: directories, archives and files, and what a kill in the middle costs. */
class PushIT {
    private static final int CHUNK = 64 * 1024;

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Cli cli;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        cli = Cli.of(dock.http().base(), temp.resolve("cache"));
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static Path directory(String name, Map<String, byte[]> files) throws IOException {
        Path directory = temp.resolve(name);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return directory;
    }

    private static Map<String, byte[]> stored(String model) {
        Map<String, byte[]> files = new TreeMap<>();
        for (JsonNode file :
                dock.http().get("/v1/models/" + model).expect(200).json().path("files")) {
            String path = file.path("path").asText();
            files.put(
                    path,
                    dock.http()
                            .get("/v1/models/" + model + "/files/" + path)
                            .expect(200)
                            .body());
        }
        return files;
    }

    @Test
    void aDirectoryGoesAsATarThatIsNeverWritten() throws IOException {
        Map<String, byte[]> files = TinyModels.variant("pushed");
        files.put("a".repeat(90) + "/" + "b".repeat(90) + "/" + "é".repeat(40) + ".txt", new byte[] {1, 2, 3});
        files.put("empty.txt", new byte[0]);
        Path directory = directory("tiny pushed", files);
        JsonNode done = cli.json("push", directory.toString(), "--name", "pushed", "--chunk-size", "4KiB");
        assertEquals("DONE", done.path("task_status").asText(), done::toString);
        assertEquals("local/pushed", done.at("/models/0/name").asText(), done::toString);
        JsonNode shown = dock.http().get("/v1/models/local/pushed").expect(200).json();
        assertEquals(files.size(), shown.path("fileCount").asInt(), shown::toString);
        assertArrayEquals(
                files.get("model.safetensors"),
                dock.http()
                        .get("/v1/models/local/pushed/files/model.safetensors")
                        .body());
    }

    @Test
    void archivesAndFilesGoAsTheyAre() throws IOException {
        Path tar = Files.write(temp.resolve("packed.tar"), Archives.tar(TinyModels.files("tiny-lora")));
        assertTrue(cli.out("push", tar.toString(), "--adapter").startsWith("local/packed@"));
        TinyModels.assertSame(TinyModels.files("tiny-lora"), stored("local/packed"));
        Path weights = Files.write(
                temp.resolve("weights.safetensors"),
                TinyModels.files("tiny-bert").get("model.safetensors"));
        assertTrue(cli.out("push", weights.toString(), "--name", "acme/weights").startsWith("acme/weights@"));
        assertTrue(cli.refused(1, "push", weights.toString(), "--name", "acme/weights")
                .contains("acme/weights"));
        assertTrue(cli.refused(2, "push", temp.resolve("nothing").toString()).contains("nothing"));
        assertTrue(
                cli.refused(2, "push", tar.toString(), "--chunk-size", "1GiB").contains("--chunk-size"));
    }

    @Test
    void afterAKillTheSameCommandSendsOnlyTheRest() throws Exception {
        Map<String, byte[]> files = TinyModels.heavy(42, 4 << 20);
        Path directory = directory("heavy", files);
        try (Relay relay = new Relay(dock.port())) {
            Cli through = Cli.of(relay.url(), temp.resolve("cache-of-killed"));
            String[] push = {"push", directory.toString(), "--chunk-size", "64KiB"};
            relay.holdAfter(2 << 20);
            Process first = through.start(temp.resolve("first.log"), push);
            Path notes = Await.until(
                            "it made notes", () -> notes(temp.resolve("cache-of-killed")), found -> found.size() == 1)
                    .get(0);
            String session =
                    Answer.parse(Files.readString(notes)).path("session").asText();
            JsonNode half = Await.until(
                    "half has come",
                    () -> status(session),
                    status -> status.path("receivedBytes").asLong() > 1 << 20);
            first.destroyForcibly();
            assertTrue(first.waitFor(30, TimeUnit.SECONDS));
            assertFalse(half.path("missingChunks").isEmpty());
            relay.holdAfter(Long.MAX_VALUE);
            relay.breakAll();

            JsonNode before = Await.until("all that was under way has ended", () -> status(session), new Settled());
            long rest = before.path("fileSize").asLong()
                    - before.path("receivedBytes").asLong();
            long sentBefore = relay.sent();
            JsonNode done = through.json(push);
            assertEquals("DONE", done.path("task_status").asText(), done::toString);
            long sent = relay.sent() - sentBefore;
            assertTrue(sent < rest + 8 * CHUNK, sent + " bytes were sent though only " + rest + " were missing");
            assertEquals("COMPLETED", status(session).path("status").asText());
            assertEquals(List.of(), notes(temp.resolve("cache-of-killed")), "nothing is left to go on with");
        }
        TinyModels.assertSame(files, stored("local/heavy"));
    }

    /** Twice the same, so that nothing is coming any more. */
    private static final class Settled implements java.util.function.Predicate<JsonNode> {
        private long last = -1;

        @Override
        public boolean test(JsonNode status) {
            long now = status.path("receivedBytes").asLong();
            boolean same = now == last;
            last = now;
            return same;
        }
    }

    private static JsonNode status(String session) {
        return dock.http()
                .get("/api/public/files/session/" + session)
                .expect(200)
                .json();
    }

    private static List<Path> notes(Path cache) throws IOException {
        Path directory = cache.resolve("modeldock/push");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(path -> path.toString().endsWith(".json")).toList();
        }
    }

    @Test
    void whatChangedSinceIsSentAnew() throws Exception {
        Path file = Files.write(temp.resolve("changing.tar"), Archives.tar(TinyModels.variant("one")));
        assertTrue(cli.out("push", file.toString()).startsWith("local/changing@"));
        Files.write(file, Archives.tar(TinyModels.variant("another one")));
        assertTrue(cli.out("push", file.toString()).startsWith("local/changing@"));
        assertEquals(
                2,
                dock.http()
                        .get("/v1/models/local/changing/versions")
                        .json()
                        .path("total")
                        .asInt());
    }
}
