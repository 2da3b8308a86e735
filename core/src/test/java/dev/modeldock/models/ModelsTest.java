package dev.modeldock.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.modeldock.Accounting;
import dev.modeldock.MutableClock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.blobs.BlobStore;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.Space;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.database.Database;
import dev.modeldock.events.Events;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {
    private static final Caller ANNA = new Caller("anna", EnumSet.of(Scope.WRITE), Optional.empty());
    private static final Caller BERT = new Caller("bert", EnumSet.of(Scope.WRITE), Optional.empty());
    private static final Caller ADMIN = new Caller("boss", EnumSet.of(Scope.ADMIN), Optional.empty());

    @TempDir
    private Path data;

    private final MutableClock clock = new MutableClock();
    private Database database;
    private Space space;
    private Blobs blobs;
    private Models models;
    private int stagings;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(data.resolve("modeldock.db"));
        space = new Space(data, 50 << 20, 0);
        blobs = new Blobs(data.resolve("blobs"), new BlobStore(database), space, clock);
        models = new Models(database, blobs, new Events(database, clock), clock);
    }

    @AfterEach
    void close() throws IOException {
        Accounting.assertExact(space, data);
        blobs.close();
        database.close();
    }

    @Test
    void aNewNameIsANewModelUnderItsAnnouncedId() throws Exception {
        Published published = publish("anna/m", "cm-1", Map.of("f", "x"));
        assertTrue(published.isNew());
        assertEquals("cm-1", published.model().id());
        assertEquals("anna", published.model().owner());
        assertEquals(Access.PUBLIC, published.model().access());
        assertEquals(published.version(), models.version(published.model(), "main"));
        assertTrue(published.version().commit().matches("[0-9a-f]{40}"));
        assertEquals(1, published.version().bytes());
    }

    @Test
    void aTakenNameGetsAFurtherVersionAndAnotherId() throws Exception {
        Model first = publish("anna/m", "cm-1", Map.of("f", "x")).model();
        clock.forward(Duration.ofSeconds(1));
        Published second = publish("ANNA/M", "cm-2", Map.of("f", "y"));
        assertEquals("cm-1", second.model().id());
        assertEquals("anna/m", second.model().name().toString());
        assertEquals("cm-1", find("cm-2", ANNA).orElseThrow().model().id());
        assertEquals(second.version(), models.version(second.model(), "main"));
        assertEquals(2, models.versionCount(first));
        assertEquals(second.version(), models.versions(first, 1, 0).get(0));
        assertTrue(find("anna/m", ANNA).orElseThrow().model().updated().isAfter(first.updated()));
    }

    @Test
    void equalContentIsNoNewVersion() throws Exception {
        Published first = publish("anna/m", "", Map.of("f", "x", "g", "y"));
        Published again = publish("anna/m", "cm-9", Map.of("g", "y", "f", "x"));
        assertFalse(again.isNew());
        assertEquals(first.version(), again.version());
        assertEquals(
                first.model().id(), find("cm-9", ANNA).orElseThrow().model().id());
        Published other = publish("anna/m", "", Map.of("f", "other"));
        publish("anna/m", "", Map.of("f", "x", "g", "y"));
        assertEquals(other.version(), models.version(first.model(), "main"), "nothing new moves nothing");
    }

    @Test
    void theCommitTellsPathsAndContents() throws Exception {
        String commit = publish("anna/a", "", Map.of("f", "x")).version().commit();
        assertEquals(commit, publish("anna/b", "", Map.of("f", "x")).version().commit());
        assertNotEquals(
                commit, publish("anna/c", "", Map.of("g", "x")).version().commit());
        assertNotEquals(
                commit, publish("anna/d", "", Map.of("f", "y")).version().commit());
    }

    @Test
    void aNameOfSomebodyElseIsRefused() throws Exception {
        publish("anna/m", "", Map.of("f", "x"));
        assertProblem(Problem.FORBIDDEN, () -> publish("anna/m", "bert", "", Map.of("f", "y")));
        assertEquals(1, space.used(), "what it brought is gone");
    }

    @Test
    void earlierNamesLeadToTheModelUntilTheyAreTakenAnew() throws Exception {
        Model model = publish("anna/old", "cm-1", Map.of("f", "x")).model();
        Model renamed = rename(model, "anna/new", ANNA);
        assertEquals("anna/new", renamed.name().toString());
        assertFalse(find("anna/new", ANNA).orElseThrow().byEarlierName());
        assertTrue(find("Anna/Old", ANNA).orElseThrow().byEarlierName());
        rename(renamed, "anna/newer", ANNA);
        assertEquals("cm-1", find("anna/old", ANNA).orElseThrow().model().id());
        assertEquals("cm-1", find("anna/new", ANNA).orElseThrow().model().id());
        publish("anna/old", "cm-2", Map.of("f", "y"));
        assertEquals("cm-2", find("anna/old", ANNA).orElseThrow().model().id());
    }

    @Test
    void aNameCanBeTakenBackAndChangedInItsCase() throws Exception {
        Model model = publish("anna/a", "cm-1", Map.of("f", "x")).model();
        Model back = rename(rename(model, "anna/b", ANNA), "anna/a", ANNA);
        assertFalse(find("anna/a", ANNA).orElseThrow().byEarlierName());
        assertEquals("anna/A", rename(back, "anna/A", ANNA).name().toString());
        assertFalse(find("anna/a", ANNA).orElseThrow().byEarlierName());
    }

    @Test
    void aTakenNameCannotBeGiven() throws Exception {
        Model model = publish("anna/a", "", Map.of("f", "x")).model();
        publish("anna/b", "", Map.of("f", "y"));
        assertProblem(Problem.CONFLICT, () -> rename(model, "anna/B", ANNA));
        assertEquals("anna/a", models.get(model.id(), ANNA).model().name().toString());
    }

    @Test
    void aForeignNamespaceIsOnlyForAdministrators() throws Exception {
        Model model = publish("anna/a", "", Map.of("f", "x")).model();
        assertProblem(Problem.FORBIDDEN, () -> rename(model, "bert/a", ANNA));
        assertEquals("bert/a", rename(model, "bert/a", ADMIN).name().toString());
    }

    @Test
    void aliasesMoveAndMainStays() throws Exception {
        Published first = publish("anna/m", "", Map.of("f", "x"));
        Published second = publish("anna/m", "", Map.of("f", "y"));
        Model model = first.model();
        models.aliases().set(model, "v1.0", first.version());
        assertEquals(first.version(), models.version(model, "v1.0"));
        models.aliases().set(model, "v1.0", second.version());
        assertEquals(
                Map.of(
                        "main",
                        second.version().commit(),
                        "v1.0",
                        second.version().commit()),
                models.aliasesOf(model));
        models.aliases().delete(model, "v1.0");
        assertProblem(Problem.NOT_FOUND, () -> models.aliases().delete(model, "v1.0"));
        assertProblem(Problem.CONFLICT, () -> models.aliases().delete(model, "main"));
        for (String bad : List.of(
                "", "a//b", "/a", "a/", "a/.b", "a/b.lock", "refs/x", "abcdef1", ".hidden", "a b", "x".repeat(97))) {
            assertProblem(Problem.VALIDATION_ERROR, () -> models.aliases().set(model, bad, first.version()));
        }
    }

    @Test
    void anAliasIsNoOthersDirectoryAndNoCommit() throws Exception {
        Published first = publish("anna/m", "", Map.of("f", "x"));
        Published second = publish("anna/m", "", Map.of("f", "y"));
        Model model = first.model();
        models.aliases().set(model, "a", first.version());
        assertTold(
                "branch a already, so that a/b cannot be",
                () -> models.aliases().set(model, "a/b", first.version()));
        models.aliases().set(model, "c/d", first.version());
        assertTold(
                "branch c/d already, so that c cannot be",
                () -> models.aliases().set(model, "c", first.version()));
        // A name that only begins alike is another, and what is there moves on.
        models.aliases().set(model, "ab/c", first.version());
        models.aliases().set(model, "c/d", second.version());
        assertEquals(second.version(), models.version(model, "c/d"));
        for (String name : List.of(
                "HEAD", first.version().commit(), "0".repeat(40), "f".repeat(40), "main/x", "a/" + "b".repeat(95))) {
            assertThrows(DockException.class, () -> models.aliases().set(model, name, first.version()), name);
        }
        assertEquals(Set.of("a", "ab/c", "c/d", "main"), models.aliasesOf(model).keySet());
    }

    private static void assertTold(String words, Executable asked) {
        DockException refusal = assertThrows(DockException.class, asked);
        assertEquals(Problem.CONFLICT, refusal.problem());
        assertTrue(refusal.getMessage().contains(words), refusal::getMessage);
    }

    @Test
    void aVersionIsFoundByTheBeginningOfItsCommit() throws Exception {
        Published published = publish("anna/m", "", Map.of("f", "x"));
        String commit = published.version().commit();
        assertEquals(published.version(), models.version(published.model(), commit));
        assertEquals(published.version(), models.version(published.model(), commit.substring(0, 7)));
        assertProblem(Problem.NOT_FOUND, () -> models.version(published.model(), commit.substring(0, 6)));
        assertProblem(Problem.NOT_FOUND, () -> models.version(published.model(), "nothing"));
        assertProblem(Problem.NOT_FOUND, () -> models.file(published.version(), "nothing"));
    }

    @Test
    void aPrivateModelIsNotThereForOthers() throws Exception {
        Model model = change(publish("anna/m", "cm-1", Map.of("f", "x")).model(), Access.PRIVATE);
        assertTrue(find("cm-1", BERT).isEmpty());
        assertProblem(Problem.NOT_FOUND, () -> models.get("anna/m", BERT));
        assertEquals(0, models.list(filter(""), BERT, 9, 0).total());
        for (Caller seer : List.of(ANNA, ADMIN)) {
            assertEquals(model.id(), models.get("anna/m", seer).model().id());
            assertEquals(1, models.list(filter(""), seer, 9, 0).total());
        }
    }

    @Test
    void aGatedModelIsSeenAndItsBytesAreKept() throws Exception {
        Model model = change(publish("anna/m", "cm-1", Map.of("f", "x")).model(), Access.GATED);
        assertEquals(1, models.list(filter(""), BERT, 9, 0).total());
        assertProblem(Problem.GATED, () -> Gate.requireBytes(model, BERT));
        Gate.requireBytes(model, ANNA);
        Gate.requireBytes(model, ADMIN);
        assertProblem(Problem.FORBIDDEN, () -> models.owned("cm-1", BERT));
        assertEquals(model.id(), models.owned("cm-1", ANNA).id());
    }

    @Test
    void searchTakesAnyLettersAsTheyAre() throws Exception {
        Model model = publish("anna/bert_base-100", "", Map.of("f", "x")).model();
        publish("anna/other", "", Map.of("f", "x"));
        models.change(
                model,
                new ModelChange(
                        Optional.empty(), Optional.empty(), Optional.of("It \"says\" 50% of ünïcode; a'b (x) *")),
                ANNA);
        for (String hit : List.of(
                "bert",
                "BERT_BASE",
                "anna/bert",
                "b",
                "_",
                "t_b",
                "0%",
                "\"says\"",
                "50%",
                "ünï",
                "a'b",
                "'",
                "(x)",
                "*",
                ") *",
                "\"",
                "; a",
                "ys\" 5")) {
            assertEquals(1, search(hit), hit);
        }
        for (String miss :
                List.of("berta", "%%", "t%b", "__", "bert OR other", "bert*", "!", "!b", "name:bert", "^bert", "\\")) {
            assertEquals(0, search(miss), miss);
        }
        assertEquals(2, search(""));
        assertEquals(0, search("\0\0\0\0"));
        models.delete(model);
        assertEquals(0, search("bert"));
    }

    private long search(String text) {
        return models.list(filter(text), ANNA, 9, 0).total();
    }

    @Test
    void theListIsFilteredAndPagedNewestFirst() throws Exception {
        for (int i = 0; i < 5; i++) {
            publish("anna/m" + i, "", Map.of("f", "x"));
        }
        publish("bert/m", "bert", "", Map.of("f", "x"));
        ModelFilter annas = new ModelFilter(
                Optional.empty(),
                Optional.of("ANNA"),
                Optional.of("TEST"),
                Optional.of("plain"),
                Optional.of(Access.PUBLIC));
        ModelPage page = models.list(annas, ADMIN, 2, 1);
        assertEquals(5, page.total());
        assertEquals(
                List.of("anna/m3", "anna/m2"),
                page.items().stream()
                        .map(item -> item.model().name().toString())
                        .toList());
        assertTrue(page.items().get(0).main().isPresent());
    }

    @Test
    void deletingFreesWhatWasSaidAndKeepsWhatIsShared() throws Exception {
        Model first =
                publish("anna/a", "", Map.of("own", "12345", "shared", "abc")).model();
        publish("anna/a", "", Map.of("own", "67890", "shared", "abc"));
        Model second = publish("anna/b", "", Map.of("shared", "abc")).model();
        assertEquals(10, models.freedBy(first));
        assertEquals(10, models.delete(first));
        assertProblem(Problem.NOT_FOUND, () -> models.get("anna/a", ANNA));
        assertProblem(Problem.NOT_FOUND, () -> models.get(first.id(), ANNA));
        VersionFile shared = models.file(models.version(second, "main"), "shared");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        models.copy(shared, 1, 3, bytes);
        assertEquals("bc", bytes.toString(StandardCharsets.UTF_8));
        assertEquals(3, models.delete(second));
        assertEquals(0, space.used());
    }

    @Test
    void tenThousandFilesAreOneVersionInTheOrderOfTheirPaths() throws Exception {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            files.put("d" + i % 7 + "/ü" + i, "x" + i % 10);
        }
        Published published = assertTimeout(Duration.ofSeconds(20), () -> publish("anna/many", "", files));
        List<String> paths = new ArrayList<>();
        models.files(published.version()).forEach(file -> paths.add(file.path()));
        assertEquals(new ArrayList<>(new TreeMap<>(files).keySet()), paths);
        assertEquals(10_000, published.version().fileCount());
        assertEquals(20, models.delete(published.model()));
    }

    @Test
    void namesAreMadeOfAnyText() {
        assertEquals("Modele_d_ete", ModelName.part("Modèle d'été"));
        assertTrue(ModelName.part("...").matches("model-[0-9a-f]{8}"));
        assertEquals("a.b", ModelName.part("-a..b."));
        assertEquals(96, ModelName.part("x".repeat(200)).length());
        for (String bad :
                List.of("a", "/a", "a/", "a/b/c", "a/.b", "a/-b", "a/b.", "a/b..c", "a/ä", "a/" + "x".repeat(97))) {
            assertProblem(Problem.VALIDATION_ERROR, () -> ModelName.of(bad));
        }
    }

    private Published publish(String name, String announced, Map<String, String> files) throws Exception {
        return publish(name, "anna", announced, files);
    }

    private Published publish(String name, String user, String announced, Map<String, String> files) throws Exception {
        try (Staging staging = blobs.stage(data.resolve("staging/" + ++stagings), 0)) {
            List<VersionFile> versionFiles = new ArrayList<>();
            List<StagedBlob> contents = new ArrayList<>();
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
                StagedBlob staged = staging.write(new ByteArrayInputStream(bytes), count -> {});
                contents.add(staged);
                versionFiles.add(new VersionFile(
                        file.getKey(),
                        staged.blob().sha256(),
                        bytes.length,
                        staged.blob().crc32()));
            }
            List<StagedBlob> distinct = contents.stream().distinct().toList();
            staging.arrive(distinct);
            return database.together(() -> {
                blobs.record(distinct);
                return models.publish(new NewVersion(
                        ModelName.of(name),
                        user,
                        "TEST",
                        announced,
                        "",
                        "plain",
                        JsonNodeFactory.instance.objectNode(),
                        JsonNodeFactory.instance.objectNode(),
                        NewVersion.Naming.MAIN,
                        versionFiles));
            });
        }
    }

    private Optional<FoundModel> find(String reference, Caller caller) {
        return models.find(reference, caller);
    }

    private Model rename(Model model, String name, Caller caller) {
        return models.change(
                model, new ModelChange(Optional.of(ModelName.of(name)), Optional.empty(), Optional.empty()), caller);
    }

    private Model change(Model model, Access access) {
        return models.change(model, new ModelChange(Optional.empty(), Optional.of(access), Optional.empty()), ANNA);
    }

    private static ModelFilter filter(String search) {
        return new ModelFilter(
                search.isEmpty() ? Optional.empty() : Optional.of(search),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static void assertProblem(Problem problem, Executable call) {
        assertEquals(problem, assertThrows(DockException.class, call).problem());
    }
}
