package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The import session, request by request: what it takes, what it answers, what it refuses and why. */
class ImportSessionIT {
    private static final String SESSIONS = ImportClient.SESSIONS;
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Http http;
    private static ImportClient imports;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
        http = dock.http();
        imports = dock.imports();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    // ---- what the documents show

    @Test
    void startAnswersWithExactlyTheDocumentedFields() {
        Instant before = Instant.now();
        JsonNode answer = imports.start("sample-1.tar", 1, 1100).answer();
        assertEquals(Set.of("sessionId", "expirationDate", "modelId"), names(answer));
        assertTrue(answer.path("sessionId").asText().matches(UUID), answer::toString);
        assertTrue(answer.path("modelId").asText().matches("cm-" + UUID), answer::toString);
        String expires = answer.path("expirationDate").asText();
        assertTrue(expires.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"), expires);
        Duration life = Duration.between(before, Instant.parse(expires));
        assertTrue(life.compareTo(Duration.ofHours(23)) > 0 && life.compareTo(Duration.ofHours(25)) < 0, expires);
    }

    @Test
    void aChunkIsAnsweredWithItsNumberAsAString() {
        ImportClient.Session session = imports.start("chunk-answer.tar", 3, 3_000);
        JsonNode answer = imports.chunk(session, 0, new byte[1_000]).expect(200).json();
        assertEquals(Set.of("chunkNumber", "sessionId"), names(answer));
        assertTrue(answer.path("chunkNumber").isTextual(), answer::toString);
        assertEquals("0", answer.path("chunkNumber").asText());
        assertEquals(session.id(), answer.path("sessionId").asText());
    }

    @Test
    void completeAndDockStatusAnswerAllSpellingsOfTheJobsId() {
        Map<String, byte[]> files = TinyModels.variant("spellings");
        byte[] tar = Archives.tar(files);
        ImportClient.Session session = imports.start("spellings.tar", 1, tar.length);
        imports.chunk(session, 0, tar).expect(200);
        JsonNode complete = imports.complete(session).expect(200).json();
        assertSpellings(complete);
        assertTrue(complete.path("_id").asText().matches("ds-" + UUID), complete::toString);
        assertEquals(session.modelId(), complete.path("modelId").asText());
        assertEquals("MODELS", complete.path("jobType").asText());
        assertEquals("EXPORT", complete.path("action").asText(), "as printed in the document");
        assertTrue(
                Set.of("IN_PROGRESS", "SUCCESS")
                        .contains(complete.path("status").asText()),
                complete::toString);
        JsonNode end = imports.awaitSuccess(ImportClient.dockId(complete));
        assertSpellings(end);
        assertEquals("MODELS", end.path("jobType").asText());
        assertEquals("IMPORT", end.path("action").asText());
        assertEquals(session.modelId(), end.path("modelId").asText());
        assertEquals(100, end.path("percentageComplete").asInt(100));
    }

    private static void assertSpellings(JsonNode answer) {
        String id = answer.path("_id").asText();
        for (String spelling : List.of("dockStatusId", "dock-statusId", "dockstatusId")) {
            assertEquals(id, answer.path(spelling).asText(), answer::toString);
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    // ---- chunks: order, numbering, repeating

    @Test
    void chunksMayBeNumberedFromOne() {
        Map<String, byte[]> files = TinyModels.variant("numbered from one");
        List<byte[]> chunks = ImportClient.cut(Archives.tar(files), 5_000);
        ImportClient.Session session = imports.start("from-one.tar", chunks.size(), size(chunks));
        for (int i = 0; i < chunks.size(); i++) {
            imports.chunk(session, i + 1, chunks.get(i)).expect(200);
        }
        TinyModels.assertSame(
                files, imports.exported(imports.finish(session).success().modelId()));
    }

    @Test
    void numberingFromZeroAndFromOneAtOnceIsRefused() {
        List<byte[]> chunks = ImportClient.cut(Archives.tar(TinyModels.variant("both")), 9_000);
        int n = chunks.size();
        ImportClient.Session session = imports.start("both.tar", n, size(chunks));
        for (int i = 0; i < n; i++) {
            imports.put(session, i, chunks.get(i)).expect(200);
        }
        Answer last = imports.put(session, n, chunks.get(0));
        Answer refused = last.status() == 200 ? imports.complete(session) : last;
        refused.expect(400).refusal();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "4", "1.5", "two", "", "99999999999999999999"})
    void aChunkNumberThatCannotBeIsRefused(String number) {
        ImportClient.Session session = imports.start("numbers.tar", 3, 3_000);
        http.form(SESSIONS + session.id(), "c", new byte[10], Map.of("chunkNumber", number))
                .expect(400)
                .refusal();
        assertEquals(0, imports.look(session).path("receivedChunks").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", " 0 ", "00"})
    void aChunkNumberMayBeQuotedOrPadded(String number) {
        ImportClient.Session session = imports.start("padded.tar", 3, 3_000);
        Answer answer = http.form(SESSIONS + session.id(), "c", new byte[10], Map.of("chunkNumber", number))
                .expect(200);
        assertEquals("[0]", imports.look(session).path("receivedChunks").toString(), answer::toString);
    }

    @Test
    void aFormWithoutFileOrWithoutNumberIsRefused() {
        ImportClient.Session session = imports.start("formless.tar", 3, 3_000);
        http.form(SESSIONS + session.id(), "c", new byte[10], Map.of())
                .expect(400)
                .refusal();
        http.post(SESSIONS + session.id(), Map.of("chunkNumber", 0)).expect(400).refusal();
        http.post(SESSIONS + session.id()).expect(400).refusal();
        assertEquals(0, imports.look(session).path("receivedChunks").size());
    }

    @Test
    void aRepeatedChunkReplacesTheFormerAndNeverAppends() {
        Map<String, byte[]> files = TinyModels.heavy(21, 200_000);
        List<byte[]> chunks = ImportClient.cut(Archives.tar(files), 20_000);
        ImportClient.Session session = imports.start("repeated.tar", chunks.size(), size(chunks));
        imports.put(session, 2, new byte[77]).expect(200);
        for (int i = 0; i < chunks.size(); i++) {
            imports.put(session, i, chunks.get(i)).expect(200);
            imports.chunk(session, i, chunks.get(i)).expect(200);
        }
        assertEquals(size(chunks), imports.look(session).path("receivedBytes").asLong());
        TinyModels.assertSame(
                files, imports.exported(imports.finish(session).success().modelId()));
    }

    @Test
    void aChunkReplacedAfterTheUnpackingReachedItCounts() {
        Map<String, byte[]> first = TinyModels.heavy(22, 300_000);
        Map<String, byte[]> second = TinyModels.heavy(23, 300_000);
        List<byte[]> wrong = ImportClient.cut(Archives.tar(first), 50_000);
        List<byte[]> right = ImportClient.cut(Archives.tar(second), 50_000);
        ImportClient.Session session = imports.start("replaced.tar", right.size(), size(right));
        for (int i = 0; i < wrong.size(); i++) {
            imports.put(session, i, wrong.get(i)).expect(200);
        }
        Await.until(
                "all chunks are there",
                () -> imports.look(session),
                s -> s.path("missingChunks").isEmpty());
        for (int i = 0; i < right.size(); i++) {
            imports.put(session, i, right.get(i)).expect(200);
        }
        TinyModels.assertSame(
                second, imports.exported(imports.finish(session).success().modelId()));
    }

    @Test
    void theSessionTellsWhatItHas() {
        ImportClient.Session session = imports.start("told.tar", 4, 4_000);
        imports.put(session, 3, new byte[1_000]).expect(200);
        imports.put(session, 1, new byte[500]).expect(200);
        JsonNode state = imports.look(session);
        assertEquals(session.id(), state.path("sessionId").asText());
        assertEquals(session.modelId(), state.path("modelId").asText());
        assertTrue(state.path("status").isTextual(), state::toString);
        assertEquals(4, state.path("totalChunks").asInt());
        assertEquals("[1,3]", state.path("receivedChunks").toString());
        assertEquals("[0,2]", state.path("missingChunks").toString());
        assertEquals(1_500, state.path("receivedBytes").asLong());
        assertEquals(4_000, state.path("fileSize").asLong());
        assertEquals(
                session.answer().path("expirationDate").asText(),
                state.path("expirationDate").asText());
        assertTrue(state.path("dockStatusId").isMissingNode()
                || state.path("dockStatusId").isNull());
    }

    @Test
    void aSessionSurvivesARestart() {
        try (RunningDock other = RunningDock.on(temp.resolve("restarted"))) {
            Map<String, byte[]> files = TinyModels.heavy(24, 100_000);
            List<byte[]> chunks = ImportClient.cut(Archives.tar(files), 10_000);
            ImportClient.Session session = other.imports().start("restarted.tar", chunks.size(), size(chunks));
            for (int i = 0; i < chunks.size(); i += 2) {
                other.imports().put(session, i, chunks.get(i)).expect(200);
            }
            other.kill9();
            other.startAgain();
            for (int i = 1; i < chunks.size(); i += 2) {
                other.imports().chunk(session, i, chunks.get(i)).expect(200);
            }
            String id = other.imports().finish(session).success().modelId();
            TinyModels.assertSame(files, other.imports().exported(id));
        }
    }

    private static long size(List<byte[]> chunks) {
        return chunks.stream().mapToLong(chunk -> chunk.length).sum();
    }

    // ---- checksums

    @Test
    void aChunkWithAnotherHashIsRefusedWithBothValues() {
        ImportClient.Session session = imports.start("hashed.tar", 2, 2_000);
        byte[] bytes = new byte[1_000];
        String announced = Archives.sha256(new byte[] {1});
        Answer refused = http.with("X-Chunk-Sha256", announced).put(SESSIONS + session.id() + "/0", bytes);
        refused.refusal();
        assertTrue(refused.text().contains(announced), refused::toString);
        assertTrue(refused.text().contains(Archives.sha256(bytes)), refused::toString);
        Answer form = http.with("X-Chunk-Sha256", announced)
                .form(SESSIONS + session.id(), "c", bytes, Map.of("chunkNumber", "0"));
        form.refusal();
        assertEquals(0, imports.look(session).path("receivedChunks").size());
        http.with("X-Chunk-Sha256", Archives.sha256(bytes))
                .put(SESSIONS + session.id() + "/0", bytes)
                .expect(200);
        http.with("X-Chunk-Sha256", "no hash")
                .put(SESSIONS + session.id() + "/0", bytes)
                .expect(400)
                .refusal();
        assertEquals("[0]", imports.look(session).path("receivedChunks").toString());
    }

    @Test
    void aWholeFileWithAnotherHashIsRefusedWithBothValues() {
        byte[] tar = Archives.tar(TinyModels.variant("hashed as a whole"));
        Map<String, Object> body = ImportClient.startBody("hashed-whole.tar", 1, tar.length);
        String announced = Archives.sha256(new byte[] {2});
        body.put("sha256", announced);
        ImportClient.Session session = imports.start(body);
        imports.put(session, 0, tar).expect(200);
        Answer complete = imports.complete(session);
        String told = complete.status() == 200
                ? new ImportClient.Outcome(session, imports.awaitEnd(ImportClient.dockId(complete.json()))).failure()
                : complete.refusal();
        assertTrue(told.contains(announced) && told.contains(Archives.sha256(tar)), told);
        body.put("sha256", Archives.sha256(tar));
        ImportClient.Session good = imports.start(body);
        imports.put(good, 0, tar).expect(200);
        imports.finish(good).success();
    }

    // ---- complete

    @Test
    void completeWithMissingChunksListsThemAndTheSessionStaysOpen() {
        Map<String, byte[]> files = TinyModels.variant("missing");
        List<byte[]> chunks = ImportClient.cut(Archives.tar(files), 8_000);
        ImportClient.Session session = imports.start("missing.tar", chunks.size(), size(chunks));
        imports.complete(session).expect(400).refusal();
        imports.put(session, 0, chunks.get(0)).expect(200);
        Answer refused = imports.complete(session).expect(400);
        refused.refusal();
        assertTrue(refused.json().findValue("missingChunks") != null, refused::toString);
        assertEquals(
                chunks.size() - 1,
                refused.json().findValue("missingChunks").size(),
                "numbered from 0, since chunk 0 is there");
        for (int i = 1; i < chunks.size(); i++) {
            imports.put(session, i, chunks.get(i)).expect(200);
        }
        imports.finish(session).success();
    }

    @Test
    void completeTwiceAnswersTheSame() {
        byte[] tar = Archives.tar(TinyModels.variant("twice"));
        ImportClient.Session session = imports.start("twice.tar", 1, tar.length);
        imports.put(session, 0, tar).expect(200);
        JsonNode first = imports.complete(session).expect(200).json();
        JsonNode second = imports.complete(session).expect(200).json();
        assertEquals(ImportClient.dockId(first), ImportClient.dockId(second));
        assertEquals(first.path("modelId"), second.path("modelId"));
        imports.awaitSuccess(ImportClient.dockId(first));
        JsonNode third = imports.complete(session).expect(200).json();
        assertEquals(ImportClient.dockId(first), ImportClient.dockId(third));
        assertEquals("EXPORT", third.path("action").asText());
        assertEquals(
                ImportClient.dockId(first),
                imports.look(session).path("dockStatusId").asText());
        imports.put(session, 0, tar).expect(409).refusal();
    }

    @Test
    void anotherTotalSizeIsRefusedWithBothNumbers() {
        byte[] tar = Archives.tar(TinyModels.variant("size"));
        ImportClient.Session session = imports.start("size.tar", 1, tar.length + 17L);
        imports.put(session, 0, tar).expect(200);
        Answer refused = imports.complete(session).expect(400);
        String sentence = refused.refusal();
        assertTrue(digits(refused.text()).contains(Integer.toString(tar.length)), sentence);
        assertTrue(digits(refused.text()).contains(Integer.toString(tar.length + 17)), sentence);
    }

    private static String digits(String text) {
        return text.replaceAll("(?<=\\d)[,_. '](?=\\d{3})", "");
    }

    @Test
    void anExpiredSessionIsGone() {
        try (RunningDock other = RunningDock.with(temp.resolve("expiring"))
                .set("session.expiry", "2s")
                .start()) {
            ImportClient client = other.imports();
            ImportClient.Session session = client.start("expiring.tar", 2, 2_000);
            client.put(session, 0, new byte[1_000]).expect(200);
            Answer gone = Await.until(
                    "the session expires",
                    () -> client.put(session, 1, new byte[1_000]),
                    answer -> answer.status() != 200);
            assertTrue(
                    Instant.now()
                            .isAfter(Instant.parse(
                                    session.answer().path("expirationDate").asText())),
                    "expired before the time that was announced");
            gone.expect(410).refusal();
            client.complete(session).expect(410).refusal();
            client.chunk(session, 0, new byte[1_000]).expect(410).refusal();
            Await.until("staging is swept", other::staging, TreeSet::isEmpty);
            assertEquals(List.of(), other.faults());
        }
    }

    @Test
    void aSessionThatIsGivenUpIsGoneAndLeavesNothing() {
        ImportClient.Session session = imports.start("given-up.tar", 2, 2_000);
        imports.put(session, 0, new byte[1_000]).expect(200);
        String name = session.id();
        Answer given = http.delete(SESSIONS + name);
        assertTrue(given.status() == 200 || given.status() == 204, given::toString);
        Answer after = imports.put(session, 1, new byte[1_000]);
        assertTrue(Set.of(404, 409, 410).contains(after.status()), after::toString);
        after.refusal();
        Await.until(
                "its bytes are swept",
                dock::staging,
                staging -> staging.stream().noneMatch(path -> path.contains(name)));
    }

    // ---- refused at the start

    @ParameterizedTest
    @CsvSource({
        "fileContext, movie",
        "fileContext, ''",
        "fileExtension, exe",
        "fileExtension, ''",
        "totalChunks, 0",
        "totalChunks, -1",
        "totalChunks, many",
        "totalChunks, 2000000000",
        "fileSize, 0",
        "fileSize, -5",
        "fileSize, big",
        "fileName, ''",
        "isAdapter, perhaps",
        "sha256, xyz"
    })
    void aBadStartIsRefused(String field, String value) {
        Map<String, Object> body = ImportClient.startBody("good.tar", 1, 1_000);
        body.put(field, value);
        Answer refused = http.post(SESSIONS + "start", body).expect(400);
        assertTrue(refused.refusal().contains(field), refused::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fileContext", "totalChunks", "fileExtension", "fileName", "fileSize"})
    void aStartWithoutARequiredFieldIsRefused(String field) {
        Map<String, Object> body = ImportClient.startBody("good.tar", 1, 1_000);
        body.remove(field);
        Answer refused = http.post(SESSIONS + "start", body).expect(400);
        assertTrue(refused.refusal().contains(field), refused::toString);
    }

    @Test
    void aStartThatIsNoJsonIsRefused() {
        for (String body : List.of("", "{", "[]", "null", "\"x\"", "{\"a\":".repeat(5_000))) {
            http.send("POST", SESSIONS + "start", "application/json", BodyPublishers.ofString(body))
                    .expect(400)
                    .refusal();
        }
    }

    @Test
    void lenientSpellingsOfTheDocumentsAreTaken() {
        Map<String, Object> body = new LinkedHashMap<>(ImportClient.startBody("spelt.tar", 1, 1_000));
        body.put("fileExtension", ".TAR");
        body.put("totalChunks", "1");
        body.put("fileSize", "1000");
        body.put("isAdapter", "False");
        body.put("fileContext", "Model");
        body.put("somethingElse", 1);
        imports.start(body);
    }

    @Test
    void anExtensionThatTurnsOutWrongIsCorrectedByTheContent() {
        Map<String, byte[]> files = TinyModels.variant("really a zip");
        String id =
                imports.send("really-a-zip.tar", Archives.zip(files)).success().modelId();
        TinyModels.assertSame(files, imports.exported(id));
        Map<String, byte[]> packed = TinyModels.variant("really a tar.zst");
        String other = imports.send("really-zst.zip", Archives.pack("tar.zst", packed))
                .success()
                .modelId();
        TinyModels.assertSame(packed, imports.exported(other));
    }

    // ---- what becomes of it

    @Test
    void anAdapterKeepsTheNameOfItsBaseModel() {
        byte[] tar = Archives.tar(TinyModels.files("tiny-lora"));
        Map<String, Object> body = ImportClient.startBody("my-adapter.tar", 1, tar.length);
        body.put("isAdapter", true);
        ImportClient.Session session = imports.start(body);
        imports.put(session, 0, tar).expect(200);
        String id = imports.finish(session).success().modelId();
        String shown = ModelView.get(http, id).json().toString();
        assertTrue(shown.contains("google/tiny-bert"), shown);
    }

    @Test
    void aTakenNameGetsANewVersionAndAllAnnouncedIdsStayValid() {
        Map<String, byte[]> one = TinyModels.variant("version one");
        Map<String, byte[]> two = TinyModels.variant("version two");
        String first =
                imports.send("versioned.tar", Archives.tar(one)).success().modelId();
        String second =
                imports.send("versioned.tar", Archives.tar(two)).success().modelId();
        String again = imports.send("versioned.tar.gz", Archives.pack("tar.gz", two))
                .success()
                .modelId();
        assertNotEquals(first, second);
        List<String> ids = new ArrayList<>();
        for (String id : List.of(first, second, again)) {
            ModelView model = ModelView.get(http, id);
            assertEquals("local/versioned", model.name());
            ids.add(model.id());
        }
        assertEquals(1, Set.copyOf(ids).size(), "one model, whatever id one asks by");
        JsonNode versions =
                http.get("/v1/models/" + second + "/versions").expect(200).json();
        JsonNode items = versions.isArray() ? versions : versions.path("items");
        assertEquals(2, items.size(), "equal content makes no second version: " + versions);
        ModelView.get(http, second).assertFiles(two);
    }

    @Test
    void whatTheModelIsIsToldWithIt() {
        String id = imports.send("told.tar", Archives.tar(TinyModels.files("tiny-bert-sharded")))
                .success()
                .modelId();
        JsonNode model = ModelView.get(http, id).json();
        String shown = model.toString();
        for (String fact : List.of("transformers", "safetensors", "Bert", "F32")) {
            assertTrue(shown.contains(fact), () -> fact + " is not told in " + model.toPrettyString());
        }
    }

    @Test
    void anIncompleteModelIsRefusedWithTheExactReason() {
        Map<String, byte[]> files = TinyModels.files("tiny-bert-sharded");
        files.remove("model-00005-of-00008.safetensors");
        String reason = imports.send("shard-missing.tar", Archives.tar(files)).failure();
        assertTrue(reason.contains("model-00005-of-00008.safetensors"), reason);
        Map<String, byte[]> cut = TinyModels.files("tiny-bert");
        cut.computeIfPresent("model.safetensors", (name, bytes) -> Arrays.copyOf(bytes, bytes.length - 8));
        String shorter = imports.send("cut.tar", Archives.tar(cut)).failure();
        assertTrue(shorter.contains("model.safetensors"), shorter);
    }

    @Test
    void whatIsNoModelOrNoArchiveIsRefusedWithTheReason() {
        assertTrue(imports.send("noise.tar", TinyModels.heavy(31, 10_000).get("notes.txt"))
                        .failure()
                        .length()
                > 10);
        imports.send("empty.tar", new byte[10_240]).failure();
        imports.send("short.safetensors", new byte[] {1, 2, 3}).failure();
    }

    @Test
    void noiseIsNoPickle() {
        for (long seed : new long[] {23, 46, 60, 90, 96}) {
            Map<String, byte[]> files = TinyModels.heavy(seed, 300_000);
            files.put("noise.dat", files.remove("notes.txt"));
            imports.send("noise-" + seed + ".tar", Archives.tar(files)).success();
        }
    }

    // ---- asked for what is not there

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/public/files/session/00000000-0000-4000-8000-000000000000",
                "POST /api/public/files/session/00000000-0000-4000-8000-000000000000/complete",
                "PUT /api/public/files/session/00000000-0000-4000-8000-000000000000/0",
                "DELETE /api/public/files/session/00000000-0000-4000-8000-000000000000",
                "GET /api/public/dock-status/ds-00000000-0000-4000-8000-000000000000",
                "POST /api/public/models/cm-00000000-0000-4000-8000-000000000000/export",
                "POST /api/public/models/cm-1/deploy?modelType=openSource",
                "POST /api/public/models/cm-1/undeploy",
                "POST /api/public/guardrails/deploy",
                "GET /api/public/connections",
                "GET /api/public/nothing/here"
            })
    void whatIsNotThereIs404WithASentence(String request) {
        String[] parts = request.split(" ");
        http.send(parts[0], parts[1], null, BodyPublishers.noBody()).expect(404).refusal();
    }

    @Test
    void colonsDoubleAndTrailingSlashesAsTheDocumentsPrintThemAreTaken() {
        byte[] tar = Archives.tar(TinyModels.variant("slashes"));
        Map<String, Object> body = ImportClient.startBody("slashes.tar", 1, tar.length);
        JsonNode started =
                http.post("//api/public/files/session/start/", body).expect(200).json();
        String id = started.path("sessionId").asText();
        http.form("/api/public/files/session/:" + id, "c", tar, Map.of("chunkNumber", "0"))
                .expect(200);
        JsonNode complete = http.post("/api/public/files/session/" + id + "/complete/")
                .expect(200)
                .json();
        imports.awaitSuccess(ImportClient.dockId(complete));
        http.post("/api/public/models/:" + started.path("modelId").asText() + "/export")
                .expect(200);
    }

    @Test
    void anExportAskedForBeforeTheModelIsThereIsRefused() {
        ImportClient.Session session = imports.start("early.tar", 2, 2_000);
        Answer early = http.post("/api/public/models/" + session.modelId() + "/export");
        assertTrue(early.status() == 409 || early.status() == 404, early::toString);
        early.refusal();
    }
}
