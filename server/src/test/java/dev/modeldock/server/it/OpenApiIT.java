package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeGitHub;
import dev.modeldock.fakes.FakeHub;
import dev.modeldock.fakes.Fault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The description of the API on the running jar: every operation is called by its example, in an order that makes sense, and
 * every answer is held to what is told of it; a linter of others finds nothing wrong; the page needs nothing from outside.
 */
class OpenApiIT {
    private static final String LINTER = "@redocly/cli@2.77.0";
    private static final Pattern ADDRESS = Pattern.compile("(?:src|href)\\s*=\\s*\"([^\"]*)\"");
    private static final String SHORT = "Short";
    private static final String BY_NAME = "ByName";
    private static final String OF_MODEL = "OfModel";
    private static final String USER = "/api/v1/user/9577e1e7-8ca0-59e0-a3e5-7f89ba1fabe0";
    private static final String TAO_JOB = "f08c103d-30b3-4b4f-8638-e106bc2db7c7";
    private static final String TASK = "143e2247-60b6-4285-b902-a3a450d0149b";
    private static final int PART = 64 << 20;

    @TempDir
    static Path temp;

    private static FakeHub hub;
    private static HttpServer receiver;
    private static FakeGitHub github;
    private static RunningDock dock;
    private static Http http;
    private static ExampleCalls calls;
    private static Path wait;

    @BeforeAll
    static void start() throws Exception {
        Tools.need("git");
        hub = new FakeHub();
        hub.model("example/tiny-hub", FakeFiles.tiny("tiny-bert"));
        hub.model("example/slow", FakeFiles.generatedModel(1, 1 << 20));
        github = new FakeGitHub();
        github.repository("octo", "tiny", FakeFiles.tiny("tiny-bin"));
        wait = Files.createFile(temp.resolve("wait"));
        TaoPacks.detection(temp.resolve("data"), wait);
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        dock = RunningDock.with(temp.resolve("data"))
                .set("source.huggingface.endpoint", hub.url().toString())
                .set("source.github.api", github.api().toString())
                .set("source.github.url", github.url().toString())
                .set(
                        "source.local.roots",
                        TinyModels.root("tiny-bert").getParent().toString())
                .set("network.privateHosts", github.store().getAuthority())
                .set(
                        "materialize.directories",
                        Files.createDirectory(temp.resolve("laid")).toString())
                .start();
        http = dock.http();
        calls = new ExampleCalls(http, ApiDocument.of(http));
        calls.ids().put("127.0.0.1:9", "127.0.0.1:" + receiver.getAddress().getPort());
    }

    @AfterAll
    static void stop() {
        if (dock != null) {
            assertEquals(List.of(), dock.faults());
            dock.close();
            hub.close();
            github.close();
            receiver.stop(0);
        }
    }

    @Test
    void everyExampleIsAnsweredAsDescribed() throws Exception {
        sessionsAndModels();
        imports();
        server();
        toolsAndFiles();
        datasets();
        training();
        hubReads();
        hubPushes();
        ends();
        Set<String> left = new TreeSet<>(ApiDocument.of(http).ids());
        left.removeAll(calls.called());
        assertEquals(Set.of(), left, "operations whose examples were not called; they belong into this story");
    }

    // ---- /api/public and /v1

    private static void sessionsAndModels() {
        byte[] tar = Arrays.copyOf(Archives.tar(TinyModels.files("tiny-bert")), 30720);
        calls.requests().file("chunk-0", Arrays.copyOf(tar, tar.length / 2));
        calls.requests().file("chunk-1", Arrays.copyOfRange(tar, tar.length / 2, tar.length));
        // What is no model needs no scope, but these examples bring one.
        for (String operation : List.of("startSession", "sendChunk", "putChunk", "getSession", "completeSession")) {
            calls.callFor("Import Model", operation);
        }
        awaitDock("ds-09ed889a-9520-4e43-a2e7-bc4a47087329");
        calls.call("getDockStatus", "listModels", "getUploadedModel");
        calls.callAll("getModel", BY_NAME);
        calls.callAll("listVersions", BY_NAME);
        calls.callAll("getModelFile", BY_NAME);
        calls.call("listFiles", "listTensors", "compareVersions", "getReceipt");
        calls.callAll("changeModel", BY_NAME);
        calls.call("setAlias", "deleteAlias", "setAliasByName", "deleteAliasByName");
        calls.callAll("materialize", BY_NAME);
        calls.callAll("verifyModel", BY_NAME);
        calls.call("exportModel", "downloadExport");
    }

