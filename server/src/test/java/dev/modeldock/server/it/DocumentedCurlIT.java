package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The curl commands of the documents, as printed there: only host, scheme, key, ids, the file and its size are replaced,
 * and the real curl runs them through a shell.
 */
class DocumentedCurlIT {
    private static final String START = """
            curl --location 'https://sxxxxx-agent-platform.kore.ai/api/public/files/session/start' \\
            --header 'x-api-key: kg-1xxxxxx8-3xxf-5xxa-9xx7-0xxxxxxxxxx2-c9xxxxx8-6xx7-4xx5-axx6-5c6aacd8xxxx' \\
            --header 'Content-Type: application/json' \\
            --data '{
                "fileContext": "model",
                "totalChunks": 1,
                "fileExtension": "tar",
                "fileName": "sample-1.tar",
                "fileSize": 1100,
                "isAdapter": false
            }'
            """;
    private static final String CHUNK = """
            curl --location 'https://staging-agent-platform.kore.ai/api/public/files/session/5cxxxxxb-5xx5-4xxa-bxx1-35xxxxxxxxxe' \\
            --header 'x-api-key: kg-11xxxxx8-3xxf-5xxa-9xx7-0xxxxxxxxxx2-c9xxxxx8-6xx7-4xx5-axx6-5c6aacdxxxx' \\
            --header 'Content-Type: application/json' \\
            --form 'file=@"postman-cloud:///1exxxxx8-7xx4-4xx0-axx0-1dxxxxxxxxxd"' \\
            --form 'chunkNumber="0"'
            """;
    private static final String COMPLETE = """
            curl --location --request POST 'https://staging-agent-platform.kore.ai/api/public/files/session/5cxxxxxb-xxx5-4xxa-bxx1-35xxxxxxxxxe/complete' \\
            --header 'x-api-key: kg-11xxxxx8-xxxf-5xxa-9xx7-07dxxxx3xxx2-c9xxxxx8-6xx7-4xx5-axx6-5c6aaxxxxxx'
            """;
    private static final String EXPORT = """
            curl --location --request POST 'https://dev-axxxt-plxxxxrm.kore.ai/api/public/models/cm-9xxxxxxxxxxxxxxxxxx2/export' \\
            --header 'x-api-key: kg-axxxxxxx-5xx3-5xx8-xxx-9xxxxxxxxxx-ebxxxxxx-5xxb-4xxb-9xx5-cxxxxxxxxx3'
            """;
    /** Printed without the backslashes at the ends of its lines: they are one command. */
    private static final String IMPORT_TOOL = """
            curl --location 'https://{host}/api/public/tools/a-fbxxxxxf4-20x5-58xb-8b94-00xxxxxxxx5/import'\s
            --header 'x-api-key: kg-90xxxxx5-9xxe-5xxf-9xx7-9f4xxxxxxxx4-55xxxxx4-axx9-4xx2-axx2-fbcxxxxxxxxa'\s
            --header 'Content-Type: application/json'\s
            --data '{
                "toolDataFileId": "67xxxxxxxxxxxxxxxxxxxxxc",
                "flowDataFileId": "67xxxxxxxxxxxxxxxxxxxxxx2",
                "envVariablesFileId": "67xxxxxxxxxxxxxxxxxxxxx2"
            }'
            """;

