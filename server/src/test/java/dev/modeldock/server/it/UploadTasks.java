package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Upload tasks as the ZIP upload answers them. */
final class UploadTasks {
    static final Set<String> ENDED = Set.of("DONE", "FAILED", "CANCELED");

    private UploadTasks() {}

    /** The path that the {@code Location} of a 201 names. */
    static String location(Answer created) {
        String location =
                created.expect(201).header("Location").orElseThrow(() -> new AssertionError(created.toString()));
        int at = location.indexOf("/v1/upload/tasks/");
        assertTrue(at >= 0, () -> "Location is " + location);
        return location.substring(at);
    }

    static JsonNode awaitEnd(Http http, Answer created) {
        String path = location(created);
        return Await.until(
                "the end of " + path,
                () -> http.get(path).expect(200).json(),
                task -> ENDED.contains(task.path("task_status").asText()));
    }
}