    private static void imports() throws Exception {
        Map<String, byte[]> models = new LinkedHashMap<>();
        List.of("tiny-bin", "tiny-lora").forEach(name -> models.putAll(Archives.below(name, TinyModels.files(name))));
        calls.requests().file("models.zip", Archives.zip(models));
        calls.call("importModel");
        Await.until(
                "the ends of all imports",
                () -> http.get("/v1/upload/tasks?size=100").expect(200).json().path("items"),
                tasks -> tasks.findValuesAsText("task_status").stream().allMatch(UploadTasks.ENDED::contains));
        calls.call("listTasks", "getTask", "getTaskInShort");
        calls.ids().put("cm-5a1d2b7c-1111-4d2a-9d6e-0c8f1b2a3c4d", model("example/tiny-hub"));
        calls.callAll("lookForUpdate", BY_NAME);
        calls.callAll("bringUpdate", BY_NAME);
        Fault silence = hub.onBody("*model-00001*").stall(1000);
        Answer slow = http.post("/v1/upload/huggingface", Map.of("model_tag", "example/slow"));
        calls.ids().put(TASK, UploadTasks.location(slow).replaceAll(".*/", ""));
        assertTrue(silence.awaitStall(Duration.ofSeconds(60)), "nothing was asked for");
        calls.call("pauseTask", "resumeTask", "pauseJob", "resumeJob", "cancelTask", "retryTask", "cancelJob");
        silence.off();
        calls.call("retryJob", "listJobs", "getJob");
        UploadTasks.awaitEnd(http, slow);
    }

    private static String model(String name) {
        return http.get("/v1/models/" + name).expect(200).json().path("id").asText();
    }

    private static void server() {
        calls.call("getHealth", "listSources", "getSource", "checkSource", "getSettings", "changeSettings");
        calls.call("listActions", "reloadActions", "createKey", "listKeys", "logIn", "revokeKey", "listenToEvents");
        calls.call("getStorage", "collectGarbage", "getMetrics", "getMe", "createKey", "signIn", "signOut");
        calls.call("createWebhook", "listWebhooks", "getWebhook", "changeWebhook", "testWebhook", "listDeliveries");
        awaitDelivery();
        calls.call(
                "retryDelivery", "deleteWebhook", "getDescription", "getDescriptionAsYaml", "browse", "getFileOfPage");
    }

    private static void awaitDelivery() {
        String hook = calls.ids().get("0f6d1c52-7f3e-4d0e-9a55-3b1b6f2f7c11");
        String path = "/v1/webhooks/" + hook + "/deliveries";
        Await.until(
                "the end of the delivery",
                () -> http.get(path).expect(200).json().at("/items/0/state").asText(),
                "delivered"::equals);
    }

    private static void toolsAndFiles() {
        ToolClient tools = new ToolClient(http);
        calls.requests().file("app_definition.json", ToolClient.APP.getBytes(StandardCharsets.UTF_8));
        calls.call("uploadFile", "downloadFile");
        calls.ids().put("4808ce46ff3972196850f371", tools.upload("flow_definition.json", ToolClient.FLOW));
        calls.ids().put("612cf0ce1ab9f72c3cd67b79", tools.upload("env_variables.json", ToolClient.ENV));
        for (String name : List.of("", "AsTool", "AsWorkflows", "AsWorkflow")) {
            calls.call("importTool" + name);
            awaitDock("ds-8cdc8a74-b551-4ac8-a679-a4ca3e4e5795");
            calls.call("importToolVersion" + name);
            awaitDock("ds-8cdc8a74-b551-4ac8-a679-a4ca3e4e5795");
            calls.call("exportTool" + name);
            calls.call("listTools", "getTool", "listToolVersions", "getToolVersion", "getToolFile");
            calls.call("compareToolVersions", "rollBackTool");
            calls.call("deleteTool");
        }
    }

    private static void awaitDock(String example) {
        new ImportClient(http).awaitSuccess(calls.ids().get(example));
    }

    // ---- /api/v1

