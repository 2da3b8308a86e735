package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole trip on the real jar: chunks in, SUCCESS, in the list, export, the same bytes out. */
class ShadedJarIT {
    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static ImportClient imports;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        imports = dock.imports();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    @Test
    void readyIsOneLineOnStandardOutput() {
        assertEquals(List.of("Modeldock is ready at http://127.0.0.1:" + dock.port()), dock.printed());
    }

    @Test
    void healthTellsVersionFreeSpaceAndSources() {
        JsonNode health = dock.health();
        assertEquals("ok", health.path("status").asText());
        assertFalse(health.path("version").asText().isBlank(), health::toString);
        JsonNode free = health.findValue("freeBytes");
        assertTrue(free != null && free.asLong() > 0, health::toString);
        JsonNode sources = health.path("sources");
        assertTrue(sources.size() >= 1, health::toString);
        assertTrue(sources.toString().contains("local"), health::toString);
    }

    static List<String> tinyModels() {
        return TinyModels.NAMES;
    }

    @ParameterizedTest
    @MethodSource("tinyModels")
    void everyTinyModelMakesTheWholeTrip(String name) {
        Map<String, byte[]> files = TinyModels.files(name);
        byte[] tar = Archives.tar(Archives.below(name, files));
        String modelId = imports.send(name + ".tar", tar, 7_001).success().modelId();
        ModelView.named(dock.http(), "local/" + name);
        ModelView.get(dock.http(), modelId).assertFiles(files);
        TinyModels.assertSame(files, imports.exported(modelId));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar.gz", "tar.zst", "tar.xz", "tar.bz2", "zip"})
    void everyKindOfArchiveIsTaken(String kind) {
        Map<String, byte[]> files = TinyModels.variant("packed as " + kind);
        byte[] packed = Archives.pack(kind, Archives.below("wrapper", files));
        String modelId = imports.send("kind-" + kind.replace('.', '-') + "." + kind, packed, 3_000)
                .success()
                .modelId();
        TinyModels.assertSame(files, imports.exported(modelId));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 4_096, 65_536, 1_000_000})
    void anyChunkSizeWillDo(int size) {
        Map<String, byte[]> files = TinyModels.variant("chunks of " + size);
        byte[] zst = Archives.pack("tar.zst", files);
        byte[] sent = size == 1 ? Archives.pack("tar.zst", Map.of("config.json", files.get("config.json"))) : zst;
        String modelId = imports.send("chunks-of-" + size + ".tar.zst", sent, size)
                .success()
                .modelId();
        assertEquals(
                size == 1 ? 1 : files.size(),
                ModelView.get(dock.http(), modelId).json().path("files").size());
    }

    @Test
    void chunksInAnyOrderAndSeveralAtOnce() {
        Map<String, byte[]> files = TinyModels.heavy(11, 900_000);
        List<byte[]> chunks = ImportClient.cut(Archives.tar(files), 10_000);
        long size = chunks.stream().mapToLong(chunk -> chunk.length).sum();
        ImportClient.Session session = imports.start("any-order.tar", chunks.size(), size);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, chunks.size()).boxed().toList());
        Collections.shuffle(order, new Random(11));
        order.parallelStream()
                .forEach(number -> (number % 2 == 0
                                ? imports.chunk(session, number, chunks.get(number))
                                : imports.put(session, number, chunks.get(number)))
                        .expect(200));
        String modelId = imports.finish(session).success().modelId();
        TinyModels.assertSame(files, imports.exported(modelId));
    }

    @Test
    void singleFilesAreModelsToo() {
        byte[] tensors = TinyModels.files("tiny-bert").get("model.safetensors");
        String safetensors =
                imports.send("single.safetensors", tensors, 5_000).success().modelId();
        assertTrue(imports.exported(safetensors).values().stream().anyMatch(bytes -> Arrays.equals(bytes, tensors)));
        byte[] gguf = SingleFiles.gguf();
        String llama = imports.send("tiny.gguf", gguf).success().modelId();
        assertTrue(ModelView.get(dock.http(), llama)
                .json()
                .toString()
                .toLowerCase(Locale.ROOT)
                .contains("gguf"));
        byte[] onnx = SingleFiles.onnx();
        String graph = imports.send("tiny.onnx", onnx).success().modelId();
        assertTrue(imports.exported(graph).values().stream().anyMatch(bytes -> Arrays.equals(bytes, onnx)));
    }

    @Test
    void aZipOfSeveralModelsBecomesSeveralModels() {
        Map<String, byte[]> files = new TreeMap<>();
        files.putAll(Archives.below("zip-one", TinyModels.variant("one of a ZIP")));
        files.putAll(Archives.below("zip-two", TinyModels.variant("two of a ZIP")));
        Answer answer = dock.http()
                .form("/v1/upload/local?model_name=several", "models.zip", Archives.zip(files), Map.of())
                .expect(201);
        assertEquals(0, answer.body().length);
        JsonNode task = UploadTasks.awaitEnd(dock.http(), answer);
        assertEquals("DONE", task.path("task_status").asText(), task::toPrettyString);
        ModelView one = ModelView.named(dock.http(), "local/zip-one");
        TinyModels.assertSame(TinyModels.variant("one of a ZIP"), imports.exported(one.id()));
        ModelView.named(dock.http(), "local/zip-two");
    }
}
