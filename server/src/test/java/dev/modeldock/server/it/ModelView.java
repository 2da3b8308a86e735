package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code /v1/models} tells of a model. */
record ModelView(JsonNode json) {
    static ModelView get(Http http, String id) {
        return new ModelView(http.get("/v1/models/" + id).expect(200).json());
    }

    /** All models that the list shows, over all pages. */
    static List<ModelView> list(Http http) {
        List<ModelView> all = new ArrayList<>();
        JsonNode page;
        int number = 1;
        do {
            page = http.get("/v1/models?size=50&page=" + number++).expect(200).json();
            page.path("items").forEach(item -> all.add(new ModelView(item)));
        } while (page.path("items").size() > 0
                && all.size() < page.path("total").asInt());
        return all;
    }

    static ModelView named(Http http, String fullName) {
        return list(http).stream()
                .filter(model -> model.name().equals(fullName))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + fullName + " in " + http.get("/v1/models")));
    }

    String id() {
        return json.path("id").asText();
    }

    /** {@code <namespace>/<name>}. */
    String name() {
        return json.path("name").asText();
    }

    /** The files, with sizes and hashes, are exactly these. */
    ModelView assertFiles(Map<String, byte[]> files) {
        JsonNode listed = json.path("files");
        assertEquals(files.size(), listed.size(), json::toPrettyString);
        for (JsonNode file : listed) {
            byte[] expected = files.get(file.path("path").asText());
            assertTrue(expected != null, () -> "not expected: " + file);
            assertEquals(expected.length, file.path("size").asLong(), file::toString);
            assertEquals(Archives.sha256(expected), file.path("sha256").asText(), file::toString);
        }
        return this;
    }

    /** A fact anywhere in the answer, by the name of its field. */
    JsonNode fact(String name) {
        JsonNode found = json.findValue(name);
        if (found == null) {
            throw new AssertionError("no " + name + " in " + json.toPrettyString());
        }
        return found;
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
