package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is secret lies nowhere in clear and is told by nothing, however much is logged. */
class SecretsIT {
    private static final String SECRET = "never-in-clear";

    @TempDir
    Path temp;

    private RunningDock dock;
    private ToolClient tools;

    @BeforeEach
    void start() {
        dock = RunningDock.with(temp.resolve("data")).set("log.level", "trace").start();
        tools = new ToolClient(dock.http());
    }

    @AfterEach
    void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    @Test
    void ofVariablesOnceAnImportTookTheirFile() throws IOException {
        String env = env("\"" + SECRET + "-1\"");
        JsonNode accepted =
                tools.create("Secretive", filesWith(env)).expect(200).json();
        dock.imports().awaitSuccess(accepted.path("_id").asText());
        String tool = accepted.path("toolId").asText();
        Map<String, Object> other = tools.files(ToolClient.APP, ToolClient.FLOW, null);
        other.put("envVariablesFileId", throughSession(env.replace("-1", "-2")));
        other.put("envConflict", "replace");
        tools.succeeded(tools.importInto(tool, other));
        dock.http()
                .post("/v1/tools/" + tool + "/rollback", Map.of("version", 1))
                .expect(200);
        for (String path :
                List.of("", "/versions", "/versions/1", "/diff?from=1&to=2", "/versions/2/files/env_variables.json")) {
            assertTellsNothing(dock.http().get("/v1/tools/" + tool + path).expect(200));
        }
        assertLiesNowhere();
        dock.kill9();
        dock.startAgain();
        assertLiesNowhere();
    }

    @Test
    void ofVariablesWhoseFileIsRefused() throws IOException {
        String tool = tools.created("Whole");
        List<String> refusedAtOnce = List.of(
                env(SECRET),
                env("\"" + SECRET),
                env("\"\\ud800" + SECRET + "\""),
                env("\"a\", \"value\": \"" + SECRET + "\""));
        for (String env : refusedAtOnce) {
            assertTellsNothing(tools.importInto(tool, filesWith(env)).expect(400));
        }
        List<String> refusedByTheJob = List.of(
                env("{\"" + SECRET + "\": 1}"),
                env("[\"" + SECRET + "\"]"),
                env("1, \"defaultValue\": \"" + SECRET + "\""),
                "{\"envVariables\": [\"" + SECRET + "\"]}",
                "{\"envVariables\": [{\"name\": \"K\", \"value\": \"" + SECRET + "\", \"secure\": \"yes\"}]}");
        for (String env : refusedByTheJob) {
            JsonNode end = tools.end(tools.importInto(tool, filesWith(env)));
            assertEquals("FAILED", end.path("status").asText(), env);
            assertFalse(end.toString().contains(SECRET), end::toPrettyString);
        }
        assertLiesNowhere();
    }

    @Test
    void ofAnUploadThatAKillCutOff() throws IOException {
        byte[] half = ("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"env_variables.json\"\r\n\r\n"
                        + "{\"envVariables\": [" + (SECRET + " ").repeat(10_000))
                .getBytes(StandardCharsets.UTF_8);
        try (Socket socket = RawHttp.connect(dock.port())) {
            socket.getOutputStream()
                    .write(("POST /api/public/files HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000\r\n"
                                    + "Content-Type: multipart/form-data; boundary=b\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(half);
            socket.getOutputStream().flush();
            while (dock.storedBytes() == 0) {
                Thread.onSpinWait();
            }
            dock.kill9();
        }
        dock.startAgain();
        assertEquals(0, dock.storedBytes());
        assertLiesNowhere();
    }

    @Test
    void ofKeysAndSignaturesInTheLog() {
        String key = dock.http()
                .post("/v1/keys", Map.of("name", "laptop", "scopes", List.of("read", "write")))
                .expect(201)
                .json()
                .path("key")
                .asText();
        assertTrue(key.startsWith("kg-"), key);
        dock.http().key(key).get("/v1/tools").expect(200);
        dock.http().with("Authorization", "Bearer " + key).get("/v1/tools").expect(200);
        dock.http().key(key + SECRET).get("/v1/tools").expect(401);
        Answer file = dock.http()
                .key(key)
                .form(
                        "/api/public/files",
                        "a.json",
                        ("{\"a\": \"" + SECRET + "\"}").getBytes(StandardCharsets.UTF_8),
                        Map.of("fileContext", "tool"));
        String url = file.expect(200).json().path("url").asText();
        new Http(dock.http().base()).get(url).expect(200);
        String signature = url.replaceFirst(".*[?&]s=([^&]*).*", "$1");
        assertTrue(signature.length() > 20, url);
        for (String told : List.of(key, key.substring(3), SECRET, signature)) {
            assertFalse(dock.log().contains(told), () -> told + " is in the log");
        }
    }

    @Test
    void aDownloadGoesOnWhereItWasWhileItsFileIsEncrypted() {
        String env = env("\"" + "x".repeat(500_000) + SECRET + "\"");
        JsonNode file = dock.http()
                .form(
                        "/api/public/files",
                        "env_variables.json",
                        env.getBytes(StandardCharsets.UTF_8),
                        Map.of("fileContext", "tool"))
                .expect(200)
                .json();
        String url = file.path("url").asText();
        Answer begin = dock.http().with("Range", "bytes=0-299999").get(url).expect(206);
        Map<String, Object> files = tools.files(ToolClient.APP, ToolClient.FLOW, null);
        files.put("envVariablesFileId", file.path("fileId").asText());
        JsonNode accepted = tools.create("Sealed", files).expect(200).json();
        Answer rest = dock.http()
                .with("Range", "bytes=300000-")
                .with("If-Range", begin.header("etag").orElseThrow())
                .get(url)
                .expect(206);
        assertEquals(env, begin.text() + rest.text());
        assertArrayEquals(
                env.getBytes(StandardCharsets.UTF_8),
                dock.http().get(url).expect(200).body());
        dock.imports().awaitSuccess(accepted.path("_id").asText());
    }

    private Map<String, Object> filesWith(String env) {
        return tools.files(ToolClient.APP, ToolClient.FLOW, env);
    }

    private static String env(String value) {
        return "{\"envVariables\": [{\"name\": \"K\", \"isSecure\": \"True\", \"value\": " + value + "}]}";
    }

    private String throughSession(String env) {
        byte[] bytes = env.getBytes(StandardCharsets.UTF_8);
        Map<String, Object> start = new LinkedHashMap<>(ImportClient.startBody("env_variables.json", 2, bytes.length));
        start.put("fileContext", "tool");
        ImportClient.Session session = dock.imports().start(start);
        List<byte[]> pieces = ImportClient.cut(bytes, (bytes.length + 1) / 2);
        for (int i = 0; i < pieces.size(); i++) {
            dock.imports().put(session, i, pieces.get(i)).expect(200);
        }
        return dock.imports()
                .complete(session)
                .expect(200)
                .json()
                .path("fileId")
                .asText();
    }

    private static void assertTellsNothing(Answer answer) {
        assertFalse(answer.text().contains(SECRET), answer::toString);
    }

    private void assertLiesNowhere() throws IOException {
        assertFalse(dock.log().contains(SECRET), "in clear in the log");
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(dock.data())) {
            files.filter(Files::isRegularFile).forEach(all::add);
        }
        for (Path file : all) {
            String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            assertFalse(bytes.contains(SECRET), () -> "in clear in " + file);
        }
    }
}
