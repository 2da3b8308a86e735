package dev.modeldock.sources.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.spi.SourceException;
import java.net.http.HttpResponse;

/**
 * An answer of the REST API, read whole.
 *
 * @param response without its body
 * @param text the body
 */
record ApiAnswer(HttpResponse<?> response, String text) {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_MESSAGE = 300;

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("").strip();
    }

    JsonNode json() throws SourceException {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw noJson(e);
        }
        throw noJson(null);
    }

    /** What GitHub says of a failure, as a sentence may hold it; empty when it says nothing. */
    String message() {
        try {
            String message = JSON.readTree(text).path("message").asText("");
            String line = message.replaceAll("\\p{Cntrl}", " ");
            return line.substring(0, Math.min(LONGEST_MESSAGE, line.length()));
        } catch (JsonProcessingException e) {
            // A proxy's page instead of GitHub's own answer: the status has to do.
            return "";
        }
    }

    private SourceException noJson(JsonProcessingException cause) {
        return Refusals.broken(
                response.uri().getHost() + " answered something else than GitHub's API does. Check source.github.api.",
                cause);
    }
}
