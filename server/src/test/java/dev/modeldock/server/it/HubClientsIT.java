package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Unmodified clients of Hugging Face against the running jar: the packages of npm at the versions in
 * {@code hub-clients/package.json}, and huggingface_hub where a Python has it. The scripts check what only they can see and
 * tell the rest.
 */
class HubClientsIT {
    private static final String MODEL = "local/bert";
    private static final String NESTED = "sub dir/näme 1.txt";
    /** What somebody has set who works with the real hub too. */
    private static final String FOREIGN = "hf_" + "x".repeat(34);
    /** So many make a header that is longer than the 2 MB that the client reads at once. */
    private static final int TOKENS = 150_000;

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static HubScripts scripts;
    private static Map<String, byte[]> files;

    @BeforeAll
    static void start() throws IOException {
        dock = RunningDock.on(temp.resolve("data"));
        scripts = HubScripts.in(temp.resolve("clients"), dock.http().base());
        files = new TreeMap<>(TinyModels.variant("clients"));
        files.put("empty.txt", new byte[0]);
        files.put(NESTED, "odd".getBytes(StandardCharsets.UTF_8));
        byte[] noise = new byte[11 << 20];
        new Random(7).nextBytes(noise);
        files.put("large.bin.txt", noise);
        publish("bert", files);
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static String publish(String name, Map<String, byte[]> content) {
        return dock.imports()
                .send(name + ".tar", Archives.tar(content))
                .success()
                .modelId();
    }

    private static String head(String model) {
        return new HubClient(dock::http).head(model);
    }

    private static String key(String user, String scopes) {
        return dock.http()
                .post("/v1/keys", Map.of("name", "test", "user", user, "scopes", scopes, "kind", "hub"))
                .expect(201)
                .json()
                .path("key")
                .asText();
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static void assertSameFiles(JsonNode hashes) {
        Map<String, String> expected = new TreeMap<>();
        files.forEach((path, bytes) -> expected.put(path, Archives.sha256(bytes)));
        Map<String, String> found = new TreeMap<>();
        hashes.properties()
                .forEach(each -> found.put(each.getKey(), each.getValue().asText()));
        assertEquals(expected, found);
    }

    // ---- JavaScript

    @Test
    void javaScriptLooksListsAndTakesASnapshot() throws IOException {
        scripts.needJavaScript();
        String cache = scripts.directory("js-cache").toString();
        JsonNode facts = scripts.node(FOREIGN, "download.mjs", MODEL, cache);
        assertEquals(MODEL, facts.path("name").asText());
        assertEquals(head(MODEL), facts.path("sha").asText());
        assertTrue(texts(facts.path("tags")).contains("safetensors"), facts::toPrettyString);
        assertTrue(texts(facts.path("models")).contains(MODEL), facts::toPrettyString);
        assertSameFiles(facts.path("snapshot"));
        assertEquals(
                Archives.sha256(files.get("model.safetensors")),
                facts.path("listed").path("model.safetensors").asText());
        assertEquals(files.size(), facts.path("listed").size());
        String pointer = facts.path("pointer").asText();
        assertTrue(pointer.startsWith("version https://git-lfs.github.com/spec/v1\n"), pointer);
        assertEquals(2456, facts.path("parameters").asInt());
        assertEquals(head(MODEL), facts.at("/commits/0").asText());
        assertEquals(404, facts.at("/missing/status").asInt(), facts::toPrettyString);
        assertTrue(facts.at("/missing/message").asText().contains(MODEL + "-not"), facts::toPrettyString);
    }

    @Test
    void javaScriptUploadsCommitsAndDeletes() {
        scripts.needJavaScript();
        String model = "local/from-javascript";
        JsonNode facts = scripts.node(key("local", "read,write"), "upload.mjs", model, bert());
        assertEquals(
                Set.of(
                        ".gitattributes",
                        "config.json",
                        "data",
                        "data/big.txt",
                        "model.safetensors",
                        "tokenizer.json",
                        "tokenizer_config.json"),
                texts(facts.path("afterUpload")));
        assertEquals(
                Set.of(".gitattributes", "config.json", "data", "data/big.txt", "model.safetensors", "tokenizer.json"),
                texts(facts.path("afterAll")));
        assertEquals(3, facts.path("puts").asInt(), "the tensors, and the large file in two parts");
        assertEquals("Delete notes/new file.txt", facts.at("/titles/0").asText());
        assertEquals("one in, one out", facts.at("/titles/1").asText());
        assertEquals(412, facts.at("/lost/status").asInt(), facts::toPrettyString);
        assertEquals(400, facts.at("/broken/status").asInt(), facts::toPrettyString);
        assertTrue(facts.at("/broken/message").asText().contains("broken.safetensors"), facts::toPrettyString);
        Answer big = dock.http().get("/" + model + "/resolve/main/data/big.txt").expect(200);
        assertEquals(facts.path("big").asText(), Archives.sha256(big.body()));
        Answer tensors =
                dock.http().get("/" + model + "/resolve/main/model.safetensors").expect(200);
        assertArrayEquals(files.get("model.safetensors"), tensors.body());
    }

    private static String bert() {
        return TinyModels.root("tiny-bert").toString();
    }

    @Test
    void javaScriptReadsTheHeaderOfAGgufFileOverRanges() {
        scripts.needJavaScript();
        publish("llama", Map.of("tiny-Q8_0.gguf", SingleFiles.gguf(TOKENS)));
        JsonNode facts = scripts.node(FOREIGN, "gguf.mjs", "local/llama", "tiny-Q8_0.gguf");
        assertEquals("llama", facts.path("architecture").asText());
        assertEquals(TOKENS, facts.path("tokens").asInt());
        assertEquals("token " + (TOKENS - 1), facts.path("lastToken").asText());
        assertEquals("token_embd.weight", facts.at("/tensors/0").asText());
        assertTrue(facts.path("ranges").size() > 1, facts::toPrettyString);
        facts.path("ranges")
                .forEach(range -> assertEquals(206, range.path("status").asInt(), range::toString));
    }

    @Test
    void transformersOfJavaScriptLoadsATokenizer() throws IOException {
        scripts.needJavaScript();
        String cache = scripts.directory("transformers-cache").toString();
        JsonNode facts = scripts.node(FOREIGN, "tokenizer.mjs", MODEL, cache);
        assertEquals("BertTokenizer", facts.path("kind").asText());
        assertEquals("[2,5,6,7,3]", facts.path("ids").toString());
        assertEquals("hello world!", facts.path("back").asText());
    }

    // ---- Python

    @Test
    void pythonLooksListsAndTakesASnapshot() throws IOException {
        scripts.needPython();
        String directory = scripts.directory("python-files").toString();
        JsonNode facts = scripts.python(FOREIGN, "download.py", MODEL, NESTED, directory);
        assertEquals(head(MODEL), facts.path("sha").asText());
        assertSameFiles(facts.path("snapshot"));
        assertEquals(Archives.sha256(files.get(NESTED)), facts.path("one").asText());
        assertEquals(files.size(), facts.path("checked").asInt(), facts::toPrettyString);
        Set<String> level = new TreeSet<>(files.keySet());
        level.remove(NESTED);
        level.add("sub dir");
        assertEquals(level, texts(facts.path("listed")));
        Set<String> tree = new TreeSet<>(files.keySet());
        tree.add("sub dir");
        assertEquals(tree, texts(facts.path("tree")));
        files.forEach((path, bytes) ->
                assertEquals(bytes.length, facts.path("sizes").path(path).asInt(), path));
        assertTrue(texts(facts.path("models")).contains(MODEL), facts::toPrettyString);
        assertEquals(Set.of("main"), texts(facts.path("branches")));
        assertEquals(head(MODEL), facts.at("/commits/0").asText());
        assertEquals(2456, facts.path("parameters").asInt());
        assertEquals("local", facts.path("user").asText());
    }

    @Test
    void pythonTellsItsUsersWhatIsWrong() {
        scripts.needPython();
        access(publish("hidden", TinyModels.variant("hidden")), "private");
        access(publish("gated", TinyModels.variant("gated")), "gated");
        JsonNode facts = scripts.python(key("other", "read"), "refused.py", MODEL, "local/hidden", "local/gated");
        Map<String, String> classes = Map.of(
                "repository", "RepositoryNotFoundError",
                "hidden", "RepositoryNotFoundError",
                "revision", "RevisionNotFoundError",
                "entry", "EntryNotFoundError",
                "gated", "GatedRepoError");
        classes.forEach((of, expected) -> {
            assertTrue(facts.path(of).size() > 1, of);
            facts.path(of).forEach(each -> assertTrue(texts(each.path("kinds")).contains(expected), each::toString));
        });
        assertTrue(texts(facts.at("/files/kinds")).contains("FileNotFoundError"), facts::toPrettyString);
    }

    private static void access(String model, String access) {
        dock.http()
                .json("PATCH", "/v1/models/" + model, Map.of("access", access))
                .expect(200);
    }

    @Test
    void pythonUploadsCommitsBranchesAndTags() {
        scripts.needPython();
        String model = "local/from-python";
        JsonNode facts = scripts.python(key("local", "read,write"), "upload.py", model, bert());
        assertEquals(
                Set.of(".gitattributes", "config.json", "model.safetensors", "tokenizer.json"),
                texts(facts.path("files")));
        Set<String> tagged = texts(facts.path("files"));
        tagged.add("tokenizer_config.json");
        assertEquals(tagged, texts(facts.path("tagged")));
        List<String> titles = new ArrayList<>();
        facts.path("titles").forEach(title -> titles.add(title.asText()));
        assertEquals(List.of("one in, some out", "a folder"), List.of(titles.get(1), titles.get(3)));
        assertEquals(Set.of("main", "try", "v1"), texts(facts.path("refs")));
        assertTrue(texts(facts.at("/lost/kinds")).contains("HfHubHTTPError"), facts::toPrettyString);
        assertTrue(texts(facts.at("/broken/kinds")).contains("BadRequestError"), facts::toPrettyString);
        assertTrue(facts.at("/broken/message").asText().contains("broken.safetensors"), facts::toPrettyString);
    }
}
