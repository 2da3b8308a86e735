package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datasets of the TAO Toolkit API whose files come in the chunks of an import session. */
class TaoSessionIT {
    private static final byte[] ARCHIVE =
            Archives.tar(Map.of("images/a.jpg", utf8("a picture"), "labels/a.txt", utf8("a label")));
    private static final int CHUNKS = 2;

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static String anonymous;

    private TaoClient tao;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        anonymous = dock.http()
                .get("/api/v1/auth")
                .expect(200)
                .json()
                .path("user_id")
                .asText();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    @BeforeEach
    void newUser() {
        tao = new TaoClient(dock.http(), UUID.randomUUID().toString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> body(byte[] archive, Map<String, ?> target) {
        Map<String, Object> body = ImportClient.startBody("d.tar", CHUNKS, archive.length);
        body.put("fileContext", "dataset");
        body.putAll(target);
        return body;
    }

    private static ImportClient.Session sent(Http http, byte[] archive, Map<String, ?> target) {
        ImportClient client = new ImportClient(http);
        ImportClient.Session session = client.start(body(archive, target));
        List<byte[]> pieces = ImportClient.cut(archive, (archive.length + 1) / CHUNKS);
        for (int i = 0; i < pieces.size(); i++) {
            client.put(session, i, pieces.get(i)).expect(200);
        }
        return session;
    }

    private static String refused(int status, Map<String, ?> target) {
        return dock.http()
                .post(ImportClient.SESSIONS + "start", body(ARCHIVE, target))
                .expect(status)
                .refusal();
    }

    @Test
    void filesForADatasetThatIsHere() {
        String id = tao.created("object_detection", "kitti");
        ImportClient.Session session = sent(dock.http(), ARCHIVE, Map.of("datasetId", id));
        assertEquals(id, session.answer().path("datasetId").asText());
        assertFalse(session.answer().has("modelId"));
        assertEquals(id, dock.imports().look(session).path("datasetId").asText());
        JsonNode done = dock.imports().complete(session).expect(200).json();
        assertEquals(id, done.path("datasetId").asText());
        assertFalse(done.path("fileId").asText().isEmpty(), done::toString);
        assertArrayEquals(
                ARCHIVE,
                dock.http().get(done.path("fileURL").asText()).expect(200).body());
        JsonNode again = dock.imports().complete(session).expect(200).json();
        assertEquals(done.path("fileId"), again.path("fileId"));
        assertEquals(id, again.path("datasetId").asText());
        // Complete as it is, it takes a label alone.
        tao.upload(id, Archives.tar(Map.of("labels/b.txt", utf8("more")))).expect(201);
    }

    @Test
    void filesForANewDataset() {
        ImportClient.Session session =
                sent(dock.http(), ARCHIVE, Map.of("type", "object_detection", "format", "kitti"));
        String id = session.answer().path("datasetId").asText();
        TaoClient mine = new TaoClient(dock.http(), anonymous);
        TaoClient.refusedExactly(404, "Dataset not found", mine.ask("GET", mine.path(id), null));
        dock.kill9();
        dock.startAgain();
        mine = new TaoClient(dock.http(), anonymous);
        JsonNode done = dock.imports().complete(session).expect(200).json();
        assertEquals(id, done.path("datasetId").asText());
        assertEquals("My Dataset", mine.shown(id).path("name").asText());
        assertEquals("kitti", mine.shown(id).path("format").asText());
        mine.upload(id, Archives.tar(Map.of("labels/b.txt", utf8("more")))).expect(201);
    }

    @Test
    void whatCannotBeIsRefusedAtTheStart() {
        String id = tao.created("object_detection", "kitti");
        assertEquals(
                "Dataset not found",
                refused(404, Map.of("datasetId", UUID.randomUUID().toString())));
        assertEquals("Dataset not found", refused(404, Map.of("datasetId", "zz")));
        assertEquals("Invalid dataset type", refused(400, Map.of("type", "nonsense", "format", "kitti")));
        assertEquals("Invalid dataset type", refused(400, Map.of("format", "kitti")));
        assertEquals("Incompatible dataset format and type", refused(400, Map.of("type", "object_detection")));
        assertTrue(refused(400, Map.of("datasetId", id, "type", "object_detection"))
                .startsWith("The fields \"datasetId\", \"type\" and \"format\" were sent; expected is"));
        assertTrue(refused(400, Map.of("datasetId", 5)).startsWith("The field \"datasetId\" is the number 5"));
    }

    @Test
    void anArchiveThatDoesNotFitLeavesTheSessionOpen() {
        byte[] wrong = Archives.tar(Map.of("images/a.jpg", utf8("a picture"), "images/b.jpg", utf8("a label")));
        ImportClient.Session session = sent(dock.http(), wrong, Map.of("type", "object_detection", "format", "kitti"));
        Answer answer = dock.imports().complete(session).expect(400);
        assertTrue(answer.refusal().contains("Missing: labels/."), answer::toString);
        assertEquals("[\"labels/\"]", answer.json().path("missing").toString());
        assertEquals("OPEN", dock.imports().look(session).path("status").asText());
        dock.http().delete(ImportClient.SESSIONS + session.id()).expect(204);
    }

    @Test
    void aSessionOfAnotherContextKnowsNoDataset() {
        Map<String, Object> body = ImportClient.startBody("m.tar", 1, 1_000);
        body.put("datasetId", UUID.randomUUID().toString());
        body.put("type", 5);
        ImportClient.Session session = dock.imports().start(body);
        assertFalse(session.answer().has("datasetId"));
        dock.http().delete(ImportClient.SESSIONS + session.id()).expect(204);
    }

    @Test
    void keysReachTheirOwnDatasetsWithTheRightToWrite() {
        Http writer = dock.http().key(key("write"));
        JsonNode login = writer.get("/api/v1/auth").expect(200).json();
        TaoClient anna = new TaoClient(writer, login.path("user_id").asText());
        String id = anna.created("object_detection", "kitti");
        assertEquals("Dataset not found", refused(404, Map.of("datasetId", id)));
        Http reader = dock.http().key(key("read"));
        reader.post(ImportClient.SESSIONS + "start", body(ARCHIVE, Map.of("datasetId", id)))
                .expect(403)
                .refusal();
        writer.post(
                        ImportClient.SESSIONS + "start",
                        body(ARCHIVE, Map.of("datasetId", tao.created("object_detection", "kitti"))))
                .expect(404)
                .refusal();
        ImportClient.Session session = sent(writer, ARCHIVE, Map.of("datasetId", id));
        new ImportClient(reader).complete(session).expect(403).refusal();
        dock.imports().complete(session).expect(200);
        anna.upload(id, Archives.tar(Map.of("labels/b.txt", utf8("more")))).expect(201);
    }

    private static String key(String scopes) {
        DockCommand made = DockCommand.run(
                "keys",
                "create",
                "--json",
                "--name",
                "test",
                "--user",
                "anna",
                "--scopes",
                scopes,
                "--data",
                dock.data().toString());
        assertEquals(0, made.exit(), made.err());
        return Answer.parse(made.out()).path("key").asText();
    }
}
