package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where the documents of {@code /api/public} contradict themselves or are silent, and what this dock answers: the rows of
 * the table in the README of {@code server}, one test each; row 24 is in {@link DocumentedCurlIT}.
 */
class DocumentRowsIT {
    private static final List<String> ID_SPELLINGS = List.of("_id", "dockStatusId", "dock-statusId", "dockstatusId");

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static ImportClient imports;
    private static ToolClient tools;
    private static String model;
    private static JsonNode completed;
    private static String tool;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        imports = dock.imports();
        tools = new ToolClient(dock.http());
        byte[] tar = Archives.tar(TinyModels.variant("rows"));
        ImportClient.Session session = imports.start("rows.tar", 1, tar.length);
        imports.put(session, 0, tar).expect(200);
        completed = imports.complete(session).expect(200).json();
        imports.awaitSuccess(ImportClient.dockId(completed));
        model = session.modelId();
        tool = tools.created("Rows");
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static JsonNode status(JsonNode job) {
        return dock.http()
                .get("/api/public/dock-status/" + job.path("_id").asText())
                .expect(200)
                .json();
    }

    private static JsonNode exportModel() {
        return dock.http()
                .post("/api/public/models/" + model + "/export")
                .expect(200)
                .json();
    }

    private static JsonNode exportTool(String query) {
        return dock.http()
                .post("/api/public/tools/" + tool + "/export" + query)
                .expect(200)
                .json();
    }

    private static JsonNode importTool() {
        return tools.importInto(tool, tools.files(ToolClient.APP, ToolClient.FLOW, null))
                .expect(200)
                .json();
    }

    @Test
    void row01EachJobHasItsIdInAllSpellings() {
        for (JsonNode job : List.of(completed, status(completed), exportModel(), exportTool(""), importTool())) {
            ID_SPELLINGS.forEach(
                    spelling -> assertEquals(job.path("_id"), job.path(spelling), () -> spelling + " in " + job));
            assertTrue(job.path("_id").asText().startsWith("ds-"), job::toString);
        }
    }

    @Test
    void row02CompletingSaysExportAsPrintedAndTheStatusSaysImport() {
        assertEquals("EXPORT", completed.path("action").asText());
        assertEquals("IMPORT", status(completed).path("action").asText());
    }

    @Test
    void row03AStatusHasNoBlank() {
        for (JsonNode job : List.of(completed, status(completed), exportModel(), exportTool(""), importTool())) {
            assertTrue(
                    Set.of("IN_PROGRESS", "SUCCESS", "FAILED")
                            .contains(job.path("status").asText()),
                    job::toString);
        }
    }

    @Test
    void row04TheTypeOfAJobIsPluralAndKeepsTheWordOfItsRoute() {
        assertEquals("MODELS", status(completed).path("jobType").asText());
        assertEquals("TOOLS", status(importTool()).path("jobType").asText());
        JsonNode workflow = dock.http()
                .post("/api/public/workflows/" + tool + "/export")
                .expect(200)
                .json();
        assertEquals("WORKFLOWS", status(workflow).path("jobType").asText());
    }

    private static ImportClient.Session session(int chunks, long size) {
        Map<String, Object> body = ImportClient.startBody("notes.json", chunks, size);
        body.put("fileContext", "bulkImport");
        return imports.start(body);
    }

    @Test
    void row05AChunksNumberComesBackAsATextWhateverItWasSentAs() {
        ImportClient.Session session = session(1, 2);
        for (String sent : List.of("0", "\"0\"", " 0 ", " \" 0\" ")) {
            JsonNode answer = dock.http()
                    .form(ImportClient.SESSIONS + session.id(), "blob", utf8("{}"), Map.of("chunkNumber", sent))
                    .expect(200)
                    .json();
            assertTrue(answer.path("chunkNumber").isTextual(), answer::toString);
            assertEquals("0", answer.path("chunkNumber").asText());
        }
    }

    @Test
    void row06ChunksCountFromZeroOrFromOne() {
        for (int base : List.of(0, 1)) {
            ImportClient.Session session = session(2, 4);
            imports.put(session, base, utf8("{\"")).expect(200);
            imports.put(session, base + 1, utf8("\":")).expect(200);
            imports.complete(session).expect(200);
        }
        ImportClient.Session session = session(2, 4);
        imports.put(session, 3, utf8("{}")).expect(400).refusal();
        for (String wrong : List.of("-1", "1.5", "one", "")) {
            dock.http()
                    .form(ImportClient.SESSIONS + session.id(), "blob", utf8("{}"), Map.of("chunkNumber", wrong))
                    .expect(400)
                    .refusal();
        }
    }

