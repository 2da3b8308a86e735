package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of users: sent in one request or in chunks, read at the URL that they were given, for a while. */
class FilesIT {
    private static final String SESSIONS = ImportClient.SESSIONS;
    private static final byte[] SONG = random(50_000, 1);

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static FileClient files;

    @BeforeAll
    static void start() {
        dock = RunningDock.with(temp.resolve("data")).jvm("-Xmx256m").start();
        files = new FileClient(dock.http());
    }

    @AfterAll
    static void stop() {
        dock.close();
    }

    @AfterEach
    void theServerIsWell() {
        assertEquals("ok", dock.health().path("status").asText());
        assertEquals(List.of(), dock.faults());
        Await.until("staging is swept", dock::staging, TreeSet::isEmpty);
    }

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    // ---- in one request

    @Test
    void aFileComesBackAsItWent() {
        FileClient.Sent sent = files.send("sample 4.WAV", SONG);
        assertTrue(sent.place().endsWith(".wav"), sent.url());
        assertEquals("sample 4.WAV", sent.fileName());
        Instant end = Instant.parse(sent.answer().path("expirationDate").asText());
        Duration lifetime = Duration.between(Instant.now(), end);
        assertTrue(lifetime.compareTo(Duration.ofDays(7)) <= 0 && lifetime.compareTo(Duration.ofDays(6)) > 0);
        long linkEnd = Long.parseLong(sent.parameter("e"));
        assertTrue(linkEnd > Instant.now().getEpochSecond() && linkEnd <= end.getEpochSecond(), sent::url);
        Answer read = files.read(sent).expect(200);
        assertArrayEquals(SONG, read.body());
        assertEquals("audio/wav", read.header("Content-Type").orElseThrow());
        assertEquals('"' + sent.id() + '"', read.header("ETag").orElseThrow());
        assertEquals("bytes", read.header("Accept-Ranges").orElseThrow());
        assertEquals("nosniff", read.header("X-Content-Type-Options").orElseThrow());
        assertTrue(read.header("Content-Disposition").orElseThrow().startsWith("attachment;"), read::toString);
        Answer head = files.stranger().head(sent.path()).expect(200);
        assertEquals(0, head.body().length);
        for (String header :
                List.of("Content-Length", "Content-Type", "ETag", "Last-Modified", "Content-Disposition")) {
            assertEquals(read.header(header), head.header(header), header);
        }
        assertEquals(Long.toString(SONG.length), head.header("Content-Length").orElseThrow());
    }

    @Test
    void thePartsComeInAnyOrder() {
        String context = FileClient.field("fileContext", "bulkImport");
        String file = FileClient.file("a.json", "{}");
        for (Answer answer : List.of(files.parts(file, context), files.parts(context, file))) {
            assertEquals("{}", files.read(FileClient.Sent.of(answer)).text());
        }
        Answer more = files.parts(FileClient.field("unknown", "x"), context, file, FileClient.field("other", "y"));
        assertEquals("{}", files.read(FileClient.Sent.of(more)).text(), "what is not known is no hindrance");
    }

    @ParameterizedTest
    @CsvSource({
        "bulkImport, a.m4a, audio/mp4",
        "bulkImport, a.mp3, audio/mpeg",
        "bulkImport, a.webm, video/webm",
        "bulkImport, a.mp4, video/mp4",
        "BULKIMPORT, a.mpga, audio/mpeg",
        "bulkimport, a.mpeg, video/mpeg",
        "bulkImport, a.png, image/png",
        "bulkImport, a.jpeg, image/jpeg",
        "bulkImport, a.JPG, image/jpeg",
        "bulkImport, a.webp, image/webp",
        "bulkImport, a.gif, image/gif",
        "tool, flow_definition.json, application/json",
        "Workflow, app_definition.json, application/json",
        "agent, a.zip, application/zip",
        "dataset, a.csv, text/csv",
        "dataset, a.jsonl, application/jsonl",
        "dataset, a.tar.gz, application/octet-stream"
    })
    void theContextAndTheExtensionDecide(String context, String name, String type) {
        FileClient.Sent sent = FileClient.Sent.of(files.post(name, SONG, Map.of("fileContext", context)));
        Answer read = files.read(sent).expect(200);
        assertArrayEquals(SONG, read.body());
        assertEquals(type, read.header("Content-Type").orElseThrow());
    }

