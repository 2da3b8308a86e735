package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The read routes of a hub, header by header, as clients of Hugging Face rely on them. */
class HubReadIT {
    private static final String API = "/api/models/local/";
    private static final String CARD = """
            ---
            license: apache-2.0
            language: no
            tags:
              - tiny
            pipeline_tag: fill-mask
            ---
            # A model
            """;
    private static final String ODD = "sub dir/näme #1%20?.txt";

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Http http;
    private static Map<String, byte[]> files;
    private static String commit;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        http = dock.http();
        files = new TreeMap<>(TinyModels.files("tiny-bert"));
        files.put("README.md", utf8(CARD));
        files.put("empty.txt", new byte[0]);
        files.put(ODD, utf8("odd"));
        files.put("a.b/x.txt", utf8("x"));
        files.put("a/y.txt", utf8("y"));
        files.put("a0", utf8("0"));
        publish("bert", files);
        commit = http.get(API + "bert").expect(200).json().path("sha").asText();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String publish(String name, Map<String, byte[]> content) {
        return dock.imports()
                .send(name + ".tar", Archives.tar(content))
                .success()
                .modelId();
    }

    private static String hash(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            Stream.of(parts).forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String gitSha1(byte[] content) {
        return hash("SHA-1", utf8("blob " + content.length + "\0"), content);
    }

    private static byte[] pointer(byte[] content) {
        return utf8("version https://git-lfs.github.com/spec/v1\noid sha256:" + hash("SHA-256", content) + "\nsize "
                + content.length + "\n");
    }

    private static String encoded(String path) {
        return path.replace("%", "%25")
                .replace(" ", "%20")
                .replace("ä", "%C3%A4")
                .replace("#", "%23")
                .replace("?", "%3F");
    }

    // ---- what is known of a model

    @Test
    void aModelIsDescribedByItsFilesAndItsCard() {
        JsonNode info = http.get(API + "bert?blobs=true").expect(200).json();
        assertEquals("local/bert", info.path("id").asText());
        assertEquals("local/bert", info.path("modelId").asText());
        assertEquals("local", info.path("author").asText());
        assertTrue(info.path("sha").asText().matches("[0-9a-f]{40}"), info::toString);
        assertTrue(info.path("_id").asText().matches("[0-9a-f]{24}"), info::toString);
        assertTrue(info.path("lastModified").asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
        assertFalse(info.path("private").asBoolean(true));
        assertFalse(info.path("gated").asBoolean(true));
        assertEquals("fill-mask", info.path("pipeline_tag").asText());
        assertEquals("transformers", info.path("library_name").asText());
        // YAML 1.1 would take this language for false.
        assertEquals("no", info.at("/cardData/language").asText());
        assertEquals("bert", info.at("/config/model_type").asText());
        assertTrue(info.at("/safetensors/total").asLong() > 0, info::toString);
        Set<String> tags = new TreeSet<>();
        info.path("tags").forEach(tag -> tags.add(tag.asText()));
        assertTrue(
                tags.containsAll(Set.of("transformers", "safetensors", "tiny", "no", "license:apache-2.0", "bert")),
                tags::toString);
        Map<String, JsonNode> siblings = new TreeMap<>();
        info.path("siblings")
                .forEach(each -> siblings.put(each.path("rfilename").asText(), each));
        assertEquals(files.keySet(), siblings.keySet());
        byte[] tensors = files.get("model.safetensors");
        JsonNode large = siblings.get("model.safetensors");
        assertEquals(hash("SHA-256", tensors), large.at("/lfs/sha256").asText());
        assertEquals(tensors.length, large.at("/lfs/size").asInt());
        assertEquals(pointer(tensors).length, large.at("/lfs/pointerSize").asInt());
        assertEquals(gitSha1(pointer(tensors)), large.path("blobId").asText());
        JsonNode small = siblings.get("config.json");
        assertEquals(gitSha1(files.get("config.json")), small.path("blobId").asText());
        assertFalse(small.has("lfs"), small::toString);
    }

    @Test
    void everyNameOfAVersionLeadsToIt() {
        http.json("PUT", "/v1/models/local/bert/aliases/production", Map.of("version", commit))
                .expect(200);
        for (String revision : List.of("main", "HEAD", "production", commit, commit.substring(0, 8))) {
            assertEquals(
                    commit,
                    http.get(API + "bert/revision/" + revision)
                            .expect(200)
                            .json()
                            .path("sha")
                            .asText(),
                    revision);
            assertEquals(
                    commit,
                    http.head("/local/bert/resolve/" + revision + "/config.json")
                            .expect(200)
                            .header("X-Repo-Commit")
                            .orElse(""),
                    revision);
        }
        JsonNode refs = http.get(API + "bert/refs?include_prs=1").expect(200).json();
        assertEquals(0, refs.path("converts").size());
        assertTrue(refs.path("tags").isArray() && refs.path("pullRequests").isArray(), refs::toString);
        assertTrue(refs.path("branches").toString().contains("\"refs/heads/production\""), refs::toString);
        JsonNode commits = http.get(API + "bert/commits/main").expect(200).json();
        assertEquals(commit, commits.at("/0/id").asText());
        assertEquals("local", commits.at("/0/authors/0/user").asText());
    }

    @Test
    void otherNamesAreSentToThePresentOneByARelativeAddress() {
        String id = publish("earlier", TinyModels.variant("earlier"));
        http.json("PATCH", "/v1/models/" + id, Map.of("name", "later")).expect(200);
        Map<String, String> moved = Map.of(
                "/api/models/local/earlier/revision/main?expand=sha&expand=tags",
                "/api/models/local/later/revision/main?expand=sha&expand=tags",
                "/local/earlier/resolve/main/config.json?download=true",
                "/local/later/resolve/main/config.json?download=true",
                "/api/models/later/tree/main?recursive=true",
                "/api/models/local/later/tree/main?recursive=true",
                "/later/resolve/main/sub%20dir%2Fx",
                "/local/later/resolve/main/sub%20dir%2Fx",
                "/api/models/" + id,
                "/api/models/local/later");
        moved.forEach((from, to) ->
                assertEquals(to, http.get(from).expect(307).header("Location").orElse(""), from));
        assertEquals(
                "/api/models/local/later/paths-info/main",
                http.post("/api/models/local/earlier/paths-info/main", Map.of("paths", List.of("x")))
                        .expect(307)
                        .header("Location")
                        .orElse(""));
    }

    @Test
    void aNameOfOnePartLeadsToAllThatIsAsked() {
        for (String part : List.of("", "/refs", "/auth-check", "/commits/main", "/tree/main", "/revision/main")) {
            assertEquals(
                    "/api/models/local/bert" + part,
                    http.get("/api/models/bert" + part)
                            .expect(307)
                            .header("Location")
                            .orElse(""));
        }
        assertEquals(
                "/v2/local/bert/manifests/latest",
                http.get("/v2/bert/manifests/latest")
                        .expect(307)
                        .header("Location")
                        .orElse(""));
    }

    // ---- trees

    private static List<JsonNode> tree(String path) {
        List<JsonNode> rows = new ArrayList<>();
        String next = path;
        while (next != null) {
            Answer page = http.get(next).expect(200);
            page.json().forEach(rows::add);
            next = page.header("Link")
                    .map(link -> link.replaceAll("^<(.*)>; rel=\"next\"$", "$1"))
                    .orElse(null);
            assertTrue(next == null || next.startsWith(http.base()), next);
        }
        return rows;
    }

    private static List<String> paths(List<JsonNode> rows) {
        return rows.stream().map(row -> row.path("path").asText()).toList();
    }

    @Test
    void aTreeIsWhatGitWouldMakeOfTheFiles() throws IOException, InterruptedException {
        List<JsonNode> rows = tree(API + "bert/tree/main?recursive=true");
        Set<String> expected = new TreeSet<>(files.keySet());
        expected.addAll(List.of("a", "a.b", "sub dir"));
        assertEquals(expected, new TreeSet<>(paths(rows)));
        assertEquals(expected.size(), rows.size());
        Map<String, String> git = byGit();
        for (JsonNode row : rows) {
            assertEquals(git.get(row.path("path").asText()), row.path("oid").asText(), row::toString);
            assertEquals(row.path("path").asText().endsWith(".safetensors"), row.has("lfs"), row::toString);
        }
        for (int limit = 1; limit <= 4; limit++) {
            assertEquals(rows, tree(API + "bert/tree/main?recursive=true&limit=" + limit), "in pages of " + limit);
        }
    }

    /** The hashes that git itself gives to the same files, large ones by their pointers. */
    private static Map<String, String> byGit() throws IOException, InterruptedException {
        Path work = Files.createDirectory(temp.resolve("git"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = work.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            boolean large = file.getKey().endsWith(".safetensors");
            Files.write(target, large ? pointer(file.getValue()) : file.getValue());
        }
        git(work, "init", "-q");
        git(work, "-c", "core.autocrlf=false", "add", "-A");
        String tree = git(work, "write-tree").strip();
        Map<String, String> hashes = new TreeMap<>();
        for (String line : git(work, "ls-tree", "-r", "-t", "-z", tree).split("\0")) {
            hashes.put(line.substring(line.indexOf('\t') + 1), line.split("[ \t]")[2]);
        }
        return hashes;
    }

    private static String git(Path work, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("HOME", work.toString());
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = process.getInputStream()) {
            in.transferTo(out);
        }
        assertEquals(0, process.waitFor(), command::toString);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void oneLevelOfATreeIsListed() {
        List<JsonNode> rows = tree(API + "bert/tree/main");
        assertEquals(
                Set.of(
                        "README.md",
                        "a",
                        "a.b",
                        "a0",
                        "config.json",
                        "empty.txt",
                        "model.safetensors",
                        "sub dir",
                        "tokenizer.json",
                        "tokenizer_config.json"),
                new TreeSet<>(paths(rows)));
        assertEquals(rows, tree(API + "bert/tree/main?limit=1"));
        assertEquals(List.of(ODD), paths(tree(API + "bert/tree/main/sub%20dir")));
        assertEquals(List.of("a/y.txt"), paths(tree(API + "bert/tree/main/a")));
        Answer missing =
                http.get(API + "bert/tree/main/additional_chat_templates").expect(404);
        assertEquals("EntryNotFound", missing.header("X-Error-Code").orElse(""));
        JsonNode expanded = tree(API + "bert/tree/main?expand=true").get(0);
        assertEquals(commit, expanded.at("/lastCommit/id").asText());
    }

    @Test
    void aThousandAndMoreEntriesFitOnOnePage() {
        Map<String, byte[]> many = new TreeMap<>(TinyModels.variant("many"));
        for (int i = 0; i < 996; i++) {
            many.put("d/%04d.txt".formatted(i), utf8("" + i % 7));
        }
        publish("many", many);
        Answer all = http.get(API + "many/tree/main?recursive=true").expect(200);
        assertEquals(many.size() + 1 > 1000, all.header("Link").isPresent());
        assertEquals(
                many.size() + 1, tree(API + "many/tree/main?recursive=true").size());
    }

    @Test
    void somePathsAreAskedForAsFormOrAsJson() {
        String form = "paths=config.json&paths=a&paths=nope&expand=true";
        JsonNode byForm = http.send(
                        "POST",
                        API + "bert/paths-info/main",
                        "application/x-www-form-urlencoded",
                        BodyPublishers.ofString(form))
                .expect(200)
                .json();
        JsonNode byJson = http.post(
                        API + "bert/paths-info/main",
                        Map.of("paths", List.of("config.json", "a", "nope"), "expand", true))
                .expect(200)
                .json();
        assertEquals(byJson, byForm);
        assertEquals(List.of("config.json", "a"), paths(List.of(byJson.get(0), byJson.get(1))));
        assertEquals(2, byJson.size());
    }

    // ---- bytes

    @Test
    void aFileIsGivenStraightWithAllThatClientsNeed() {
        byte[] tensors = files.get("model.safetensors");
        String path = "/local/bert/resolve/main/model.safetensors";
        Answer head = http.head(path).expect(200);
        String sha256 = hash("SHA-256", tensors);
        assertEquals("\"" + sha256 + "\"", head.header("ETag").orElse(""));
        assertEquals("\"" + sha256 + "\"", head.header("X-Linked-ETag").orElse(""));
        assertEquals("" + tensors.length, head.header("X-Linked-Size").orElse(""));
        assertEquals("" + tensors.length, head.header("Content-Length").orElse(""));
        assertEquals(commit, head.header("X-Repo-Commit").orElse(""));
        assertEquals("bytes", head.header("Accept-Ranges").orElse(""));
        assertFalse(head.headers().keySet().stream().anyMatch(name -> name.startsWith("x-xet")), head::toString);
        Answer whole = http.with("Accept-Encoding", "gzip, deflate").get(path).expect(200);
        assertArrayEquals(tensors, whole.body());
        assertTrue(whole.header("Content-Encoding").isEmpty(), whole::toString);
        Answer probe = http.with("Range", "bytes=0-0").get(path).expect(206);
        assertEquals(
                "bytes 0-0/" + tensors.length, probe.header("Content-Range").orElse(""));
        Answer clamped = http.with("Range", "bytes=0-1999999").get(path).expect(206);
        assertArrayEquals(tensors, clamped.body());
        Answer beyond =
                http.with("Range", "bytes=" + tensors.length + "-").get(path).expect(416);
        assertEquals("bytes */" + tensors.length, beyond.header("Content-Range").orElse(""));
        assertEquals(
                304, http.with("If-None-Match", "\"" + sha256 + "\"").get(path).status());
        assertEquals(
                200,
                http.with("Range", "bytes=5-")
                        .with("If-Range", "\"other\"")
                        .get(path)
                        .status());
    }

    @Test
    void smallFilesAreKnownByGitsHashAndOddNamesAreFound() {
        Answer small = http.get("/local/bert/resolve/main/config.json").expect(200);
        assertEquals(
                "\"" + gitSha1(files.get("config.json")) + "\"",
                small.header("ETag").orElse(""));
        assertTrue(small.header("X-Linked-Size").isEmpty(), small::toString);
        assertArrayEquals(
                utf8("odd"),
                http.get("/local/bert/resolve/main/" + encoded(ODD)).expect(200).body());
        assertArrayEquals(
                utf8("odd"),
                http.get("/local/bert/resolve/main/" + encoded(ODD).replace("/", "%2F"))
                        .expect(200)
                        .body());
        Answer empty = http.with("Range", "bytes=0-0")
                .get("/local/bert/resolve/main/empty.txt")
                .expect(200);
        assertEquals("bytes */0", empty.header("Content-Range").orElse(""));
        assertEquals("0", empty.header("Content-Length").orElse(""));
    }

    @Test
    void rawGivesThePointerOfALargeFile() {
        byte[] tensors = files.get("model.safetensors");
        Answer raw = http.get("/local/bert/raw/main/model.safetensors").expect(200);
        assertArrayEquals(pointer(tensors), raw.body());
        assertArrayEquals(
                files.get("config.json"),
                http.get("/local/bert/raw/main/config.json").expect(200).body());
        http.head("/local/bert/raw/main/nope").expect(404);
    }

    // ---- refusals, access, lists

    @Test
    void refusalsAreToldByTheirHeaders() {
        Map<String, String> codes = Map.of(
                "/local/nope/resolve/main/x", "RepoNotFound",
                "/api/models/local/nope", "RepoNotFound",
                "/api/models/no--such..name", "RepoNotFound",
                "/local/bert/resolve/nope/config.json", "RevisionNotFound",
                "/api/models/local/bert/revision/refs%2Fpr%2F1", "RevisionNotFound",
                "/local/bert/resolve/main/nope", "EntryNotFound");
        codes.forEach((path, code) -> {
            for (String method : List.of("GET", "HEAD")) {
                Answer refused = method.equals("GET") ? http.get(path) : http.head(path);
                refused.expect(404);
                assertEquals(code, refused.header("X-Error-Code").orElse(""), path);
                assertTrue(refused.header("X-Error-Message").isPresent(), path);
            }
            assertFalse(http.get(path).json().path("error").asText().isBlank(), path);
        });
        assertEquals(
                commit,
                http.get("/local/bert/resolve/main/nope")
                        .header("X-Repo-Commit")
                        .orElse(""));
    }

    @Test
    void aTokenOfAnotherHubIsAsGoodAsNone() {
        Http foreign = http.with("Authorization", "Bearer hf_" + "x".repeat(34));
        foreign.get(API + "bert").expect(200);
        foreign.get("/local/bert/resolve/main/config.json").expect(200);
        foreign.post(API + "bert/paths-info/main", Map.of("paths", List.of("a")))
                .expect(200);
        assertEquals(
                "local",
                foreign.get("/api/whoami-v2").expect(200).json().path("name").asText());
        foreign.get("/v1/models").expect(401);
        foreign.json("PUT", "/api/models/paths-info/x/settings", Map.of("private", true))
                .expect(401);
        assertEquals(
                "Invalid credentials in Authorization header",
                foreign.post("/api/repos/create", Map.of("name", "x"))
                        .expect(401)
                        .header("X-Error-Message")
                        .orElse(""));
        http.with("Authorization", "Bearer undefined").get("/v1/models").expect(200);
        http.key("hf_" + "x".repeat(34)).get(API + "bert").expect(401);
    }

    @Test
    void privateAndGatedModelsAreWhatTheySay() {
        String id = publish("hidden", TinyModels.variant("hidden"));
        http.json("PATCH", "/v1/models/" + id, Map.of("access", "private")).expect(200);
        String gated = publish("gated", TinyModels.variant("gated"));
        http.json("PATCH", "/v1/models/" + gated, Map.of("access", "gated")).expect(200);
        Http other = http.key(http.post("/v1/keys", Map.of("name", "other", "user", "other", "scopes", List.of("read")))
                .expect(201)
                .json()
                .path("key")
                .asText());
        other.get(API + "hidden").expect(404);
        assertEquals(
                "RepoNotFound",
                other.get("/local/hidden/resolve/main/config.json")
                        .expect(404)
                        .header("X-Error-Code")
                        .orElse(""));
        assertFalse(other.get("/api/models").expect(200).body().length == 0);
        assertFalse(other.get("/api/models?search=hidden").expect(200).text().contains("local/hidden"));
        assertEquals(
                "manual",
                other.get(API + "gated").expect(200).json().path("gated").asText());
        Answer refused = other.get("/local/gated/resolve/main/config.json").expect(403);
        assertEquals("GatedRepo", refused.header("X-Error-Code").orElse(""));
        assertEquals(
                "GatedRepo",
                other.get(API + "gated/auth-check")
                        .expect(403)
                        .header("X-Error-Code")
                        .orElse(""));
        http.get("/local/gated/resolve/main/config.json").expect(200);
        http.get(API + "gated/auth-check").expect(200);
    }

    @Test
    void modelsAreListedSearchedAndPaged() {
        for (int i = 0; i < 3; i++) {
            publish("listed-" + i, TinyModels.variant("hub listed " + i));
        }
        assertEquals(3, tree("/api/models?search=listed-&limit=2").size());
        assertEquals(
                List.of("local/listed-0", "local/listed-1", "local/listed-2"),
                tree("/api/models?search=LISTED-&sort=createdAt&direction=1&limit=1").stream()
                        .map(row -> row.path("id").asText())
                        .toList());
        assertEquals(0, tree("/api/models?search=listed-&author=somebody").size());
        assertEquals(
                3,
                tree("/api/models?search=listed-&author=local&filter=transformers,safetensors")
                        .size());
        assertEquals(0, tree("/api/models?search=listed-&filter=gguf").size());
        http.get("/api/models?cursor=x").expect(400);
        http.get("/api/models?limit=x").expect(400);
    }
}
