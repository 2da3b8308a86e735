package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, ending, starting again, and the commands that work beside a running server. */
class ServerLifeIT {
    @TempDir
    static Path temp;

    private static RunningDock dock;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
    }

    @AfterAll
    static void stop() {
        dock.close();
    }

    @Test
    void aSecondServerOnTheSameDataStopsWithASentence() {
        DockCommand second =
                DockCommand.run("--port", "0", "--data", dock.data().toString());
        assertNotEquals(0, second.exit());
        assertEquals("", second.out());
        assertTrue(second.err().contains("data"), second.err());
        Answer.assertLeaksNothing(second.err());
        assertEquals("ok", dock.health().path("status").asText());
    }

    @Test
    void aTakenPortStopsTheStartWithASentence() {
        DockCommand second = DockCommand.run(
                "--port",
                Integer.toString(dock.port()),
                "--data",
                temp.resolve("other").toString());
        assertNotEquals(0, second.exit());
        assertTrue(second.err().contains(Integer.toString(dock.port())), second.err());
    }

    @Test
    void sigtermEndsWithinFiveSecondsAndWhatWasThereStaysThere() {
        try (RunningDock other = RunningDock.on(temp.resolve("terminated"))) {
            Map<String, byte[]> files = TinyModels.files("tiny-bert");
            String modelId = other.imports()
                    .send("stays.tar", Archives.tar(files))
                    .success()
                    .modelId();
            ImportClient.Session open = other.imports().start("open.tar", 3, 30_000);
            other.imports().put(open, 1, new byte[10_000]).expect(200);
            Duration took = other.terminate();
            assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, () -> "SIGTERM took " + took);
            other.startAgain();
            TinyModels.assertSame(files, other.imports().exported(modelId));
            JsonNode session = other.imports().look(open);
            assertEquals("[1]", session.path("receivedChunks").toString());
        }
    }

    @Test
    void keysAreMadeListedAndRevokedBesideTheRunningServer() {
        String data = dock.data().toString();
        JsonNode key = keys("create", "--name", "from the shell", "--scopes", "read,write", "--json", "--data", data);
        assertTrue(key.path("id").isTextual() || key.path("id").isNumber(), key::toString);
        assertEquals("from the shell", key.path("name").asText());
        String secret = key.path("key").asText();
        assertTrue(secret.length() >= 32, "too short for a secret");
        dock.http().key(secret).get("/v1/models").expect(200);
        DockCommand list = DockCommand.run("keys", "list", "--data", data);
        assertEquals(0, list.exit(), list.err());
        assertTrue(list.out().contains("from the shell"), list.out());
        assertTrue(!list.out().contains(secret), "the list shows the secret");
        DockCommand revoke = DockCommand.run("keys", "revoke", key.path("id").asText(), "--data", data);
        assertEquals(0, revoke.exit(), revoke.err());
        dock.http().key(secret).get("/v1/models").expect(401);
        assertTrue(!dock.log().contains(secret), "the log shows the secret");
    }

    private static JsonNode keys(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "keys";
        System.arraycopy(args, 0, all, 1, args.length);
        DockCommand made = DockCommand.run(all);
        assertEquals(0, made.exit(), made.err());
        return Answer.parse(made.out());
    }

    @Test
    void aJobThatSigtermInterruptsGoesOnAfterTheRestart() {
        try (RunningDock other = RunningDock.on(temp.resolve("resumed"))) {
            Map<String, byte[]> files = TinyModels.heavy(5, 40 << 20);
            byte[] zip = Archives.zip(files);
            ImportClient.Session session = other.imports().start("resumed.zip", 1, zip.length);
            other.imports().put(session, 0, zip).expect(200);
            String job = ImportClient.dockId(
                    other.imports().complete(session).expect(200).json());
            Duration took = other.terminate();
            assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, () -> "SIGTERM took " + took);
            other.startAgain();
            other.imports().awaitSuccess(job);
            TinyModels.assertSame(files, other.imports().exported(session.modelId()));
        }
    }
}