    @Test
    void realCurlSendsItInTheFormsOfTheDocuments() throws IOException {
        Tools.need("curl");
        Path file = Files.write(temp.resolve("sample4.wav"), SONG);
        List<String> forms = List.of("--form", "file=@\"" + file + "\"", "--form", "fileContext=\"bulkImport\"");
        List<String> turned = List.of(forms.get(2), forms.get(3), forms.get(0), forms.get(1));
        List<String> json = List.of("--header", "Content-Type: application/json");
        List<String> chunked = List.of("--header", "Transfer-Encoding: chunked");
        for (List<String> options : List.of(
                forms,
                turned,
                join(List.of(json, forms)),
                join(List.of(json, turned)),
                join(List.of(chunked, forms)),
                join(List.of(json, chunked, forms)))) {
            List<String> command = new ArrayList<>(List.of("curl", "--silent", "--include", "--location"));
            command.add(dock.http().base() + FileClient.FILES);
            command.addAll(options);
            Answer answer = CurlAnswer.parse(options.toString(), Tools.run(command.toArray(String[]::new)));
            FileClient.Sent sent = FileClient.Sent.of(answer);
            assertEquals("sample4.wav", sent.fileName(), options::toString);
            assertArrayEquals(SONG, files.read(sent).body(), options::toString);
        }
        FileClient.Sent sent = files.send("for-curl.wav", SONG);
        Path back = temp.resolve("back.wav");
        Tools.run("curl", "--silent", "--fail", "--output", back.toString(), sent.url());
        assertArrayEquals(SONG, Files.readAllBytes(back));
    }

    private static List<String> join(List<List<String>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }

    @Test
    void exactly25MiBAreTakenAndOneByteMoreIsNot() {
        byte[] most = random(25 << 20, 2);
        FileClient.Sent sent = files.send("most.zip", most);
        assertArrayEquals(most, files.read(sent).body());
        long stored = dock.storedBytes();
        Answer refused = files.post("more.zip", Arrays.copyOf(most, most.length + 1), Map.of("fileContext", "tool"));
        refused.expect(413);
        assertTrue(refused.refusal().contains("session"), refused::toString);
        Answer far = files.post("far-more.zip", new byte[60 << 20], Map.of("fileContext", "tool"));
        far.expect(413).refusal();
        assertEquals(stored, dock.storedBytes());
    }

    @Test
    void howMuchIsTakenCanBeSet() {
        try (RunningDock small = RunningDock.with(temp.resolve("small/data"))
                .set("files.maxBytes", "1000")
                .start()) {
            FileClient client = new FileClient(small.http());
            client.send("a.json", new byte[1_000]);
            client.post("a.json", new byte[1_001], Map.of("fileContext", "tool"))
                    .expect(413)
                    .refusal();
            ImportClient.Session session = client.start("tool", "a.json", 1, 1_001);
            client.sessions().put(session, 0, new byte[1_001]).expect(200);
            FileClient.Sent.of(client.sessions().complete(session));
        }
    }

    // ---- reading

