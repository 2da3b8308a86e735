package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients of Hugging Face push: models, large files, commits, branches and tags, call by call and in anger. */
class HubPushIT {
    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static HubClient client;
    private static int models;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        client = new HubClient(() -> dock.http());
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static String model() {
        String name = "m" + ++models;
        client.create("local", name).expect(200);
        return "local/" + name;
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(bytes).nextBytes(noise);
        return noise;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> files(String model) {
        List<String> files = new ArrayList<>();
        client.http()
                .get("/api/models/" + model + "/tree/main?recursive=true")
                .expect(200)
                .json()
                .forEach(row -> files.add(row.path("path").asText()));
        return List.copyOf(new TreeSet<>(files));
    }

    @Test
    void aNewModelIsThereAtOnce() {
        JsonNode created = client.create("local", "fresh").expect(200).json();
        assertEquals(dock.http().base() + "/local/fresh", created.path("url").asText());
        assertEquals("local/fresh", created.path("name").asText());
        assertTrue(created.path("id").asText().matches("[0-9a-f]{24}"), created::toString);
        assertTrue(client.head("local/fresh").matches("[0-9a-f]{40}"));
        assertEquals(List.of(".gitattributes"), files("local/fresh"));
        Answer again = client.create("local", "fresh").expect(409);
        assertEquals(created.path("url"), again.json().path("url"), "clients that take what is there go on with it");
        assertTrue(again.header("X-Error-Message").isPresent());
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("name", "x", "type", "dataset"),
                Map.of("name", "x", "type", "space"),
                Map.of("name", "../x"),
                Map.of("name", "x.git"),
                Map.of("name", "a b"),
                Map.of("name", "x", "visibility", "protected"),
                Map.of())) {
            client.http().post("/api/repos/create", bad).expect(400).sentence();
        }
    }

    @Test
    void filesAreAskedAboutSentAndCommitted() {
        String model = model();
        client.commit(model, "main", HubClient.file(".gitignore", "*.log\n"), HubClient.file("a.txt", "a"))
                .expect(200);
        JsonNode told = client.http()
                .post(
                        "/api/models/" + model + "/preupload/main",
                        Map.of(
                                "files",
                                List.of(
                                        Map.of("path", "m.safetensors.bin", "size", 5, "sample", "AAAA"),
                                        Map.of("path", "a.txt", "size", 1, "sample", "YQ=="),
                                        Map.of("path", "big.txt", "size", 11 << 20, "sample", ""),
                                        Map.of("path", "empty.bin", "size", 0, "sample", ""),
                                        Map.of("path", "x.log", "size", 1, "sample", ""))))
                .expect(200)
                .json()
                .path("files");
        List<String> modes = new ArrayList<>();
        told.forEach(file -> modes.add(
                file.path("uploadMode").asText() + file.path("shouldIgnore").asBoolean()));
        assertEquals(List.of("lfsfalse", "regularfalse", "lfsfalse", "regularfalse", "regulartrue"), modes);
        assertEquals(
                "2e65efe2a145dda7ee51d1741299f848e5bf752e",
                told.path(1).path("oid").asText());
        byte[] weights = noise(300_000);
        client.send(model, weights);
        JsonNode commit = client.commit(
                        model,
                        "main",
                        HubClient.large("sub dir/w.bin", weights),
                        HubClient.file("n #1.txt", "n"),
                        HubClient.line("deletedFile", "\"path\":\"a.txt\""))
                .expect(200)
                .json();
        assertTrue(commit.path("success").asBoolean());
        String oid = commit.path("commitOid").asText();
        assertEquals(
                dock.http().base() + "/" + model + "/commit/" + oid,
                commit.path("commitUrl").asText());
        assertEquals(oid, client.head(model));
        assertEquals(List.of(".gitattributes", ".gitignore", "n #1.txt", "sub dir", "sub dir/w.bin"), files(model));
        client.assertHolds(model, "sub%20dir/w.bin", weights);
        client.assertHolds(model, "n%20%231.txt", utf8("n"));
        JsonNode first = client.http()
                .get("/api/models/" + model + "/commits/main")
                .expect(200)
                .json()
                .path(0);
        assertEquals("a title", first.path("title").asText());
        assertEquals("more", first.path("message").asText());
        assertEquals(
                oid,
                client.commit(model, "main")
                        .expect(200)
                        .json()
                        .path("commitOid")
                        .asText(),
                "nothing new");
        assertFalse(client.upload(model, weights).has("actions"), "it is here");
        assertTrue(dock.staging().isEmpty());
    }

    @Test
    void modelsAreShownHiddenRenamedAndDeleted() {
        String model = model();
        String settings = "/api/models/" + model + "/settings";
        assertTrue(client.http()
                .json("PUT", settings, Map.of("private", true))
                .expect(200)
                .json()
                .path("private")
                .asBoolean());
        client.http().json("PUT", settings, Map.of("gated", "auto")).expect(409).sentence();
        client.http()
                .json("PUT", settings, Map.of("gated", "auto", "visibility", "public"))
                .expect(200);
        JsonNode info = client.http().get("/api/models/" + model).json();
        assertFalse(info.path("private").asBoolean());
        assertEquals("manual", info.path("gated").asText());
        client.http().json("PUT", settings, Map.of("gated", "yes")).expect(400).sentence();
        client.http()
                .post("/api/repos/move", Map.of("fromRepo", model, "toRepo", "local/renamed", "type", "model"))
                .expect(200);
        Answer sentOn = client.commit(model, "main", HubClient.file("a", "a")).expect(307);
        assertEquals(
                "/api/models/local/renamed/commit/main",
                sentOn.header("Location").orElseThrow());
        Answer lfs = client.batch(model, "upload", Map.of(), "basic").expect(307);
        assertEquals(
                "/local/renamed.git/info/lfs/objects/batch",
                lfs.header("Location").orElseThrow());
        Map<String, String> earlier = Map.of("name", model.substring(6), "organization", "local");
        client.http().json("DELETE", "/api/repos/delete", earlier).expect(404);
        client.http()
                .json("DELETE", "/api/repos/delete", Map.of("name", "renamed", "organization", "local"))
                .expect(200);
        Answer gone = client.http()
                .json("DELETE", "/api/repos/delete", Map.of("name", "local/renamed"))
                .expect(404);
        assertEquals("RepoNotFound", gone.header("X-Error-Code").orElseThrow());
    }

    @Test
    void branchesAndTagsAreMadeAndDeleted() {
        String model = model();
        String root = "/api/models/" + model;
        String head = client.head(model);
        client.http().post(root + "/branch/feat%2Fx", Map.of()).expect(200);
        client.http()
                .post(root + "/branch/feat%2Fx", Map.of("startingPoint", head))
                .expect(409)
                .sentence();
        client.http()
                .post(root + "/branch/old", Map.of("startingPoint", "nope"))
                .expect(404);
        client.http().post(root + "/branch/bad%20name", Map.of()).expect(400);
        client.commit(model, "feat%2Fx", HubClient.file("b.txt", "b")).expect(200);
        assertEquals(head, client.head(model), "main stays");
        client.http()
                .post(root + "/tag/feat%2Fx", Map.of("tag", "v1/rc", "message", "m"))
                .expect(200);
        client.http().post(root + "/tag/main", Map.of("tag", "v1/rc")).expect(409);
        JsonNode refs = client.http().get(root + "/refs").expect(200).json();
        assertEquals(
                "refs/heads/feat/x", refs.path("branches").path(0).path("ref").asText());
        assertEquals("refs/tags/v1/rc", refs.path("tags").path(0).path("ref").asText());
        assertFalse(refs.path("tags").path(0).path("targetCommit").asText().equals(head));
        client.commit(model, "v1%2Frc", HubClient.file("c", "c")).expect(400).sentence();
        client.commit(model, head, HubClient.file("c", "c")).expect(400).sentence();
        assertEquals(
                "RevisionNotFound",
                client.commit(model, "nope", HubClient.file("c", "c"))
                        .expect(404)
                        .header("X-Error-Code")
                        .orElseThrow());
        client.http().delete(root + "/branch/v1%2Frc").expect(404);
        client.http().delete(root + "/tag/feat%2Fx").expect(404);
        client.http().delete(root + "/tag/v1%2Frc").expect(200);
        client.http().delete(root + "/branch/feat%2Fx").expect(200);
        client.http().delete(root + "/branch/main").expect(409).sentence();
    }

    @Test
    void ofEightCommitsOnOneParentOneWins() throws Exception {
        String model = model();
        String header = HubClient.header("\"summary\":\"s\",\"parentCommit\":\"" + client.head(model) + "\"");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String file = HubClient.file("f" + i, "content " + i);
                answers.add(threads.submit(() -> client.commitAs(model, "main", header, file)));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Answer> answer : answers) {
                statuses.add(answer.get().status());
            }
            statuses.sort(null);
            assertEquals(List.of(200, 412, 412, 412, 412, 412, 412, 412), statuses);
            assertEquals(2, files(model).size());
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aKillBetweenSendingAndCommittingLosesNothing() {
        String model = model();
        byte[] whole = noise(200_000);
        byte[] parted = new byte[(64 << 20) + 1_000];
        System.arraycopy(noise(1_000), 0, parted, 64 << 20, 1_000);
        client.send(model, whole);
        JsonNode upload = client.upload(model, parted, "basic", "multipart")
                .path("actions")
                .path("upload");
        JsonNode header = upload.path("header");
        int chunk = header.path("chunk_size").asInt();
        Map<Integer, String> etags = new HashMap<>();
        etags.put(2, etag(header, 2, Arrays.copyOfRange(parted, chunk, parted.length)));
        dock.kill9();
        dock.startAgain();
        assertFalse(client.upload(model, whole).has("actions"), "what was acknowledged is here");
        Answer early = complete(upload, parted, etags).expect(400);
        assertTrue(early.sentence().contains("Part 1"), early::sentence);
        etags.put(1, etag(header, 1, Arrays.copyOf(parted, chunk)));
        complete(upload, parted, etags).expect(200);
        complete(upload, parted, etags).expect(200);
        dock.kill9();
        dock.startAgain();
        client.commit(model, "main", HubClient.large("w.bin", whole), HubClient.large("p.bin", parted))
                .expect(200);
        client.assertHolds(model, "w.bin", whole);
        client.assertHolds(model, "p.bin", parted);
        assertTrue(dock.staging().isEmpty(), () -> dock.staging().toString());
    }

    private static String etag(JsonNode header, int part, byte[] bytes) {
        return client.put(header.path(Integer.toString(part)).asText(), bytes)
                .expect(200)
                .header("ETag")
                .orElseThrow();
    }

    private static Answer complete(JsonNode upload, byte[] content, Map<Integer, String> etags) {
        List<Map<String, Object>> parts = etags.entrySet().stream()
                .map(part -> Map.<String, Object>of("partNumber", part.getKey(), "etag", part.getValue()))
                .toList();
        return client.http()
                .post(
                        HubClient.path(upload.path("href").asText()),
                        Map.of("oid", Archives.sha256(content), "parts", parts));
    }

    @Test
    void whatIsNotWhatWasAnnouncedLeavesNothing() {
        String model = model();
        byte[] content = noise(70_001);
        JsonNode actions = client.upload(model, content).path("actions");
        String href = actions.path("upload").path("href").asText();
        TreeSet<String> before = dock.blobs();
        byte[] other = content.clone();
        other[7]++;
        client.put(href, other).expect(400).sentence();
        client.put(href, Arrays.copyOf(content, content.length - 1)).expect(400).sentence();
        client.put(href, Arrays.copyOf(content, content.length + 1)).expect(400).sentence();
        client.put(href, new byte[0]).expect(400).sentence();
        client.put(href.replace("/70001", "/70002"), content).expect(403).sentence();
        client.put(href.replace("/local/", "/other/"), content).expect(403).sentence();
        client.put(href.replaceAll("e=\\d+", "e=99999999999"), content)
                .expect(403)
                .sentence();
        client.put(href.replaceAll("\\?.*", "?"), content).expect(403).sentence();
        client.verify(actions, content).expect(404).sentence();
        client.commit(model, "main", HubClient.large("w.bin", content))
                .expect(400)
                .sentence();
        assertEquals(before, dock.blobs());
        assertTrue(dock.staging().isEmpty());
        client.put(href, content).expect(200);
        client.verify(actions, content).expect(200);
    }

    @Test
    void hostileCommitsAreRefusedWithASentence() {
        String model = model();
        String head = client.head(model);
        String header = HubClient.header("\"summary\":\"s\"");
        String open = "{\"key\":\"file\",\"value\":{\"path\":\"a\",\"encoding\":\"base64\",\"content\":\"";
        List<String> bodies = new ArrayList<>(List.of(
                "",
                "\0\0\0",
                "[".repeat(100_000),
                HubClient.file("a", "no header"),
                header + "x",
                header + header,
                header + open + "A".repeat(15 << 20) + "\"}}",
                header + open + "AAAA",
                header + HubClient.file("../../x", "x"),
                header + HubClient.file("a/../../b", "x"),
                header + HubClient.file("a\\\\b", "x"),
                header + HubClient.file("README.md", "x") + HubClient.file("readme.md", "y"),
                header + HubClient.file("a", "x") + HubClient.file("a/b", "y"),
                header + HubClient.file("model.safetensors", "no tensors"),
                header + HubClient.file("m.gguf", "GGUF and nothing"),
                header + HubClient.file("pytorch_model.bin", "cposix\nsystem\n(S'id'\ntR."),
                header + HubClient.large("w.bin", noise(4_711))));
        for (String body : bodies) {
            Answer answer = client.http()
                    .send(
                            "POST",
                            "/api/models/" + model + "/commit/main",
                            "application/x-ndjson",
                            BodyPublishers.ofString(body));
            assertTrue(List.of(400, 413).contains(answer.status()), answer::toString);
            answer.sentence();
            assertTrue(answer.header("X-Error-Message").isPresent());
        }
        assertEquals(head, client.head(model));
        assertTrue(dock.staging().isEmpty());
        client.http()
                .post("/api/models/" + model + "/commit/main?create_pr=1")
                .expect(400)
                .sentence();
    }

    /** Valid as ONNX, under which name nobody looks for a pickle, and a pickle that runs a command. */
    private static String twoFaced() {
        String body = "\0\0\0cposix\nsystem\n(S'echo x'\ntR.";
        return "J" + (char) body.length() + body + "\b\u0007:\0";
    }

    @Test
    void aPickleUnderAnotherNameIsLookedAtWhenItGetsItsOwn() {
        String model = model();
        client.commit(model, "main", HubClient.file("pytorch_model.bin", twoFaced()))
                .expect(400);
        client.commit(model, "main", HubClient.file("m.onnx", twoFaced())).expect(200);
        String copy = HubClient.line("copyFile", "\"path\":\"pytorch_model.bin\",\"srcPath\":\"m.onnx\"");
        client.commit(model, "main", copy).expect(400);
        client.commit(model, "main", HubClient.file("other.bin", twoFaced())).expect(400);
        String far = HubClient.line(
                "copyFile", "\"path\":\"b\",\"srcPath\":\"m.onnx\",\"srcRevision\":\"" + "x".repeat(300) + "\"");
        assertTrue(client.commit(model, "main", far).expect(400).text().contains("srcRevision"));
        assertEquals(List.of(".gitattributes", "m.onnx"), files(model));
    }

    @Test
    void nobodyIsGivenWhatOthersKeepForItsHash() {
        HubClient anna = client.token(key("anna", "read,write"));
        HubClient bert = client.token(key("bert", "read,write"));
        byte[] secret = noise(123_456);
        bert.http()
                .post("/api/repos/create", Map.of("name", "secret", "visibility", "private"))
                .expect(200);
        bert.send("bert/secret", secret);
        bert.commit("bert/secret", "main", HubClient.large("w.bin", secret)).expect(200);
        anna.create("anna", "mine").expect(200);
        assertTrue(anna.upload("anna/mine", secret).has("actions"), "she has to send it");
        anna.commit("anna/mine", "main", HubClient.large("w.bin", secret)).expect(400);
        assertTrue(anna.batch("anna/mine", "download", Map.of(secret, (long) secret.length))
                .expect(200)
                .json()
                .path("objects")
                .path(0)
                .has("error"));
        anna.batch("bert/secret", "download", Map.of(secret, (long) secret.length))
                .expect(404);
        anna.commit("bert/secret", "main", HubClient.file("a", "a")).expect(404);
        anna.create("bert", "taken").expect(403).sentence();
        bert.http()
                .json("PUT", "/api/models/bert/secret/settings", Map.of("private", false))
                .expect(200);
        anna.commit("bert/secret", "main", HubClient.file("a", "a")).expect(403).sentence();
        assertFalse(anna.upload("anna/mine", secret).has("actions"), "it is public now");
        HubClient reader = client.token(key("bert", "read"));
        reader.commit("bert/secret", "main", HubClient.file("a", "a"))
                .expect(403)
                .sentence();
        reader.batch("bert/secret", "upload", Map.of(secret, 1L)).expect(403).sentence();
        JsonNode download = reader.batch("bert/secret", "download", Map.of(secret, (long) secret.length))
                .expect(200)
                .json()
                .path("objects")
                .path(0);
        String href = download.path("actions").path("download").path("href").asText();
        Answer bytes = new Http(client.http().base()).get(HubClient.path(href)).expect(200);
        assertEquals(Archives.sha256(secret), Archives.sha256(bytes.body()));
        client.http().get(HubClient.path(href).replace("/123456", "/1")).expect(403);
    }

    private static String key(String user, String scopes) {
        String key = client.http()
                .post("/v1/keys", Map.of("name", "test", "user", user, "scopes", scopes, "kind", "hub"))
                .expect(201)
                .json()
                .path("key")
                .asText();
        assertTrue(key.matches("hf_[A-Za-z0-9]{40}"), "clients take no other form");
        return key;
    }

    @Test
    void aTokenOfAnotherHubReadsAndDoesNotWrite() {
        String model = model();
        HubClient foreign = client.token("hf_" + "a".repeat(34));
        foreign.http().get("/api/models/" + model).expect(200);
        for (Answer refused : List.of(
                foreign.create("local", "x"),
                foreign.commit(model, "main", HubClient.file("a", "a")),
                foreign.batch(model, "upload", Map.of()),
                foreign.http().post("/api/validate-yaml", Map.of("content", "")))) {
            assertTrue(refused.expect(401).sentence().contains("unset HF_TOKEN"), refused::sentence);
        }
        client.http()
                .post("/v1/keys", Map.of("name", "x", "kind", "other"))
                .expect(400)
                .sentence();
    }

    @Test
    void cardsAreReadBeforeTheyAreSentAndXetIsNotThere() {
        String model = model();
        JsonNode good = client.http()
                .post("/api/validate-yaml", Map.of("content", "---\nlicense: mit\n---\n", "repoType", "model"))
                .expect(200)
                .json();
        assertEquals("{\"errors\":[],\"warnings\":[]}", good.toString());
        JsonNode bad = client.http()
                .post("/api/validate-yaml", Map.of("content", "---\na: [\n---\n"))
                .expect(400)
                .json();
        assertTrue(bad.path("errors").path(0).path("message").asText().contains("YAML"), bad::toString);
        for (String kind : List.of("read", "write")) {
            Answer none = client.http()
                    .get("/api/models/" + model + "/xet-" + kind + "-token/main")
                    .expect(404);
            assertTrue(none.sentence().contains("HF_HUB_DISABLE_XET=1"), none::sentence);
        }
    }

    @Test
    void smallFilesAndALicenceComeWithANewModel() {
        String mit = Base64.getEncoder().encodeToString(utf8("MIT"));
        client.http()
                .post(
                        "/api/repos/create",
                        Map.of(
                                "name",
                                "with-files",
                                "license",
                                "mit",
                                "files",
                                List.of(Map.of("path", "LICENSE", "content", mit, "encoding", "base64"))))
                .expect(200);
        assertEquals(List.of(".gitattributes", "LICENSE", "README.md"), files("local/with-files"));
        client.assertHolds("local/with-files", "README.md", utf8("---\nlicense: mit\n---\n"));
    }
}
