package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions laid out by the running jar for tools of this machine, and read again. */
class MaterializeIT {
    @TempDir
    static Path temp;

    private static Path open;
    private static RunningDock dock;
    private static Http http;
    private static String id;

    @BeforeAll
    static void start() throws Exception {
        open = Files.createDirectory(temp.resolve("open"));
        Path second = Files.createDirectory(temp.resolve("second"));
        dock = RunningDock.with(temp.resolve("data"))
                .set("materialize.directories", open + ":" + second)
                .start();
        http = dock.http();
        id = dock.imports()
                .send("tiny.tar", Archives.tar(TinyModels.files("tiny-bert")))
                .modelId();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static Answer lay(Map<String, ?> body) {
        return http.post("/v1/models/" + id + "/materialize", body);
    }

    @Test
    void theAnswerTellsTheModeTheFilesAndThePlace() throws Exception {
        JsonNode laid = lay(Map.of("directory", "plain")).expect(200).json();
        Path path = Path.of(laid.path("path").asText());
        assertEquals(open.toRealPath().resolve("plain"), path);
        assertTrue(List.of("reflink", "hardlink").contains(laid.path("mode").asText()), laid::toPrettyString);
        Map<String, byte[]> files = TinyModels.files("tiny-bert");
        assertEquals(files.size(), laid.path("files").asInt());
        assertEquals(
                files.values().stream().mapToLong(each -> each.length).sum(),
                laid.path("bytes").asLong());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertArrayEquals(file.getValue(), Files.readAllBytes(path.resolve(file.getKey())), file.getKey());
        }
        assertTrue(lay(Map.of("directory", "plain")).json().path("present").asBoolean());
        assertEquals(
                "CONFLICT",
                lay(Map.of("directory", "plain", "mode", "copy")).expect(409).code());
        JsonNode copied = lay(Map.of("directory", "plain", "mode", "copy", "replace", true))
                .expect(200)
                .json();
        assertEquals("copy", copied.path("mode").asText());
    }

    @Test
    void aSecondDirectoryAndTheOtherLayouts() throws Exception {
        Path second = temp.resolve("second").toRealPath();
        JsonNode triton = lay(Map.of("directory", second.toString(), "layout", "triton", "version", "main"))
                .expect(200)
                .json();
        assertEquals(second.resolve("tiny/1").toString(), triton.path("path").asText());
        JsonNode cache = lay(Map.of("directory", "hub", "layout", "huggingface"))
                .expect(200)
                .json();
        String commit = cache.path("commit").asText();
        assertEquals(
                open.toRealPath()
                        .resolve("hub/models--local--tiny/snapshots")
                        .resolve(commit)
                        .toString(),
                cache.path("path").asText());
        String etag =
                http.head("/local/tiny/resolve/main/config.json").header("ETag").orElseThrow();
        assertTrue(Files.exists(open.resolve("hub/models--local--tiny/blobs").resolve(etag.replace("\"", ""))));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertEquals("FORBIDDEN", lay(Map.of("directory", "../out")).expect(403).code());
        assertEquals("FORBIDDEN", lay(Map.of("directory", "/etc/x")).expect(403).code());
        lay(Map.of("directory", "x", "mode", "move")).expect(400);
        lay(Map.of("directory", "x", "layout", "flat")).expect(400);
        lay(Map.of()).expect(400);
        lay(Map.of("directory", "x", "version", "nope")).expect(404);
        http.post("/v1/models/cm-none/materialize", Map.of("directory", "x")).expect(404);
        assertFalse(Files.exists(open.resolve("x")));
    }

    @Test
    void keysThatOnlyReadAndModelsOfOthersDoNotReachIt() {
        String reader = key("rita", "read");
        String writer = key("wanda", "read,write");
        Map<String, ?> body = Map.of("directory", "keyed");
        String place = "/v1/models/" + id;
        http.key(reader).post(place + "/materialize", body).expect(403);
        http.json("PATCH", place, Map.of("access", "gated")).expect(200);
        assertEquals(
                "GATED",
                http.key(writer).post(place + "/materialize", body).expect(403).code());
        http.json("PATCH", place, Map.of("access", "private")).expect(200);
        http.key(writer).post(place + "/materialize", body).expect(404);
        http.key(writer).post(place + "/verify").expect(404);
        http.json("PATCH", place, Map.of("access", "public")).expect(200);
        http.key(writer).post(place + "/materialize", body).expect(200);
        http.key(writer).post(place + "/verify").expect(403);
    }

    private static String key(String user, String scopes) {
        return http.post("/v1/keys", Map.of("name", user, "user", user, "scopes", List.of(scopes.split(","))))
                .expect(201)
                .json()
                .path("key")
                .asText();
    }

    @Test
    void verifyReadsAllAgain() {
        JsonNode verified =
                http.post("/v1/models/local/tiny/verify").expect(200).json();
        assertTrue(verified.path("right").asBoolean(), verified::toPrettyString);
        assertEquals(
                TinyModels.files("tiny-bert").size(), verified.path("files").asInt());
        assertEquals(0, verified.path("damaged").size());
    }

    @Test
    void withoutTheSettingTheRefusalNamesIt() {
        try (RunningDock closed = RunningDock.on(temp.resolve("closed"))) {
            String model = closed.imports()
                    .send("tiny.tar", Archives.tar(TinyModels.files("tiny-bert")))
                    .modelId();
            assertTrue(closed.http()
                    .post("/v1/models/" + model + "/materialize", Map.of("directory", "x"))
                    .expect(403)
                    .sentence()
                    .contains("materialize.directories"));
        }
    }
}
