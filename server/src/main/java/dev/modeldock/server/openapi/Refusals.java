package dev.modeldock.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a family of routes says no, described.
 *
 * @param family as the topics name it: {@code native}, {@code public}, {@code tao} or {@code hub}
 */
record Refusals(String family) {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final Map<String, String> BODIES =
            Map.of("native", "Error", "public", "PublicError", "tao", "TaoError", "hub", "HubError");
    private static final Set<String> LATER = Set.of("409", "429", "503");
    private static final String REST =
            "Any other refusal, in the same form: a wrong method (405), a request that comes too"
                    + " slowly (408) or is too large (413, 414, 431), a fault of the server's own (500).";

    /** The refusals of one operation, by status: those that are told, those of who may not, and the rest. */
    void add(ObjectNode responses, JsonNode told, boolean open) {
        Map<String, String> all = new TreeMap<>();
        if (!open) {
            all.put("401", "No key, or one that is unknown, revoked or expired.");
            all.put(
                    "403",
                    "The key has no such scope, or it is somebody else's thing; without a key, the request came from another site.");
        }
        told.properties().forEach(each -> all.put(each.getKey(), each.getValue().asText()));
        all.forEach((status, sentence) -> responses.set(status, refusal(status, sentence)));
        responses.set("default", refusal("", REST));
    }

    private ObjectNode refusal(String status, String sentence) {
        ObjectNode refusal = JsonNodeFactory.instance.objectNode().put("description", sentence);
        for (String header : headers(status)) {
            refusal.withObject("/headers").putObject(header).put("$ref", "#/components/headers/" + header);
        }
        String body = BODIES.get(family);
        if (body == null) {
            throw new IllegalStateException("There is no family of routes " + family);
        }
        refusal.putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", SCHEMAS + body);
        return refusal;
    }

    private List<String> headers(String status) {
        List<String> headers = new ArrayList<>();
        if (status.equals("401")) {
            headers.add("WWW-Authenticate");
        }
        if (LATER.contains(status)) {
            headers.add("Retry-After");
        }
        if (family.equals("hub")) {
            headers.add("X-Error-Code");
            headers.add("X-Error-Message");
        }
        return headers;
    }
}
