package dev.modeldock.fakes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fake GitHub keeps to GitHub's protocols, and its faults do what they say. */
class FakeGitHubTest {
    private static final Content WEIGHTS = Content.generated(9, 200_000);
    private static final String LFS = "application/vnd.git-lfs+json";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private FakeGitHub github;
    private FakeRepository repository;
    private String first;

    @TempDir
    private Path work;

    @BeforeEach
    void open() {
        assumeTrue(FakeGitHub.available(), "git is not installed, or cannot serve HTTP");
        github = new FakeGitHub();
        repository = github.repository("acme", "tiny");
        first = repository.commit(
                "main",
                FakeFiles.none()
                        .file("config.json", "{}")
                        .file("dir/näme \"q\".txt", "deep")
                        .lfs("w.bin", WEIGHTS));
    }

    @AfterEach
    void close() {
        if (github != null) {
            github.close();
        }
    }

    private HttpResponse<byte[]> get(String address, String... headers) throws Exception {
        URI uri = address.startsWith("http") ? URI.create(address) : URI.create(github.api() + address);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private void assertRefused(int status, String message, String address, String... headers) throws Exception {
        HttpResponse<byte[]> answer = get(address, headers);
        assertEquals(status, answer.statusCode(), address);
        assertEquals(message, Call.JSON.readTree(answer.body()).path("message").asText(), address);
    }

    private JsonNode json(String address) throws Exception {
        HttpResponse<byte[]> answer = get(address);
        assertEquals(200, answer.statusCode(), () -> address + ": " + text(answer));
        return Call.JSON.readTree(answer.body());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private GitProgram.Result git(String... arguments) throws IOException {
        return new GitProgram(work).run(null, arguments);
    }

    private HttpResponse<byte[]> batch(Map<?, ?>... objects) throws Exception {
        Map<String, Object> body = Map.of("operation", "download", "transfers", List.of("basic"), "objects", objects);
        HttpRequest request = HttpRequest.newBuilder(URI.create(repository.cloneUrl() + "/info/lfs/objects/batch"))
                .headers("Accept", LFS, "Content-Type", LFS)
                .POST(BodyPublishers.ofByteArray(Call.JSON.writeValueAsBytes(body)))
                .build();
        return client.send(request, BodyHandlers.ofByteArray());
    }

    private JsonNode only(HttpResponse<byte[]> answer) throws IOException {
        assertEquals(200, answer.statusCode(), () -> text(answer));
        return Call.JSON.readTree(answer.body()).at("/objects/0");
    }

    private static Map<String, Object> weights() {
        return Map.of("oid", WEIGHTS.sha256(), "size", WEIGHTS.size());
    }

    @Test
    void tellsOfARepositoryAndItsCommits() throws Exception {
        JsonNode about = json("/repos/acme/tiny");
        assertEquals("main", about.get("default_branch").asText());
        assertEquals("Apache-2.0", about.at("/license/spdx_id").asText());
        String second = repository.commit("feat/x", FakeFiles.none().file("a", "b"), "config.json");
        repository.tag("v1", first).annotatedTag("v2", second);
        assertEquals(second, json("/repos/acme/tiny/commits/feat/x").get("sha").asText());
        assertEquals(
                second, json("/repos/acme/tiny/commits/feat%2Fx").get("sha").asText());
        assertEquals(first, json("/repos/acme/tiny/commits/v1").get("sha").asText());
        assertEquals(second, json("/repos/acme/tiny/commits/v2").get("sha").asText());
        assertEquals(
                first,
                json("/repos/acme/tiny/commits/" + first.substring(0, 7))
                        .get("sha")
                        .asText());
        HttpResponse<byte[]> bare =
                get(github.url() + "/repos/acme/tiny/commits/main", "Accept", "application/vnd.github.sha");
        assertEquals(first, text(bare));
        String etag = header(bare, "ETag");
        assertEquals(
                304, get("/repos/acme/tiny/commits/main", "If-None-Match", etag).statusCode());
        JsonNode tree = json("/repos/acme/tiny/git/trees/" + first + "?recursive=1");
        assertEquals(List.of("config.json", "dir", "dir/näme \"q\".txt", "w.bin"), tree.findValuesAsText("path"));
        assertEquals(WEIGHTS.pointer().gitSha1(), tree.at("/tree/3/sha").asText());
    }

    @Test
    void refusesAsGitHubDoes() throws Exception {
        github.repository("acme", "empty");
        github.token("known")
                .repository("acme", "secret", FakeFiles.tiny("tiny-bin"))
                .privateTo("owner");
        github.rename("old/name", "acme/tiny").repository("acme", "gone").block();
        assertRefused(404, "Not Found", "/repos/acme/nope");
        assertRefused(404, "Not Found", "/repos/acme/secret");
        assertRefused(404, "Not Found", "/repos/acme/secret", "Authorization", "Bearer known");
        assertEquals(
                200, get("/repos/acme/secret", "Authorization", "Bearer owner").statusCode());
        assertRefused(401, "Bad credentials", "/repos/acme/tiny", "Authorization", "Bearer wrong");
        assertRefused(422, "No commit found for SHA: nope", "/repos/acme/tiny/commits/nope");
        assertRefused(409, "Git Repository is empty.", "/repos/acme/empty/commits/main");
        assertRefused(451, "Repository access blocked", "/repos/acme/gone");
        HttpResponse<byte[]> moved = get("/repos/old/name/commits/main");
        assertEquals(301, moved.statusCode());
        assertEquals(first, json(header(moved, "Location")).get("sha").asText());
    }

    @Test
    void limitsTheRate() throws Exception {
        github.quota(1, 600);
        HttpResponse<byte[]> within = get("/repos/acme/tiny");
        assertEquals("0", header(within, "x-ratelimit-remaining"));
        assertRefused(403, "API rate limit exceeded for 127.0.0.1.", "/repos/acme/tiny");
        assertEquals(0, json("/rate_limit").at("/rate/remaining").asInt());
        github.quota(100, 600).secondaryLimit(2).once();
        HttpResponse<byte[]> secondary = get("/repos/acme/tiny");
        assertEquals(List.of(403, "2"), List.of(secondary.statusCode(), header(secondary, "retry-after")));
        assertEquals(200, get("/repos/acme/tiny").statusCode());
    }

    @Test
    void isClonedByTheRealGit() throws Exception {
        repository.commit("feat/x", FakeFiles.none().file("more", "x"));
        assertEquals(
                0,
                git("clone", "-q", "--depth", "1", "-b", "feat/x", repository.cloneUrl(), "a")
                        .code());
        assertEquals("deep", Files.readString(work.resolve("a/dir/näme \"q\".txt")));
        assertArrayEquals(WEIGHTS.pointer().bytes(), Files.readAllBytes(work.resolve("a/w.bin")));
        assertEquals("version=2", github.log().of("*/info/refs").get(0).header("git-protocol"));

        git("init", "-q", "--bare", "b.git");
        assertEquals(
                0,
                git("--git-dir=b.git", "fetch", "-q", "--depth", "1", repository.cloneUrl(), first)
                        .code());
        github.rename("old/name", "acme/tiny");
        assertEquals(0, git("ls-remote", "-q", github.url() + "/old/name").code());
        assertNotEquals(
                0, git("clone", "-q", github.url() + "/acme/nope.git", "c").code());
    }

    @Test
    void asksGitForCredentialsOfPrivateRepositories() throws Exception {
        github.token("known");
        repository.privateTo("owner");
        String refs = repository.cloneUrl() + "/info/refs?service=git-upload-pack";
        HttpResponse<byte[]> anonymous = get(refs);
        assertEquals(401, anonymous.statusCode());
        assertTrue(header(anonymous, "WWW-Authenticate").startsWith("Basic"));
        String basic = "Basic " + Base64.getEncoder().encodeToString("x-access-token:owner".getBytes());
        assertEquals(200, get(refs, "Authorization", basic).statusCode());
        assertEquals(404, get(refs, "Authorization", "Bearer known").statusCode());
        assertEquals(401, get(refs, "Authorization", "Bearer wrong").statusCode());
        String url = repository.cloneUrl().replace("http://", "http://x-access-token:owner@");
        assertEquals(0, git("clone", "-q", url, "a").code());
    }

    @Test
    void breaksGitTransfersOff() throws Exception {
        repository.commit("main", FakeFiles.none().regular("large", Content.generated(1, 3_000_000)));
        Fault cut = github.onGit("*/git-upload-pack").cut(100_000);
        assertNotEquals(0, git("clone", "-q", repository.cloneUrl(), "a").code());
        assertTrue(cut.hits() > 0);
        cut.off();
        github.onGit("*/info/refs").once().status(503).retryAfter("1");
        assertNotEquals(0, git("ls-remote", repository.cloneUrl()).code());
        assertEquals(0, git("ls-remote", repository.cloneUrl()).code());
    }

    @Test
    void givesLfsObjectsByBatch() throws Exception {
        JsonNode object = only(batch(weights()));
        String href = object.at("/actions/download/href").asText();
        String signature =
                object.at("/actions/download/header/X-Store-Signature").asText();
        assertTrue(href.startsWith("http://localhost:"), href);
        String[] signed = {"X-Store-Signature", signature};
        HttpResponse<byte[]> whole = get(href, signed);
        assertArrayEquals(WEIGHTS.bytes(), whole.body());
        HttpResponse<byte[]> rest =
                get(href, "X-Store-Signature", signature, "Range", "bytes=199000-", "If-Range", header(whole, "ETag"));
        assertEquals(List.of(206, 1000), List.of(rest.statusCode(), rest.body().length));
        assertEquals(201_000, github.log().bytes("w.bin"));
        assertEquals(403, get(href).statusCode());
        assertEquals(403, get(href, "X-Store-Signature", "99").statusCode());
        assertEquals(
                400,
                get(href, "X-Store-Signature", signature, "Authorization", "Basic eDp5")
                        .statusCode());
        assertEquals(1, github.leaks().size());

        github.onBody("w.bin").once().wrongBytes();
        HttpResponse<byte[]> wrong = get(href, signed);
        assertEquals(WEIGHTS.size(), wrong.body().length);
        assertFalse(Arrays.equals(WEIGHTS.bytes(), wrong.body()));
        github.onBody("w.bin").once().cut(500);
        assertThrows(IOException.class, () -> get(href, signed));
        github.expireLinks();
        assertEquals(403, get(href, signed).statusCode());
        github.authorizationAtStore();
        String own = only(batch(weights()))
                .at("/actions/download/header/Authorization")
                .asText();
        assertEquals(200, get(href, "Authorization", own).statusCode());
    }

    @Test
    void refusesLfsObjects() throws Exception {
        Map<String, Object> unknown = Map.of("oid", "0".repeat(64), "size", 5);
        assertEquals(404, only(batch(unknown)).at("/error/code").asInt());
        repository.lfs().error("w.bin", 410, "Gone");
        assertEquals(410, only(batch(weights())).at("/error/code").asInt());
        repository.lfs().calm().href("w.bin", URI.create("http://192.0.2.1/x"));
        assertEquals(
                "http://192.0.2.1/x",
                only(batch(weights())).at("/actions/download/href").asText());
        List<Map<?, ?>> many = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            many.add(unknown);
        }
        assertEquals(413, batch(many.toArray(new Map<?, ?>[0])).statusCode());
        github.onBatch("*").once().status(509);
        assertEquals(509, batch(weights()).statusCode());
        repository.privateTo("owner");
        HttpResponse<byte[]> anonymous = batch(weights());
        assertEquals(401, anonymous.statusCode());
        assertFalse(header(anonymous, "LFS-Authenticate").isEmpty());
    }

    @Test
    void holdsHostileTrees() throws Exception {
        FakeFiles hostile = FakeFiles.none()
                .symlink("config.json", "/etc/passwd")
                .submodule("vendor", "1234567890123456789012345678901234567890")
                .file(".lfsconfig", "[lfs]\n\turl = http://192.0.2.1/\n")
                .file(".gitattributes", "*.bin filter=lfs\n");
        for (String path :
                List.of(".git/config", ".GIT/config", "git~1", "a\\b", "con:x", "Twin", "twin", "../up", "./x")) {
            hostile.file(path, path);
        }
        String commit = repository.commitRaw("evil", hostile);
        JsonNode tree =
                json("/repos/acme/tiny/git/trees/" + commit + "?recursive=1").get("tree");
        for (String path : hostile.entries().keySet()) {
            assertTrue(tree.findValuesAsText("path").contains(path), path + " in " + tree);
        }
        assertTrue(tree.findValuesAsText("mode").containsAll(List.of("120000", "160000")));
        git("init", "-q", "--bare", "b.git");
        assertEquals(
                0,
                git("--git-dir=b.git", "fetch", "-q", "--depth", "1", repository.cloneUrl(), commit)
                        .code());
        String plain =
                repository.commit("links", FakeFiles.none().symlink("s", "/etc").submodule("m", first));
        assertTrue(json("/repos/acme/tiny/git/trees/" + plain).toString().contains("160000"));
    }

    @Test
    void servesFiveThousandSmallFiles() throws Exception {
        FakeRepository many = github.repository("acme", "many", FakeFiles.many(5_000, 200));
        assertEquals(0, git("clone", "-q", "--depth", "1", many.cloneUrl(), "a").code());
        assertArrayEquals(
                Content.generated(4_999, 200).bytes(), Files.readAllBytes(work.resolve("a/d0049/f04999.txt")));
    }
}
