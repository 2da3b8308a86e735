package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs that are not here ask a hub, request by request as their sources have it: llama.cpp and vLLM. */
class HubSequencesIT {
    private static final String GGUF = "Q4_K_M/Tiny-[v2]+näh-Q4_K_M.gguf";
    /** As llama.cpp sends it: UTF-8, and nothing of it encoded. */
    private static final String BARE = new String(GGUF.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Map<String, byte[]> gguf;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        gguf = new TreeMap<>();
        gguf.put(GGUF, SingleFiles.gguf(10));
        gguf.put("Tiny-Q8_0.gguf", SingleFiles.gguf(20));
        gguf.put("mmproj-Tiny.gguf", SingleFiles.gguf(30));
        publish("llama", gguf);
        publish("sharded", TinyModels.files("tiny-bert-sharded"));
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static void publish(String name, Map<String, byte[]> content) {
        dock.imports().send(name + ".tar", Archives.tar(content)).success();
    }

    private static Answer bare(String method, String path, String... headers) {
        List<String> lines = new ArrayList<>(
                List.of(method + " " + path + " HTTP/1.1", "Host: localhost:" + dock.port(), "User-Agent: llama-cpp"));
        lines.addAll(List.of(headers));
        return RawHttp.ask(dock.port(), lines.toArray(String[]::new));
    }

    @Test
    void llamaTakesTheFileOfAQuantization() {
        JsonNode refs = bare("GET", "/api/models/local/llama/refs").expect(200).json();
        JsonNode main = refs.at("/branches/0");
        assertEquals("main", main.path("name").asText());
        String commit = main.path("targetCommit").asText();
        Answer tree = bare("GET", "/api/models/local/llama/tree/" + commit + "?recursive=true");
        assertTrue(tree.expect(200).header("Link").isEmpty(), "it reads the first page only");
        JsonNode chosen = null;
        for (JsonNode row : tree.json()) {
            if (row.path("path").asText().equals(GGUF)) {
                chosen = row;
            }
        }
        byte[] bytes = gguf.get(GGUF);
        assertEquals(bytes.length, chosen.path("size").asInt());
        assertEquals(Archives.sha256(bytes), chosen.at("/lfs/oid").asText());
        String path = "/local/llama/resolve/" + commit + "/" + BARE;
        Answer head = bare("HEAD", path).expect(200);
        assertEquals("\"" + Archives.sha256(bytes) + "\"", head.header("ETag").orElse(""));
        assertEquals("" + bytes.length, head.header("Content-Length").orElse(""));
        assertEquals("bytes", head.header("Accept-Ranges").orElse(""));
        assertEquals(
                Archives.sha256(bytes), sha256(dock.http().get(encoded(path)).expect(200)));
        Answer rest = bare("GET", path, "Range: bytes=100-").expect(206);
        assertEquals(
                "bytes 100-" + (bytes.length - 1) + "/" + bytes.length,
                rest.header("Content-Range").orElse(""));
    }

    private static String sha256(Answer answer) {
        return Archives.sha256(answer.body());
    }

    private static String encoded(String bare) {
        return new String(bare.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                .replace("[", "%5B")
                .replace("]", "%5D");
    }

    @Test
    void llamaOf2025AsksForAManifest() {
        Map<String, String> tags = Map.of("latest", GGUF, "Q4_K_M", GGUF, "q8_0", "Tiny-Q8_0.gguf");
        tags.forEach((tag, path) -> {
            Answer manifest = bare("GET", "/v2/local/llama/manifests/" + tag, "Accept: application/json");
            JsonNode file = manifest.expect(200).json().path("ggufFile");
            assertEquals(path, file.path("rfilename").asText(), tag);
            assertEquals(gguf.get(path).length, file.path("size").asInt(), tag);
            assertEquals(
                    "mmproj-Tiny.gguf",
                    manifest.json().at("/mmprojFile/rfilename").asText());
        });
        bare("GET", "/v2/local/llama/manifests/Q2_K").expect(404);
        bare("GET", "/v2/local/nobody/manifests/latest").expect(404);
    }

    /** Its file system looks one level deep, then a snapshot of what it chose is taken. */
    @Test
    void vllmLooksForWeightsAndTakesThem() {
        Http http = dock.http().with("Accept-Encoding", "gzip, deflate");
        String model = "/api/models/local/sharded";
        assertEquals(
                "local/sharded", http.get(model).expect(200).json().path("id").asText());
        List<String> weights = new ArrayList<>();
        http.get(model + "/tree/main?recursive=false&expand=false")
                .expect(200)
                .json()
                .forEach(row -> weights.add(row.path("path").asText()));
        weights.removeIf(path -> !path.endsWith(".safetensors"));
        assertEquals(8, weights.size());
        String commit = http.get(model + "/revision/main")
                .expect(200)
                .json()
                .path("sha")
                .asText();
        http.get(model + "/tree/" + commit + "?recursive=true&expand=false").expect(200);
        Map<String, byte[]> files = TinyModels.files("tiny-bert-sharded");
        for (String path : weights) {
            String resolve = "/local/sharded/resolve/" + commit + "/" + path;
            Answer head = http.with("Accept-Encoding", "identity").head(resolve).expect(200);
            assertEquals(commit, head.header("X-Repo-Commit").orElse(""));
            assertFalse(head.header("X-Linked-Size").isEmpty(), head::toString);
            assertArrayEquals(files.get(path), http.get(resolve).expect(200).body());
        }
    }
}
