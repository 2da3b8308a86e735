package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools on the running jar: imported, seen, compared, exported, taken back, deleted. */
class ToolsIT {
    private static final String SECRET = "s3cr3t-of-the-test";

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static ToolClient tools;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        tools = new ToolClient(dock.http());
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    @Test
    void aToolIsMadeOfItsThreeFiles() {
        JsonNode accepted = tools.create("Made", tools.files(ToolClient.APP, ToolClient.FLOW, ToolClient.ENV))
                .expect(200)
                .json();
        assertTrue(accepted.path("toolId").asText().startsWith("a-"), accepted::toString);
        assertEquals("TOOLS", accepted.path("jobType").asText());
        assertEquals("IMPORT", accepted.path("action").asText());
        assertTrue(
                Set.of("IN_PROGRESS", "SUCCESS")
                        .contains(accepted.path("status").asText()),
                accepted::toString);
        String status = accepted.path("dockStatusId").asText();
        for (String spelling : List.of("_id", "dock-statusId", "dockstatusId")) {
            assertEquals(status, accepted.path(spelling).asText());
        }
        JsonNode end = dock.imports().awaitSuccess(status);
        assertEquals(accepted.path("toolId"), end.path("toolId"));
        assertEquals(accepted.path("toolId"), end.path("workflowId"));
        assertEquals(1, end.path("version").asInt(), end::toString);

        JsonNode shown = tools.shown(accepted.path("toolId").asText());
        assertEquals("Made", shown.path("name").asText());
        assertEquals(1, shown.path("version").asInt());
        assertEquals("flow-1", shown.path("flowId").asText());
        assertEquals("eu", variable(shown, "REGION").path("value").asText());
        assertFalse(shown.toString().contains(SECRET), shown::toString);
        assertTrue(variable(shown, "API_KEY").path("secure").asBoolean(), shown::toString);
    }