    private static final String UPLOAD = """
            curl -X POST http://api.example.com/v1/upload/local?model_name=my_model \\
            -F "file=@models.zip" \\
            -H "Content-Type: multipart/form-data"
            """;
    private static final String TASK =
            "curl http://api.example.com/v1/upload/tasks/123e4567-e89b-12d3-a456-426614174000";

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static String key;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(
                Tools.has("curl") && Tools.has("bash"),
                "curl and bash are needed to run the commands of the documents; install them");
        // Options that only change what we see of the answer; the commands themselves stay as printed.
        Files.writeString(temp.resolve(".curlrc"), "silent\nshow-error\ninclude\nmax-time = 60\n");
        dock = RunningDock.on(temp.resolve("data"));
        DockCommand made = DockCommand.run(
                "keys",
                "create",
                "--name",
                "documents",
                "--scopes",
                "read,write",
                "--json",
                "--data",
                dock.data().toString());
        assertEquals(0, made.exit(), made.err());
        key = Answer.parse(made.out()).path("key").asText();
    }

    @AfterAll
    static void stop() {
        if (dock != null) {
            dock.close();
        }
    }

    @Test
    void importAndExportAsPrinted() throws IOException {
        Map<String, byte[]> files = TinyModels.files("tiny-bert");
        Path tar = Files.write(temp.resolve("sample-1.tar"), Archives.tar(files));
        JsonNode started = curl(START.replace("1100", Long.toString(Files.size(tar))));
        assertShape("""
                {"sessionId": "dxxxxxx0", "expirationDate": "2025-02-05T11:58:03.638Z", "modelId": "cm-3xxxxxx6"}""", started);
        String session = started.path("sessionId").asText();
        JsonNode chunk = curl(CHUNK.replace("5cxxxxxb-5xx5-4xxa-bxx1-35xxxxxxxxxe", session)
                .replace("postman-cloud:///1exxxxx8-7xx4-4xx0-axx0-1dxxxxxxxxxd", tar.toString()));
        assertShape("""
                {"chunkNumber": "0", "sessionId": "dxxxxxx0"}""", chunk);
        assertEquals("0", chunk.path("chunkNumber").asText());
        JsonNode complete = curl(COMPLETE.replace("5cxxxxxb-xxx5-4xxa-bxx1-35xxxxxxxxxe", session));
        assertShape("""
                {"dock-statusId": "ds-dxxxxxxd", "modelId": "cm-3xxxxxxa", "jobType": "MODELS",
                 "action": "EXPORT", "status": "IN_PROGRESS"}""", complete);
        dock.imports().awaitSuccess(complete.path("dock-statusId").asText());
        JsonNode export = curl(EXPORT.replace(
                "cm-9xxxxxxxxxxxxxxxxxx2", complete.path("modelId").asText()));
        assertShape("""
                {"_id": "ds-fxxxxxx0", "modelId": "cm-ddxxxxxb", "jobType": "MODELS", "action": "EXPORT",
                 "status": "SUCCESS", "percentageComplete": 100, "response": {"downloadUrl": "https://gale.kore.ai"}}""", export);
        byte[] back = dock.http()
                .get(export.path("response").path("downloadUrl").asText())
                .expect(200)
                .body();
        TinyModels.assertSame(files, Archives.unwrapped(Archives.untar(back)));
    }

    @Test
    void theZipUploadAsPrinted() throws IOException {
        Map<String, byte[]> files = TinyModels.variant("as printed");
        Files.write(temp.resolve("models.zip"), Archives.zip(files));
        Answer created = run(UPLOAD);
        created.expect(201);
        assertEquals(0, created.body().length);
        String task = UploadTasks.location(created).replace("/v1/upload/tasks/", "");
        UploadTasks.awaitEnd(dock.http(), created);
        JsonNode told = curl(TASK.replace("123e4567-e89b-12d3-a456-426614174000", task));
        assertShape("""
                {"id": "123e4567", "model_tag": "bert-base-uncased@main", "task_status": "DONE", "source": "HUGGINGFACE",
                 "created_at": "2025-06-22T12:00:00Z", "updated_at": "2025-06-22T12:05:00Z"}""", told);
        assertEquals("DONE", told.path("task_status").asText());
        assertEquals("LOCAL", told.path("source").asText());
        ModelView.named(dock.http(), "local/my_model");
    }

    @Test
    void theToolImportAsPrinted() {
        ToolClient tools = new ToolClient(dock.http().key(key));
        String tool = tools.created("As printed");
        Map<String, Object> files = tools.files(ToolClient.APP, ToolClient.FLOW, ToolClient.ENV);
        JsonNode accepted = curl(IMPORT_TOOL
                .replaceAll(" \n--", " \\\\\n--")
                .replace("https://{host}", dock.http().base())
                .replace("a-fbxxxxxf4-20x5-58xb-8b94-00xxxxxxxx5", tool)
                .replace("67xxxxxxxxxxxxxxxxxxxxxc", files.get("toolDataFileId").toString())
                .replace(
                        "67xxxxxxxxxxxxxxxxxxxxxx2", files.get("flowDataFileId").toString())
                .replace(
                        "67xxxxxxxxxxxxxxxxxxxxx2",
                        files.get("envVariablesFileId").toString()));
        assertShape("""
                {"dockStatusId": "{dockStatusId}", "toolId": "{toolId}", "jobType": "TOOLS", "action": "IMPORT",
                 "status": "SUCCESS"}""", accepted);
        assertEquals(tool, accepted.path("toolId").asText());
        JsonNode end = dock.imports().awaitSuccess(accepted.path("dockStatusId").asText());
        assertEquals(tool, end.path("toolId").asText());
        assertEquals("IMPORT", end.path("action").asText());
    }

    /** Every field of the printed sample is there, with a value of the same JSON type. */
    private static void assertShape(String sample, JsonNode answer) {
        Answer.parse(sample).properties().forEach(field -> {
            JsonNode value = answer.path(field.getKey());
            assertEquals(field.getValue().getNodeType(), value.getNodeType(), () -> field.getKey() + " in " + answer);
            if (value.isObject()) {
                assertShape(field.getValue().toString(), value);
            }
        });
    }

    private static JsonNode curl(String printed) {
        return run(printed).expect(200).json();
    }

    private static Answer run(String printed) {
        String command = printed.replaceAll(
                        "https?://[a-z-]*\\.?[a-zA-Z-]+\\.(?:kore\\.ai|com)",
                        dock.http().base())
                .replaceAll("kg-[0-9a-zx-]+", key);
        assertTrue(command.contains(dock.http().base()), command);
        DockCommand done = DockCommand.finish(
                List.of("bash", "-c", "cd \"$CURL_HOME\" && " + command),
                Map.of("CURL_HOME", temp.toString(), "HOME", temp.toString()));
        assertEquals(0, done.exit(), () -> command + "\n" + done.err());
        return CurlAnswer.parse(command, done.out());
    }
}
