package dev.modeldock.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.OpenDock;
import dev.modeldock.PackedModel;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.sessions.ImportSession;
import dev.modeldock.sessions.NewSession;
import dev.modeldock.sessions.SessionState;
import dev.modeldock.storedfiles.FileLimits;
import dev.modeldock.storedfiles.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that bring files of datasets, in a whole dock. */
class DatasetSessionsTest {
    private static final Caller LOCAL = OpenDock.LOCAL;
    private static final Caller ANNA = new Caller("anna", EnumSet.of(Scope.WRITE), Optional.of("key"));
    private static final String UUID = "11111111-1111-1111-1111-111111111111";
    private static final int CHUNKS = 3;

    @TempDir
    private Path data;

    private OpenDock open;
    private byte[] archive;

    @BeforeEach
    void open() throws IOException {
        open = OpenDock.over(data);
        archive = packed().text("images/a", "a picture")
                .text("labels/a", "a label")
                .tar();
    }

    @AfterEach
    void close() throws Exception {
        open.close();
    }

    private static PackedModel packed() {
        return new PackedModel();
    }

    private Datasets datasets() {
        return open.dock().workshop().datasets();
    }

    private DatasetSessions through() {
        return datasets().through(open.dock().sessions());
    }

    private Dataset kitti(String owner) {
        return datasets().create(owner, "object_detection", "kitti", OpenDatasets.NOTHING);
    }

    private static NewSession wish(byte[] bytes, String sha256) {
        return new NewSession("dataset", "d.tar", "tar", bytes.length, CHUNKS, false, false, "", sha256);
    }

    private void send(ImportSession session, byte[] bytes) throws IOException {
        for (int i = 0; i < CHUNKS; i++) {
            open.send(session, i, OpenDock.part(bytes, i, CHUNKS));
        }
    }

    private StoredFile complete(ImportSession session, Caller caller) throws IOException {
        return through().complete(open.dock().sessions().get(session.id(), caller), caller);
    }

    private Map<String, Long> files(String dataset) {
        Map<String, Long> files = new TreeMap<>();
        datasets()
                .find(dataset)
                .ifPresent(found -> datasets().files(found).forEach(file -> files.put(file.path(), file.size())));
        return files;
    }

    private SessionState state(ImportSession session) {
        return open.dock().sessions().get(session.id(), LOCAL).state();
    }

    private static DockException refused(Problem problem, String start, Executable asking) {
        DockException refusal = assertThrows(DockException.class, asking);
        assertEquals(problem, refusal.problem(), refusal.getMessage());
        assertTrue(refusal.getMessage().startsWith(start), refusal.getMessage());
        return refusal;
    }

    @Test
    void whatComesInChunksIsTheDatasetsAndIsKeptAsAFileToo() throws Exception {
        Dataset dataset = kitti("local");
        ImportSession session = through().start(wish(archive, ""), dataset.id(), LOCAL);
        assertEquals(Optional.of(dataset.id()), through().dataset(session));
        send(session, archive);
        assertEquals(Map.of(), files(dataset.id()), "nothing before it is complete");
        StoredFile file = complete(session, LOCAL);
        assertEquals(Map.of("images/a", 9L, "labels/a", 7L), files(dataset.id()));
        assertArrayEquals(archive, open.dock().storedFiles().open(file).readAllBytes());
        assertEquals(SessionState.COMPLETED, state(session));
        assertEquals(file, complete(session, LOCAL), "said twice, it tells the same");
        open.assertSettled();
        assertEquals(archive.length + 16, open.dock().space().used());
        open.clock().forward(FileLimits.DEFAULT.lifetime());
        open.dock().storedFiles().sweep();
        assertEquals(16, open.dock().space().used(), "the file goes, the dataset stays");
    }

    @Test
    void aNewDatasetIsMadeWhenItsFilesAreHere() throws Exception {
        ImportSession session = through().start(wish(archive, ""), "object_detection", "kitti", LOCAL);
        String id = through().dataset(session).orElseThrow();
        send(session, archive);
        open.restart();
        assertEquals(Optional.empty(), datasets().find(id));
        complete(session, LOCAL);
        Dataset made = datasets().find(id, "local").orElseThrow();
        assertEquals(
                "object_detection kitti My Dataset",
                made.type() + " " + made.format() + " " + made.labels().name());
        assertEquals(open.clock().instant(), made.created());
        assertEquals(2, files(id).size());
        complete(session, LOCAL);
        assertEquals(1, datasets().count(new DatasetFilter("local", Optional.empty(), Optional.empty())));
    }

    @Test
    void aTypeThatIsNoneIsRefusedAtTheStart() throws Exception {
        refused(
                Problem.VALIDATION_ERROR,
                "Invalid dataset type",
                () -> through().start(wish(archive, ""), "", "kitti", LOCAL));
        refused(
                Problem.VALIDATION_ERROR,
                "Incompatible dataset format and type",
                () -> through().start(wish(archive, ""), "ocrnet", "kitti", LOCAL));
        open.assertSettled();
    }