    @Test
    void partsAndConditionsAreAnsweredAsForAnyDownload() {
        FileClient.Sent sent = files.send("ranges.mp3", SONG);
        Http http = files.stranger();
        String path = sent.path();
        Answer whole = http.get(path).expect(200);
        String etag = whole.header("ETag").orElseThrow();
        String modified = whole.header("Last-Modified").orElseThrow();
        assertPart(http.with("Range", "bytes=100-199").get(path), 100, 200);
        assertPart(http.with("Range", "bytes=49000-").get(path), 49_000, 50_000);
        assertPart(http.with("Range", "bytes=-5").get(path), 49_995, 50_000);
        assertPart(http.with("Range", "bytes=49999-99999999").get(path), 49_999, 50_000);
        assertPart(http.with("Range", "bytes=0-0").with("If-Range", etag).get(path), 0, 1);
        assertEquals(
                SONG.length,
                http.with("Range", "bytes=0-0")
                        .with("If-Range", "\"other\"")
                        .get(path)
                        .expect(200)
                        .body()
                        .length);
        Answer behind = http.with("Range", "bytes=50000-").get(path).expect(416);
        assertEquals("bytes */50000", behind.header("Content-Range").orElseThrow());
        assertEquals(0, http.with("If-None-Match", etag).get(path).expect(304).body().length);
        http.with("If-None-Match", "W/" + etag + ", \"x\"").get(path).expect(304);
        http.with("If-None-Match", "\"x\"").get(path).expect(200);
        http.with("If-Modified-Since", modified).get(path).expect(304);
        http.with("If-Match", "\"x\"").get(path).expect(412);
        http.with("If-Match", etag).get(path).expect(200);
        Answer head = http.with("Range", "bytes=0-9").head(path);
        assertEquals("10", head.expect(206).header("Content-Length").orElseThrow());
    }

    private static void assertPart(Answer answer, int from, int to) {
        answer.expect(206);
        assertEquals(
                "bytes " + from + "-" + (to - 1) + "/50000",
                answer.header("Content-Range").orElseThrow());
        assertArrayEquals(Arrays.copyOfRange(SONG, from, to), answer.body());
    }

    @Test
    void aChangedLinkOpensNothing() {
        FileClient.Sent sent = files.send("signed.json", SONG);
        FileClient.Sent other = files.send("other.json", SONG);
        Http http = files.stranger();
        String s = sent.parameter("s");
        for (String path : List.of(
                sent.with("s", s.substring(1)),
                sent.with("s", (s.charAt(0) == 'A' ? "B" : "A") + s.substring(1)),
                sent.with("s", ""),
                sent.with("s", other.parameter("s")),
                sent.with("s", "x".repeat(5_000)),
                sent.with("e", Long.toString(Long.parseLong(sent.parameter("e")) + 1)),
                sent.with("e", "99999999999999999999"),
                sent.with("e", "soon"),
                sent.path().replace(sent.place(), other.place()),
                sent.path().replace(sent.place(), "x" + sent.place()),
                sent.path().replaceAll("\\?.*", ""),
                sent.path().replaceAll("\\?.*", "?e=1&s=1"))) {
            http.get(path).expect(403).refusal();
            http.head(path).expect(403);
        }
        http.get(sent.path()).expect(200);
    }