    private static void datasets() throws Exception {
        calls.call("listTaoRoutes", "whoIsIt", "listTaoHealth", "getTaoLiveness", "getTaoReadiness", "listTaoKinds");
        calls.call("createDataset", "listDatasets", "getDataset", "updateDataset", "partiallyUpdateDataset");
        byte[] label = "car 0.0 0 0.0 1 2 3 4 0 0 0 0 0 0 0\n".getBytes(StandardCharsets.UTF_8);
        calls.requests()
                .file(
                        "cars.tar.gz",
                        Archives.pack("tar.gz", Map.of("images/a.jpg", new byte[] {1}, "labels/a.txt", label)));
        calls.call("uploadDataset", "getDatasetSchema", "saveDatasetSpec", "updateDatasetSpec", "getDatasetSpec");
        calls.call("runDatasetJobs");
        String jobs = USER + "/dataset/" + calls.ids().get("9a091275-9dc3-4226-81d9-19f9d8b347de") + "/job/";
        awaitTao(jobs, "Running");
        calls.call("listTaoJobs", "getTaoJob", "pauseTaoJob");
        awaitTao(jobs, "Pending");
        calls.call("resumeTaoJob");
        awaitTao(jobs, "Running");
        calls.call("cancelTaoJob");
        awaitTao(jobs, "Error");
        calls.call("downloadTaoJob", "readTaoLog", "readJobLog", "deleteTaoJob");
    }

    private static void training() throws Exception {
        calls.call("createTaoModel", "listTaoModels", "getTaoModel", "updateTaoModel", "partiallyUpdateTaoModel");
        calls.call("getModelSchema", "saveModelSpec", "updateModelSpec", "getModelSpec", "runModelJobs");
        String jobs = USER + "/model/" + calls.ids().get("80071d45-9bfe-4daa-8dfa-9e7ebf120d88") + "/job/";
        awaitTao(jobs, "Running");
        calls.call("listTaoJobsOfModel", "getTaoJobOfModel", "pauseTaoJobOfModel");
        awaitTao(jobs, "Pending");
        calls.call("resumeTaoJobOfModel");
        awaitTao(jobs, "Running");
        calls.call("cancelModelJob");
        awaitTao(jobs, "Error");
        calls.call("downloadTaoJobOfModel", "readTaoLogOfModel", "runModelJobs");
        awaitTao(jobs, "Running");
        calls.call("cancelTaoJobOfModel");
        awaitTao(jobs, "Error");
        calls.call("deleteTaoJobOfModel", "deleteTaoModel", "deleteDataset");
    }

    /** Wait for the status of the job of the examples. */
    private static void awaitTao(String jobs, String status) {
        String path = jobs + calls.ids().get(TAO_JOB);
        Await.until(
                path + " is " + status,
                () -> http.get(path).expect(200).json(),
                job -> job.path("status").asText().equals(status));
    }

    // ---- clients of Hugging Face

    private static void hubReads() {
        new ImportClient(http).send("tiny-gguf.gguf", SingleFiles.gguf()).success();
        calls.call("listHubModels", "listMyRepositories", "whoAmI", "validateCard");
        calls.callAll("getHubModel", SHORT);
        calls.callAll("getHubRevision", SHORT);
        calls.callAll("listRefs", SHORT);
        calls.callAll("listCommits", SHORT);
        calls.callAll("listTree", SHORT);
        calls.callAll("getPathsInfo", SHORT);
        calls.callAll("checkRead", SHORT);
        calls.callAll("checkWrite", SHORT);
        calls.callAll("resolveFile", SHORT);
        calls.callAll("getRawFile", SHORT);
        calls.callAll("getGgufManifest", SHORT);
    }

    private static void hubPushes() {
        byte[] large = new byte[PART + 10];
        calls.requests().file("large.txt", "hello\n".getBytes(StandardCharsets.UTF_8));
        calls.requests().file("part-1", Arrays.copyOf(large, PART));
        calls.call("createRepository");
        calls.callAll("changeRepository", SHORT);
        calls.callAll("preupload", SHORT);
        calls.callFor("write", "batch");
        calls.call("batchShort");
        calls.call("putLargeFile", "verifyLargeFile", "putPart");
        String etags = "-part-etag";
        String parts = "/lfs/uploads/local/" + Archives.sha256(large) + "/" + large.length + "/parts/";
        String signed = "?k=" + calls.ids().get("6a1d5604-824b-453c-8388-2cb19741f641") + "&e="
                + calls.ids().get("1795701346") + "&s=";
        byte[] last = Arrays.copyOf(large, 10);
        Answer second = http.put(
                        parts + "2" + signed + calls.ids().get("Zx3cVb5nMa7sDf1gHj9kLq2wEr4tYu6iOp8aSd0fGhJ"), last)
                .expect(200);
        Answer first = http.put(
                        parts + "1" + signed + calls.ids().get("Qw7eRt5yUi3oPa1sDf9gHj2kLz8xCv6bNm4qWe0rTyU"),
                        Arrays.copyOf(large, PART))
                .expect(200);
        calls.ids().put("first" + etags, first.header("ETag").orElseThrow().replace("\"", ""));
        calls.ids().put("second" + etags, second.header("ETag").orElseThrow().replace("\"", ""));
        calls.call("completeLargeFile");
        calls.callAll("commit", SHORT);
        calls.callFor("write", "batch");
        calls.call("downloadLargeFile");
        calls.callAll("listTreeBelow", SHORT);
        calls.callAll("createBranch", SHORT);
        calls.callAll("deleteBranch", SHORT);
        calls.callAll("createTag", SHORT);
        calls.callAll("deleteTag", SHORT);
        calls.callAll("getXetReadToken", SHORT);
        calls.callAll("getXetWriteToken", SHORT);
        calls.call("moveRepository", "deleteRepository");
    }

