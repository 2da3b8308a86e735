package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The import session, dock status and export as a client of the documents would use them. */
record ImportClient(Http http) {
    static final String SESSIONS = "/api/public/files/session/";

    /** An open session and the model id that was announced for it. */
    record Session(String id, String modelId, JsonNode answer) {}

    static Map<String, Object> startBody(String fileName, int totalChunks, long fileSize) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("fileContext", "model");
        body.put("totalChunks", totalChunks);
        body.put("fileExtension", extension(fileName));
        body.put("fileName", fileName);
        body.put("fileSize", fileSize);
        body.put("isAdapter", false);
        return body;
    }

    static String extension(String fileName) {
        int tar = fileName.indexOf(".tar.");
        return tar >= 0 ? fileName.substring(tar + 1) : fileName.substring(fileName.lastIndexOf('.') + 1);
    }

    Session start(String fileName, int totalChunks, long fileSize) {
        return start(startBody(fileName, totalChunks, fileSize));
    }

    Session start(Map<String, Object> body) {
        JsonNode answer = http.post(SESSIONS + "start", body).expect(200).json();
        return new Session(
                answer.path("sessionId").asText(), answer.path("modelId").asText(), answer);
    }

    /** One chunk as a multipart form, the way of the documents. */
    Answer chunk(Session session, int number, byte[] bytes) {
        return http.form(SESSIONS + session.id(), "blob", bytes, Map.of("chunkNumber", Integer.toString(number)));
    }

    /** One chunk as a raw body. */
    Answer put(Session session, int number, byte[] bytes) {
        return http.put(SESSIONS + session.id() + "/" + number, bytes);
    }

    JsonNode look(Session session) {
        return http.get(SESSIONS + session.id()).expect(200).json();
    }

    Answer complete(Session session) {
        return http.post(SESSIONS + session.id() + "/complete");
    }

    static String dockId(JsonNode answer) {
        return answer.path("dock-statusId").asText();
    }

    /** Wait for the end of a job, good or bad. */
    JsonNode awaitEnd(String dockStatusId) {
        return awaitEnd(dockStatusId, Await.PATIENCE);
    }

    JsonNode awaitEnd(String dockStatusId, Duration patience) {
        return Await.until(
                "the end of " + dockStatusId,
                patience,
                () -> http.get("/api/public/dock-status/" + dockStatusId)
                        .expect(200)
                        .json(),
                status -> !"IN_PROGRESS".equals(status.path("status").asText()));
    }

    JsonNode awaitSuccess(String dockStatusId) {
        JsonNode end = awaitEnd(dockStatusId);
        assertEquals("SUCCESS", end.path("status").asText(), end::toPrettyString);
        return end;
    }

    /** Cut into pieces of at most {@code size} bytes. */
    static List<byte[]> cut(byte[] bytes, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += size) {
            pieces.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
        }
        return pieces;
    }

    /** Send it all in order and complete; answers the dock status at its end and the session. */
    Outcome send(String fileName, byte[] bytes, int chunkSize) {
        List<byte[]> pieces = cut(bytes, chunkSize);
        Session session = start(fileName, pieces.size(), bytes.length);
        for (int i = 0; i < pieces.size(); i++) {
            put(session, i, pieces.get(i)).expect(200);
        }
        return finish(session);
    }

    Outcome send(String fileName, byte[] bytes) {
        return send(fileName, bytes, Math.max(1, bytes.length));
    }

    Outcome finish(Session session) {
        JsonNode answer = complete(session).expect(200).json();
        return new Outcome(session, awaitEnd(dockId(answer)));
    }

    /** What became of an import. */
    record Outcome(Session session, JsonNode status) {
        Outcome success() {
            assertEquals("SUCCESS", status.path("status").asText(), status::toPrettyString);
            assertEquals(session.modelId(), status.path("modelId").asText(), status::toPrettyString);
            return this;
        }

        /** The reason for which it failed. */
        String failure() {
            assertEquals("FAILED", status.path("status").asText(), status::toPrettyString);
            String message = status.path("message").asText("");
            assertTrue(!message.isBlank(), () -> "a failure needs a reason: " + status);
            Answer.assertLeaksNothing(status.toString());
            return message;
        }

        String modelId() {
            return session.modelId();
        }
    }

    JsonNode export(String modelId, String format) {
        String query = format == null ? "" : "?format=" + format;
        JsonNode answer = http.post("/api/public/models/" + modelId + "/export" + query)
                .expect(200)
                .json();
        JsonNode end = awaitSuccess(answer.path("_id").asText());
        assertEquals("EXPORT", end.path("action").asText());
        return end;
    }

    String downloadUrl(String modelId, String format) {
        return export(modelId, format).path("response").path("downloadUrl").asText();
    }

    /** Import, export as a tar, download: the files that came back. */
    Map<String, byte[]> exported(String modelId) {
        byte[] tar = new Http(http.base())
                .get(downloadUrl(modelId, null))
                .expect(200)
                .body();
        return Archives.unwrapped(Archives.untar(tar));
    }
}
