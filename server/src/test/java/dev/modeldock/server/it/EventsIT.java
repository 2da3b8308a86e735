package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens, as it happens, over a real port. */
class EventsIT {
    private static final String USER = "/api/v1/user/11111111-1111-1111-1111-111111111111";
    private static final int MOST_OF_ONE_USER = 128;

    @TempDir
    Path temp;

    private RunningDock dock;
    private final List<OpenStream> open = new ArrayList<>();

    @BeforeEach
    void start() {
        dock = RunningDock.on(temp.resolve("data"));
    }

    @AfterEach
    void stop() {
        open.forEach(OpenStream::close);
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private OpenStream listen(String query, Map<String, String> headers) {
        OpenStream stream = OpenStream.of(dock.http().base() + "/v1/events" + query, headers);
        open.add(stream);
        return stream;
    }

    /** Listening, once this returns. */
    private OpenStream listen(String query) {
        return listening(listen(query, Map.of()));
    }

    private static OpenStream listening(OpenStream stream) {
        assertEquals(200, stream.status());
        assertTrue(stream.header("Content-Type").startsWith("text/event-stream"), stream.header("Content-Type"));
        stream.awaitLine("the beginning", "event: ready"::equals);
        return stream;
    }

    /** A model, imported by an import session; answers its id. */
    private static String bringIn(Http http, String name) {
        ImportClient client = new ImportClient(http);
        byte[] tar = Archives.tar(TinyModels.variant(name));
        ImportClient.Session session = client.start(name + ".tar", 1, tar.length);
        client.put(session, 0, tar).expect(200);
        client.awaitEnd(ImportClient.dockId(client.complete(session).expect(200).json()));
        return session.modelId();
    }

    private static List<String> types(OpenStream stream) {
        return stream.lines().stream()
                .filter(line -> line.startsWith("event: "))
                .map(line -> line.substring("event: ".length()))
                .filter(type -> !type.equals("job.progress"))
                .toList();
    }

    private static List<JsonNode> bodies(OpenStream stream) {
        return stream.lines().stream()
                .filter(line -> line.startsWith("data: "))
                .map(line -> Answer.parse(line.substring("data: ".length())))
                .toList();
    }

    private static String lastId(OpenStream stream) {
        List<String> ids =
                stream.lines().stream().filter(line -> line.startsWith("id: ")).toList();
        return ids.get(ids.size() - 1).substring("id: ".length());
    }

    @Test
    void anImportIsToldFromItsFirstChunkToItsModelsEnd() {
        OpenStream all = listen("");
        String model = bringIn(dock.http(), "told");
        all.awaitLine("the end of the job", "event: job.ended"::equals);
        dock.http().delete("/v1/models/" + model).expect(200);
        all.awaitLine("the end of the model", "event: model.deleted"::equals);
        List<String> types = types(all);
        assertEquals("ready", types.get(0));
        assertEquals("session.started", types.get(1));
        assertEquals(Set.of("session.completed", "job.created"), Set.copyOf(types.subList(2, 4)));
        assertEquals("job.state", types.get(4));
        assertTrue(types.indexOf("model.published") < types.indexOf("job.ended"), types::toString);
        JsonNode published = bodies(all).stream()
                .filter(body -> body.has("commit"))
                .findFirst()
                .orElseThrow();
        assertEquals(model, published.path("model").asText());
        assertEquals("local/told", published.path("name").asText());
        assertEquals(1, published.path("version").asInt());
        JsonNode ended = bodies(all).stream()
                .filter(body -> body.path("state").asText().equals("DONE"))
                .findFirst()
                .orElseThrow();
        assertEquals("IMPORT", ended.path("kind").asText());
        assertFalse(ended.path("at").asText().isEmpty());
        assertEquals(0, dock.http().head("/v1/events").expect(200).body().length);
    }

    @Test
    void datasetsAndJobsOfModelsAreToldToo() {
        OpenStream all = listen("");
        String dataset = dock.http()
                .post(USER + "/dataset", Map.of("type", "object_detection", "format", "kitti"))
                .expect(201)
                .json()
                .path("id")
                .asText();
        dock.http()
                .json("PATCH", USER + "/dataset/" + dataset, Map.of("name", "n"))
                .expect(200);
        dock.http().delete(USER + "/dataset/" + dataset).expect(200);
        String model = dock.http()
                .post(USER + "/model", Map.of("network_arch", "detectnet_v2"))
                .expect(201)
                .json()
                .path("id")
                .asText();
        // No pack can do it, so it has failed when it is made.
        dock.http()
                .post(USER + "/model/" + model + "/job", Map.of("actions", List.of("train")))
                .expect(201);
        all.awaitLine("the end of the job", "event: job.ended"::equals);
        assertEquals(
                List.of("ready", "dataset.created", "dataset.changed", "dataset.deleted", "job.created", "job.ended"),
                types(all));
        assertEquals(dataset, bodies(all).get(1).path("dataset").asText());
    }

    @Test
    void filtersLetThroughWhatTheyName() {
        OpenStream models = listen("?type=model");
        OpenStream ends = listen("?type=job.ended,session.completed&type=job.created");
        OpenStream exports = listen("?kind=export");
        String model = bringIn(dock.http(), "filtered");
        dock.http().post("/api/public/models/" + model + "/export").expect(200);
        exports.awaitLine("the export", "event: job.ended"::equals);
        ends.awaitLine("the export", line -> line.contains("\"kind\":\"EXPORT\"") && line.contains("DONE"));
        assertEquals(List.of("ready", "model.published"), types(models));
        assertEquals(List.of("ready", "job.created", "job.ended"), types(exports));
        assertEquals(Set.of("ready", "session.completed", "job.created", "job.ended"), new TreeSet<>(types(ends)));
        String job = bodies(exports).get(1).path("job").asText();
        OpenStream one = listen("?job=" + job);
        bringIn(dock.http(), "other");
        listen("?type=job").close();
        assertEquals(List.of("ready"), types(one));
        for (String bad : List.of("type=jobs", "kind=training", "type=job&kind=x")) {
            assertNotEquals("", dock.http().get("/v1/events?" + bad).expect(400).sentence());
        }
        dock.http().get("/v1/events?job=11111111-1111-1111-1111-111111111111").expect(404);
        dock.http().get("/v1/events?job=" + "x,".repeat(20) + "y".repeat(20)).expect(404);
        String many = Set.copyOf(java.util.stream.IntStream.range(0, 33).boxed().toList()).stream()
                .map(i -> "j" + i)
                .collect(Collectors.joining(","));
        dock.http().get("/v1/events?job=" + many).expect(400);
    }

    @Test
    void whoComesBackMissesNothingAndIsToldWhenItDid() {
        OpenStream first = listen("");
        bringIn(dock.http(), "one");
        first.awaitLine("the end", "event: job.ended"::equals);
        String seen = lastId(first);
        first.close();
        bringIn(dock.http(), "two");
        OpenStream again = listening(listen("?type=model", Map.of("Last-Event-ID", seen)));
        again.awaitLine("what came meanwhile", line -> line.contains("local/two"));
        assertTrue(again.lines().stream().noneMatch(line -> line.contains("local/one")), again.lines()::toString);

        long begin = System.nanoTime();
        dock.terminate();
        assertEquals("whole", again.awaitEnd(), "the server's end is a clean one");
        assertTrue(System.nanoTime() - begin < 10_000_000_000L);
        dock.startAgain();
        for (String old : List.of(seen, "nonsense")) {
            OpenStream reset = listen("", Map.of("Last-Event-ID", old));
            reset.awaitLine("a new beginning", "event: reset"::equals);
            assertTrue(bodies(reset).get(0).path("message").asText().contains("Ask anew"));
            String now = lastId(reset);
            assertNotEquals(seen, now);
            listening(listen("", Map.of("Last-Event-ID", now)));
        }
    }

    private JsonNode newKey(String user, String... scopes) {
        return dock.http()
                .post("/v1/keys", Map.of("name", "test", "user", user, "scopes", List.of(scopes)))
                .expect(201)
                .json();
    }

    @Test
    void everybodyHearsOfTheirOwnAndARevokedKeyHearsNoMore() {
        JsonNode ann = newKey("ann", "write");
        String bob = newKey("bob", "write").path("key").asText();
        String narrow = newKey("ann", "Import Model").path("key").asText();
        Map<String, String> asAnn = Map.of("X-api-key", ann.path("key").asText());
        OpenStream anns = listening(listen("", asAnn));
        OpenStream bobs = listening(listen("", Map.of("Authorization", "Bearer " + bob)));
        OpenStream narrows = listening(listen("", Map.of("X-api-key", narrow)));
        OpenStream admins = listen("");
        bringIn(dock.http().key(ann.path("key").asText()), "anns");
        for (OpenStream each : List.of(anns, admins, narrows)) {
            each.awaitLine("ann's job", "event: job.ended"::equals);
        }
        bobs.awaitLine("ann's model, which all may see", "event: model.published"::equals);
        assertEquals(List.of("ready", "model.published"), types(bobs));
        assertTrue(types(anns).contains("model.published"));
        assertFalse(types(narrows).contains("model.published"), "this key may not read");
        String job = bodies(anns).stream()
                .filter(body -> body.has("job"))
                .findFirst()
                .orElseThrow()
                .path("job")
                .asText();
        dock.http().key(bob).get("/v1/events?job=" + job).expect(404);
        dock.http().key("no-such-key").get("/v1/events").expect(401);
        dock.http().delete("/v1/keys/" + ann.path("id").asText()).expect(204);
        assertEquals("whole", anns.awaitEnd());
        bobs.awaitLine("a heartbeat", ": still here"::equals);
        assertTrue(bobs.isOpen());
        assertFalse(lastId(bobs).isEmpty());
    }

    @Test
    void aHundredListenWithoutAThreadEachAndWhoHangsUpMakesRoom() throws IOException {
        long before = threads();
        List<OpenStream> hundred = new ArrayList<>();
        for (int i = 0; i < MOST_OF_ONE_USER; i++) {
            hundred.add(listen("?type=model"));
        }
        assertTrue(threads() - before < 50, before + " threads became " + threads());
        bringIn(dock.http(), "for-all");
        for (OpenStream each : hundred) {
            each.awaitLine("the model", "event: model.published"::equals);
        }
        Answer refused = dock.http().get("/v1/events").expect(503);
        assertEquals("10", refused.header("Retry-After").orElse(""));
        assertTrue(refused.sentence().contains("128"), refused::toString);
        String key = newKey("ann", "read").path("key").asText();
        listening(listen("", Map.of("X-api-key", key)));
        hundred.forEach(OpenStream::close);
        Await.until(
                "there is room again",
                () -> {
                    try (OpenStream each = OpenStream.of(dock.http().base() + "/v1/events", Map.of())) {
                        return each.status();
                    }
                },
                status -> status == 200);
        for (int i = 0; i < MOST_OF_ONE_USER - 1; i++) {
            listen("");
        }
    }

    private long threads() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + dock.pid() + "/status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
