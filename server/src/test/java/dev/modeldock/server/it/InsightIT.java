package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in a version, page by page: files, tensors, changes, and where it is from; and the jobs of every kind. */
class InsightIT {
    private static final String MODEL = "/v1/models/local/looked-at";

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Http http;
    private static String first;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        http = dock.http();
        Map<String, byte[]> files = new TreeMap<>(TinyModels.variant("first"));
        dock.imports().send("looked-at.tar", Archives.tar(files)).success();
        first = get(MODEL + "/receipt").path("version").path("commit").asText();
        files.put("README.md", "# second".getBytes(StandardCharsets.UTF_8));
        files.put("more.txt", "more".getBytes(StandardCharsets.UTF_8));
        files.remove("tokenizer.json");
        dock.imports().send("looked-at.tar", Archives.tar(files)).status();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static JsonNode get(String path) {
        return http.get(path).expect(200).json();
    }

    @Test
    void filesComePageByPage() {
        JsonNode all = get(MODEL + "/files");
        int total = all.path("total").asInt();
        assertEquals(total, all.path("items").size(), all::toPrettyString);
        JsonNode second = get(MODEL + "/files?size=1&page=2");
        assertEquals(all.path("items").path(1), second.path("items").path(0));
        assertEquals(64, second.path("items").path(0).path("sha256").asText().length());
        http.get(MODEL + "/files?revision=none").expect(404).refusal();
        http.get(MODEL + "/files?size=1000").expect(400).refusal();
    }

    @Test
    void tensorsAreToldCountedAndSearched() {
        JsonNode all = get(MODEL + "/tensors?size=100");
        JsonNode facts = get(MODEL + "/receipt").path("version").path("facts");
        assertEquals(facts.path("tensorCount").asInt(), all.path("total").asInt(), all::toPrettyString);
        assertEquals(
                facts.path("parameters").asLong(),
                all.at("/dtypes/F32/parameters").asLong());
        JsonNode tensor = all.path("items").path(0);
        long product = 1;
        for (JsonNode dimension : tensor.path("shape")) {
            product *= dimension.asLong();
        }
        assertEquals(tensor.path("parameters").asLong(), product, tensor::toPrettyString);
        JsonNode found = get(MODEL + "/tensors?search=WORD_EMBEDDINGS");
        assertTrue(found.path("total").asInt() >= 1
                && found.path("total").asInt() < all.path("total").asInt());
        assertEquals(
                0,
                get(MODEL + "/tensors?search=nothing-of-the-kind").path("total").asInt());
        http.get(MODEL + "/tensors?search=" + "x".repeat(300)).expect(400).refusal();
    }

    @Test
    void whatChangedBetweenTwoIsTold() {
        JsonNode changes = get(MODEL + "/changes?from=" + first);
        assertEquals(1, changes.path("added").asInt(), changes::toPrettyString);
        assertEquals(1, changes.path("changed").asInt(), changes::toPrettyString);
        assertEquals(1, changes.path("removed").asInt(), changes::toPrettyString);
        assertEquals("README.md", changes.at("/items/0/path").asText());
        assertEquals(8, changes.at("/items/0/after/size").asInt());
        assertEquals(
                "more.txt",
                get(MODEL + "/changes?size=1&page=2&from=" + first)
                        .at("/items/0/path")
                        .asText());
        assertEquals(
                0,
                get(MODEL + "/changes?from=" + first + "&to=" + first)
                        .path("total")
                        .asInt());
        assertTrue(http.get(MODEL + "/changes").expect(400).refusal().contains("from"));
    }

    @Test
    void theReceiptTellsWhereAVersionIsFrom() {
        JsonNode receipt = get(MODEL + "/receipt?revision=" + first);
        assertEquals(first, receipt.at("/version/commit").asText());
        assertEquals("local", receipt.at("/version/createdBy").asText());
        assertEquals("README.md", receipt.path("card").asText());
        assertEquals(2, receipt.path("versions").asInt());
        assertFalse(receipt.at("/aliases/main").asText().equals(first));
    }

    @Test
    void otherPeoplesModelsAreNotThere() {
        http.json("PATCH", MODEL, Map.of("access", "private")).expect(200);
        String key = http.post("/v1/keys", Map.of("name", "t", "user", "berta", "scopes", "read"))
                .expect(201)
                .json()
                .path("key")
                .asText();
        for (String part : List.of("/files", "/tensors", "/changes?from=" + first, "/receipt")) {
            http.key(key).get(MODEL + part).expect(404);
        }
        http.json("PATCH", MODEL, Map.of("access", "gated")).expect(200);
        http.key(key).get(MODEL + "/files").expect(200);
        http.key(key).get(MODEL + "/tensors").expect(403);
        http.json("PATCH", MODEL, Map.of("access", "public")).expect(200);
    }

    @Test
    void jobsOfEveryKindAreListedAndTellWhatTheyCanBeTold() {
        JsonNode all = get("/v1/jobs?state=done&kind=import");
        assertTrue(all.path("total").asInt() >= 2, all::toPrettyString);
        JsonNode listed = all.path("items").path(0);
        JsonNode job = get("/v1/jobs/" + listed.path("id").asText());
        assertEquals("DONE", job.path("state").asText());
        assertEquals(100, job.path("percent").asInt());
        assertTrue(job.path("can").isEmpty(), job::toPrettyString);
        assertEquals("local/looked-at", job.at("/result/models/0/name").asText(), job::toPrettyString);
        String path = "/v1/jobs/" + job.path("id").asText();
        assertTrue(http.post(path + "/pause").expect(409).refusal().contains("can"));
        assertTrue(http.get(path + "/logs").expect(404).refusal().contains("no command"));
        http.get("/v1/jobs/none").expect(404).refusal();
        assertTrue(http.get("/v1/jobs?state=nearly").expect(400).refusal().contains("RUNNING"));
        String key = http.post("/v1/keys", Map.of("name", "t", "user", "carla", "scopes", "read"))
                .expect(201)
                .json()
                .path("key")
                .asText();
        http.key(key).get(path).expect(404);
        assertEquals(
                0,
                http.key(key).get("/v1/jobs").expect(200).json().path("total").asInt());
    }
}
