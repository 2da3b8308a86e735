package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports: computed archives, their lengths and ranges, signed URLs, and what outside programs make of them. */
class ExportIT {
    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Http http;
    private static ImportClient imports;
    private static Map<String, byte[]> files;
    private static String model;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        http = dock.http();
        imports = dock.imports();
        files = new TreeMap<>(TinyModels.heavy(61, 300_000));
        files.put("empty.txt", new byte[0]);
        files.put("sub/folder/größe-模型.txt", "Umlaut and Han".getBytes(StandardCharsets.UTF_8));
        files.put(
                "deep/" + "long-name-".repeat(18) + ".txt",
                "longer than ustar has room for".getBytes(StandardCharsets.UTF_8));
        model = imports.send("exported.tar", Archives.tar(files)).success().modelId();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    @Test
    void theAnswerIsTheSampleOfTheDocument() {
        JsonNode answer =
                http.post("/api/public/models/" + model + "/export").expect(200).json();
        assertTrue(answer.path("_id").asText().startsWith("ds-"), answer::toString);
        assertEquals(model, answer.path("modelId").asText());
        assertEquals("MODELS", answer.path("jobType").asText());
        assertEquals("EXPORT", answer.path("action").asText());
        assertEquals("SUCCESS", answer.path("status").asText(), "a computed archive is ready at once");
        assertEquals(100, answer.path("percentageComplete").asInt());
        String url = answer.path("response").path("downloadUrl").asText();
        assertTrue(url.startsWith(http.base() + "/"), url);
        JsonNode status = http.get(
                        "/api/public/dock-status/" + answer.path("_id").asText())
                .expect(200)
                .json();
        assertEquals("SUCCESS", status.path("status").asText());
        assertTrue(status.path("response").path("downloadUrl").asText().startsWith(http.base()));
    }

    @Test
    void absoluteUrlsFollowTheRequestsHost() {
        Answer answer = RawHttp.ask(
                dock.port(),
                "POST /api/public/models/" + model + "/export HTTP/1.1",
                "Host: localhost:" + dock.port(),
                "Content-Length: 0");
        String url = Answer.parse(
                        answer.expect(200).text().substring(answer.text().indexOf('{')))
                .path("response")
                .path("downloadUrl")
                .asText();
        assertTrue(url.startsWith("http://localhost:" + dock.port() + "/"), url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "zip"})
    void computedArchivesHaveAnExactLengthATagAndAnyRange(String format) {
        String url = imports.downloadUrl(model, format);
        Answer whole = http.get(url).expect(200);
        byte[] bytes = whole.body();
        assertEquals(
                Integer.toString(bytes.length), whole.header("Content-Length").orElse("none"));
        assertEquals("bytes", whole.header("Accept-Ranges").orElse("none"));
        assertTrue(whole.header("Content-Disposition").orElse("").contains("." + format), whole::toString);
        String etag = whole.header("ETag").orElseThrow();
        assertTrue(etag.matches("\"[^\"]+\""), "strong: " + etag);
        Answer head = http.head(url).expect(200);
        assertEquals(
                Integer.toString(bytes.length), head.header("Content-Length").orElse("none"));
        assertEquals(etag, head.header("ETag").orElse("none"));
        assertEquals(0, head.body().length);
        assertArrayEquals(bytes, http.get(url).expect(200).body(), "the same bytes each time");
        Random random = new Random(62);
        for (int i = 0; i < 40; i++) {
            int from = random.nextInt(bytes.length);
            int to = i % 4 == 0 ? bytes.length - 1 : Math.min(bytes.length - 1, from + random.nextInt(70_000));
            assertRange(url, bytes, from, to);
        }
        for (int at : new int[] {0, 1, 511, 512, 513, bytes.length - 1}) {
            assertRange(url, bytes, at, at);
        }
        assertRange(url, bytes, 0, bytes.length - 1);
    }