    @Test
    void row07AFormIsReadWhateverItsMediaTypeIsCalled() {
        String body = "--b\r\nContent-Disposition: attachment; name=\"file\"; filename=\"c\"\r\n\r\n{}\r\n--b\r\n"
                + "Content-Disposition: attachment; name=\"chunkNumber\"\r\n\r\n0\r\n--b--\r\n";
        for (String type : List.of("application/json; boundary=b", "application/json", "multipart/form-data")) {
            ImportClient.Session session = session(1, 2);
            dock.http()
                    .send("POST", ImportClient.SESSIONS + session.id(), type, BodyPublishers.ofString(body))
                    .expect(200);
            imports.complete(session).expect(200);
        }
    }

    @Test
    void row08AColonBeforeAnIdDoubledSlashesAndOneAtTheEndAreNothing() {
        for (String path : List.of(
                "/api/public/tools/:" + tool + "/export",
                "/api/public/tools/%3A" + tool + "/export",
                "//api/public/tools//" + tool + "/export/")) {
            assertEquals(
                    tool,
                    dock.http().post(path).expect(200).json().path("toolId").asText());
        }
    }

    @Test
    void row09ToolAndWorkflowAreOneThingInSingularAndPlural() {
        for (String word : List.of("tool", "tools", "workflow", "workflows")) {
            JsonNode export = dock.http()
                    .post("/api/public/" + word + "/" + tool + "/export")
                    .expect(200)
                    .json();
            assertEquals(tool, export.path("toolId").asText());
            assertEquals(tool, export.path("workflowId").asText());
        }
    }

    @Test
    void row10AFlowNeedNotBeNamed() {
        for (String query : List.of("", "?flowId=", "?flowId=flow-1", "?callflowId=flow-1")) {
            assertEquals("SUCCESS", exportTool(query).path("status").asText());
        }
        dock.http()
                .post("/api/public/tools/" + tool + "/export?flowId=unknown")
                .expect(404)
                .refusal();
    }

    @Test
    void row11TheDownloadHasItsUrlInAllSpellings() {
        for (JsonNode job : List.of(exportModel(), exportTool(""), status(exportTool("")))) {
            String url = job.path("response").path("downloadUrl").asText();
            assertTrue(url.startsWith(dock.http().base()), job::toString);
            assertEquals(url, job.path("downloadUrl").asText());
            assertEquals(url, job.path("downloadURL").asText());
            new Http(dock.http().base()).get(url).expect(200);
        }
    }

    @Test
    void row12AnExportIsDoneWithItsFirstAnswer() {
        for (JsonNode job : List.of(exportModel(), exportTool(""))) {
            assertEquals("SUCCESS", job.path("status").asText());
            assertEquals(100, job.path("percentageComplete").asInt());
        }
    }

    @Test
    void row13TheEnvironmentMayBeLeftOutAndTheOtherFilesMayNot() {
        Map<String, Object> files = tools.files(ToolClient.APP, ToolClient.FLOW, null);
        files.put("toolName", "ignored where the tool is there");
        tools.succeeded(tools.importInto(tool, files));
        assertEquals("Rows", tools.shown(tool).path("name").asText());
        assertEquals(2, tools.shown(tool).path("envVariables").size());
        for (String field : List.of("toolDataFileId", "flowDataFileId")) {
            Map<String, Object> without = new LinkedHashMap<>(files);
            without.remove(field);
            assertTrue(tools.importInto(tool, without).expect(400).refusal().contains(field));
        }
        files.remove("toolName");
        assertTrue(dock.http()
                .post("/api/public/tools/import", files)
                .expect(400)
                .refusal()
                .contains("toolName"));
    }

    @Test
    void row14AnImportIsInProgressUntilItsStatusSaysOtherwise() {
        JsonNode job = importTool();
        if (job.path("status").asText().equals("SUCCESS")) {
            assertEquals("SUCCESS", status(job).path("status").asText());
        }
        imports.awaitSuccess(job.path("_id").asText());
    }

    @Test
    void row15WhatAFileIsForDecidesItsExtensions() {
        assertExtensions("model", List.of("tar", "tar.gz", "tgz", "zip", "safetensors", "gguf"), List.of("csv", "png"));
        assertExtensions("dataset", List.of("csv", "json", "jsonl", "tar.gz"), List.of("png", "exe"));
        for (String context : List.of("bulkImport", "tool", "workflow", "agent")) {
            assertExtensions(
                    context,
                    List.of(
                            "m4a", "mp3", "webm", "mp4", "mpga", "wav", "mpeg", "png", "jpeg", "jpg", "webp", "gif",
                            "json", "zip", ".JPG"),
                    List.of("tar", "exe", "html", ""));
        }
    }

    private static void assertExtensions(String context, List<String> taken, List<String> refused) {
        Map<String, Object> body = ImportClient.startBody("a.b", 1, 10);
        body.put("fileContext", context);
        for (String extension : taken) {
            body.put("fileExtension", extension);
            imports.start(body);
        }
        for (String extension : refused) {
            body.put("fileExtension", extension);
            dock.http().post(ImportClient.SESSIONS + "start", body).expect(400).refusal();
        }
    }

