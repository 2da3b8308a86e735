package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files and tools as a client of the documents would use them. */
record ToolClient(Http http) {
    static final String FLOW = """
            {"flowId": "flow-1", "nodes": [{"id": "start", "type": "start"}, {"id": "ask", "prompt": "Hello"}],
             "edges": [{"source": "start", "target": "ask"}]}""";
    static final String APP = """
            {"name": "Greeter", "flowId": "flow-1", "guardrails": []}""";
    static final String ENV = """
            {"envVariables": [{"name": "REGION", "value": "eu", "notes": "where"},
             {"name": "API_KEY", "value": "s3cr3t-of-the-test", "secure": true}]}""";
    static final List<String> NAMES = List.of("app_definition.json", "flow_definition.json", "env_variables.json");

    /** Upload a file; answers its id. */
    String upload(String name, byte[] bytes) {
        return http.form("/api/public/files", name, bytes, Map.of("fileContext", "bulkImport"))
                .expect(200)
                .json()
                .path("fileId")
                .asText();
    }

    String upload(String name, String text) {
        return upload(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The fields of an import of these texts; that of the environment may be null. */
    Map<String, Object> files(String app, String flow, String env) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("toolDataFileId", upload("app_definition.json", app));
        fields.put("flowDataFileId", upload("flow_definition.json", flow));
        if (env != null) {
            fields.put("envVariablesFileId", upload("env_variables.json", env));
        }
        return fields;
    }

    /** Ask for a new tool. */
    Answer create(String name, Map<String, Object> files) {
        Map<String, Object> fields = new LinkedHashMap<>(files);
        fields.put("toolName", name);
        return http.post("/api/public/tools/import", fields);
    }

    /** A new tool of the usual files; answers its id. */
    String created(String name) {
        JsonNode answer = create(name, files(APP, FLOW, ENV)).expect(200).json();
        new ImportClient(http).awaitSuccess(answer.path("dockStatusId").asText());
        return answer.path("toolId").asText();
    }

    Answer importInto(String tool, Map<String, Object> files) {
        return http.post("/api/public/tools/" + tool + "/import", files);
    }

    /** The end of an import that was accepted. */
    JsonNode end(Answer accepted) {
        return new ImportClient(http)
                .awaitEnd(accepted.expect(200).json().path("dockStatusId").asText());
    }

    JsonNode succeeded(Answer accepted) {
        JsonNode end = end(accepted);
        assertEquals("SUCCESS", end.path("status").asText(), end::toPrettyString);
        return end;
    }

    JsonNode shown(String tool) {
        return http.get("/v1/tools/" + tool).expect(200).json();
    }

    /** The three files of an export. */
    Map<String, byte[]> exported(String tool) {
        JsonNode answer =
                http.post("/api/public/tools/" + tool + "/export").expect(200).json();
        byte[] zip = new Http(http.base())
                .get(answer.path("response").path("downloadUrl").asText())
                .expect(200)
                .body();
        return Archives.unzip(zip);
    }
}
