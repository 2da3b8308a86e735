package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * "Write your own source" of README.md, tried as a new user would: the printed commands make the example a project of its
 * own and build it with the real Maven, contract test and all; its jar is dropped into {@code plugins/} and imports.
 * Nothing comes from the internet: what Maven asks for is had from the local repository of the build around this test.
 */
class SourceExampleIT {
    private static final Path ROOT =
            DockCommand.jar().getParent().resolve("../..").normalize();
    private static final String URL = "/v1/upload/url";
    /** For Maven on a busy machine; it takes some ten seconds on an idle one. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final CountDownLatch OPEN = new CountDownLatch(1);
    private static final Map<String, byte[]> PLACE = new ConcurrentHashMap<>();

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Http http;
    private static HttpServer server;
    private static ExecutorService threads;

    @BeforeAll
    static void buildAndStart() throws IOException {
        List.of("mvn", "bash").forEach(Tools::need);
        run(withMaven(), printed().get(0));
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", SourceExampleIT::answer);
        server.start();
        dock = RunningDock.with(temp.resolve("data"))
                .flags("--plugins", project().resolve("plugins").toString())
                .start();
        http = dock.http();
    }

    @AfterAll
    static void stop() {
        OPEN.countDown();
        if (dock != null) {
            assertEquals(List.of(), dock.faults());
            dock.close();
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] bytes = PLACE.get(path);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (bytes == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            if (path.startsWith("/gated/") && !head) {
                OPEN.await();
            }
            exchange.getResponseHeaders().set("ETag", '"' + Archives.sha256(bytes) + '"');
            if (head) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
            }
            exchange.sendResponseHeaders(200, head ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static String serve(String path, byte[] bytes) {
        PLACE.put(path, bytes);
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The project that the printed commands make. */
    private static Path project() {
        return temp.resolve("home/my-source");
    }