    @Test
    void row16AContextIsKnownInAnyCaseAndAnyOtherIsRefused() {
        Map<String, Object> body = ImportClient.startBody("a.json", 1, 10);
        for (String context : List.of("BULKIMPORT", "bulkimport", "Dataset", "TOOL", "Workflow", "agent")) {
            body.put("fileContext", context);
            imports.start(body);
        }
        body.put("fileContext", "toolz");
        String refusal = dock.http()
                .post(ImportClient.SESSIONS + "start", body)
                .expect(400)
                .refusal();
        assertTrue(refusal.contains("tool"), refusal);
    }

    @Test
    void row17AModelComesAsTarOrZipWhateverItsNameSays() {
        imports.send("mislabelled.tar", Archives.zip(TinyModels.variant("a zip")))
                .success();
        ImportClient.Session zip = imports.send("named.zip", Archives.tar(TinyModels.variant("a tar")))
                .success()
                .session();
        assertEquals(
                "local/named",
                dock.http()
                        .get("/v1/models/" + zip.modelId())
                        .expect(200)
                        .json()
                        .path("name")
                        .asText());
    }

    @Test
    void row18TruthMayBeATextAndANumberTooAndNothingIsFalse() {
        Map<String, Object> body = ImportClient.startBody("m.tar", 1, 10);
        for (Object adapter : List.of(true, false, "True", "false", "")) {
            body.put("isAdapter", adapter);
            imports.start(body);
        }
        body.remove("isAdapter");
        body.put("totalChunks", "1");
        body.put("fileSize", "10");
        imports.start(body);
        body.put("isAdapter", "perhaps");
        dock.http().post(ImportClient.SESSIONS + "start", body).expect(400).refusal();
    }

    @Test
    void row19AnAdaptersBaseIsReadFromItOrTold() {
        byte[] lora = Archives.tar(TinyModels.files("tiny-lora"));
        Map<String, Object> body = ImportClient.startBody("lora.tar", 1, lora.length);
        body.put("isAdapter", "True");
        for (String told : List.of("", "my/base")) {
            body.put("baseModelId", told);
            ImportClient.Session session = imports.start(body);
            imports.put(session, 0, lora).expect(200);
            imports.finish(session).success();
            JsonNode shown = dock.http()
                    .get("/v1/models/" + session.modelId())
                    .expect(200)
                    .json();
            String base = shown.findPath("baseModel").asText();
            assertFalse(base.isEmpty(), shown::toPrettyString);
        }
    }

    @Test
    void row20AFilesUrlHasBothNames() {
        JsonNode file = dock.http()
                .form("/api/public/files", "a.json", utf8("{}"), Map.of("fileContext", "bulkImport"))
                .expect(200)
                .json();
        assertEquals(file.path("url"), file.path("fileURL"));
        assertTrue(file.path("fileId").asText().matches("[0-9a-f]{24}"), file::toString);
    }

    @Test
    void row21ASessionHasOneModelIdFromItsStartToTheExport() {
        String id = completed.path("modelId").asText();
        assertEquals(model, id);
        assertEquals(id, status(completed).path("modelId").asText());
        assertEquals(id, exportModel().path("modelId").asText());
    }

    @Test
    void row22ASessionTakesAnySizeAndOneRequest25MebibytesAtMost() {
        ImportClient.Session session = session(1, 1);
        imports.put(session, 0, utf8("1")).expect(200);
        imports.complete(session).expect(200);
        byte[] most = new byte[25 << 20];
        dock.http()
                .form("/api/public/files", "most.wav", most, Map.of("fileContext", "bulkImport"))
                .expect(200);
        String refusal = dock.http()
                .form("/api/public/files", "more.wav", new byte[(25 << 20) + 1], Map.of("fileContext", "bulkImport"))
                .expect(413)
                .refusal();
        assertTrue(refusal.contains("session"), refusal);
    }

    @Test
    void row23AnEmptyTextIsAbsentAndUnknownFieldsAreIgnored() {
        Map<String, Object> files = tools.files(ToolClient.APP, ToolClient.FLOW, null);
        files.put("envVariablesFileId", "");
        files.put("isDeployedPreviouly", true);
        tools.succeeded(tools.importInto(tool, files));
    }

    @Test
    void row25NothingIsDeployedHereWhichIsSaid() {
        for (String path :
                List.of("/models/" + model + "/deploy", "/tools/" + tool + "/deploy", "/guardrails/deploy")) {
            dock.http()
                    .post("/api/public" + path, Map.of("name", "x"))
                    .expect(404)
                    .refusal();
        }
        assertEquals(
                "NOT_FOUND",
                dock.http()
                        .post("/api/public/models/" + model + "/undeploy")
                        .expect(404)
                        .code());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