    private static void assertRange(String url, byte[] whole, int from, int to) {
        Answer part = http.with("Range", "bytes=" + from + "-" + to).get(url).expect(206);
        assertEquals(
                "bytes " + from + "-" + to + "/" + whole.length,
                part.header("Content-Range").orElse("none"));
        assertArrayEquals(Arrays.copyOfRange(whole, from, to + 1), part.body(), () -> from + "-" + to);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "zip"})
    void rangesAtTheEdges(String format) {
        String url = imports.downloadUrl(model, format);
        byte[] bytes = http.get(url).body();
        int n = bytes.length;
        Answer open = http.with("Range", "bytes=" + (n - 10) + "-").get(url).expect(206);
        assertArrayEquals(Arrays.copyOfRange(bytes, n - 10, n), open.body());
        Answer suffix = http.with("Range", "bytes=-10").get(url).expect(206);
        assertArrayEquals(open.body(), suffix.body());
        Answer longSuffix = http.with("Range", "bytes=-" + (n + 5L)).get(url).expect(206);
        assertEquals(n, longSuffix.body().length);
        Answer pastEnd = http.with("Range", "bytes=" + (n - 10) + "-" + (n + 99L))
                .get(url)
                .expect(206);
        assertArrayEquals(open.body(), pastEnd.body());
        for (String beyond : List.of("bytes=" + n + "-", "bytes=" + n + "-" + (n + 1L), "bytes=-0")) {
            Answer refused = http.with("Range", beyond).get(url).expect(416);
            assertEquals("bytes */" + n, refused.header("Content-Range").orElse("none"));
        }
        for (String nonsense :
                List.of("bytes=9-3", "bytes=x-y", "lines=1-2", "bytes=-", "bytes=99999999999999999999-")) {
            Answer answer = http.with("Range", nonsense).get(url);
            assertTrue(Set.of(200, 416).contains(answer.status()), () -> nonsense + ": " + answer);
        }
    }

    @Test
    void aResumedDownloadIsTheSameArchiveOrAllOfIt() {
        String url = imports.downloadUrl(model, "tar");
        Answer whole = http.get(url).expect(200);
        String etag = whole.header("ETag").orElseThrow();
        Answer same =
                http.with("Range", "bytes=100-").with("If-Range", etag).get(url).expect(206);
        assertEquals(whole.body().length - 100, same.body().length);
        Answer other = http.with("Range", "bytes=100-")
                .with("If-Range", "\"other\"")
                .get(url)
                .expect(200);
        assertEquals(whole.body().length, other.body().length);
        assertEquals(304, http.with("If-None-Match", etag).get(url).status());
        assertNotEquals(
                etag,
                http.head(imports.downloadUrl(model, "zip")).header("ETag").orElseThrow(),
                "another archive, another tag");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar.gz", "tar.zst"})
    void compressedArchivesStreamWithoutRanges(String format) throws IOException {
        String url = imports.downloadUrl(model, format);
        Answer whole = http.get(url).expect(200);
        assertEquals("none", whole.header("Accept-Ranges").orElse("missing"));
        http.with("Range", "bytes=10-20").get(url).expect(200);
        http.head(url).expect(200);
        Tools.need("tar");
        if (format.endsWith("zst")) {
            Tools.need("zstd");
        }
        assertSameTree(extracted(whole.body(), format));
    }

    @Test
    void theSameModelComesBackFromItsOwnExport() {
        for (String format : List.of("tar", "zip", "tar.gz", "tar.zst")) {
            byte[] archive = http.get(imports.downloadUrl(model, format)).body();
            String again = imports.send("again-" + format.replace('.', '-') + "." + format, archive)
                    .success()
                    .modelId();
            ModelView.get(http, again).assertFiles(files);
        }
    }

    // ---- outside witnesses

    @Test
    void gnuTarReadsIt() throws IOException {
        Tools.need("tar");
        assertSameTree(extracted(http.get(imports.downloadUrl(model, "tar")).body(), "tar"));
    }

    @Test
    void unzipReadsIt() throws IOException {
        Tools.need("unzip");
        Path zip = Files.write(
                Files.createTempFile(temp, "export", ".zip"),
                http.get(imports.downloadUrl(model, "zip")).body());
        Tools.run("unzip", "-t", "-qq", zip.toString());
        Path into = Files.createTempDirectory(temp, "unzip");
        Tools.run("unzip", "-qq", zip.toString(), "-d", into.toString());
        assertSameTree(into);
    }

    @Test
    void pythonReadsBoth() throws IOException {
        Tools.need("python3");
        Path tar = Files.write(
                temp.resolve("python.tar"),
                http.get(imports.downloadUrl(model, "tar")).body());
        Path zip = Files.write(
                temp.resolve("python.zip"),
                http.get(imports.downloadUrl(model, "zip")).body());
        String script = """
                import sys, tarfile, zipfile, hashlib
                t = tarfile.open(sys.argv[1])
                for m in sorted(t.getmembers(), key=lambda m: m.name):
                    if m.isfile(): print(m.name.encode(), m.size, hashlib.sha256(t.extractfile(m).read()).hexdigest())
                z = zipfile.ZipFile(sys.argv[2])
                assert z.testzip() is None
                for n in sorted(z.namelist()):
                    if not n.endswith('/'): print(n.encode(), z.getinfo(n).file_size, hashlib.sha256(z.read(n)).hexdigest())
                """;
        List<String> lines = Tools.run("python3", "-c", script, tar.toString(), zip.toString())
                .lines()
                .toList();
        assertEquals(2 * files.size(), lines.size());
        assertEquals(lines.subList(0, files.size()), lines.subList(files.size(), lines.size()));
        files.forEach((path, bytes) -> assertTrue(
                lines.stream().anyMatch(line -> line.endsWith(bytes.length + " " + Archives.sha256(bytes))), path));
    }

    private static Path extracted(byte[] archive, String format) throws IOException {
        Path file = Files.write(Files.createTempFile(temp, "export", "." + format), archive);
        Path into = Files.createTempDirectory(temp, "extracted");
        Tools.run("tar", "-x", "-a", "-f", file.toString(), "-C", into.toString());
        return into;
    }

    private static void assertSameTree(Path directory) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                found.put(directory.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        TinyModels.assertSame(files, Archives.unwrapped(found));
    }

    // ---- who may download

    @Test
    void theUrlNeedsNoKeyAndCannotBeChanged() {
        String url = imports.downloadUrl(model, "tar");
        assertFalse(url.contains(" "), url);
        http.get(url).expect(200);
        for (int at = url.indexOf("/", "http://".length()) + 1; at < url.length(); at += 7) {
            String changed = url.substring(0, at) + (url.charAt(at) == '0' ? '1' : '0') + url.substring(at + 1);
            Answer refused = http.get(changed);
            assertTrue(Set.of(400, 401, 403, 404, 410).contains(refused.status()), () -> changed + ": " + refused);
        }
        String bare = url.contains("?") ? url.substring(0, url.indexOf('?')) : url.substring(0, url.length() - 8);
        Answer unsigned = http.get(bare);
        assertTrue(Set.of(400, 401, 403, 404).contains(unsigned.status()), unsigned::toString);
    }

    @Test
    void theUrlExpires() {
        try (RunningDock other = RunningDock.with(temp.resolve("expiring"))
                .set("export.urlExpiry", "2s")
                .start()) {
            String id = other.imports()
                    .send("expiring.tar", Archives.tar(TinyModels.files("tiny-bert")))
                    .success()
                    .modelId();
            String url = other.imports().downloadUrl(id, "tar");
            other.http().get(url).expect(200);
            Answer gone = Await.until("the URL expires", () -> other.http().get(url), answer -> answer.status() != 200);
            assertTrue(Set.of(401, 403, 410).contains(gone.status()), gone::toString);
            gone.refusal();
        }
    }

    @Test
    void aUrlOutlivesARestart() {
        try (RunningDock other = RunningDock.with(temp.resolve("outlives"))
                .flags("--port", Integer.toString(freePort()))
                .start()) {
            String id = other.imports()
                    .send("outlives.tar", Archives.tar(TinyModels.files("tiny-bert")))
                    .success()
                    .modelId();
            String url = other.imports().downloadUrl(id, "tar");
            byte[] before = other.http().get(url).expect(200).body();
            other.terminate();
            other.startAgain();
            assertArrayEquals(before, other.http().get(url).expect(200).body());
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anUnknownFormatIsRefused() {
        Answer refused =
                http.post("/api/public/models/" + model + "/export?format=rar").expect(400);
        assertTrue(refused.refusal().contains("rar"), refused::toString);
    }
}
