package dev.modeldock.fakes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake hub keeps to the hub's protocol, and its faults do what they say. */
class FakeHubTest {
    private static final Content WEIGHTS = Content.generated(7, 300_000);

    private final FakeHub hub = new FakeHub();
    private final FakeModel model = hub.model(
            "acme/tiny",
            FakeFiles.none()
                    .file("config.json", "{}")
                    .file("model.safetensors", WEIGHTS)
                    .file("sub dir/näme #1.txt", "deep")
                    .regular("empty", Content.of("")));
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @AfterEach
    void close() {
        hub.close();
    }

    private HttpResponse<byte[]> send(String method, String address, String... headers) throws Exception {
        URI uri = address.startsWith("http") ? URI.create(address) : URI.create(hub.url() + address);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> get(String address, String... headers) throws Exception {
        return send("GET", address, headers);
    }

    private JsonNode json(String address, String... headers) throws Exception {
        HttpResponse<byte[]> answer = get(address, headers);
        assertEquals(200, answer.statusCode(), () -> address + ": " + new String(answer.body()));
        return Call.JSON.readTree(answer.body());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /** Where the weights are, by a fresh link. */
    private String link() throws Exception {
        return header(get("/acme/tiny/resolve/main/model.safetensors"), "Location");
    }

    private void assertRefused(int status, String code, String address, String... headers) throws Exception {
        HttpResponse<byte[]> answer = get(address, headers);
        assertEquals(status, answer.statusCode(), address);
        assertEquals(code, header(answer, "X-Error-Code"), address);
        assertFalse(header(answer, "X-Error-Message").isEmpty(), address);
    }

    @Test
    void tellsOfAModel() throws Exception {
        JsonNode info = json("/api/models/acme/tiny");
        assertEquals("acme/tiny", info.get("id").asText());
        assertEquals(40, info.get("sha").asText().length());
        assertEquals("apache-2.0", info.at("/cardData/license").asText());
        assertEquals("2026-03-01T12:00:00.000Z", info.get("lastModified").asText());
        assertEquals(4, info.get("siblings").size());
        assertTrue(info.get("tags").toString().contains("license:apache-2.0"));
        JsonNode blob = json("/api/models/acme/tiny/revision/main?blobs=true").at("/siblings/2");
        assertEquals("model.safetensors", blob.get("rfilename").asText());
        assertEquals(WEIGHTS.sha256(), blob.at("/lfs/sha256").asText());
        assertEquals(131, blob.at("/lfs/pointerSize").asInt());
    }

    @Test
    void listsTheTreeInPages() throws Exception {
        hub.pageSize(2);
        HttpResponse<byte[]> first = get("/api/models/acme/tiny/tree/main?recursive=true");
        assertEquals(2, Call.JSON.readTree(first.body()).size());
        String next = header(first, "Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
        assertTrue(next.startsWith(hub.url() + "/api/models/acme/tiny/tree/main?"), next);
        JsonNode second = json(next);
        assertEquals("model.safetensors", second.at("/0/path").asText());
        assertEquals(WEIGHTS.sha256(), second.at("/0/lfs/oid").asText());
        assertEquals(WEIGHTS.pointer().gitSha1(), second.at("/0/oid").asText());
        assertEquals("directory", second.at("/1/type").asText());
        hub.pageSize(1000);
        JsonNode below = json("/api/models/acme/tiny/tree/main/sub%20dir");
        assertEquals("sub dir/näme #1.txt", below.at("/0/path").asText());
        assertEquals(4, json("/api/models/acme/tiny/tree/main").size(), "three files and a directory");
    }

    @Test
    void redirectsRegularFilesRelativelyAndLfsToAnotherHost() throws Exception {
        HttpResponse<byte[]> regular = send("HEAD", "/acme/tiny/resolve/main/sub%20dir/n%C3%A4me%20%231.txt");
        assertEquals(307, regular.statusCode());
        assertTrue(header(regular, "Location").startsWith("/api/resolve-cache/models/acme/tiny/"));
        HttpResponse<byte[]> small = get(header(regular, "Location"));
        assertEquals("deep", new String(small.body()));
        assertEquals('"' + Content.of("deep").gitSha1() + '"', header(small, "ETag"));

        HttpResponse<byte[]> large = get("/acme/tiny/resolve/main/model.safetensors");
        assertEquals(302, large.statusCode());
        assertEquals('"' + WEIGHTS.sha256() + '"', header(large, "X-Linked-ETag"));
        assertEquals("300000", header(large, "X-Linked-Size"));
        assertEquals(json("/api/models/acme/tiny").get("sha").asText(), header(large, "X-Repo-Commit"));
        String link = header(large, "Location");
        assertTrue(link.startsWith("http://localhost:"), link);
        HttpResponse<byte[]> body = get(link);
        assertArrayEquals(WEIGHTS.bytes(), body.body());
        assertFalse(header(body, "ETag").contains(WEIGHTS.sha256()));

        assertEquals(400, get(link, "Authorization", "Bearer hf_x").statusCode());
        assertEquals(1, hub.leaks().size());
        hub.expireLinks();
        assertEquals(403, get(link).statusCode());
        assertEquals(200, get(link()).statusCode());
    }

    @Test
    void servesRanges() throws Exception {
        String link = link();
        HttpResponse<byte[]> part = get(link, "Range", "bytes=299990-");
        assertEquals(206, part.statusCode());
        assertEquals("bytes 299990-299999/300000", header(part, "Content-Range"));
        assertArrayEquals(Arrays.copyOfRange(WEIGHTS.bytes(), 299_990, 300_000), part.body());
        assertEquals(
                206,
                get(link, "Range", "bytes=0-9", "If-Range", header(part, "ETag"))
                        .statusCode());
        HttpResponse<byte[]> changed = get(link, "Range", "bytes=0-9", "If-Range", "\"" + WEIGHTS.sha256() + "\"");
        assertEquals(200, changed.statusCode());
        HttpResponse<byte[]> beyond = get(link, "Range", "bytes=300000-");
        assertEquals(416, beyond.statusCode());
        assertEquals("bytes */300000", header(beyond, "Content-Range"));
        LoggedRequest logged = hub.log().of("model.safetensors").get(2);
        assertEquals(List.of("cdn", "bytes=0-9", 10L), List.of(logged.server(), logged.range(), logged.bytes()));
    }

    @Test
    void knowsBranchesTagsAndCommits() throws Exception {
        String first = json("/api/models/acme/tiny").get("sha").asText();
        model.branch("feat/x", first).tag("v1", first);
        String second = model.commit("main", FakeFiles.none().file("config.json", "{\"a\":1}"), "empty");
        assertNotEquals(first, second);
        assertEquals(second, json("/api/models/acme/tiny").get("sha").asText());
        assertEquals(3, json("/api/models/acme/tiny").get("siblings").size());
        for (String name : List.of("feat%2Fx", "v1", first)) {
            assertEquals(
                    first,
                    json("/api/models/acme/tiny/revision/" + name).get("sha").asText());
        }
        assertEquals(307, get("/acme/tiny/resolve/feat%2Fx/config.json").statusCode());
        assertEquals(2, json("/api/models/acme/tiny/refs").get("branches").size());
    }

    @Test
    void redirectsOldNames() throws Exception {
        hub.model("google-bert/bert-base-uncased", FakeFiles.tiny("tiny-bert"));
        hub.rename("bert-base-uncased", "google-bert/bert-base-uncased");
        HttpResponse<byte[]> api = get("/api/models/bert-base-uncased/tree/main?recursive=true");
        assertEquals(307, api.statusCode());
        String there = "/api/models/google-bert/bert-base-uncased/tree/main?recursive=true";
        assertEquals(there, header(api, "Location"));
        assertEquals(4, json(there).size());
        assertEquals(
                "/google-bert/bert-base-uncased/resolve/main/config.json",
                header(send("HEAD", "/bert-base-uncased/resolve/main/config.json"), "Location"));
        assertEquals(307, get("/api/models/bert-base-uncased").statusCode());
    }

    @Test
    void refusesAsTheHubDoes() throws Exception {
        hub.token("hf_known")
                .model("acme/secret", FakeFiles.none().file("a", "b"))
                .privateTo("hf_owner");
        hub.model("acme/gate", FakeFiles.none().file("a", "b")).gated("manual").letIn("hf_friend");
        String[] known = {"Authorization", "Bearer hf_known"};
        assertRefused(401, "RepoNotFound", "/api/models/acme/nope");
        assertRefused(404, "RepoNotFound", "/api/models/acme/nope", known);
        assertRefused(401, "RepoNotFound", "/api/models/acme/secret");
        assertRefused(404, "RepoNotFound", "/acme/secret/resolve/main/a", known);
        assertRefused(404, "RevisionNotFound", "/api/models/acme/tiny/revision/nope");
        assertRefused(404, "RevisionNotFound", "/acme/tiny/resolve/nope/config.json");
        assertRefused(404, "EntryNotFound", "/acme/tiny/resolve/main/nope");
        assertRefused(404, "EntryNotFound", "/api/models/acme/tiny/tree/main/nope");
        assertRefused(401, "", "/api/models/acme/tiny", "Authorization", "Bearer hf_wrong");
        assertRefused(401, "GatedRepo", "/acme/gate/resolve/main/a");
        assertRefused(403, "GatedRepo", "/acme/gate/resolve/main/a", known);
        assertEquals("manual", json("/api/models/acme/gate").get("gated").asText());
        assertEquals(
                307,
                get("/acme/gate/resolve/main/a", "Authorization", "Bearer hf_friend")
                        .statusCode());
        assertTrue(json("/api/models/acme/secret", "Authorization", "Bearer hf_owner")
                .get("private")
                .asBoolean());
        assertEquals("someone", json("/api/whoami-v2", known).get("name").asText());
    }

    @Test
    void answersWithToldStatuses() throws Exception {
        hub.onApi("*").times(2).status(429).retryAfter("3");
        HttpResponse<byte[]> limited = get("/api/models/acme/tiny");
        assertEquals(429, limited.statusCode());
        assertEquals("3", header(limited, "Retry-After"));
        assertEquals(429, get("/api/models/acme/tiny").statusCode());
        assertEquals(200, get("/api/models/acme/tiny").statusCode());
        hub.onApi("*/tree/*").status(404);
        assertEquals(404, get("/api/models/acme/tiny/tree/main").statusCode());
        assertEquals(200, get("/api/models/acme/tiny").statusCode());
        hub.calm();
        hub.onApi("*").answer(Content.of("[{"));
        assertEquals("[{", new String(get("/api/models/acme/tiny").body()));
        hub.calm().onApi("*").answer(Content.endlessJson(5_000_000));
        byte[] endless = get("/api/models/acme/tiny/tree/main").body();
        assertEquals(5_000_000, endless.length);
        assertThrows(IOException.class, () -> Call.JSON.readTree(endless));
        hub.onResolve("config.json").redirectLoop();
        assertEquals(
                "/acme/tiny/resolve/main/config.json", header(get("/acme/tiny/resolve/main/config.json"), "Location"));
        hub.onResolve("model.safetensors").redirectTo(URI.create("http://192.0.2.1/x"));
        assertEquals("http://192.0.2.1/x", link());
    }

    @Test
    void spoilsBodies() throws Exception {
        Fault cut = hub.onBody("*.safetensors").once().cut(1000);
        String link = link();
        assertThrows(IOException.class, () -> get(link));
        assertEquals(1, cut.hits());
        assertEquals(1000, hub.log().bytes("model.safetensors") - bodyOfRedirect());
        assertEquals(300_000, get(link).body().length);

        Fault wrong = hub.onBody("model.safetensors").wrongBytes();
        byte[] flipped = get(link, "Range", "bytes=10-19").body();
        assertEquals(10, flipped.length);
        assertNotEquals(flipped[0], WEIGHTS.bytes()[10]);
        wrong.off();

        hub.onBody("model.safetensors").once().resized(-5);
        assertEquals(299_995, get(link).body().length);
        hub.onBody("model.safetensors").once().resized(5);
        assertEquals(300_005, get(link).body().length);
        hub.onBody("model.safetensors").once().noRanges();
        assertEquals(200, get(link, "Range", "bytes=5-").statusCode());
        hub.onBody("model.safetensors").once().noLength();
        assertTrue(get(link).headers().firstValue("Content-Length").isEmpty());
        hub.onBody("model.safetensors").once().noLength().cut(1000);
        assertThrows(IOException.class, () -> get(link));
    }

    private long bodyOfRedirect() {
        return hub.log().of("*/resolve/*").stream()
                .mapToLong(LoggedRequest::bytes)
                .sum();
    }

    @Test
    void changesAFileBetweenTwoRequests() throws Exception {
        hub.onBody("model.safetensors").after(1).changed(Content.generated(8, 300_000));
        String link = link();
        String before = header(get(link, "Range", "bytes=0-9"), "ETag");
        HttpResponse<byte[]> after = get(link, "Range", "bytes=10-", "If-Range", before);
        assertEquals(200, after.statusCode());
        assertNotEquals(before, header(after, "ETag"));
    }

    @Test
    void fallsSilentAndGoesOn() throws Exception {
        Fault stall = hub.onBody("model.safetensors").stall(100_000);
        HttpRequest request = HttpRequest.newBuilder(URI.create(link())).build();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, BodyHandlers.ofByteArray());
        assertTrue(stall.awaitStall(Duration.ofSeconds(10)));
        LoggedRequest silent = hub.log().of("model.safetensors").get(1);
        assertEquals(100_000, silent.bytes());
        assertFalse(answer.isDone());
        assertTrue(hub.log().await(log -> log.running() == 1, Duration.ofSeconds(10)));
        stall.release();
        assertArrayEquals(WEIGHTS.bytes(), answer.get(10, TimeUnit.SECONDS).body());
    }

    @Test
    void sendsSlowly() throws Exception {
        hub.onBody("model.safetensors").slow(1_000_000);
        String link = link();
        long began = System.nanoTime();
        get(link);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        assertTrue(millis >= 250, "300 kB at 1 MB/s took only " + millis + " ms");
    }

    @Test
    void countsRequestsAtOnce() throws Exception {
        Fault stall = hub.onBody("model.safetensors").stall(0);
        HttpRequest request = HttpRequest.newBuilder(URI.create(link())).build();
        assertTrue(hub.log().await(log -> log.running() == 0, Duration.ofSeconds(10)));
        hub.log().clear();
        List<CompletableFuture<HttpResponse<byte[]>>> answers = List.of(
                client.sendAsync(request, BodyHandlers.ofByteArray()),
                client.sendAsync(request, BodyHandlers.ofByteArray()),
                client.sendAsync(request, BodyHandlers.ofByteArray()));
        assertTrue(hub.log().await(log -> log.running() == 3, Duration.ofSeconds(10)));
        stall.off();
        for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
            assertEquals(200, answer.get(10, TimeUnit.SECONDS).statusCode());
        }
        assertEquals(3, hub.log().mostAtOnce());
        assertEquals(3 * 300_000L, hub.log().bytesByFile().get("model.safetensors"));
    }

    @Test
    void generatesTheSameBytesAtAnyOffset() throws Exception {
        Content content = Content.generated(3, 20_000_000);
        byte[] whole = content.bytes();
        for (int from : new int[] {0, 3, 8_388_600, 8_388_608, 8_388_612, 16_777_215, 19_999_999}) {
            int length = Math.min(9_000_000, whole.length - from);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            content.write(from, length, out);
            assertArrayEquals(Arrays.copyOfRange(whole, from, from + length), out.toByteArray(), "from " + from);
        }
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(whole));
        assertEquals(hash, content.sha256());
        assertNotEquals(content.sha256(), Content.generated(4, 20_000_000).sha256());
    }

    @Test
    void servesTenThousandFilesAndHostilePaths() throws Exception {
        hub.model("acme/many", FakeFiles.many(10_000, 100));
        int files = 0;
        String page = "/api/models/acme/many/tree/main?recursive=true";
        while (!page.isEmpty()) {
            HttpResponse<byte[]> answer = get(page);
            for (JsonNode row : Call.JSON.readTree(answer.body())) {
                files += row.get("type").asText().equals("file") ? 1 : 0;
            }
            page = header(answer, "Link").replaceAll("<(.*)>.*", "$1");
        }
        assertEquals(10_000, files);
        FakeFiles hostile = FakeFiles.none();
        for (String path : List.of("../x", "/etc/passwd", ".git/config", "a\u0001b", "a\\b", "con:x", "a", "A")) {
            hostile.file(path, path);
        }
        hub.model("acme/evil", hostile);
        JsonNode rows = json("/api/models/acme/evil/tree/main?recursive=true");
        for (String path : hostile.entries().keySet()) {
            assertTrue(rows.findValuesAsText("path").contains(path), path);
        }
    }
}