    private static JsonNode variable(JsonNode shown, String name) {
        for (JsonNode each : shown.path("envVariables")) {
            if (each.path("name").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no variable " + name + " in " + shown);
    }

    @Test
    void anExportHoldsExactlyTheThreeFilesAndComesBackAsAnEqualVersion() {
        String tool = tools.created("There and back");
        Map<String, byte[]> files = tools.exported(tool);
        assertEquals(new TreeSet<>(ToolClient.NAMES), new TreeSet<>(files.keySet()));
        assertFalse(text(files, "env_variables.json").contains(SECRET));
        assertTrue(text(files, "env_variables.json").contains("API_KEY"));
        assertArrayEquals(ToolClient.FLOW.getBytes(StandardCharsets.UTF_8), files.get("flow_definition.json"));

        Map<String, Object> again = tools.files(
                text(files, "app_definition.json"),
                text(files, "flow_definition.json"),
                text(files, "env_variables.json"));
        JsonNode same = tools.succeeded(tools.importInto(tool, again));
        assertEquals("unchanged", same.path("outcome").asText(), same::toString);
        assertEquals(1, tools.shown(tool).path("version").asInt());

        JsonNode other = tools.create("There and back 2", again).expect(200).json();
        dock.imports().awaitSuccess(other.path("_id").asText());
        assertEquals(
                tools.shown(tool).path("digest"),
                tools.shown(other.path("toolId").asText()).path("digest"));
        assertTrue(
                variable(tools.shown(other.path("toolId").asText()), "API_KEY")
                        .path("value")
                        .isMissingNode(),
                "a secret does not travel in an export");
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    @Test
    void anImportMakesTheNextVersionAndTheDifferenceIsTold() {
        String tool = tools.created("Grows");
        String flow = ToolClient.FLOW.replace("Hello", "Good morning");
        JsonNode end = tools.succeeded(tools.importInto(":" + tool, tools.files(ToolClient.APP, flow, null)));
        assertEquals(2, end.path("version").asInt());
        assertEquals("eu", variable(tools.shown(tool), "REGION").path("value").asText());

        JsonNode difference = dock.http()
                .get("/v1/tools/" + tool + "/diff?from=1&to=2")
                .expect(200)
                .json();
        JsonNode change = difference.path("changes").get(0);
        assertEquals(1, difference.path("changes").size(), difference::toPrettyString);
        assertEquals("flow_definition.json", change.path("file").asText());
        assertEquals("replace", change.path("op").asText());
        assertEquals("/nodes/1/prompt", change.path("path").asText());
        assertEquals("Hello", change.path("from").asText());
        assertEquals("Good morning", change.path("to").asText());

        JsonNode back = dock.http()
                .post("/v1/tools/" + tool + "/rollback", Map.of("version", 1))
                .expect(200)
                .json();
        assertEquals(3, back.path("version").asInt());
        assertEquals(version(tool, 1).path("digest"), version(tool, 3).path("digest"));
        assertNotEquals(version(tool, 2).path("digest"), version(tool, 3).path("digest"));
        assertEquals(
                3,
                dock.http()
                        .get("/v1/tools/" + tool + "/versions")
                        .expect(200)
                        .json()
                        .path("total")
                        .asInt());
        assertEquals(
                flow,
                dock.http()
                        .get("/v1/tools/" + tool + "/versions/2/files/flow_definition.json")
                        .expect(200)
                        .text());
    }

    private static JsonNode version(String tool, int number) {
        return dock.http()
                .get("/v1/tools/" + tool + "/versions/" + number)
                .expect(200)
                .json();
    }

    @Test
    void variablesKeepTheirValuesUnlessTheRequestSaysOtherwise() {
        String tool = tools.created("Kept");
        String env = """
                {"envVariables": [{"name": "REGION", "value": "us"}, {"name": "NEW", "value": 1}]}""";
        Map<String, Object> files = tools.files(ToolClient.APP, ToolClient.FLOW, env);
        tools.succeeded(tools.importInto(tool, files));
        JsonNode kept = tools.shown(tool);
        assertEquals("eu", variable(kept, "REGION").path("value").asText());
        assertEquals(1, variable(kept, "NEW").path("value").asInt());
        assertTrue(variable(kept, "API_KEY").has("value"), kept::toPrettyString);

        files.put("envConflict", "replace");
        tools.succeeded(tools.importInto(tool, files));
        assertEquals("us", variable(tools.shown(tool), "REGION").path("value").asText());

        files.put("envConflict", "ask");
        assertTrue(tools.importInto(tool, files).expect(400).refusal().contains("envConflict"));
    }

    @Test
    void aSecretLiesNowhereInClearAndIsToldByNothing() throws IOException {
        String secret = "never-in-clear-4711";
        String env = "{\"envVariables\": [{\"name\": \"K\", \"value\": \"" + secret + "\", \"isSecure\": \"True\"}]}";
        JsonNode accepted = tools.create("Secretive", tools.files(ToolClient.APP, ToolClient.FLOW, env))
                .expect(200)
                .json();
        dock.imports().awaitSuccess(accepted.path("_id").asText());
        String tool = accepted.path("toolId").asText();
        Map<String, Object> other = tools.files(ToolClient.APP, ToolClient.FLOW, env.replace("4711", "4712"));
        other.put("envConflict", "replace");
        tools.succeeded(tools.importInto(tool, other));
        List<String> answers = new ArrayList<>();
        for (String path :
                List.of("", "/versions", "/versions/1", "/diff?from=1&to=2", "/versions/2/files/env_variables.json")) {
            answers.add(dock.http().get("/v1/tools/" + tool + path).expect(200).text());
        }
        answers.forEach(answer -> assertFalse(answer.contains("never-in-clear"), answer));
        assertTrue(
                answers.get(3).contains("env_variables.json"), "that a secret has changed is told: " + answers.get(3));
        assertFalse(dock.log().contains("never-in-clear"));
        try (Stream<Path> files = Files.walk(dock.data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains("never-in-clear"), () -> "in clear in " + file);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tool", "tools", "workflow", "workflows"})
    void everySpellingLeadsToTheSame(String word) {
        Map<String, Object> fields = tools.files(ToolClient.APP, ToolClient.FLOW, null);
        fields.put("workflowDataFileId", fields.remove("toolDataFileId"));
        fields.put("workflowName", "Spelled " + word);
        String path = "/api//public/" + word;
        JsonNode accepted =
                dock.http().post(path + "/import/", fields).expect(200).json();
        String family = word.startsWith("work") ? "WORKFLOWS" : "TOOLS";
        assertEquals(family, accepted.path("jobType").asText());
        String id = accepted.path("workflowId").asText();
        JsonNode end = dock.imports().awaitSuccess(accepted.path("dockStatusId").asText());
        assertEquals(family, end.path("jobType").asText());
        JsonNode again = dock.http()
                .post(path + "/%3A" + id + "/import", fields)
                .expect(200)
                .json();
        assertEquals(id, again.path("toolId").asText());
        JsonNode export = dock.http()
                .post(path + "/:" + id + "/export?flowId=flow-1")
                .expect(200)
                .json();
        assertEquals(family, export.path("jobType").asText());
        assertTrue(
                export.path("exportJobId").asText().startsWith(word.startsWith("work") ? "workflow-ej-" : "tool-ej-"));
        for (String spelling : List.of("downloadUrl", "downloadURL")) {
            assertEquals(export.path("response").path("downloadUrl"), export.path(spelling));
        }
        String unknown = dock.http()
                .post(path + "/" + id + "/export?callflowId=other")
                .expect(404)
                .refusal();
        assertTrue(unknown.contains("flow-1"), unknown);
    }

    @Test
    void everyFaultIsToldWithFileAndPlaceAndNothingIsHalfImported() {
        String tool = tools.created("Whole");
        JsonNode before = tools.shown(tool);
        String flow = """
                {"flowId": "flow-1", "nodes": [{"id": "a"}, {"id": "a"}], "edges": [{"source": "a", "target": "nowhere"}]}""";
        String env = """
                {"envVariables": [{"name": "", "value": "x"}, {"name": "TWICE", "value": 1}, {"name": "TWICE", "value": 2}]}""";
        JsonNode end = tools.end(tools.importInto(tool, tools.files(ToolClient.APP, flow, env)));
        assertEquals("FAILED", end.path("status").asText(), end::toPrettyString);
        assertEquals("VALIDATION_ERROR", end.path("code").asText());
        Set<String> places = new TreeSet<>();
        end.path("errors").forEach(error -> {
            places.add(error.path("file").asText() + " " + error.path("path").asText());
            assertFalse(error.path("msg").asText().isBlank());
        });
        assertTrue(
                places.containsAll(Set.of(
                        "flow_definition.json /nodes/1/id",
                        "flow_definition.json /edges/0/target",
                        "env_variables.json /envVariables/0/name",
                        "env_variables.json /envVariables/2/name")),
                places::toString);
        assertEquals(before, tools.shown(tool));
        assertEquals(
                1,
                dock.http()
                        .get("/v1/tools/" + tool + "/versions")
                        .expect(200)
                        .json()
                        .path("total")
                        .asInt());
    }

    @Test
    void manyImportsOfOneToolAtOnceAllEndWellInTheirOrder() {
        String tool = tools.created("Busy");
        List<Map<String, Object>> requests = IntStream.range(0, 8)
                .mapToObj(i -> tools.files(ToolClient.APP, ToolClient.FLOW.replace("Hello", "Hello " + i), null))
                .toList();
        List<String> accepted = new ArrayList<>();
        for (Map<String, Object> request : requests) {
            accepted.add(tools.importInto(tool, request)
                    .expect(200)
                    .json()
                    .path("_id")
                    .asText());
        }
        for (int i = 0; i < accepted.size(); i++) {
            assertEquals(
                    i + 2,
                    dock.imports().awaitSuccess(accepted.get(i)).path("version").asInt());
        }
        List<CompletableFuture<JsonNode>> together = requests.stream()
                .map(request -> CompletableFuture.supplyAsync(() -> tools.succeeded(tools.importInto(tool, request))))
                .toList();
        Set<Integer> versions = new TreeSet<>();
        together.forEach(each -> versions.add(each.join().path("version").asInt()));
        assertEquals(8, versions.size());
    }

    @Test
    void aSecondImportMayBeAskedForBeforeTheFirstHasMadeTheTool() {
        Map<String, Object> files = tools.files(ToolClient.APP, ToolClient.FLOW, null);
        Map<String, Object> next = tools.files(ToolClient.APP, ToolClient.FLOW.replace("Hello", "Hi"), null);
        JsonNode first = tools.create("Eager", files).expect(200).json();
        JsonNode second = tools.succeeded(tools.importInto(first.path("toolId").asText(), next));
        assertEquals(2, second.path("version").asInt());
    }

    @Test
    void aNameIsTakenOnceWhateverItsCase() {
        tools.created("Only One");
        Map<String, Object> files = tools.files(ToolClient.APP, ToolClient.FLOW, null);
        assertTrue(tools.create("only one", files).expect(409).refusal().contains("Only One"));
        for (String name : List.of("", " ", "a/b", "..", "x".repeat(201), "line\nfeed")) {
            tools.create(name, files).expect(400).refusal();
        }
        String odd = "Grüße & 100 % \"quoted\"";
        JsonNode made = tools.create(odd, files).expect(200).json();
        dock.imports().awaitSuccess(made.path("_id").asText());
        assertEquals(3, tools.exported(made.path("toolId").asText()).size());
    }

    @Test
    void aDeletedToolIsGoneWithItsBytes() {
        String flow = ToolClient.FLOW.replace("Hello", "Only here");
        JsonNode made = tools.create("Short-lived", tools.files(ToolClient.APP, flow, null))
                .expect(200)
                .json();
        dock.imports().awaitSuccess(made.path("_id").asText());
        String path = "/v1/tools/" + made.path("toolId").asText();
        JsonNode export = dock.http()
                .post("/api/public/tools/" + made.path("toolId").asText() + "/export")
                .expect(200)
                .json();
        assertTrue(dock.http()
                .delete(path + "?dryRun=true")
                .expect(200)
                .json()
                .path("dryRun")
                .asBoolean());
        dock.http().get(path).expect(200);
        dock.http().delete(path).expect(200);
        dock.http().get(path).expect(404).refusal();
        dock.http().get(export.path("downloadUrl").asText()).expect(404).refusal();
        JsonNode status = dock.http()
                .get("/api/public/dock-status/" + export.path("_id").asText())
                .expect(200)
                .json();
        assertTrue(status.path("message").asText().contains("deleted"), status::toString);
    }

    @Test
    void whatIsMissingOrUnknownIsToldByItsField() {
        String tool = tools.created("Asked wrongly");
        Map<String, Object> files = tools.files(ToolClient.APP, ToolClient.FLOW, null);
        for (String field : List.of("toolDataFileId", "flowDataFileId")) {
            Map<String, Object> without = new java.util.LinkedHashMap<>(files);
            without.remove(field);
            assertTrue(tools.importInto(tool, without).expect(400).refusal().contains(field));
            without.put(field, "0123456789abcdef01234567");
            assertTrue(tools.importInto(tool, without).expect(404).refusal().contains(field));
        }
        tools.importInto("a-11111111-1111-4111-8111-111111111111", files)
                .expect(404)
                .refusal();
        files.put("envVariablesFileId", "");
        files.put("nobody asked", true);
        tools.succeeded(tools.importInto(tool, files));
    }
}
