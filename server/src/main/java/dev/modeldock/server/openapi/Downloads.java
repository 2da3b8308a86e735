package dev.modeldock.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What every download has: ranges, conditions, and the answers to both. See {@code http.FileResponse}. */
final class Downloads {
    private static final List<String> PARAMETERS = List.of("Range", "If-Range", "If-None-Match", "If-Match");
    private static final List<String> HEADERS =
            List.of("ETag", "Last-Modified", "Accept-Ranges", "Content-Disposition", "X-Content-Type-Options");

    private Downloads() {}

    static void parameters(ArrayNode parameters) {
        PARAMETERS.forEach(name -> parameters.addObject().put("$ref", "#/components/parameters/" + name));
    }

    /**
     * @param mediaTypes one, or a list of them
     * @param headers those beside the usual ones
     */
    static void responses(ObjectNode responses, JsonNode mediaTypes, JsonNode headers) {
        content(response(responses, "200", "All of it."), mediaTypes);
        ObjectNode part = response(responses, "206", "The range that was asked for.");
        headers(part, List.of("Content-Range"));
        content(part, mediaTypes);
        response(responses, "304", "The client has it already.");
        List<String> more = new ArrayList<>();
        headers.forEach(header -> more.add(header.asText()));
        List.of("200", "206", "304").forEach(status -> headers((ObjectNode) responses.get(status), more));
    }

    /** Those that tell of conditions and ranges, as the families' other refusals. */
    static void refusals(ObjectNode errors) {
        errors.put("412", "The content is another one than `If-Match` names.");
        errors.put("416", "The range begins behind the last byte.");
    }

    private static ObjectNode response(ObjectNode responses, String status, String description) {
        ObjectNode response = responses.putObject(status).put("description", description);
        headers(response, HEADERS);
        return response;
    }

    private static void headers(ObjectNode response, List<String> names) {
        names.forEach(
                name -> response.withObject("/headers").putObject(name).put("$ref", "#/components/headers/" + name));
    }

    private static void content(ObjectNode response, JsonNode mediaTypes) {
        ObjectNode content = response.putObject("content");
        for (JsonNode each : mediaTypes.isTextual() ? List.of(mediaTypes) : mediaTypes) {
            content.putObject(each.asText()).putObject("schema");
        }
    }
}
