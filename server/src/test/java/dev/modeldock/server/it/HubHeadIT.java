package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A HEAD that was answered before is answered anew after each change: what is remembered is never older than the dock. */
class HubHeadIT {
    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Http http;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        http = dock.http();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static Map<String, byte[]> files(String text) {
        Map<String, byte[]> files = new HashMap<>(TinyModels.variant(text));
        files.put("note.txt", text.getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static String publish(String name, String text) {
        return dock.imports()
                .send(name + ".tar", Archives.tar(files(text)))
                .success()
                .modelId();
    }

    /** Without a key and with nothing but a host, as what may be remembered. */
    private static Answer head(String name, String revision) {
        return RawHttp.ask(
                dock.port(),
                "HEAD /local/" + name + "/resolve/" + revision + "/note.txt HTTP/1.1",
                "Host: 127.0.0.1:" + dock.port());
    }

    private static String commit(Answer answer) {
        return answer.expect(200).header("X-Repo-Commit").orElseThrow();
    }

    /** Ask until it is known for sure. */
    private static String known(String name, String revision) {
        Answer first = head(name, revision);
        Answer second = head(name, revision);
        for (String header : List.of("ETag", "Content-Length", "Content-Type", "X-Repo-Commit", "Accept-Ranges")) {
            assertEquals(first.expect(200).header(header), second.expect(200).header(header), header);
        }
        assertNotEquals(first.header("X-Request-Id"), second.header("X-Request-Id"));
        return commit(second);
    }

    @Test
    void aMovedAliasAndANewVersionAreSeenByTheNextHead() {
        publish("moved", "moved, the first");
        String first = known("moved", "main");
        http.json("PUT", "/v1/models/local/moved/aliases/production", Map.of("version", first))
                .expect(200);
        assertEquals(first, known("moved", "production"));
        publish("moved", "moved, the second");
        String second = commit(head("moved", "main"));
        assertNotEquals(first, second);
        assertEquals(first, commit(head("moved", "production")));
        http.json("PUT", "/v1/models/local/moved/aliases/production", Map.of("version", second))
                .expect(200);
        assertEquals(second, commit(head("moved", "production")));
        http.delete("/v1/models/local/moved/aliases/production");
        head("moved", "production").expect(404);
    }

    @Test
    void aRenamedAndADeletedModelAreSeenByTheNextHead() {
        publish("renamed", "renamed");
        known("renamed", "main");
        http.json("PATCH", "/v1/models/local/renamed", Map.of("name", "renamed-since"))
                .expect(200);
        head("renamed", "main").expect(307);
        known("renamed-since", "main");
        http.delete("/v1/models/local/renamed-since");
        head("renamed-since", "main").expect(404);
    }

    private static JsonNode key(String name, String user) {
        return http.post("/v1/keys", Map.of("name", name, "user", user, "scopes", List.of("read")))
                .expect(201)
                .json();
    }

    @Test
    void aModelThatBecomesPrivateOrGatedIsShutForOthersAtTheNextHead() {
        String id = publish("shut", "shut");
        Http other = http.key(key("other", "other").path("key").asText());
        known("shut", "main");
        String path = "/local/shut/resolve/main/note.txt";
        for (int i = 0; i < 2; i++) {
            other.head(path).expect(200);
        }
        http.json("PATCH", "/v1/models/" + id, Map.of("access", "private")).expect(200);
        other.head(path).expect(404);
        known("shut", "main");
        other.head(path).expect(404);
        http.json("PATCH", "/v1/models/" + id, Map.of("access", "gated")).expect(200);
        other.head(path).expect(403);
    }

    @Test
    void aKeyThatIsRevokedHereOrByAnotherProcessIsSeenByTheNextHead() {
        publish("keyed", "keyed");
        known("keyed", "main");
        String path = "/local/keyed/resolve/main/note.txt";
        JsonNode here = key("here", "one");
        JsonNode there = key("there", "two");
        for (JsonNode key : List.of(here, there)) {
            http.key(key.path("key").asText()).head(path).expect(200);
            http.key(key.path("key").asText()).head(path).expect(200);
        }
        http.delete("/v1/keys/" + here.path("id").asText());
        http.key(here.path("key").asText()).head(path).expect(401);
        DockCommand revoked = DockCommand.run(
                "keys",
                "revoke",
                there.path("id").asText(),
                "--data",
                temp.resolve("data").toString());
        assertEquals(0, revoked.exit(), revoked.err());
        http.key(there.path("key").asText()).head(path).expect(401);
    }

    @Test
    void withoutAKeyOnlyWhoNamesThisMachineIsAnsweredFromWhatIsKnown() {
        publish("named", "named");
        known("named", "main");
        String line = "HEAD /local/named/resolve/main/note.txt HTTP/1.1";
        RawHttp.ask(dock.port(), line, "Host: evil.example").expect(403);
        RawHttp.ask(dock.port(), line, "Host: 127.0.0.1:" + dock.port(), "X-Forwarded-For: 203.0.113.9")
                .expect(401);
    }
}
