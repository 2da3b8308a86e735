package dev.modeldock.hub.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.Accounting;
import dev.modeldock.MutableClock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.blobs.BlobStore;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.Hashes;
import dev.modeldock.blobs.Space;
import dev.modeldock.database.Database;
import dev.modeldock.events.Event;
import dev.modeldock.events.EventFilter;
import dev.modeldock.events.Events;
import dev.modeldock.events.Subscription;
import dev.modeldock.hub.History;
import dev.modeldock.hub.HubStore;
import dev.modeldock.imports.Examination;
import dev.modeldock.models.Access;
import dev.modeldock.models.Branch;
import dev.modeldock.models.Model;
import dev.modeldock.models.ModelChange;
import dev.modeldock.models.ModelName;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionFile;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class PushesTest {
    private static final Caller ANNA = new Caller("anna", EnumSet.of(Scope.WRITE), Optional.empty());
    private static final Caller BERT = new Caller("bert", EnumSet.of(Scope.WRITE), Optional.empty());
    private static final long MOST = 200L << 20;

    @TempDir
    private Path data;

    private final MutableClock clock = new MutableClock();
    private Database database;
    private Space space;
    private Blobs blobs;
    private Models models;
    private Pushes pushes;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(data.resolve("modeldock.db"));
        space = new Space(data, 600 << 20, 0);
        blobs = new Blobs(data.resolve("blobs"), new BlobStore(database), space, clock);
        models = new Models(database, blobs, new Events(database, clock), clock);
        Files.createDirectories(data.resolve("staging"));
        pushes = again();
    }

    private Pushes again() throws IOException {
        return new Pushes(
                database,
                blobs,
                models,
                new PushMeans(
                        data.resolve("staging"),
                        new Examination(database, clock),
                        new PushMeans.Limits(MOST, 3),
                        clock));
    }

    @AfterEach
    void close() throws IOException {
        Accounting.assertExact(space, data);
        blobs.close();
        database.close();
    }

    @Test
    void aNewModelHasAFirstVersion() throws Exception {
        Model model = create("anna/m", ANNA);
        Version main = models.version(model, "main");
        assertEquals(List.of(".gitattributes"), paths(main));
        assertEquals("initial commit", main.origin().path("title").asText());
        assertProblem(Problem.CONFLICT, () -> create("ANNA/M", ANNA));
        assertProblem(Problem.FORBIDDEN, () -> create("bert/m", ANNA));
        assertNothingStaged();
    }

    @Test
    void aCommitChangesTheFilesOfItsParent() throws Exception {
        Model model = create("anna/m", ANNA);
        Version first = commit(model, file("a/b.txt", "one"), file("a/c.txt", "two"), file("d.txt", "three"));
        assertEquals(List.of(".gitattributes", "a/b.txt", "a/c.txt", "d.txt"), paths(first));
        assertEquals("s", first.origin().path("title").asText());
        assertEquals("anna", first.createdBy());
        Version second = commit(
                model,
                line("deletedFile", "\"path\":\"d.txt\""),
                line("copyFile", "\"path\":\"e.txt\",\"srcPath\":\"a/c.txt\""),
                line("copyFile", "\"path\":\"f.txt\",\"srcPath\":\"d.txt\",\"srcRevision\":\"" + first.commit() + "\""),
                line("file", "\"path\":\"g.txt\",\"oldPath\":\"a/b.txt\""));
        assertEquals(List.of(".gitattributes", "a/c.txt", "e.txt", "f.txt", "g.txt"), paths(second));
        assertEquals(sha256("two"), models.file(second, "e.txt").sha256());
        assertEquals(sha256("three"), models.file(second, "f.txt").sha256());
        assertEquals(sha256("one"), models.file(second, "g.txt").sha256());
        Version third = commit(model, line("deletedFolder", "\"path\":\"a/\""));
        assertEquals(List.of(".gitattributes", "e.txt", "f.txt", "g.txt"), paths(third));
        assertEquals(third, models.version(model, "main"));
        assertEquals(first, models.version(model, first.commit()), "earlier ones stay");
        assertNothingStaged();
    }

    @Test
    void whatChangesNothingStaysWhereItIsAndEqualFilesAreTheSameVersion() throws Exception {
        Model model = create("anna/m", ANNA);
        Version first = commit(model, file("a", "x"));
        assertEquals(first, commit(model, file("a", "x")));
        assertEquals(first, commit(model));
        Version second = commit(model, file("a", "y"));
        assertNotEquals(first.commit(), second.commit());
        assertEquals(first, commit(model, file("a", "x")), "as everywhere in the dock");
        assertEquals(first, models.version(model, "main"));
    }

    @Test
    void deletingWhatIsNotThereIsRefused() throws Exception {
        Model model = create("anna/m", ANNA);
        commit(model, file("a/b", "x"));
        assertProblem(Problem.NOT_FOUND, () -> commit(model, line("deletedFile", "\"path\":\"a\"")));
        assertProblem(Problem.NOT_FOUND, () -> commit(model, line("deletedFolder", "\"path\":\"b\"")));
        assertProblem(Problem.NOT_FOUND, () -> commit(model, line("copyFile", "\"path\":\"c\",\"srcPath\":\"d\"")));
        assertProblem(
                Problem.VALIDATION_ERROR,
                () -> commit(
                        model,
                        line("deletedFolder", "\"path\":\"a\""),
                        line("deletedFile", "\"path\":\".gitattributes\"")));
    }

    @Test
    void namesThatSomeSystemCannotKeepBesideEachOtherAreRefused() throws Exception {
        Model model = create("anna/m", ANNA);
        commit(model, file("a/b", "x"));
        assertProblem(Problem.VALIDATION_ERROR, () -> commit(model, file("A/B", "y")));
        assertProblem(Problem.VALIDATION_ERROR, () -> commit(model, file("a", "y")));
        assertProblem(Problem.VALIDATION_ERROR, () -> commit(model, file("a/b/c", "y")));
        assertProblem(Problem.VALIDATION_ERROR, () -> commit(model, file("A", "y")));
        assertNothingStaged();
    }

    @Test
    void ofEightCommitsOnOneParentOneWins() throws Exception {
        Model model = create("anna/m", ANNA);
        String parent = models.version(model, "main").commit();
        assertEquals(1, race(model, "\"summary\":\"s\",\"parentCommit\":\"" + parent + "\""));
        assertEquals(2, paths(models.version(model, "main")).size());
    }

    @Test
    void eightCommitsWithoutAParentAllCome() throws Exception {
        Model model = create("anna/m", ANNA);
        assertEquals(8, race(model, "\"summary\":\"s\""));
        assertEquals(9, paths(models.version(model, "main")).size());
    }

    /** How many of eight commits at once are taken; the others must be told that they are late. */
    private int race(Model model, String header) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String body = line("header", header) + file("f" + i, "content " + i);
                results.add(threads.submit(() -> isTaken(model, body)));
            }
            int taken = 0;
            for (Future<Boolean> result : results) {
                taken += result.get() ? 1 : 0;
            }
            return taken;
        } finally {
            threads.shutdown();
        }
    }

    private boolean isTaken(Model model, String body) throws Exception {
        try {
            commit(model, "main", body, ANNA);
            return true;
        } catch (DockException e) {
            assertEquals(Problem.OUTDATED, e.problem(), e::getMessage);
            return false;
        }
    }

    @Test
    void commitsGoToBranchesOnly() throws Exception {
        Model model = create("anna/m", ANNA);
        Version first = models.version(model, "main");
        models.aliases().create(model, "feat/x", first, false);
        models.aliases().create(model, "v1", first, true);
        Version next = commit(model, "feat/x", line("header", "\"summary\":\"s\"") + file("a", "x"), ANNA);
        assertEquals(first, models.version(model, "main"));
        assertEquals(next, models.version(model, "feat/x"));
        assertProblem(Problem.VALIDATION_ERROR, () -> pushes.branch(model, "v1"));
        assertProblem(Problem.VALIDATION_ERROR, () -> pushes.branch(model, first.commit()));
        assertProblem(Problem.NOT_FOUND, () -> pushes.branch(model, "nope"));
        assertProblem(Problem.CONFLICT, () -> models.aliases().create(model, "feat/x", first, false));
        assertProblem(Problem.CONFLICT, () -> models.aliases().create(model, "feat", first, false));
        assertProblem(Problem.CONFLICT, () -> models.aliases().create(model, "feat/x/y", first, true));
        for (String name :
                List.of("HEAD", "refs/pr/1", "a//b", "a/", "/a", "a/../b", "a/.b", "a/b.lock", "a/b.", "a b")) {
            assertProblem(Problem.VALIDATION_ERROR, () -> models.aliases().create(model, name, first, false));
        }
    }

    @Test
    void eachBranchHasItsOwnLineOfCommits() throws Exception {
        Model model = create("anna/m", ANNA);
        Version first = models.version(model, "main");
        Version second = commit(model, file("a", "x"));
        models.aliases().create(model, "side", first, false);
        Version side = commit(model, "side", line("header", "\"summary\":\"s\"") + file("b", "y"), ANNA);
        Version third = commit(model, file("c", "z"));
        assertEquals(List.of(third, second, first), line(third, 0, 10));
        assertEquals(List.of(side, first), line(side, 0, 10));
        assertEquals(List.of(first), line(first, 0, 10));
        assertEquals(List.of(third, second), line(third, 0, 2));
        assertEquals(List.of(first), line(third, 1, 2));
        assertEquals(List.of(), line(third, 2, 2));
        assertEquals(3, new HubStore(database).lineLength(third));
        assertEquals(2, new HubStore(database).lineLength(side));
    }

    private List<Version> line(Version newest, int page, int size) {
        return new HubStore(database).line(newest, new History.Page(page, size));
    }

    @Test
    void noPartOfALongHistoryIsCutOff() throws Exception {
        Model model = create("anna/m", ANNA);
        Version first = models.version(model, "main");
        database.write(handle -> handle.execute(
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1500)"
                        + " insert into versions(model_id, commit_id, profile, facts, origin, bytes, file_count, created_by,"
                        + " created_at) select v.model_id, printf('%040d', i), v.profile, v.facts, json_object('parent',"
                        + " iif(i = 1, v.commit_id, printf('%040d', i - 1))), 0, 0, 'anna', 0 from n, versions v",
                new Object[0]));
        Version last = models.version(model, "%040d".formatted(1500));
        assertEquals(1501, new HubStore(database).lineLength(last));
        List<Version> oldest = line(last, 1, 1000);
        assertEquals(501, oldest.size());
        assertEquals(first, oldest.get(500));
    }

    @Test
    void aPushIsToldAsAnImportIs() throws Exception {
        Events events = new Events(database, clock);
        models = new Models(database, blobs, events, clock);
        pushes = again();
        Subscription listener = events.subscribe(EventFilter.all(ANNA), Optional.empty());
        Model model = create("anna/m", ANNA);
        Version next = commit(model, file("a", "x"));
        commit(model, file("a", "x"));
        assertProblem(Problem.INVALID_MODEL, () -> commit(model, file("model.safetensors", "none")));
        List<String> told = listener.next(10).stream().map(Event::body).toList();
        assertEquals(2, told.size(), told::toString);
        assertTrue(told.get(1).contains(next.commit()), told::toString);
    }

    @Test
    void aLargeFileIsItsSendersUntilACommitTakesIt() throws Exception {
        Model model = create("anna/m", ANNA);
        LargeObject object = sent("anna", "large content");
        assertTrue(pushes.uploads().has(object));
        assertEquals(
                1,
                pushes.uploads().open(model, "anna", List.of(object.sha256())).size());
        Version version = commit(model, large("m.bin", object));
        assertEquals(object.sha256(), models.file(version, "m.bin").sha256());
        clock.forward(LargeUploads.KEPT.plusSeconds(1));
        pushes.sweep();
        assertEquals(object.size(), blobs.find(object.sha256()).orElseThrow().size());
        assertNothingStaged();
    }

    @Test
    void aLargeFileThatNoCommitTakesGoes() throws Exception {
        LargeObject object = sent("anna", "large content");
        clock.forward(LargeUploads.KEPT.minusSeconds(1));
        pushes.sweep();
        assertTrue(pushes.uploads().has(object));
        clock.forward(Duration.ofSeconds(2));
        pushes.sweep();
        assertFalse(pushes.uploads().has(object));
        assertEquals(0, space.used());
    }

    @Test
    void whoIsToldThatALargeFileIsHereHasTimeToCommitIt() throws Exception {
        Model model = create("anna/m", ANNA);
        LargeObject object = sent("anna", "large content");
        clock.forward(LargeUploads.KEPT.minusSeconds(1));
        List<String> hash = List.of(object.sha256());
        assertEquals(hash, List.copyOf(pushes.uploads().open(model, "anna", hash)));
        clock.forward(LargeUploads.KEPT.minusSeconds(1));
        pushes.sweep();
        assertTrue(paths(commit(model, large("m.bin", object))).contains("m.bin"));
    }

    @Test
    void nothingIsKeptOfWhatIsNotWhatWasAnnounced() {
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        String hash = sha256("content");
        List<LargeObject> wrong = List.of(
                new LargeObject("anna", sha256("other"), content.length),
                new LargeObject("anna", hash, content.length - 1),
                new LargeObject("anna", hash, content.length + 1));
        for (LargeObject object : wrong) {
            assertProblem(
                    Problem.CHECKSUM_MISMATCH,
                    () -> pushes.uploads().receive(object, new ByteArrayInputStream(content)));
        }
        assertProblem(
                Problem.TOO_LARGE,
                () -> pushes.uploads()
                        .receive(new LargeObject("anna", hash, MOST + 1), new ByteArrayInputStream(content)));
        assertEquals(0, space.used());
        assertEquals(0, space.reserved());
        assertNothingStaged();
    }

    @Test
    void nobodyIsGivenWhatOthersKeepForTheirHash() throws Exception {
        Model secret = pushes.create(ModelName.of("bert/secret"), Access.PRIVATE, List.of(), BERT);
        LargeObject object = sent("bert", "secret weights");
        List<String> hash = List.of(object.sha256());
        Model mine = create("anna/m", ANNA);
        assertEquals(List.of(), List.copyOf(pushes.uploads().open(mine, "anna", hash)), "sent by bert");
        assertProblem(Problem.VALIDATION_ERROR, () -> commit(mine, large("m.bin", object)));
        commit(secret, "main", line("header", "\"summary\":\"s\"") + large("m.bin", object), BERT);
        assertEquals(List.of(), List.copyOf(pushes.uploads().open(mine, "anna", hash)), "in bert's private model");
        assertProblem(Problem.VALIDATION_ERROR, () -> commit(mine, large("m.bin", object)));
        models.change(secret, new ModelChange(Optional.empty(), Optional.of(Access.PUBLIC), Optional.empty()), BERT);
        assertEquals(hash, List.copyOf(pushes.uploads().open(mine, "anna", hash)));
        assertTrue(paths(commit(mine, large("m.bin", object))).contains("m.bin"));
    }

    @Test
    void aLargeFileOfAnotherSizeIsRefused() throws Exception {
        Model model = create("anna/m", ANNA);
        LargeObject object = sent("anna", "large content");
        assertProblem(
                Problem.VALIDATION_ERROR,
                () -> commit(model, large("m.bin", new LargeObject("anna", object.sha256(), object.size() + 1))));
    }

    @Test
    void filesThatBreakTheirFormatRefuseTheCommitAndPartsOfAModelDoNot() throws Exception {
        Model model = create("anna/m", ANNA);
        long used = space.used();
        assertProblem(Problem.INVALID_MODEL, () -> commit(model, file("model.safetensors", "no safetensors")));
        assertProblem(Problem.UNSAFE_MODEL, () -> commit(model, file("x.pkl", "cposix\nsystem\n(S'id'\ntR.")));
        assertEquals(used, space.used());
        Version growing = commit(
                model,
                file("model.safetensors.index.json", "{\"weight_map\":{\"t\":\"model-00001-of-00002.safetensors\"}}"));
        assertTrue(growing.facts().path("notes").toString().contains("missing"), growing.facts()::toString);
    }

    @Test
    void partsComeInAnyOrderAndOutlastARestart() throws Exception {
        byte[] content = content(1);
        LargeObject object = new LargeObject("anna", sha256(content), content.length);
        assertEquals(2, object.parts());
        String second = part(object, 2, content);
        assertProblem(Problem.VALIDATION_ERROR, () -> pushes.parted().complete(object, Map.of(2, second)));
        assertEquals(second, part(object, 2, content), "once more is fine");
        assertProblem(Problem.CHECKSUM_MISMATCH, () -> part(object, 2, content(2)));
        space = restarted();
        String first = part(object, 1, content);
        assertProblem(Problem.VALIDATION_ERROR, () -> pushes.parted().complete(object, Map.of(1, "other", 2, second)));
        pushes.parted().complete(object, Map.of(1, first, 2, second));
        pushes.parted().complete(object, Map.of(1, first, 2, second));
        assertTrue(pushes.uploads().has(object));
        assertEquals(0, space.reserved());
        assertNothingStaged();
    }

    @Test
    void partsOfAnotherWholeLeaveNothing() throws Exception {
        byte[] content = content(1);
        LargeObject object = new LargeObject("anna", sha256("other"), content.length);
        Map<Integer, String> etags = Map.of(1, part(object, 1, content), 2, part(object, 2, content));
        assertProblem(Problem.CHECKSUM_MISMATCH, () -> pushes.parted().complete(object, etags));
        assertProblem(Problem.NOT_FOUND, () -> pushes.parted().complete(object, etags));
        assertProblem(
                Problem.VALIDATION_ERROR,
                () -> pushes.parted().receive(object, 1, new ByteArrayInputStream(new byte[5])));
        assertProblem(
                Problem.VALIDATION_ERROR,
                () -> pushes.parted().receive(object, 3, new ByteArrayInputStream(new byte[5])));
        clock.forward(LargeUploads.KEPT.plusSeconds(1));
        pushes.sweep();
        assertEquals(0, space.used());
        assertEquals(0, space.reserved());
        assertNothingStaged();
    }

    @Test
    void whatNobodyGoesOnWithKeepsNoMoreRoomThanItHas() throws Exception {
        for (int i = 0; i < 3; i++) {
            last(new LargeObject("anna", sha256("other " + i), MOST));
        }
        assertEquals(0, space.reserved());
        LargeObject more = new LargeObject("anna", sha256("more"), MOST);
        DockException refused = assertThrows(DockException.class, () -> last(more));
        assertEquals(Problem.RATE_LIMITED, refused.problem());
        assertTrue(refused.getMessage().contains("hub.maxUploads"), refused::getMessage);
        // Others, and what has begun, go on.
        last(new LargeObject("bert", sha256("other 0"), MOST));
        last(new LargeObject("anna", sha256("other 0"), MOST));
        clock.forward(LargeUploads.KEPT.plusSeconds(1));
        pushes.sweep();
        assertEquals(0, space.used());
        last(more);
        clock.forward(LargeUploads.KEPT.plusSeconds(1));
        pushes.sweep();
        assertNothingStaged();
    }

    /** Send the last part of one that has others before. */
    private String last(LargeObject object) throws IOException {
        byte[] bytes = new byte[(int) object.length(object.parts())];
        return pushes.parted().receive(object, object.parts(), new ByteArrayInputStream(bytes));
    }

    @Test
    void aKillWhileItIsMovedIntoTheStoreCostsOneMoreRound() throws Exception {
        byte[] content = content(1);
        LargeObject object = new LargeObject("anna", sha256(content), content.length);
        Map<Integer, String> etags = Map.of(1, part(object, 1, content), 2, part(object, 2, content));
        Path moved = data.resolve("staging").resolve(object.staging()).resolve("object");
        blobs.leave(List.of(object.sha256()));
        Files.move(
                moved,
                Files.createDirectories(blobs.path(object.sha256()).getParent()).resolve(object.sha256()));
        space = restarted();
        DockException refused =
                assertThrows(DockException.class, () -> pushes.parted().complete(object, etags));
        assertTrue(refused.getMessage().contains("Part 1 of 2 is not here"), refused::getMessage);
        assertEquals(etags, Map.of(1, part(object, 1, content), 2, part(object, 2, content)));
        pushes.parted().complete(object, etags);
        assertTrue(pushes.uploads().has(object));
        assertNothingStaged();
    }

    @Test
    void whatIsRenewedWhileItIsSweptStays() throws Exception {
        byte[] content = content(1);
        LargeObject object = new LargeObject("anna", sha256(content), content.length);
        String second = part(object, 2, content);
        clock.forward(LargeUploads.KEPT.plusSeconds(1));
        byte[] first = Arrays.copyOfRange(content, 0, (int) object.length(1));
        // The sweep comes while a part is being sent: the upload is overdue, and in use.
        InputStream swept = new ByteArrayInputStream(first) {
            @Override
            public int read(byte[] into, int offset, int length) {
                try {
                    pushes.sweep();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                return super.read(into, offset, length);
            }
        };
        String etag = pushes.parted().receive(object, 1, swept);
        pushes.sweep();
        pushes.parted().complete(object, Map.of(1, etag, 2, second));
        assertTrue(pushes.uploads().has(object));
        UploadStore store = new UploadStore(database);
        long now = clock.millis();
        assertEquals(List.of(), store.takeOverdue(now, 10));
        store.begin(object, now);
        assertEquals(1, store.overdueParted(now, 10).size());
        store.begin(object, now + 1);
        assertFalse(store.endOverdue(object.staging(), now), "it was renewed since it was looked for");
        assertTrue(store.endOverdue(object.staging(), now + 1));
    }

    /** As after a kill: what is on the disk is counted anew. */
    private Space restarted() throws IOException {
        blobs.close();
        space = new Space(data, 600 << 20, 0);
        blobs = new Blobs(data.resolve("blobs"), new BlobStore(database), space, clock);
        models = new Models(database, blobs, new Events(database, clock), clock);
        try (Stream<Path> staged = Files.walk(data.resolve("staging"))) {
            staged.filter(Files::isRegularFile)
                    .mapToLong(path -> path.toFile().length())
                    .forEach(space::found);
        }
        pushes = again();
        return space;
    }

    /** A little more than one part. */
    private static byte[] content(int seed) {
        byte[] content = new byte[(64 << 20) + 100];
        content[0] = (byte) seed;
        content[content.length - 1] = (byte) seed;
        return content;
    }

    private String part(LargeObject object, int part, byte[] content) throws IOException {
        int from = (int) object.start(part);
        byte[] bytes = Arrays.copyOfRange(content, from, from + (int) object.length(part));
        return pushes.parted().receive(object, part, new ByteArrayInputStream(bytes));
    }

    private LargeObject sent(String user, String content) throws Exception {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        LargeObject object = new LargeObject(user, sha256(bytes), bytes.length);
        pushes.uploads().receive(object, new ByteArrayInputStream(bytes));
        return object;
    }

    private Model create(String name, Caller caller) throws Exception {
        return pushes.create(ModelName.of(name), Access.PUBLIC, List.of(), caller);
    }

    private Version commit(Model model, String... lines) throws Exception {
        return commit(model, "main", line("header", "\"summary\":\"s\"") + String.join("", lines), ANNA);
    }

    private Version commit(Model model, String branch, String body, Caller caller) throws Exception {
        Branch asked = pushes.branch(model, branch);
        return pushes.commit(asked, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), caller);
    }

    private static String line(String key, String fields) {
        return "{\"key\":\"" + key + "\",\"value\":{" + fields + "}}\n";
    }

    private static String file(String path, String content) {
        String base64 = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
        return line("file", "\"content\":\"" + base64 + "\",\"path\":\"" + path + "\",\"encoding\":\"base64\"");
    }

    private static String large(String path, LargeObject object) {
        return line(
                "lfsFile",
                "\"path\":\"" + path + "\",\"algo\":\"sha256\",\"oid\":\"" + object.sha256() + "\",\"size\":"
                        + object.size());
    }

    private List<String> paths(Version version) {
        List<String> paths = new ArrayList<>();
        models.files(version).forEach((VersionFile file) -> paths.add(file.path()));
        return List.copyOf(new TreeSet<>(paths));
    }

    private static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Hashes.sha256().digest(bytes));
    }

    private void assertNothingStaged() {
        try (Stream<Path> staged = Files.list(data.resolve("staging"))) {
            assertEquals(List.of(), staged.toList());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertProblem(Problem problem, Executable asked) {
        DockException refusal = assertThrows(DockException.class, asked);
        assertEquals(problem, refusal.problem(), refusal::getMessage);
    }
}
