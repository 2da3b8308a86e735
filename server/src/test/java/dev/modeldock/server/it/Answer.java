package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the server answered.
 *
 * @param request method and path, for the message of a failed assertion
 * @param headers names in lower case
 */
record Answer(String request, int status, Map<String, List<String>> headers, byte[] body) {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LEAK =
            Pattern.compile("\\bat [\\w.$]+\\([\\w.]+:\\d+\\)|Exception\\b|java\\.|org\\.sqlite|SQLITE_");

    Answer expect(int expected) {
        assertEquals(expected, status, this::toString);
        return this;
    }

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("no JSON in " + this, e);
        }
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The sentence of a refusal, wherever this API family puts it; fails when there is none or when it leaks. */
    String sentence() {
        JsonNode json = json();
        String message = json.path("message").asText("");
        if (message.isEmpty()) {
            message = json.path("error").path("message").asText("");
        }
        if (message.isEmpty() && json.path("error").isTextual()) {
            message = json.path("error").textValue();
        }
        assertFalse(message.isBlank(), () -> "a refusal needs a sentence: " + this);
        assertLeaksNothing(text());
        return message;
    }

    /** A refusal that is the client's to mend: 4xx (507 for a full disk) with a sentence and a code. */
    String refusal() {
        assertTrue(status >= 400 && status < 500 || status == 507, () -> "expected a clear refusal, got " + this);
        assertFalse(code().isEmpty(), () -> "a refusal needs a code: " + this);
        return sentence();
    }

    String code() {
        JsonNode json = json();
        return json.path("error").path("code").asText(json.path("code").asText(""));
    }

    static void assertLeaksNothing(String text) {
        assertFalse(LEAK.matcher(text).find(), () -> "leaks the inside of the server: " + text);
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + json, e);
        }
    }

    @Override
    public String toString() {
        String text = body.length > 2000 ? "(" + body.length + " bytes)" : text();
        return request + " -> " + status + " " + headers + "\n" + text;
    }
}
