package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a dock tells of itself at {@code /openapi.json}, and whether an answer is as it is told there. */
final class ApiDocument {
    /** Headers that an answer has wherever they are described. */
    private static final Set<String> ALWAYS =
            Set.of("Location", "WWW-Authenticate", "X-Pagination-Total", "X-Repo-Commit", "Accept-Ranges");

    private final JsonNode root;
    /** In which no object has other properties than those that are described. */
    private final JsonNode closed;

    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private final SchemaRegistry schemas = SchemaRegistry.withDialect(
            Dialects.getDraft202012(),
            builder -> builder.schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .locale(Locale.ROOT)
                            .build()));

    private ApiDocument(JsonNode root) {
        this.root = root;
        this.closed = root.path("components").deepCopy();
        close(closed.path("schemas"));
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(each -> {
                    Operation operation =
                            new Operation(each.getKey().toUpperCase(Locale.ROOT), path.getKey(), each.getValue());
                    assertEquals(null, operations.put(operation.id(), operation), "described twice");
                }));
    }

    static ApiDocument of(Http http) {
        return new ApiDocument(http.get("/openapi.json").expect(200).json());
    }

    /** An operation: what is done to a path. */
    record Operation(String method, String path, JsonNode node) {
        String id() {
            return node.path("operationId").asText();
        }

        boolean isOpen() {
            return node.path("security").isEmpty();
        }

        /** Whether its answers may be good ones at all. */
        boolean canGoWell() {
            return node.path("responses").properties().stream()
                    .anyMatch(each -> each.getKey().matches("2\\d\\d"));
        }

        @Override
        public String toString() {
            return id() + " (" + method + " " + path + ")";
        }
    }

    Set<String> ids() {
        return operations.keySet();
    }

    Operation operation(String id) {
        Operation operation = operations.get(id);
        assertNotNull(operation, () -> "the description has no operation " + id);
        return operation;
    }

    /** What a reference leads to, or the node itself. */
    JsonNode whole(JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** Let an answer pass that is one of those that are described: status, headers, type and body. */
    void check(Operation operation, Answer answer) {
        JsonNode response = operation.node().path("responses").path(Integer.toString(answer.status()));
        assertTrue(!response.isMissingNode(), () -> operation + " is not described to answer so:\n" + answer);
        response.path("headers")
                .fieldNames()
                .forEachRemaining(name -> assertTrue(
                        !ALWAYS.contains(name) || answer.header(name).isPresent(),
                        () -> operation + " is described to answer " + name + ":\n" + answer));
        JsonNode content = response.path("content");
        boolean isHead = answer.request().startsWith("HEAD ");
        if (content.isEmpty() || isHead) {
            assertEquals(0, answer.body().length, () -> operation + " is described to answer nothing:\n" + answer);
            return;
        }
        String type = answer.header("Content-Type").orElse("").replaceAll(";.*", "");
        assertTrue(content.has(type), () -> operation + " is not described to answer this type:\n" + answer);
        if (type.endsWith("json") && !content.path(type).path("schema").isEmpty()) {
            List<Error> errors = errors(content.path(type).path("schema"), answer.json());
            assertTrue(errors.isEmpty(), () -> operation + " is described otherwise: " + errors + "\n" + answer);
        }
    }

    /** Examples that are not as their own schemas have them, with what is wrong. */
    Map<String, List<Error>> wrongExamples() {
        Map<String, List<Error>> wrong = new TreeMap<>();
        operations.values().forEach(operation -> {
            wrongExamples(operation + " request", operation.node().at("/requestBody/content"), wrong);
            operation
                    .node()
                    .path("responses")
                    .properties()
                    .forEach(each -> wrongExamples(
                            operation + " " + each.getKey(), each.getValue().path("content"), wrong));
        });
        return wrong;
    }

    private void wrongExamples(String where, JsonNode content, Map<String, List<Error>> wrong) {
        content.properties().forEach(media -> {
            List<JsonNode> examples = new ArrayList<>();
            Optional.ofNullable(media.getValue().get("example")).ifPresent(examples::add);
            media.getValue().path("examples").forEach(each -> examples.add(each.path("value")));
            for (JsonNode example : examples) {
                List<Error> errors = errors(media.getValue().path("schema"), example);
                if (!errors.isEmpty()) {
                    wrong.put(where, errors);
                }
            }
        });
    }

    /** What in a value is not as a schema has it. */
    private List<Error> errors(JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        close(whole);
        whole.set("components", closed);
        return schemas.getSchema(whole).validate(value);
    }

    /** Clients must bear new properties, but each of today's has to be described. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("properties").isObject()) {
            if (!object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
            object.get("properties").forEach(ApiDocument::close);
            close(object.get("additionalProperties"));
        } else {
            node.forEach(ApiDocument::close);
        }
    }
}