    @Test
    void whatTheSignatureDoesNotCoverIsHarmless() {
        FileClient.Sent sent = files.send("harmless.json", SONG);
        Http http = files.stranger();
        for (String path : List.of(
                sent.with("fileName", "..%2F..%2Fetc%2Fpasswd"),
                sent.with("fileName", "a%22%0D%0AX-Evil:%20b"),
                sent.with("n", "-1"),
                sent.with("del", "true"),
                sent.path() + "&more=x&n=2&fileName=y&del=true",
                sent.path().replaceAll("&(n|del|fileName)=[^&]*", ""))) {
            Answer read = http.get(path).expect(200);
            assertArrayEquals(SONG, read.body(), path);
            assertTrue(read.header("Content-Disposition").orElseThrow().contains("harmless.json"), path);
            assertTrue(read.header("X-Evil").isEmpty(), path);
        }
        http.get(sent.path()).expect(200);
        http.key("kg-wrong").get(sent.path()).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void aLinkIsForReading(String method) {
        FileClient.Sent sent = files.send("read-only.json", SONG);
        Answer answer = files.stranger().send(method, sent.path(), null, BodyPublishers.ofString("x"));
        assertTrue(Set.of(401, 403, 404, 405).contains(answer.status()), answer::toString);
        assertArrayEquals(SONG, files.read(sent).expect(200).body());
    }

    @Test
    void aLinkLeadsNowhereElse() {
        FileClient.Sent sent = files.send("nowhere.json", SONG);
        String query = sent.path().substring(sent.path().indexOf('?'));
        String base = "/api/getMediaStream/orgFiles/";
        for (String path : List.of(
                base,
                base + "../../../v1/models",
                base + "%2e%2e/%2e%2e/%2e%2e/v1/models",
                base + "..;/..;/..;/v1/models",
                base + sent.place() + "/../../../../v1/models",
                base + sent.place() + ";/x")) {
            Answer refused = RawHttp.ask(
                    dock.port(),
                    "GET " + path + query + " HTTP/1.1",
                    "Host: localhost",
                    "X-Forwarded-For: 203.0.113.9");
            assertTrue(Set.of(400, 401, 403, 404).contains(refused.status()), refused::toString);
        }
    }

    @Test
    void whatRanOutIsToldAndItsBytesGo() {
        try (RunningDock brief = RunningDock.with(temp.resolve("brief/data"))
                .set("files.lifetime", "2s")
                .start()) {
            FileClient client = new FileClient(brief.http());
            FileClient.Sent sent = client.send("brief.json", SONG);
            assertEquals(1, brief.blobs().size());
            Answer gone = Await.until("the link ends", () -> client.read(sent), answer -> answer.status() != 200);
            gone.expect(410).refusal();
            Await.until("its bytes are swept", brief::blobs, TreeSet::isEmpty);
            client.read(sent).expect(410).refusal();
            assertEquals(List.of(), brief.faults());
        }
    }

    // ---- in chunks

    @ParameterizedTest
    @ValueSource(strings = {"dataset", "bulkImport", "tool", "workflow", "agent", "BulkImport", "DATASET"})
    void aSessionOfAnyContextBringsAFile(String context) {
        ImportClient sessions = files.sessions();
        ImportClient.Session session = files.start(context, "in-chunks.json", 3, SONG.length);
        assertFalse(session.answer().has("modelId"), () -> "announces no model: " + session);
        assertTrue(session.answer().path("expirationDate").asText().matches("\\d{4}-.*T.*\\.\\d{3}Z"));
        sessions.chunk(session, 2, Arrays.copyOfRange(SONG, 40_000, 50_000)).expect(200);
        sessions.chunk(session, 0, Arrays.copyOfRange(SONG, 0, 20_000)).expect(200);
        Answer missing = sessions.complete(session).expect(400);
        missing.refusal();
        assertEquals("[1]", missing.json().path("missingChunks").toString());
        Answer chunk = sessions.chunk(session, 1, Arrays.copyOfRange(SONG, 20_000, 40_000));
        assertEquals("\"1\"", chunk.expect(200).json().path("chunkNumber").toString());
        FileClient.Sent sent = FileClient.Sent.of(sessions.complete(session));
        assertArrayEquals(SONG, files.read(sent).expect(200).body());
        assertEquals("in-chunks.json", sent.fileName());
        FileClient.Sent again = FileClient.Sent.of(sessions.complete(session));
        assertEquals(sent.id(), again.id());
        assertArrayEquals(SONG, files.read(again).expect(200).body());
        JsonNode state = sessions.look(session);
        assertEquals("COMPLETED", state.path("status").asText());
        assertEquals(sent.id(), state.path("fileId").asText());
        assertFalse(state.has("dockStatusId") || state.has("modelId"), state::toString);
        sessions.put(session, 0, new byte[1]).expect(409).refusal();
        dock.http().delete(SESSIONS + session.id()).expect(409).refusal();
    }

    @Test
    void realCurlSendsChunksAsTheDocumentsPrintThem() throws IOException {
        Tools.need("curl");
        byte[] photo = random(291, 3);
        Path file = Files.write(temp.resolve("photo.jpg"), photo);
        ImportClient.Session session = files.start("bulkImport", "photo.jpg", 1, photo.length);
        String base = dock.http().base() + SESSIONS + session.id();
        List<String> curl = List.of("curl", "--silent", "--include", "--location");
        List<String> chunk = List.of(
                base,
                "--header",
                "Content-Type: application/json",
                "--form",
                "file=@\"" + file + "\"",
                "--form",
                "chunkNumber=\"0\"");
        CurlAnswer.parse("chunk", Tools.run(join(List.of(curl, chunk)).toArray(String[]::new)))
                .expect(200);
        List<String> complete = List.of("--request", "POST", base + "/complete");
        FileClient.Sent sent = FileClient.Sent.of(CurlAnswer.parse(
                "complete", Tools.run(join(List.of(curl, complete)).toArray(String[]::new))));
        Answer read = files.read(sent).expect(200);
        assertArrayEquals(photo, read.body());
        assertEquals("image/jpeg", read.header("Content-Type").orElseThrow());
    }

    @Test
    void anotherHashThanAnnouncedLeavesTheSessionOpen() {
        ImportClient sessions = files.sessions();
        Map<String, Object> body = ImportClient.startBody("hashed.csv", 1, SONG.length);
        body.put("fileContext", "dataset");
        body.put("sha256", Archives.sha256(SONG));
        ImportClient.Session session = sessions.start(body);
        sessions.put(session, 0, random(SONG.length, 4)).expect(200);
        sessions.complete(session).expect(400).refusal();
        assertEquals("OPEN", sessions.look(session).path("status").asText());
        sessions.put(session, 0, SONG).expect(200);
        assertArrayEquals(
                SONG, files.read(FileClient.Sent.of(sessions.complete(session))).body());
    }

    @Test
    void aKillInTheMiddleLosesNothingThatWasAcknowledged() {
        try (RunningDock killed = RunningDock.on(temp.resolve("killed/data"))) {
            FileClient before = new FileClient(killed.http());
            FileClient.Sent early = before.send("early.json", SONG);
            ImportClient.Session half = before.start("dataset", "half.csv", 2, 20);
            before.sessions().put(half, 0, "0123456789".getBytes()).expect(200);
            ImportClient.Session full = before.start("tool", "full.json", 1, 10);
            before.sessions().put(full, 0, "abcdefghij".getBytes()).expect(200);
            ImportClient.Session done = before.start("tool", "done.json", 1, 2);
            before.sessions().put(done, 0, "{}".getBytes()).expect(200);
            String doneId = FileClient.Sent.of(before.sessions().complete(done)).id();
            killed.kill9();
            killed.startAgain();
            FileClient after = new FileClient(killed.http());
            assertArrayEquals(
                    SONG, after.stranger().get(early.path()).expect(200).body(), "the old link still works");
            after.sessions().put(half, 1, "abcdefghij".getBytes()).expect(200);
            FileClient.Sent halves = FileClient.Sent.of(after.sessions().complete(half));
            assertEquals("0123456789abcdefghij", after.read(halves).text());
            FileClient.Sent whole = FileClient.Sent.of(after.sessions().complete(full));
            assertEquals("abcdefghij", after.read(whole).text());
            assertEquals(
                    doneId, FileClient.Sent.of(after.sessions().complete(done)).id());
            assertEquals(List.of(), killed.faults());
            assertEquals(4, killed.blobs().size());
            Await.until("staging is swept", killed::staging, TreeSet::isEmpty);
        }
    }

    @Test
    void aKillWhileItIsPutTogetherLosesNothingEither() {
        try (RunningDock killed = RunningDock.on(temp.resolve("killed-late/data"))) {
            FileClient before = new FileClient(killed.http());
            List<byte[]> chunks = ImportClient.cut(random(60 << 20, 5), 15 << 20);
            ImportClient.Session session = before.start("dataset", "large.zip", 4, 60 << 20);
            for (int i = 0; i < 4; i++) {
                before.sessions().put(session, i, chunks.get(i)).expect(200);
            }
            Path half = killed.data().resolve("staging").resolve(session.id()).resolve("files");
            CompletableFuture<Void> complete = CompletableFuture.runAsync(
                    () -> before.sessions().complete(session).expect(200));
            Await.until("it is being put together", () -> complete.isDone() || Files.exists(half), yes -> yes);
            killed.kill9();
            // Acknowledged or not: either is fine, what comes after must be the same.
            complete.exceptionally(broken -> null).join();
            killed.startAgain();
            FileClient after = new FileClient(killed.http());
            FileClient.Sent sent = FileClient.Sent.of(after.sessions().complete(session));
            assertArrayEquals(random(60 << 20, 5), after.read(sent).expect(200).body());
            assertEquals(
                    sent.id(),
                    FileClient.Sent.of(after.sessions().complete(session)).id());
            assertEquals(1, killed.blobs().size());
            assertEquals(List.of(), killed.faults());
            Await.until("staging is swept", killed::staging, TreeSet::isEmpty);
        }
    }

    // ---- who may

    @Test
    void anyKeyMaySendFilesAndNoneElse() {
        FileClient exporter = new FileClient(dock.http().key(key("anna", "Export Model")));
        FileClient.Sent sent = exporter.send("hers.json", SONG);
        assertArrayEquals(SONG, files.read(sent).body());
        ImportClient.Session session = exporter.start("dataset", "hers.csv", 1, 3);
        exporter.sessions().chunk(session, 0, new byte[3]).expect(200);
        exporter.sessions().look(session);
        FileClient.Sent.of(exporter.sessions().complete(session));
        ImportClient.Session given = exporter.start("tool", "given-up.json", 1, 3);
        exporter.http().delete(SESSIONS + given.id()).expect(204);
        exporter.http()
                .post(SESSIONS + "start", ImportClient.startBody("model.tar", 1, 1_000))
                .expect(403)
                .refusal();
        Map<String, String> context = Map.of("fileContext", "tool");
        FileClient stranger = new FileClient(files.stranger());
        stranger.post("a.json", SONG, context).expect(401).refusal();
        stranger.http()
                .post(SESSIONS + "start", ImportClient.startBody("a.json", 1, 1_000))
                .expect(401)
                .refusal();
        new FileClient(dock.http().key("kg-unknown"))
                .post("a.json", SONG, context)
                .expect(401)
                .refusal();
    }

    @Test
    void aSessionForAModelIsOutOfReachOfAKeyWithoutItsScope() {
        FileClient importer = new FileClient(dock.http().key(key("carl", "Import Model")));
        Http exporter = dock.http().key(key("carl", "Export Model"));
        ImportClient.Session session = importer.sessions().start("carls.tar", 1, 1_000);
        String path = SESSIONS + session.id();
        exporter.get(path).expect(403).refusal();
        exporter.put(path + "/0", new byte[1_000]).expect(403).refusal();
        exporter.form(path, "blob", new byte[1_000], Map.of("chunkNumber", "0"))
                .expect(403)
                .refusal();
        exporter.post(path + "/complete").expect(403).refusal();
        exporter.delete(path).expect(403).refusal();
        importer.http().delete(path).expect(204);
    }

    @Test
    void whatOthersSendIsNotFound() {
        FileClient anna = new FileClient(dock.http().key(key("anna", "read")));
        Http ben = dock.http().key(key("ben", "read,write"));
        ImportClient.Session session = anna.start("tool", "hers.json", 1, 2);
        String path = SESSIONS + session.id();
        ben.get(path).expect(404).refusal();
        ben.put(path + "/0", "{}".getBytes()).expect(404).refusal();
        ben.post(path + "/complete").expect(404).refusal();
        ben.delete(path).expect(404).refusal();
        anna.sessions().put(session, 0, "{}".getBytes()).expect(200);
        FileClient.Sent sent = FileClient.Sent.of(anna.sessions().complete(session));
        ben.get(path).expect(404).refusal();
        ben.post(path + "/complete").expect(404).refusal();
        Http admin = dock.http().key(key("root", "admin"));
        assertEquals(
                sent.id(), FileClient.Sent.of(admin.post(path + "/complete")).id());
        assertNotEquals("", anna.read(sent).text());
    }

    private static String key(String user, String scopes) {
        DockCommand made = DockCommand.run(
                "keys",
                "create",
                "--json",
                "--name",
                "files",
                "--user",
                user,
                "--scopes",
                scopes,
                "--data",
                dock.data().toString());
        assertEquals(0, made.exit(), made.err());
        return Answer.parse(made.out()).path("key").asText();
    }
}
