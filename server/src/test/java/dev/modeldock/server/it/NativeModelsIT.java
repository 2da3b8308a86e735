package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native list: paging, one model, its files, deleting, renaming, aliases and versions. */
class NativeModelsIT {
    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Http http;
    private static ImportClient imports;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        http = dock.http();
        JsonNode empty = http.get("/v1/models").expect(200).json();
        assertEquals(0, empty.path("total").asInt(), "an empty list is 200");
        assertTrue(empty.path("items").isArray() && empty.path("items").isEmpty(), empty::toString);
        imports = dock.imports();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static String model(String name, Map<String, byte[]> files) {
        return imports.send(name + ".tar", Archives.tar(files)).success().modelId();
    }

    @Test
    void theListIsPagedAndSearched() {
        for (int i = 0; i < 5; i++) {
            model("listed-" + i, TinyModels.variant("listed " + i));
        }
        Set<String> seen = new TreeSet<>();
        for (int page = 1; page <= 3; page++) {
            JsonNode answer = http.get("/v1/models?search=listed-&size=2&page=" + page)
                    .expect(200)
                    .json();
            assertEquals(Set.of("page", "size", "total", "items"), names(answer));
            assertEquals(page, answer.path("page").asInt());
            assertEquals(2, answer.path("size").asInt());
            assertEquals(5, answer.path("total").asInt(), answer::toPrettyString);
            assertEquals(page < 3 ? 2 : 1, answer.path("items").size(), answer::toPrettyString);
            answer.path("items").forEach(item -> assertTrue(seen.add(new ModelView(item).name())));
        }
        assertEquals(5, seen.size());
        JsonNode beyond =
                http.get("/v1/models?search=listed-&page=99").expect(200).json();
        assertEquals(0, beyond.path("items").size());
        JsonNode none = http.get("/v1/models?search=no-such-thing").expect(200).json();
        assertEquals(0, none.path("total").asInt());
        JsonNode wild = http.get("/v1/models?search=%25").expect(200).json();
        assertEquals(0, wild.path("total").asInt(), "a percent sign is a letter like any other");
        for (String bad : List.of("page=0", "page=-1", "page=x", "size=0", "size=1000000")) {
            http.get("/v1/models?" + bad).expect(400).refusal();
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void aModelTellsItsFilesAndFacts() {
        Map<String, byte[]> files = TinyModels.files("tiny-bert");
        ModelView model = ModelView.get(http, model("facts", files)).assertFiles(files);
        assertEquals("local/facts", model.name());
        String shown = model.json().toString();
        for (String fact : List.of("F32", "Bert", "safetensors", "transformers")) {
            assertTrue(
                    shown.contains(fact),
                    () -> fact + " is not told in " + model.json().toPrettyString());
        }
        JsonNode tensors = model.json().findValue("tensorCount");
        JsonNode parameters = model.json().findValue("parameters");
        assertTrue(tensors != null && tensors.asInt() > 0, shown);
        assertTrue(parameters != null && parameters.asLong() > 0, shown);
        http.get("/v1/models/no-such-id").expect(404).refusal();
    }

    @Test
    void aPickleIsShownWithItsVerdict() {
        String shown = ModelView.get(http, model("pickled", TinyModels.files("tiny-bin")))
                .json()
                .toString();
        assertTrue(shown.contains("pytorch_model.bin"), shown);
        assertTrue(shown.contains("safe") || shown.contains("innocuous"), shown);
    }

    @Test
    void aFileIsServedWholeAndInRanges() {
        Map<String, byte[]> files = TinyModels.files("tiny-bert");
        String id = model("served", files);
        byte[] tensors = files.get("model.safetensors");
        String path = "/v1/models/" + id + "/files/model.safetensors";
        Answer whole = http.get(path).expect(200);
        assertArrayEquals(tensors, whole.body());
        assertEquals("bytes", whole.header("Accept-Ranges").orElse(""));
        String etag = whole.header("ETag").orElseThrow();
        assertTrue(etag.matches("\"[^\"]+\""), etag);
        Answer head = http.head(path).expect(200);
        assertEquals(
                Integer.toString(tensors.length), head.header("Content-Length").orElse(""));
        assertEquals(etag, head.header("ETag").orElse(""));
        Answer part = http.with("Range", "bytes=100-199").get(path).expect(206);
        assertArrayEquals(Arrays.copyOfRange(tensors, 100, 200), part.body());
        assertEquals(
                "bytes 100-199/" + tensors.length, part.header("Content-Range").orElse(""));
        Answer tail = http.with("Range", "bytes=-7").get(path).expect(206);
        assertArrayEquals(Arrays.copyOfRange(tensors, tensors.length - 7, tensors.length), tail.body());
        Answer beyond =
                http.with("Range", "bytes=" + tensors.length + "-").get(path).expect(416);
        assertEquals("bytes */" + tensors.length, beyond.header("Content-Range").orElse(""));
        assertEquals(304, http.with("If-None-Match", etag).get(path).status());
        http.get("/v1/models/" + id + "/files/nothing.bin").expect(404).refusal();
        for (String out : List.of("../config.json", "%2e%2e/%2e%2e/modeldock.db", "/etc/passwd", "..%2f..%2flock")) {
            Answer answer = http.get("/v1/models/" + id + "/files/" + out);
            assertTrue(answer.status() == 404 || answer.status() == 400, answer::toString);
        }
    }

    @Test
    void deleteTellsBeforehandWhatItWouldFree() {
        Map<String, byte[]> files = TinyModels.heavy(51, 500_000);
        String id = model("deleted", files);
        model("keeps-the-tensors", TinyModels.variant("keeps the tensors"));
        long alone = files.get("notes.txt").length;
        Answer dry = http.delete("/v1/models/" + id + "?dryRun=true").expect(200);
        JsonNode freed = dry.json().findValue("freedBytes");
        assertTrue(freed != null, dry::toString);
        assertEquals(alone, freed.asLong(), "only what no other model needs");
        ModelView.get(http, id);
        Answer deleted = http.delete("/v1/models/" + id);
        assertTrue(deleted.status() == 200 || deleted.status() == 204, deleted::toString);
        http.get("/v1/models/" + id).expect(404).refusal();
        http.delete("/v1/models/" + id).expect(404).refusal();
        String hash = Archives.sha256(files.get("notes.txt"));
        Await.until(
                "its own bytes are freed", dock::blobs, blobs -> blobs.stream().noneMatch(blob -> blob.endsWith(hash)));
        TinyModels.assertSame(
                TinyModels.variant("keeps the tensors"),
                imports.exported(
                        ModelView.named(http, "local/keeps-the-tensors").id()));
    }

    @Test
    void patchRenamesAndTheEarlierNameRedirects() {
        String id = model("before", TinyModels.variant("renamed"));
        Answer patched = http.json(
                "PATCH",
                "/v1/models/" + id,
                Map.of("name", "after", "description", "now better named", "access", "private"));
        patched.expect(200);
        ModelView model = ModelView.get(http, id);
        assertEquals("local/after", model.name());
        assertEquals("now better named", model.json().path("description").asText());
        assertEquals("private", model.json().path("access").asText());
        Answer earlier = http.get("/v1/models/local/before");
        assertTrue(Set.of(301, 302, 307, 308).contains(earlier.status()), earlier::toString);
        String location = earlier.header("Location").orElseThrow();
        assertEquals("local/after", new ModelView(http.get(location).expect(200).json()).name());
        assertEquals("local/after", ModelView.get(http, "local/after").name());
        for (Map<String, ?> bad : List.of(
                Map.of("name", "../x"), Map.of("name", ""), Map.of("access", "secret"), Map.of("name", "a/b/c"))) {
            http.json("PATCH", "/v1/models/" + id, bad).expect(400).refusal();
        }
        model("in-the-way", TinyModels.variant("in the way"));
        http.json("PATCH", "/v1/models/" + id, Map.of("name", "in-the-way"))
                .expect(409)
                .refusal();
    }

    @Test
    void anEarlierNameLeadsToTheSamePartHoweverItIsSpelled() {
        Map<String, byte[]> files = new TreeMap<>(TinyModels.variant("renamed with parts"));
        files.put("docs/a b+c%.txt", new byte[] {'x'});
        String id = model("parts-before", files);
        http.json("PATCH", "/v1/models/" + id, Map.of("name", "parts-after")).expect(200);
        String after = "/v1/models/local/parts-after";
        Map<String, String> ways = Map.of(
                "//v1//models/local//parts-before", after,
                "/v1/models/local/parts%2Dbefore/", after,
                "/v1/models/:local/parts-before?revision=main", after + "?revision=main",
                "//v1/models/loc%61l/parts-before/versions?size=1", after + "/versions?size=1",
                "/v1/models/local%2Fparts-before/files/docs/a%20b+c%25.txt", after + "/files/docs/a%20b%2Bc%25.txt",
                "/v1/models/local/%70arts-before//files/config.json", after + "/files/config.json");
        ways.forEach((way, target) -> {
            Answer answer = RawHttp.ask(dock.port(), "GET " + way + " HTTP/1.1", "Host: localhost")
                    .expect(307);
            assertEquals(target, answer.header("Location").orElseThrow(), way);
            http.get(target).expect(200);
        });
    }

    @Test
    void idsMayHaveTheColonOfTheDocuments() {
        String id = model("with-colon", TinyModels.variant("with a colon"));
        for (String path : List.of("/v1/models/:" + id, "/v1/models/%3A" + id, "/v1/models/:" + id + "/versions")) {
            http.get(path).expect(200);
        }
        http.json("PATCH", "/v1/models/:" + id, Map.of("description", "one")).expect(200);
        http.delete("/v1/models/:" + id + "?dryrun=1").expect(200);
        http.get("/v1/models/" + id).expect(200);
    }

    @Test
    void aDeleteThatIsNotUnderstoodDeletesNothing() {
        String id = model("not-deleted", TinyModels.variant("not deleted"));
        for (String query : List.of("dryRun", "dryRun=1", "DRYRUN=True")) {
            assertTrue(http.delete("/v1/models/" + id + "?" + query)
                    .expect(200)
                    .json()
                    .path("dryRun")
                    .asBoolean());
        }
        for (String query : List.of("dryRun=yes", "dry-run=true", "dryRun=false&force=1")) {
            http.delete("/v1/models/" + id + "?" + query).expect(400).refusal();
        }
        http.get("/v1/models/" + id).expect(200);
        http.delete("/v1/models/" + id + "?dryRun=0").expect(200);
        http.get("/v1/models/" + id).expect(404);
    }

    @Test
    void aDescriptionIsAShortText() {
        String id = model("described", TinyModels.variant("described"));
        String path = "/v1/models/" + id;
        http.json("PATCH", path, Map.of("description", "x".repeat(4096))).expect(200);
        for (String bad : List.of("x".repeat(4097), "a\u0000b", "a\u001b[31mb")) {
            http.json("PATCH", path, Map.of("description", bad)).expect(400).refusal();
        }
        assertEquals(
                "x".repeat(4096),
                ModelView.get(http, id).json().path("description").asText());
    }

    @Test
    void aliasesMoveAndVersionsStay() {
        Map<String, byte[]> one = TinyModels.variant("alias one");
        Map<String, byte[]> two = TinyModels.variant("alias two");
        String id = model("aliased", one);
        model("aliased", two);
        JsonNode versions =
                items(http.get("/v1/models/" + id + "/versions").expect(200).json());
        assertEquals(2, versions.size(), versions::toPrettyString);
        for (JsonNode version : versions) {
            assertTrue(commit(version).matches("[0-9a-f]{40}"), version::toString);
        }
        String older = commit(versions.get(1));
        String newer = commit(versions.get(0));
        Answer put = http.json("PUT", "/v1/models/" + id + "/aliases/production", Map.of("version", older));
        assertTrue(put.status() / 100 == 2, put::toString);
        assertTrue(ModelView.get(http, id).json().toString().contains("production"));
        Answer moved = http.json("PUT", "/v1/models/" + id + "/aliases/production", Map.of("version", newer));
        assertTrue(moved.status() / 100 == 2, moved::toString);
        http.json("PUT", "/v1/models/" + id + "/aliases/production", Map.of("version", "f".repeat(40)))
                .expect(404)
                .refusal();
        http.json("PUT", "/v1/models/" + id + "/aliases/..", Map.of("version", older))
                .refusal();
        assertTrue(http.delete("/v1/models/" + id + "/aliases/production").status() / 100 == 2);
        http.delete("/v1/models/" + id + "/aliases/production").expect(404).refusal();
        assertFalse(ModelView.get(http, id).json().toString().contains("production"));
    }

    @Test
    void anAliasWithSlashesIsNoOthersDirectory() {
        String id = model("slashes", TinyModels.variant("slashes"));
        String aliases = "/v1/models/" + id + "/aliases/";
        Map<String, String> main = Map.of("version", "main");
        http.json("PUT", aliases + "a", main).expect(200);
        Answer refused = http.json("PUT", aliases + "a%2Fb", main).expect(409);
        assertTrue(refused.text().contains("branch a already, so that a/b cannot be"), refused::text);
        http.json("PUT", aliases + "c%2Fd", main).expect(200);
        assertTrue(ModelView.get(http, id).json().toString().contains("\"c/d\""));
        http.json("PUT", aliases + "c", main).expect(409).refusal();
        for (String name : List.of("HEAD", "0123456789abcdef0123456789abcdef01234567", "refs%2Fheads%2Fx")) {
            http.json("PUT", aliases + name, main).expect(400).refusal();
        }
        http.delete(aliases + "c%2Fd").expect(204);
        http.json("PUT", aliases + "c", main).expect(200);
    }

    private static JsonNode items(JsonNode answer) {
        return answer.isArray() ? answer : answer.path("items");
    }

    private static String commit(JsonNode version) {
        return version.path("commit").asText();
    }

    @Test
    void whatIsNotThereIs404AndAWrongMethodSaysSo() {
        http.get("/v1/nothing").expect(404).refusal();
        Answer wrong = http.post("/v1/models");
        assertTrue(wrong.status() == 404 || wrong.status() == 405, wrong::toString);
        http.get("/nothing-at-all").expect(404);
    }
}