    /** The sh blocks of the section, verbatim: build, start, import. */
    private static List<String> printed() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        int begin = readme.indexOf("\n## Write your own source\n");
        assertTrue(begin >= 0, "README.md has no section '## Write your own source'");
        List<String> blocks = blocks(readme.substring(begin, readme.indexOf("\n## ", begin + 1)));
        assertEquals(3, blocks.size(), readme.substring(begin));
        return blocks;
    }

    private static List<String> blocks(String markdown) {
        return Pattern.compile("(?ms)^```sh\\n(.*?)^```$")
                .matcher(markdown)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    /**
     * Let {@code mvn} be the real one, with a repository that begins with nothing but what {@code mvn install} of
     * Modeldock leaves there, and with the repository of the build around this test in place of all others.
     */
    private static String withMaven() throws IOException {
        Path settings = Files.writeString(
                temp.resolve("settings.xml"),
                "<settings><mirrors><mirror><id>outer</id><mirrorOf>*</mirrorOf><url>"
                        + Path.of(property("modeldock.localRepository")).toUri()
                        + "</url></mirror></mirrors></settings>\n");
        Path repository = temp.resolve("repository");
        install(repository);
        return "mvn() {\n  case \"$*\" in *install*) return;; esac\n  command mvn -B -s '" + settings + "' -gs '"
                + settings + "' -Dmaven.repo.local='" + repository + "' \"$@\"\n}\n";
    }

    private static void install(Path repository) throws IOException {
        String version = property("modeldock.version");
        String core = "modeldock-core-" + version;
        Path home = repository.resolve("dev/modeldock");
        copy(ROOT.resolve("pom.xml"), home.resolve("modeldock/" + version + "/modeldock-" + version + ".pom"));
        copy(ROOT.resolve("core/pom.xml"), home.resolve("modeldock-core/" + version + "/" + core + ".pom"));
        for (String jar : List.of("modeldock.core.jar", "modeldock.core.tests")) {
            Path built = Path.of(property(jar));
            copy(built, home.resolve("modeldock-core/" + version + "/" + built.getFileName()));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        assertTrue(value != null && !value.isBlank(), "failsafe has to set the system property " + name);
        return value;
    }

    /** Run lines in one bash, from Modeldock's directory and with a home of the test's own. */
    private static String run(String prelude, String lines) throws IOException {
        Path script = Files.createTempFile(temp, "printed", ".sh");
        Files.createDirectories(temp.resolve("home"));
        Files.writeString(script, "set -eu -o pipefail\ncd '" + ROOT + "'\n" + prelude + lines);
        DockCommand done = DockCommand.finish(
                List.of("bash", script.toString()),
                Map.of(
                        "HOME", temp.resolve("home").toString(),
                        "TMPDIR", temp.toString(),
                        "JAVA_HOME", System.getProperty("java.home"),
                        "MAVEN_OPTS", "",
                        "MAVEN_ARGS", ""),
                PATIENCE);
        assertEquals(0, done.exit(), () -> done.out() + "\n" + done.err());
        return done.out();
    }

    private static Answer upload(Map<String, String> request) {
        return http.post(URL, request);
    }

    private static JsonNode done(Answer created) {
        JsonNode task = UploadTasks.awaitEnd(http, created);
        assertEquals("DONE", task.path("task_status").asText(), task::toPrettyString);
        return task;
    }

    private static void assertServed(String model, Map<String, byte[]> files) {
        files.forEach((path, bytes) -> assertArrayEquals(
                bytes,
                http.get("/v1/models/" + model + "/files/" + path).expect(200).body(),
                path));
        new ModelView(http.get("/v1/models/" + model).expect(200).json()).assertFiles(files);
    }

    @Test
    void theContractTestRan() throws IOException {
        String report = Files.readString(
                project().resolve("target/surefire-reports/TEST-org.example.dock.UrlSourceContractTest.xml"));
        Matcher suite = Pattern.compile("<testsuite [^>]*>").matcher(report);
        assertTrue(suite.find(), report);
        assertTrue(number(suite.group(), "tests") >= 15, suite.group());
        assertEquals(0, number(suite.group(), "errors") + number(suite.group(), "failures"), suite.group());
        assertTrue(number(suite.group(), "skipped") <= 2, suite.group());
        assertTrue(report.contains("testcase name=\"resumesWithFewerBytes\""), report);
    }

    private static int number(String element, String attribute) {
        Matcher found = Pattern.compile(" " + attribute + "=\"(\\d+)\"").matcher(element);
        assertTrue(found.find(), element);
        return Integer.parseInt(found.group(1));
    }

    @Test
    void itsOwnReadmePrintsTheSameCommands() throws IOException {
        assertEquals(printed(), blocks(Files.readString(ROOT.resolve("core/examples/source-url/README.md"))));
    }

    @Test
    void theSourceIsListedWithVersionAndJarAndChecked() {
        JsonNode listed = http.get("/v1/sources").expect(200).json().path("items");
        JsonNode found = http.get("/v1/sources/url").expect(200).json();
        assertTrue(listed.toString().contains(found.toString()), listed::toPrettyString);
        assertEquals("ok", found.path("state").asText(), found::toPrettyString);
        assertEquals("1.0.0", found.path("version").asText(), found::toPrettyString);
        assertTrue(found.path("jar").asText().endsWith("source-url-1.0.0.jar"), found::toPrettyString);
        JsonNode fields = found.path("fields");
        assertEquals("[\"url\"]", fields.path("required").toString(), fields::toPrettyString);
        assertTrue(fields.at("/properties/token/writeOnly").asBoolean(), fields::toPrettyString);
        JsonNode checked = http.post("/v1/sources/url/check").expect(200).json();
        assertTrue(checked.path("ok").asBoolean(), checked::toPrettyString);
    }

    @Test
    void anArchiveIsUnpackedAndNamedByItsFile() {
        Map<String, byte[]> files = TinyModels.variant("by address");
        String url = serve("/models/by-address.tar", Archives.tar(Archives.below("by-address", files)));
        JsonNode task = done(upload(Map.of("url", url)));
        assertEquals("URL", task.path("source").asText(), task::toPrettyString);
        assertServed("local/by-address", files);
    }

    @Test
    void aSingleFileIsAModelAndNoSecretIsShown() {
        byte[] weights = TinyModels.files("tiny-bert").get("model.safetensors");
        String url = serve("/models/one.safetensors", weights);
        JsonNode task = done(upload(Map.of(
                "url",
                url + "?signature=s3cret1",
                "token",
                "s3cret2",
                "sha256",
                Archives.sha256(weights),
                "name",
                "one-file")));
        JsonNode model = http.get("/v1/models/local/one-file").expect(200).json();
        assertEquals(1, model.path("files").size(), model::toPrettyString);
        assertServed("local/one-file", Map.of(model.at("/files/0/path").asText(), weights));
        assertEquals(url, model.at("/origin/address").asText(), model::toPrettyString);
        assertFalse((task.toString() + model + dock.log()).contains("s3cret"), model::toPrettyString);
    }

    @Test
    void anotherHashThanWasSaidFailsClearly() {
        String url = serve("/models/other.tar", Archives.tar(TinyModels.variant("other hash")));
        JsonNode task =
                UploadTasks.awaitEnd(http, upload(Map.of("url", url, "sha256", "ab".repeat(32), "name", "other-hash")));
        assertEquals("FAILED", task.path("task_status").asText(), task::toPrettyString);
        assertEquals("CHECKSUM_MISMATCH", task.path("error_code").asText(), task::toPrettyString);
        assertTrue(task.path("error_msg").asText().contains("ab".repeat(32)), task::toPrettyString);
        Answer.assertLeaksNothing(task.toString());
        http.get("/v1/models/local/other-hash").expect(404);
    }

    @Test
    void whatIsNotThereOrMakesNoSenseIsSaidAtOnce() {
        String url = serve("/there.tar", new byte[] {1});
        assertTrue(
                upload(Map.of("url", url + ".not?s3cret")).expect(404).refusal().contains("there.tar.not"));
        for (Map<String, String> bad : List.of(
                Map.of("url", "file:///etc/passwd"),
                Map.of("url", "no address"),
                Map.of("url", url.replace("//", "//user:s3cret@")),
                Map.of("url", url.replaceAll(":\\d+/", ":99999/")),
                Map.of("url", url, "sha256", "abc"),
                Map.of("sha256", "ab".repeat(32)))) {
            Answer refused = upload(bad).expect(400);
            refused.refusal();
            assertFalse(refused.text().contains("s3cret"), refused::toString);
        }
        JsonNode tasks =
                http.get("/v1/upload/tasks?source=URL&size=100").expect(200).json();
        assertFalse(tasks.toString().contains("there"), tasks::toPrettyString);
    }

    @Test
    void addressesThatDifferInASecretAreWorkOfTheirOwn() {
        Map<String, byte[]> files = TinyModels.variant("the same work");
        String url = serve("/gated/same.tar", Archives.tar(files));
        Answer first = upload(Map.of("url", url + "?id=1"));
        Answer other = upload(Map.of("url", url + "?id=2"));
        assertNotEquals(UploadTasks.location(first), UploadTasks.location(other));
        OPEN.countDown();
        done(first);
        UploadTasks.awaitEnd(http, other);
        assertServed("local/same", files);
    }

    @Test
    void theDockIsNotAskedByItselfForWhoeverImports() {
        assertTrue(upload(Map.of("url", http.base() + "/v1/models"))
                .expect(403)
                .sentence()
                .contains("401"));
    }

    @Test
    void thePrintedImportWorks() throws IOException {
        List.of("curl", "python3", "tar").forEach(Tools::need);
        String lines = printed().get(2);
        assertTrue(lines.contains("http://127.0.0.1:8080") && lines.contains("8000"), lines);
        String said =
                run("", lines.replace("http://127.0.0.1:8080", http.base()).replace("8000", freePort()));
        for (String promised : List.of(
                "\"id\":\"url\",\"state\":\"ok\"",
                "\"ok\":true",
                "201 Created",
                "\"task_status\":\"DONE\"",
                "\"model_type\"")) {
            assertTrue(said.contains(promised), () -> promised + " is not in\n" + said);
        }
        assertServed("local/tiny-from-url", new TreeMap<>(TinyModels.files("tiny-bert")));
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return String.valueOf(socket.getLocalPort());
        }
    }
}