    @Test
    void theDatasetOfAnotherIsNotFound() throws Exception {
        Dataset annas = kitti("anna");
        Dataset anybodys = kitti(UUID);
        through().start(wish(archive, ""), annas.id(), ANNA);
        through().start(wish(archive, ""), anybodys.id(), LOCAL);
        for (Executable asking : List.<Executable>of(
                () -> through().start(wish(archive, ""), annas.id(), LOCAL),
                () -> through().start(wish(archive, ""), anybodys.id(), ANNA),
                () -> through().start(wish(archive, ""), kitti("local").id(), ANNA),
                () -> through().start(wish(archive, ""), UUID, LOCAL),
                () -> through().start(wish(archive, ""), "", LOCAL))) {
            refused(Problem.NOT_FOUND, "Dataset not found", asking);
        }
    }

    @Test
    void whatIsRefusedLeavesTheSessionOpenAndNothingElse() throws Exception {
        byte[] pictures = packed().text("images/a", "a picture")
                .text("images/bc", "another")
                .tar();
        for (boolean isNew : List.of(true, false)) {
            ImportSession session = isNew
                    ? through().start(wish(pictures, ""), "object_detection", "kitti", LOCAL)
                    : through().start(wish(pictures, ""), kitti("local").id(), LOCAL);
            String id = through().dataset(session).orElseThrow();
            send(session, pictures);
            for (int i = 0; i < 2; i++) {
                refused(
                        Problem.INVALID_ARCHIVE,
                        "Invalid tar file / tar file with no images and/or labels directory: A dataset of type",
                        () -> complete(session, LOCAL));
                assertEquals(SessionState.OPEN, state(session));
                assertEquals(isNew, datasets().find(id).isEmpty());
                assertEquals(Map.of(), files(id));
                assertEquals(pictures.length, open.dock().space().used(), "the chunks and nothing else");
            }
            assertEquals(archive.length, pictures.length);
            send(session, archive);
            complete(session, LOCAL);
            assertEquals(2, files(id).size());
            open.assertSettled();
            open.clock().forward(FileLimits.DEFAULT.lifetime());
            open.dock().storedFiles().sweep();
            open.dock().workshop().delete(datasets().find(id).orElseThrow());
            assertEquals(0, open.dock().space().used());
        }
    }

    @Test
    void aWrongHashIsToldBeforeAnythingIsUnpacked() throws Exception {
        ImportSession session = through().start(wish(archive, "0".repeat(64)), "object_detection", "kitti", LOCAL);
        send(session, archive);
        refused(Problem.CHECKSUM_MISMATCH, "The file has the SHA-256 ", () -> complete(session, LOCAL));
        assertEquals(
                Optional.empty(), datasets().find(through().dataset(session).orElseThrow()));
        assertEquals(archive.length, open.dock().space().used());
    }

    @Test
    void missingChunksAreTold() throws Exception {
        ImportSession session = through().start(wish(archive, ""), "object_detection", "kitti", LOCAL);
        open.send(session, 0, OpenDock.part(archive, 0, CHUNKS));
        refused(Problem.VALIDATION_ERROR, "2 of 3 chunks are missing", () -> complete(session, LOCAL));
        open.dock().sessions().abort(session.id(), LOCAL);
        open.assertSettled();
        assertEquals(0, open.dock().space().used());
    }

    @Test
    void aDatasetThatWasDeletedMeanwhileIsNotFound() throws Exception {
        Dataset dataset = kitti("local");
        ImportSession session = through().start(wish(archive, ""), dataset.id(), LOCAL);
        send(session, archive);
        open.dock().workshop().delete(dataset);
        refused(Problem.NOT_FOUND, "Dataset not found", () -> complete(session, LOCAL));
        assertEquals(SessionState.OPEN, state(session));
        assertEquals(archive.length, open.dock().space().used());
    }

    @Test
    void whatIsForNoDatasetIsOnlyKept() throws Exception {
        byte[] lines = "{}\n{}\n".getBytes(StandardCharsets.UTF_8);
        ImportSession session =
                open.start(new NewSession("dataset", "d.jsonl", "jsonl", lines.length, CHUNKS, false, false, "", ""));
        assertEquals(Optional.empty(), through().dataset(session));
        send(session, lines);
        StoredFile file = complete(session, LOCAL);
        assertArrayEquals(lines, open.dock().storedFiles().open(file).readAllBytes());
    }

    @Test
    void sessionsForOneDatasetAddUp() throws Exception {
        Dataset dataset = kitti("local");
        List<String> fileIds = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            byte[] bytes = packed().text("images/" + name, name)
                    .text("labels/" + name, name)
                    .tar();
            ImportSession session = through().start(wish(bytes, ""), dataset.id(), LOCAL);
            send(session, bytes);
            fileIds.add(complete(session, LOCAL).id());
        }
        assertNotEquals(fileIds.get(0), fileIds.get(1));
        assertEquals(4, files(dataset.id()).size());
        open.assertSettled();
    }
}
