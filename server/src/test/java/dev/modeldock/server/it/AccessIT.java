package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may come in: open on loopback within its rules, keys and scopes, and what others own. */
class AccessIT {
    private static final String MODELS = "GET /v1/models HTTP/1.1";

    @TempDir
    static Path temp;

    private static RunningDock dock;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static String key(String... flags) {
        return newKey(flags).path("key").asText();
    }

    private static JsonNode newKey(String... flags) {
        List<String> command = new ArrayList<>(List.of("keys", "create", "--json", "--name", "test"));
        command.addAll(List.of("--data", dock.data().toString()));
        command.addAll(Arrays.asList(flags));
        DockCommand made = DockCommand.run(command.toArray(String[]::new));
        assertEquals(0, made.exit(), made.err());
        return Answer.parse(made.out());
    }

    // ---- open on loopback

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "LOCALHOST"})
    void aLoopbackNameIsLetInWithoutAKey(String host) {
        RawHttp.ask(dock.port(), MODELS, "Host: " + host + ":" + dock.port()).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1"})
    void anotherHostNameIsRefusedWithoutAKey(String host) {
        Answer refused = RawHttp.ask(dock.port(), MODELS, "Host: " + host + ":" + dock.port());
        assertTrue(Set.of(400, 401, 403, 421).contains(refused.status()), refused::toString);
    }

    @Test
    void aPageOfAnotherSiteIsRefused() {
        String host = "Host: 127.0.0.1:" + dock.port();
        for (String origin :
                List.of("https://evil.example", "null", "http://127.0.0.1:1", "http://localhost.evil.example")) {
            Answer refused = RawHttp.ask(dock.port(), MODELS, host, "Origin: " + origin);
            assertTrue(Set.of(401, 403).contains(refused.status()), () -> origin + ": " + refused);
        }
        RawHttp.ask(dock.port(), MODELS, host, "Origin: http://127.0.0.1:" + dock.port())
                .expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 203.0.113.9",
                "X-Forwarded-Host: dock.example",
                "X-Forwarded-Proto: https",
                "Forwarded: for=203.0.113.9"
            })
    void aProxyMeansThatAKeyIsRequired(String header) {
        String host = "Host: 127.0.0.1:" + dock.port();
        RawHttp.ask(dock.port(), MODELS, host, header).expect(401);
        String key = key("--scopes", "read");
        RawHttp.ask(dock.port(), MODELS, host, header, "X-api-key: " + key).expect(200);
    }

    @Test
    void aPresentedKeyMustBeValid() {
        Http http = dock.http();
        http.key("kg-00000000-0000-5000-8000-000000000000-00000000-0000-4000-8000-000000000000")
                .get("/v1/models")
                .expect(401)
                .refusal();
        http.key("").get("/v1/models").expect(401);
        http.with("Authorization", "Bearer nonsense")
                .get("/v1/models")
                .expect(401)
                .refusal();
        http.with("Authorization", "Basic bG9jYWw6bG9jYWw=")
                .get("/v1/models")
                .expect(401)
                .refusal();
        http.key("x".repeat(5_000)).get("/v1/models").expect(401);
        String key = key("--scopes", "read");
        http.key(key).get("/v1/models").expect(200);
        http.with("Authorization", "Bearer " + key).get("/v1/models").expect(200);
        http.with("x-API-KEY", key).get("/v1/models").expect(200);
    }

    @Test
    void onlyOpenRoutesAreReachedWithoutAKeyHoweverTheyAreSpelled() {
        String proxy = "X-Forwarded-For: 203.0.113.9";
        for (String path : List.of("/health", "/health/", "//health", "//health//")) {
            RawHttp.ask(dock.port(), "GET " + path + " HTTP/1.1", "Host: localhost", proxy)
                    .expect(200);
        }
        for (String path :
                List.of("//api/v1/account/exports/x/y.tar", "/api/v1/account/exports/x/y.tar/?e=1&s=forged")) {
            RawHttp.ask(dock.port(), "GET " + path + " HTTP/1.1", "Host: localhost", proxy)
                    .expect(403);
        }
        String exports = "/api/v1/account/exports";
        for (String path : List.of(
                "/health/../v1/models",
                "/health/%2e%2e/v1/models",
                "/health;/../v1/models",
                "//v1/models",
                exports + "/../../../../v1/models",
                exports + "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/v1/models",
                exports + "/..;/..;/..;/..;/v1/models")) {
            Answer refused = RawHttp.ask(dock.port(), "GET " + path + " HTTP/1.1", "Host: localhost", proxy);
            assertTrue(Set.of(400, 401).contains(refused.status()), refused::toString);
        }
    }

    // ---- scopes

    @Test
    void aKeyReachesOnlyItsScopes() {
        Map<String, Object> start = ImportClient.startBody("scoped.tar", 1, 1_000);
        Http reader = dock.http().key(key("--scopes", "read"));
        reader.get("/v1/models").expect(200);
        reader.post(ImportClient.SESSIONS + "start", start).expect(403).refusal();
        reader.post("/v1/keys", Map.of("name", "x", "scopes", List.of("read")))
                .expect(403)
                .refusal();
        Http importer = dock.http().key(key("--scopes", "Import Model"));
        importer.post(ImportClient.SESSIONS + "start", start).expect(200);
        String id = dock.imports()
                .send("scoped.tar", Archives.tar(TinyModels.variant("scoped")))
                .success()
                .modelId();
        importer.post("/api/public/models/" + id + "/export").expect(403).refusal();
        reader.delete("/v1/models/" + id).expect(403).refusal();
        Http exporter = dock.http().key(key("--scopes", "Export Model"));
        exporter.post("/api/public/models/" + id + "/export").expect(200);
        exporter.post(ImportClient.SESSIONS + "start", start).expect(403).refusal();
        dock.http()
                .key(key("--scopes", "read,write"))
                .post(ImportClient.SESSIONS + "start", start)
                .expect(200);
    }

    @Test
    void toolsNeedTheirOwnScopesAndFilesNone() {
        String tool =
                new ToolClient(dock.http().key(key("--scopes", "read,write", "--user", "tess"))).created("Scoped");
        Http exporter = dock.http().key(key("--scopes", "Export Tool", "--user", "tess"));
        Http importer = dock.http().key(key("--scopes", "Import Workflow", "--user", "tess"));
        Http reader = dock.http().key(key("--scopes", "read", "--user", "tess"));
        Map<String, Object> files = new ToolClient(exporter).files(ToolClient.APP, ToolClient.FLOW, null);
        String path = "/api/public/tools/" + tool;
        new ToolClient(importer).succeeded(importer.post(path + "/import", files));
        for (Http other :
                List.of(exporter, reader, dock.http().key(key("--scopes", "Import Model", "--user", "tess")))) {
            other.post(path + "/import", files).expect(403).refusal();
            other.post("/api/public/tools/import", files).expect(403).refusal();
        }
        JsonNode export = exporter.post(path + "/export").expect(200).json();
        reader.post(path + "/export").expect(200);
        importer.post(path + "/export").expect(403).refusal();
        importer.get("/v1/tools/" + tool).expect(403).refusal();
        reader.get("/v1/tools/" + tool).expect(200);
        reader.delete("/v1/tools/" + tool).expect(403).refusal();
        reader.post("/v1/tools/" + tool + "/rollback", Map.of("version", 1))
                .expect(403)
                .refusal();
        // Whoever is the user's sees how a job stands; anybody else sees nothing of all this.
        importer.get("/api/public/dock-status/" + export.path("_id").asText()).expect(200);
        Http stranger = dock.http().key(key("--scopes", "read,write", "--user", "uwe"));
        stranger.get("/api/public/dock-status/" + export.path("_id").asText())
                .expect(404)
                .refusal();
        stranger.get("/v1/tools/" + tool).expect(404).refusal();
        stranger.post(path + "/export").expect(404).refusal();
        stranger.post(path + "/import", files).expect(404).refusal();
        assertEquals(
                0, stranger.get("/v1/tools").expect(200).json().path("total").asInt());
        Map<String, Object> named = new java.util.LinkedHashMap<>(files);
        named.put("toolName", "Stolen files");
        stranger.post("/api/public/tools/import", named).expect(404).refusal();
    }

    @Test
    void anUnknownScopeIsRefused() {
        DockCommand made = DockCommand.run(
                "keys",
                "create",
                "--name",
                "x",
                "--scopes",
                "everything",
                "--data",
                dock.data().toString());
        assertTrue(made.exit() != 0 && made.err().contains("everything"), made.err());
        dock.http()
                .post("/v1/keys", Map.of("name", "x", "scopes", List.of("everything")))
                .expect(400)
                .refusal();
    }

    @Test
    void keysAreManagedOverHttpToo() {
        Http http = dock.http();
        Answer made = http.post("/v1/keys", Map.of("name", "over HTTP", "scopes", List.of("read")));
        assertTrue(made.status() == 200 || made.status() == 201, made::toString);
        String secret = made.json().path("key").asText();
        String id = made.json().path("id").asText();
        http.key(secret).get("/v1/models").expect(200);
        Answer list = http.get("/v1/keys").expect(200);
        assertTrue(list.text().contains("over HTTP"), list::toString);
        assertTrue(!list.text().contains(secret), "the list shows the secret");
        Answer gone = http.delete("/v1/keys/" + id);
        assertTrue(gone.status() == 200 || gone.status() == 204, gone::toString);
        http.key(secret).get("/v1/models").expect(401);
        http.delete("/v1/keys/no-such-key").expect(404).refusal();
        http.key(key("--scopes", "read")).get("/v1/keys").expect(403);
    }

    // ---- what others own

    @Test
    void whatOthersOwnIsNotFound() {
        Http anna = dock.http().key(key("--scopes", "read,write", "--user", "anna"));
        Http ben = dock.http().key(key("--scopes", "read,write", "--user", "ben"));
        ImportClient ofAnna = new ImportClient(anna);
        byte[] tar = Archives.tar(TinyModels.variant("of anna"));
        ImportClient.Session session = ofAnna.start("hers.tar", 1, tar.length);
        ben.get(ImportClient.SESSIONS + session.id()).expect(404).refusal();
        ben.put(ImportClient.SESSIONS + session.id() + "/0", tar).expect(404).refusal();
        ben.post(ImportClient.SESSIONS + session.id() + "/complete").expect(404).refusal();
        ben.delete(ImportClient.SESSIONS + session.id()).expect(404).refusal();
        ofAnna.put(session, 0, tar).expect(200);
        ImportClient.Outcome outcome = ofAnna.finish(session).success();
        assertEquals("anna/hers", ModelView.get(anna, outcome.modelId()).name());
        ben.get("/api/public/dock-status/" + outcome.status().path("_id").asText())
                .expect(404)
                .refusal();
        anna.json("PATCH", "/v1/models/" + outcome.modelId(), Map.of("access", "private"))
                .expect(200);
        ben.get("/v1/models/" + outcome.modelId()).expect(404).refusal();
        ben.post("/api/public/models/" + outcome.modelId() + "/export")
                .expect(404)
                .refusal();
        ben.delete("/v1/models/" + outcome.modelId()).expect(404).refusal();
        assertTrue(ModelView.list(ben).stream().noneMatch(model -> model.name().equals("anna/hers")));
        anna.json("PATCH", "/v1/models/" + outcome.modelId(), Map.of("access", "public"))
                .expect(200);
        ben.get("/v1/models/" + outcome.modelId()).expect(200);
        Answer notHis = ben.delete("/v1/models/" + outcome.modelId());
        assertTrue(Set.of(403, 404).contains(notHis.status()), notHis::toString);
    }

    @Test
    void healthIsOpenToAll() {
        RawHttp.ask(dock.port(), "GET /health HTTP/1.1", "Host: 127.0.0.1", "X-Forwarded-For: 203.0.113.9")
                .expect(200);
    }

    @Test
    void anyOtherAddressAlwaysNeedsAKey() {
        assumeTrue(Tools.installed("unshare") && Tools.installed("ip"), "a network of its own needs unshare and ip");
        // A network of its own, so that the open address is open to nobody but this test.
        String script = """
                ip link set lo up && ip addr add 192.0.2.7/32 dev lo || exit 99
                "$@" --host 192.0.2.7 --port 8080 --data "$DATA" > "$DATA.out" 2> "$DATA.err" &
                for i in $(seq 300); do grep -q ready "$DATA.out" && break; sleep 0.1; done
                key=$("$@" keys create --name far --scopes read --json --data "$DATA" | sed 's/.*"key" *: *"\\([^"]*\\)".*/\\1/')
                ask() { curl -s -o /dev/null -w '%{http_code} ' "$@" http://192.0.2.7:8080/v1/models; }
                ask; ask -H "x-api-key: $key"; ask -H 'x-api-key: wrong'; ask -H 'Host: localhost'
                curl -s -o /dev/null -w '%{http_code}' http://192.0.2.7:8080/health
                kill %1; wait
                """;
        List<String> command = new ArrayList<>(List.of("unshare", "-n", "bash", "-c", script, "bash"));
        command.addAll(DockCommand.java());
        DockCommand done =
                DockCommand.finish(command, Map.of("DATA", temp.resolve("far").toString()));
        assumeTrue(done.exit() != 99 && !done.err().contains("unshare"), () -> "no network of its own: " + done.err());
        assertEquals("401 200 401 401 200", done.out().trim(), done.err());
    }
}