    private static void ends() {
        calls.call("deleteModel");
        List.of("startSession", "abortSession").forEach(operation -> calls.callFor("Import Model", operation));
        new ImportClient(http)
                .send("tiny-bert.tar", Archives.tar(TinyModels.files("tiny-bert")))
                .success();
        calls.call("deleteModelByName");
    }

    // ---- the description itself

    @Test
    void everyExampleIsAsItsSchemaHasIt() {
        assertEquals(Map.of(), ApiDocument.of(http).wrongExamples());
    }

    @Test
    void aLinterOfOthersFindsNoError() throws Exception {
        List.of("node", "npm").forEach(Tools::need);
        Path place = Files.createDirectories(temp.resolve("linter"));
        List<String> install = List.of(
                "npm",
                "install",
                "--prefix",
                place.toString(),
                "--ignore-scripts",
                "--no-package-lock",
                "--no-audit",
                "--no-fund",
                LINTER);
        DockCommand installed = DockCommand.finish(install, Map.of(), Duration.ofMinutes(5));
        assertTrue(
                installed.exit() == 0 || !"true".equals(System.getenv("CI")),
                () -> "CI must be able to install the linter:\n" + installed.err());
        assumeTrue(
                installed.exit() == 0,
                () -> "npm cannot install the linter, which this test asks as a witness: " + installed.err());
        Path file = place.resolve("openapi.json");
        Files.write(file, http.get("/openapi.json").expect(200).body());
        // Its recommended rules, all of them.
        DockCommand linted = DockCommand.finish(
                List.of(
                        "node",
                        place.resolve("node_modules/@redocly/cli/bin/cli.js").toString(),
                        "lint",
                        "--format=json",
                        file.toString()),
                Map.of("REDOCLY_TELEMETRY", "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"),
                Duration.ofMinutes(2));
        JsonNode totals =
                Answer.parse(linted.out().substring(linted.out().indexOf('{'))).path("totals");
        assertEquals(0, totals.path("errors").asInt(-1), () -> linted.out() + linted.err());
        assertEquals(0, linted.exit(), linted::err);
    }

    @Test
    void thePageNeedsNothingFromOutside() {
        Answer page = http.get("/docs").expect(200);
        String policy = page.header("Content-Security-Policy").orElse("");
        assertTrue(policy.contains("default-src 'self'") && !policy.contains("unsafe"), policy);
        List<String> addresses = ADDRESS.matcher(page.text())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertTrue(addresses.size() > 4, page::text);
        for (String address : addresses) {
            assertTrue(address.startsWith("/") && !address.startsWith("//"), address);
            http.get(address).expect(200);
        }
        assertTrue(
                !page.text().contains("<style")
                        && !page.text()
                                .replaceAll("(?s)<script src=\"[^\"]*\"></script>", "")
                                .contains("<script"),
                page::text);
        // The servers that a description names are asked by whoever tries something out.
        assertEquals(
                http.base(),
                http.get("/openapi.json").json().at("/servers/0/url").asText());
        assertTrue(http.get("/openapi.yaml").expect(200).text().contains("openapi: 3.1.0"));
    }

    @Test
    void theDescriptionNeedsNoKeyAndIsKeptByItsEtag() {
        Http stranger = http.with("X-Forwarded-For", "203.0.113.9");
        stranger.get("/v1/models").expect(401);
        Answer first = stranger.get("/openapi.json").expect(200);
        stranger.with("If-None-Match", first.header("ETag").orElseThrow())
                .get("/openapi.json")
                .expect(304);
        stranger.get("/docs").expect(200);
        stranger.get("/docs/swagger-ui-bundle.js").expect(200);
    }
}
